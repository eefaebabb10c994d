// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Proves that exactly one of n flags is 1 and the others are 0.
//
//   1. Every flag is 0 or 1.
//   2. Their sum is 1: an all-zero label, which every sample would satisfy, is no label.
//   3. packed = Σ flag[i]·2^i, the form in which labels are published.
//
// Constraints: n.
template OneHot(n) {
    assert(n >= 1);
    assert(n <= 240);

    signal input flag[n];
    signal output packed;   // in [0, 2^n)

    var total = 0;
    var sum = 0;
    for (var i = 0; i < n; i++) {
        flag[i] * (flag[i] - 1) === 0;
        total += flag[i];
        sum += flag[i] * 2 ** i;
    }
    total === 1;
    packed <== sum;
}
