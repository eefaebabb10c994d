// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Proves 0 ≤ in < 2^n, and gives the bits.
//
//   1. Every out[i] is 0 or 1.
//   2. in = Σ out[i]·2^i, modulo p.
//
// n ≤ 253 makes the sum smaller than p, so that (2) holds over the integers and the bits are unique: with 254 bits
// a small number x would have the bits of x + p as well.
//
// Constraints: n (the sum is linear and disappears).
template Bits(n) {
    assert(n >= 1);
    assert(n <= 253);

    signal input in;        // the number
    signal output out[n];   // its bits, lowest first

    var sum = 0;
    for (var i = 0; i < n; i++) {
        out[i] <-- (in >> i) & 1;
        out[i] * (out[i] - 1) === 0;
        sum += out[i] * 2 ** i;
    }
    sum === in;
}
