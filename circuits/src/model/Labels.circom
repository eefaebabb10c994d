// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/PackWords.circom";
include "../nn/OneHot.circom";

// The labels of a chunk.
//
//   1. Every label is one-hot.
//   2. word is the labels in words of 240 bits, ⌊240 / classes⌋ a word, as they are committed to and published.
//
// Constraints: samples·classes.
template Labels(samples, classes) {
    signal input label[samples][classes];
    signal output word[tightWords(240, 1, [samples], [classes])];

    component oneHot[samples];
    component words = PackWords(240, 1, [samples], [classes]);
    for (var s = 0; s < samples; s++) {
        oneHot[s] = OneHot(classes);
        oneHot[s].flag <== label[s];
        words.in[s] <== oneHot[s].packed;
    }
    word <== words.word;
}
