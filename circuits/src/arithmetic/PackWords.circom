// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "sum.circom";
include "tightWords.circom";

// Packs numbers tightly into words, lowest first: ⌊capacity / width⌋ numbers a word. Sections follow each other in the same
// word while their width stays the same; another width starts a new word. A section without numbers is as if it were not
// there, whatever its width. High bits that are left over are zero.
//
//   1. word[k] = Σ of its numbers, each times 2^(width · its place).
//
// The caller must have proven in[i] < 2^width: then, as capacity ≤ 253, words determine the numbers.
//
// Constraints: none (linear).
template PackWords(capacity, sections, counts, widths) {
    assert(capacity <= 253);

    var words = tightWords(capacity, sections, counts, widths);

    signal input in[sum(sections, counts)];   // section after section; in [0, 2^width of the section)
    signal output word[words];                // in [0, 2^capacity)

    var packed[words];
    for (var k = 0; k < words; k++) {
        packed[k] = 0;
    }

    var at = 0;        // next number
    var k = 0;         // words begun
    var place = 0;     // place of the next number in word k − 1
    var perWord = 0;   // places in word k − 1
    var width = 0;     // of the numbers in word k − 1; 0 before the first word
    for (var s = 0; s < sections; s++) {
        if (counts[s] > 0) {
            if (widths[s] != width) {
                place = perWord;
                width = widths[s];
            }
        }
        for (var i = 0; i < counts[s]; i++) {
            if (place == perWord) {
                k++;
                place = 0;
                perWord = capacity \ widths[s];
            }
            packed[k - 1] += in[at] * 2 ** (widths[s] * place);
            place++;
            at++;
        }
    }

    for (var n = 0; n < words; n++) {
        word[n] <== packed[n];
    }
}
