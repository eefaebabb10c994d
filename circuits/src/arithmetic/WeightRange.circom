// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "SignBit.circom";
include "SignedBits.circom";

// Proves that in is a weight of n bits, and gives the form in which it is packed and published.
//
//   1. n = 1: in is −1 or 1, and offset = (in + 1)/2.
//   2. n ≥ 2: −2^(n−1) ≤ in < 2^(n−1), and offset = in + 2^(n−1).
//
// Either way offset is in [0, 2^n), and different weights have different ones.
//
// Constraints: n.
template WeightRange(n) {
    signal input in;        // the weight; negative ones as p − |in|
    signal output offset;   // in [0, 2^n)

    if (n == 1) {
        component sign = SignBit();
        sign.in <== in;
        offset <== sign.offset;
    } else {
        component range = SignedBits(n);
        range.in <== in;
        offset <== range.offset;
    }
}
