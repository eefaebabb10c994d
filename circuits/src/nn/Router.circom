// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";
include "../arithmetic/SignedBits.circom";
include "OneHot.circom";

// Which expert a sample goes to: the one with the largest router value, of equal ones the first. Two-sided, as another expert may
// suit the prover better.
//
//   1. −2^(A−1) ≤ maximum < 2^(A−1), where A = accumulatorBits.
//   2. Every below[j] is in [0, 2^A).
//   3. choice is one-hot.
//   4. choice[j]·below[j] = 0 for every j: the chosen one has below = 0.
//   5. value[j] = maximum − below[j] − Σ_{t>j} choice[t]: before the chosen one values are lower by one more.
//
// If value[j] is the router's value z_j for every j, and c the index with choice[c] = 1, then by (4) and (5) z_c = maximum; z_j ≤ maximum − 1
// for j < c, and z_j ≤ maximum for j > c, by (2). So c is the first index of the largest value; maximum is that value; below[j] is
// maximum − z_j, less 1 for j < c: there is no other witness.
//
// The caller must enforce that the values given out are the network's, by the product of the router. By (1), (2) and (5) they are
// in [−2^(A−1) − 2^A, 2^(A−1) − 1], and lanes must be wide enough for that. Without (1) an element of lanes over outputs would
// bind nothing. Values that are signed numbers of A bits differ by less than 2^A, so that A bits are enough for (2).
//
// Constraints: A for (1), experts·A for (2), experts for (3) and for (4): (experts + 1)·A + 2·experts.
template Router(experts, accumulatorBits) {
    assert(experts >= 2);
    assert(accumulatorBits <= 240);

    signal input maximum;           // the largest value; negative ones as p − |maximum|
    signal input below[experts];    // how far a value stays below what it may be at most
    signal input choice[experts];   // 1 for the chosen expert, else 0
    signal output value[experts];   // the router's; signed

    component level = SignedBits(accumulatorBits);
    level.in <== maximum;

    component range[experts];
    for (var j = 0; j < experts; j++) {
        range[j] = Bits(accumulatorBits);
        range[j].in <== below[j];
    }

    component chosen = OneHot(experts);
    chosen.flag <== choice;

    var after = 0;   // 1 if the chosen one comes after j
    for (var j = experts - 1; j >= 0; j--) {
        choice[j] * below[j] === 0;
        value[j] <== maximum - below[j] - after;
        after += choice[j];
    }
}
