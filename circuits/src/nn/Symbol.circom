// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "OneHot.circom";

// A symbol of an alphabet, as flags.
//
//   1. The flags are one-hot.
//   2. value = Σ v·flag[v]: the index of the flag that is 1, so in [0, symbols).
//
// Different symbols have different flags: the flags are the only ones with their value.
//
// Constraints: symbols.
template Symbol(symbols) {
    signal input flag[symbols];   // flag[v] = 1 for the symbol v
    signal output value;          // in [0, symbols)

    component isSymbol = OneHot(symbols);
    isSymbol.flag <== flag;

    var sum = 0;
    for (var v = 0; v < symbols; v++) {
        sum += v * flag[v];
    }
    value <== sum;
}
