// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "Bits.circom";

// Proves −2^(n−1) ≤ in < 2^(n−1), and gives in + 2^(n−1), the form in which numbers are packed and published.
//
//   1. 0 ≤ in + 2^(n−1) < 2^n.
//
// Constraints: n.
template SignedBits(n) {
    signal input in;        // the number; negative ones as p − |in|
    signal output offset;   // in + 2^(n−1), in [0, 2^n)

    offset <== in + 2 ** (n - 1);
    component bits = Bits(n);
    bits.in <== offset;
}
