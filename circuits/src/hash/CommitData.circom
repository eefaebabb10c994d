// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "Sponge.circom";

// The commitment to a chunk of data: unsalted, samples of a public data set could be recognised from it.
//
//   1. commitment = Sponge(tag 2, layoutId of the task, (salt, elements)).
template CommitData(layoutId, n) {
    signal input salt;         // any field element, uniform and secret
    signal input element[n];   // packed features, targets or symbols, and labels; their order is the task's
    signal output commitment;

    component sponge = Sponge(2, layoutId, 1 + n);
    sponge.in[0] <== salt;
    for (var k = 0; k < n; k++) {
        sponge.in[1 + k] <== element[k];
    }
    commitment <== sponge.out;
}
