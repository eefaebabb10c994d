// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "GatedSignedBits.circom";
include "SignBit.circom";

// Proves that in is a weight of n bits which is 0 unless nonZero = 1, and gives the form in which it is packed and published. It
// is how a model's size is proven.
//
//   1. n = 1: in is −1 or 1, so never 0, and nonZero = 1; offset = (in + 1)/2.
//   2. n ≥ 2: −2^(n−1) ≤ in < 2^(n−1), nonZero is 0 or 1, and in = 0 unless it is 1; offset = in + 2^(n−1). in = 0 may be counted
//      as non-zero, which only makes the model look larger than it is, at its operator's cost.
//
// Constraints: n + 1; with n = 1 one.
template GatedWeightRange(n) {
    signal input in;        // the weight; negative ones as p − |in|
    signal input nonZero;   // whether it counts; 1 wherever in ≠ 0
    signal output offset;   // in [0, 2^n)

    if (n == 1) {
        nonZero === 1;
        component sign = SignBit();
        sign.in <== in;
        offset <== sign.offset;
    } else {
        component range = GatedSignedBits(n);
        range.in <== in;
        range.nonZero <== nonZero;
        offset <== range.offset;
    }
}
