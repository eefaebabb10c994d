// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "circomlib/circuits/poseidon.circom";
include "../arithmetic/PackWords.circom";
include "../hash/Sponge.circom";

// The commitment to a checkpoint, hidden by a salt and bound to one account and one step.
//
//   1. H = Sponge(tag 4, layoutId of the recipe, masters in words of 248 bits).
//   2. commitment = Poseidon(H, salt, operator, step).
//
// The caller must have proven offset[n] < 2^masterBits: then the words determine the masters. Operator and step are hashed: a
// checkpoint is nobody else's, and stands at one place of a record.
template CommitCheckpoint(layoutId, count, masterBits) {
    signal input offset[count];   // masters + 2^(masterBits−1), layer by layer
    signal input salt;            // any field element, uniform and secret
    signal input operator;        // the account, as a number below 2^160; the contract supplies it
    signal input step;            // steps taken so far
    signal output commitment;

    component words = PackWords(248, 1, [count], [masterBits]);
    words.in <== offset;

    var total = tightWords(248, 1, [count], [masterBits]);
    component sponge = Sponge(4, layoutId, total);
    sponge.in <== words.word;

    component bind = Poseidon(4);
    bind.inputs[0] <== sponge.out;
    bind.inputs[1] <== salt;
    bind.inputs[2] <== operator;
    bind.inputs[3] <== step;
    commitment <== bind.out;
}
