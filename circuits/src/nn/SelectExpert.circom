// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// The packed outputs of the expert that a sample goes to. Those of the others need never be unpacked.
//
//   1. selected[k] = candidate[0][k] + Σ_{e≥1} choice[e]·(candidate[e][k] − candidate[0][k]), modulo p.
//
// The caller must enforce that choice is one-hot (here: by Router), so that 1 − Σ_{e≥1} choice[e] = choice[0], and (1) is
// Σ_e choice[e]·candidate[e][k]; and that every candidate is what its expert gives, by the product of its matrix.
//
// Constraints: (experts − 1)·chunks.
template SelectExpert(experts, chunks) {
    assert(experts >= 2);

    signal input choice[experts];               // one-hot
    signal input candidate[experts][chunks];    // any field elements
    signal output selected[chunks];

    signal correction[experts - 1][chunks];   // what leads from candidate 0 to the chosen one, in its place
    for (var k = 0; k < chunks; k++) {
        var sum = candidate[0][k];
        for (var e = 1; e < experts; e++) {
            correction[e - 1][k] <== choice[e] * (candidate[e][k] - candidate[0][k]);
            sum += correction[e - 1][k];
        }
        selected[k] <== sum;
    }
}
