// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// Master weights of a layer, and the weights that they round to. A row is its weights, then its bias.
//
//   1. Every master is in [−2^(M−1), 2^(M−1)), M = masterBits; offset is master + 2^(M−1), the form in which it is packed.
//   2. A weight is the highest weightBits bits of its master, signed: ⌊master / 2^(M−weightBits)⌋.
//   3. A bias is the highest weightBits + biasShift bits: ⌊master / 2^(M−weightBits−biasShift)⌋.
//
// One decomposition gives range and rounding: it is unique, so there is no other weight for a master.
//
// Constraints: masterBits a master.
template MasterMatrix(rows, columns, masterBits, weightBits, biasShift) {
    assert(columns >= 2);
    assert(weightBits >= 2);
    assert(weightBits + biasShift <= masterBits);

    signal input master[rows][columns];          // signed; the last of a row is the bias's
    signal output offset[rows * columns];        // in [0, 2^masterBits), row by row
    signal output weight[rows][columns - 1];     // signed, weightBits bits
    signal output bias[rows];                    // signed, weightBits + biasShift bits

    component bits[rows][columns];
    for (var i = 0; i < rows; i++) {
        for (var j = 0; j < columns; j++) {
            var width = j == columns - 1 ? weightBits + biasShift : weightBits;
            bits[i][j] = Bits(masterBits);
            bits[i][j].in <== master[i][j] + 2 ** (masterBits - 1);
            offset[i * columns + j] <== master[i][j] + 2 ** (masterBits - 1);

            var highest = -(2 ** (width - 1));
            for (var k = 0; k < width; k++) {
                highest += bits[i][j].out[masterBits - width + k] * 2 ** k;
            }
            if (j == columns - 1) {
                bias[i] <== highest;
            } else {
                weight[i][j] <== highest;
            }
        }
    }
}
