// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "circomlib/circuits/poseidon.circom";
include "Sponge.circom";

// The commitment to a model, hidden by a salt and bound to the one account that may use it.
//
//   1. H = Sponge(tag 1, layoutId of the architecture, elements).
//   2. commitment = Poseidon(H, salt, operator).
//
// The operator is hashed, not only public: a proof under another operator's commitment cannot be replayed.
template CommitModel(layoutId, n) {
    signal input element[n];   // the packed weights and biases; their order is the architecture's
    signal input salt;         // any field element, uniform and secret
    signal input operator;     // the account, as a number below 2^160; the contract supplies it
    signal output commitment;

    component sponge = Sponge(1, layoutId, n);
    sponge.in <== element;

    component bind = Poseidon(3);
    bind.inputs[0] <== sponge.out;
    bind.inputs[1] <== salt;
    bind.inputs[2] <== operator;
    commitment <== bind.out;
}
