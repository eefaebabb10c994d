// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/PackWords.circom";
include "../arithmetic/WeightRange.circom";

// Weights, or a row of biases, that are used one by one, and committed to in tight words.
//
//   1. Every weight is in [−2^(bits−1), 2^(bits−1)), or −1 or 1 if bits is 1.
//   2. word is the weights, row by row, in the form in which they are stored, in words of 248 bits.
//
// By (1) words determine the weights. Words alone would not: Σ w_i·2^(8i) = C has many solutions.
//
// Constraints: rows·columns·bits.
template TightMatrix(rows, columns, bits) {
    signal input weight[rows][columns];   // signed
    signal output word[tightWords(248, 1, [rows * columns], [bits])];

    component range[rows][columns];
    component words = PackWords(248, 1, [rows * columns], [bits]);
    for (var i = 0; i < rows; i++) {
        for (var j = 0; j < columns; j++) {
            range[i][j] = WeightRange(bits);
            range[i][j].in <== weight[i][j];
            words.in[i * columns + j] <== range[i][j].offset;
        }
    }
    word <== words.word;
}
