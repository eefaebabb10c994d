// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";
include "../arithmetic/PackWords.circom";

// Features of a chunk, or targets, number by number.
//
//   1. Every feature is in [0, 2^bits).
//   2. word is the features, sample by sample, in words of 248 bits, ⌊248 / bits⌋ a word, as they are published.
//
// By (1) words determine the features.
//
// Constraints: samples·features·bits.
template Features(samples, features, bits) {
    signal input feature[samples][features];
    signal output word[tightWords(248, 1, [samples * features], [bits])];

    component range[samples][features];
    component words = PackWords(248, 1, [samples * features], [bits]);
    for (var s = 0; s < samples; s++) {
        for (var j = 0; j < features; j++) {
            range[s][j] = Bits(bits);
            range[s][j].in <== feature[s][j];
            words.in[s * features + j] <== feature[s][j];
        }
    }
    word <== words.word;
}
