// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// By how much errors count more at a step than after the last halving of the learning rate.
//
//   1. 0 ≤ step < 2^31.
//   2. early[k] = 1 if step < from[k], else 0: the top bit of step + 2^31 − from[k], which is in [0, 2^32).
//   3. gain = Π (1 + early[k]).
//
// Constraints: 31; and 32 for every halving, and one for all but the first.
template RateGain(halvings, from) {
    signal input step;
    signal output gain;   // a power of two

    component range = Bits(31);
    range.in <== step;

    component late[halvings];
    signal product[halvings + 1];
    product[0] <== 1;
    for (var k = 0; k < halvings; k++) {
        assert(from[k] >= 1);
        assert(from[k] < 2 ** 31);
        late[k] = Bits(32);
        late[k].in <== step + 2 ** 31 - from[k];
        product[k + 1] <== product[k] * (2 - late[k].out[31]);
    }
    gain <== product[halvings];
}
