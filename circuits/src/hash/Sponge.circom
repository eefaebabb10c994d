// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "circomlib/circuits/poseidon.circom";

// Hash of a fixed number n of field elements, in a domain of its own: a Poseidon sponge with t = 17 (8 full and 68 partial
// rounds, circomlib's constants), rate 16, capacity 1, in overwrite mode.
//
//   1. h_0 = tag·2^192 + layoutId·2^64 + n.
//   2. h_{k+1} is the first element of the permutation of (h_k, next 16 elements, absent ones as 0).
//   3. out is the last h.
//
// The length is part of h_0, so that zero-padding is unambiguous; so is what the elements are (tag) and how they are laid out
// (layoutId), so that no hash of one kind serves as another.
//
// Constraints: at most 612 a block of 16.
template Sponge(tag, layoutId, n) {
    assert(tag < 2 ** 32);
    assert(layoutId < 2 ** 120);
    assert(n >= 1);
    assert(n < 2 ** 64);

    signal input in[n];   // any field elements
    signal output out;    // the hash

    var rate = 16;
    var blocks = (n + rate - 1) \ rate;

    component permutation[blocks];
    for (var k = 0; k < blocks; k++) {
        permutation[k] = PoseidonEx(rate, 1);
        if (k == 0) {
            permutation[k].initialState <== tag * 2 ** 192 + layoutId * 2 ** 64 + n;
        } else {
            permutation[k].initialState <== permutation[k - 1].out[0];
        }
        for (var i = 0; i < rate; i++) {
            if (k * rate + i < n) {
                permutation[k].inputs[i] <== in[k * rate + i];
            } else {
                permutation[k].inputs[i] <== 0;
            }
        }
    }
    out <== permutation[blocks - 1].out[0];
}
