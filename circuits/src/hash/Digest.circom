// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// The value of the polynomial with the published words as coefficients, at the challenge.
//
//   1. value = Σ word[i]·challenge^i, by Horner's rule from the last word down.
//
// The contract derives the challenge from a hash of the bytes, so after the words are fixed, and computes the same sum from
// the bytes: other words agree with probability at most (n − 1)/p. word[0] is the salt: uniform, it hides the rest.
//
// Constraints: n − 1.
template Digest(n) {
    assert(n >= 2);

    signal input word[n];
    signal input challenge;
    signal output value;

    signal tail[n];   // tail[i] = Σ_{k≥i} word[k]·challenge^(k−i)

    tail[n - 1] <== word[n - 1];
    for (var i = 1; i < n; i++) {
        tail[n - 1 - i] <== tail[n - i] * challenge + word[n - 1 - i];
    }
    value <== tail[0];
}
