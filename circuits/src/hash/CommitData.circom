// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "Sponge.circom";

// The commitment to a chunk of data: unsalted, samples of a public data set could be recognised from it.
//
//   1. commitment = Sponge(tag 2, layoutId of the task, (salt, packed features group by group, label words)).
template CommitData(layoutId, groups, features, labelWords) {
    signal input salt;                       // any field element, uniform and secret
    signal input packed[groups][features];   // X̂[g][j]: feature j of the samples of group g, a lane a sample
    signal input labelWord[labelWords];      // the one-hot labels, tightly packed
    signal output commitment;

    component sponge = Sponge(2, layoutId, 1 + groups * features + labelWords);
    sponge.in[0] <== salt;
    for (var g = 0; g < groups; g++) {
        for (var j = 0; j < features; j++) {
            sponge.in[1 + g * features + j] <== packed[g][j];
        }
    }
    for (var k = 0; k < labelWords; k++) {
        sponge.in[1 + groups * features + k] <== labelWord[k];
    }
    commitment <== sponge.out;
}
