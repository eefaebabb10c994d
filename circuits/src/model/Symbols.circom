// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/PackWords.circom";
include "../nn/OneHot.circom";

// The symbols of a chunk of text. One-hot they are read by an embedding, and are the labels of the windows before them.
//
//   1. Every symbol is one-hot, and so one of the alphabet.
//   2. word is the symbols, as numbers of `bits` bits, in words of 248 bits, as they are committed to and published.
//
// By (1) words determine the symbols.
//
// Constraints: count·symbols.
template Symbols(count, symbols, bits) {
    assert(symbols <= 2 ** bits);

    signal input flag[count][symbols];
    signal output word[tightWords(248, 1, [count], [bits])];

    component oneHot[count];
    component words = PackWords(248, 1, [count], [bits]);
    for (var n = 0; n < count; n++) {
        oneHot[n] = OneHot(symbols);
        oneHot[n].flag <== flag[n];
        var value = 0;
        for (var v = 1; v < symbols; v++) {
            value += v * flag[n][v];
        }
        words.in[n] <== value;
    }
    word <== words.word;
}
