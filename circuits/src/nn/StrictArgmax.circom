// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// Whether the labelled class wins strictly, one-sided: `right` can be 1 only if logit[label] > every other logit.
//
//   1. Every deficit[j] is in [0, 2^n).
//   2. logit[j] = deficit[0] − deficit[j] + label[j] − label[0], relative to logit[0] = 0: so there is one level m with
//      deficit[j] = m − logit[j] for every class but the label, and m − logit[label] + 1 for the label.
//   3. right is 0 or 1.
//   4. right·(deficit[0] + Σ_{j≥1} label[j]·(deficit[j] − deficit[0])) = 0. With a one-hot label the bracket is the label's
//      deficit: if right = 1 it is 0, so m = logit[label] − 1, and every other logit is at most m.
//
// A tie is wrong, or a network that is 0 everywhere would be right everywhere. With right = 0 the level is free, and a sample that is
// right may be claimed as wrong: both only lower the score.
//
// The caller must enforce that the labels are one-hot (here: by OneHot) and that the logits given out are the network's
// (here: by the product of the last layer). By (2) they are in [−2^n, 2^n].
//
// Constraints: classes·n for (1), classes − 1 products, right and (4): classes·(n + 1) + 1.
template StrictArgmax(classes, n) {
    assert(classes >= 2);
    assert(n <= 240);

    signal input label[classes];        // one-hot
    signal input deficit[classes];      // how far a logit stays below the level
    signal input right;                 // the claim
    signal output logit[classes - 1];   // of classes 1 … classes − 1, less that of class 0

    component range[classes];
    for (var j = 0; j < classes; j++) {
        range[j] = Bits(n);
        range[j].in <== deficit[j];
    }

    for (var j = 1; j < classes; j++) {
        logit[j - 1] <== deficit[0] - deficit[j] + label[j] - label[0];
    }

    right * (right - 1) === 0;

    signal labelled[classes];   // sums to the label's deficit: that of class 0, and what leads from there to the label's
    labelled[0] <== deficit[0];
    var sum = labelled[0];
    for (var j = 1; j < classes; j++) {
        labelled[j] <== label[j] * (deficit[j] - deficit[0]);
        sum += labelled[j];
    }
    right * sum === 0;
}
