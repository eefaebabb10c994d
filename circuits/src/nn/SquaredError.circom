// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/SignedBits.circom";

// The sum of the squares of a sample's errors.
//
//   1. −2^(n−1) ≤ error[i] < 2^(n−1), where n = errorBits.
//   2. loss = Σ error[i]².
//
// By (1) the sum is at most values·2^(2n−2): over all the samples there are it must stay below p, or it would wrap and a large loss
// pass for a small one.
//
// The caller must enforce that the errors are the network's less the targets, by the product of its last layer.
//
// Constraints: values·(n + 1).
template SquaredError(values, errorBits) {
    assert(errorBits >= 1);
    assert(errorBits <= 100);

    signal input error[values];   // negative ones as p − |error|
    signal output loss;           // in [0, values·2^(2·errorBits−2)]

    component range[values];
    signal square[values];
    var sum = 0;
    for (var i = 0; i < values; i++) {
        range[i] = SignedBits(errorBits);
        range[i].in <== error[i];
        square[i] <== error[i] * error[i];
        sum += square[i];
    }
    loss <== sum;
}
