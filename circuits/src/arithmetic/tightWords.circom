// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Number of words that PackWords makes of `sections` sections: the values of neighbouring sections of one width share
// words, another width starts a new word, and empty sections do not count.
function tightWords(capacity, sections, counts, widths) {
    var words = 0;
    var room = 0;
    var width = 0;
    for (var s = 0; s < sections; s++) {
        if (counts[s] > 0) {
            if (widths[s] != width) {
                room = 0;
                width = widths[s];
            }
        }
        for (var i = 0; i < counts[s]; i++) {
            if (room == 0) {
                words++;
                room = capacity \ widths[s];
            }
            room--;
        }
    }
    return words;
}
