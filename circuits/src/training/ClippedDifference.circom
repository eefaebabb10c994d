// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../nn/RequantiseReLU.circom";

// The errors of the last layer on a sample. The logit of the label shall be at least a bound and every other at most one: target for
// the label and 0 for the others, or, since logit 0 is always zero, −target for all others of a sample of class 0.
//
//   1. direction[j] = −1 for the label, and 1 for every other class; excess = direction·(logit − bound).
//   2. error[j] = direction·clamp(⌊(excess + 2^(shift−1)) / 2^shift⌋, 0, 2^errorBits − 1).
//
// The caller must enforce that the label is one-hot (here: by Labels), and that the logits are the network's (here: by the product of
// the last layer). By (2) |logit| ≤ 2^(accumulatorBits−1) + 2^(shift−1) + target.
//
// Constraints: classes − 1 times those of RequantiseReLU, and two.
template ClippedDifference(classes, target, accumulatorBits, shift, errorBits) {
    assert(classes >= 2);

    signal input label[classes];        // one-hot
    signal input logit[classes - 1];    // of classes 1 … classes − 1, claimed
    signal output error[classes - 1];   // in (−2^errorBits, 2^errorBits)

    signal excess[classes - 1];
    component clip[classes - 1];
    for (var j = 1; j < classes; j++) {
        excess[j - 1] <== (1 - 2 * label[j]) * (logit[j - 1] - target * (label[j] - label[0]));
        clip[j - 1] = RequantiseReLU(accumulatorBits, shift, errorBits);
        clip[j - 1].accumulator <== excess[j - 1];
        error[j - 1] <== (1 - 2 * label[j]) * clip[j - 1].activation;
    }
}
