// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// The gradient that an update of master weights claims, without the decay.
//
//   1. 0 ≤ remainder < 2^rateShift.
//   2. gradient = (before − after)·2^rateShift + remainder − 2^(rateShift−1) − decay·weight; of a bias without the last term.
//
// So after = before − ⌊(gradient + decay·weight + 2^(rateShift−1)) / 2^rateShift⌋, rounded to the nearest, if gradient, over the integers,
// is the true one, which the caller must enforce (here: by the product of errors and inputs). Masters in range bound it:
// |gradient| < 2^(masterBits+rateShift) + 2^(rateShift−1) + decay·2^(weightBits−1).
//
// Constraints: rateShift a master.
template UpdatedGradient(rows, columns, rateShift, decay) {
    assert(rateShift >= 1);

    signal input before[rows][columns];          // masters, signed
    signal input after[rows][columns];           // signed
    signal input remainder[rows][columns];       // claimed
    signal input weight[rows][columns - 1];      // what before rounds to
    signal output gradient[columns][rows];       // signed; transposed, so that inputs can share an element

    component range[rows][columns];
    for (var i = 0; i < rows; i++) {
        for (var j = 0; j < columns; j++) {
            range[i][j] = Bits(rateShift);
            range[i][j].in <== remainder[i][j];
            if (j == columns - 1) {
                gradient[j][i] <== (before[i][j] - after[i][j]) * 2 ** rateShift + remainder[i][j] - 2 ** (rateShift - 1);
            } else {
                gradient[j][i] <== (before[i][j] - after[i][j]) * 2 ** rateShift + remainder[i][j] - 2 ** (rateShift - 1) - decay * weight[i][j];
            }
        }
    }
}
