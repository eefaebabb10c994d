// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Proves −2^(n−1) ≤ in < 2^(n−1), and in = 0 unless nonZero = 1; gives in + 2^(n−1). It is how a model's size is proven.
//
//   1. nonZero is 0 or 1.
//   2. Every bit is 0 or nonZero, so that nonZero = 0 leaves no bit.
//   3. in = −2^(n−1)·bit[n−1] + Σ_{i<n−1} bit[i]·2^i: two's complement, which gives 0 no other form than all bits 0.
//
// nonZero = 1 with in = 0 is possible. It only makes the model look larger than it is, at its operator's cost.
//
// Constraints: n + 1.
template GatedSignedBits(n) {
    assert(n >= 2);
    assert(n <= 253);

    signal input in;        // the number; negative ones as p − |in|
    signal input nonZero;   // whether it counts; 1 wherever in ≠ 0
    signal output offset;   // in + 2^(n−1), in [0, 2^n)

    signal bit[n];          // two's complement of in, lowest first

    nonZero * (nonZero - 1) === 0;

    var sum = 0;
    for (var i = 0; i < n; i++) {
        bit[i] <-- ((in + 2 ** n) >> i) & 1;
        bit[i] * (bit[i] - nonZero) === 0;
        sum += bit[i] * (i == n - 1 ? -(2 ** i) : 2 ** i);
    }
    sum === in;

    offset <== in + 2 ** (n - 1);
}
