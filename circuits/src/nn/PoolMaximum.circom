// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// The largest of a window's accumulators, before they are requantised: requantisation is monotone, so that it commutes with the
// maximum, and is needed but once a window.
//
//   1. Every below[i] is in [0, 2^A), where A = accumulatorBits: no member is larger than the maximum.
//   2. Π below[i] = 0. As p is prime, some below[i] is 0: a member reaches the maximum.
//   3. value[i] = maximum − below[i].
//
// So if value[i] is the accumulator z_i of each member, maximum = max z_i and below[i] = maximum − z_i, and there is no other
// witness. The caller must enforce
//   - that the values given out are the network's, by the product of its layer,
//   - maximum in [−2^(A−1) − 2^(s−1), 2^(A−1) − 2^(s−1) − 1], by RequantiseReLU at a shift of s.
// Then every value is in [−2^(A−1) − 2^(s−1) − (2^A − 1), 2^(A−1) − 2^(s−1) − 1], and lanes must be wide enough for that. Accumulators
// that RequantiseReLU takes one by one differ by less than 2^A, so that A bits leave out none of them.
//
// Constraints: size·A + size − 1.
template PoolMaximum(size, accumulatorBits) {
    assert(size >= 2);

    signal input maximum;        // of the window's accumulators; negative ones as p − |maximum|
    signal input below[size];    // how far a member stays below it
    signal output value[size];   // the members; signed

    component range[size];
    for (var i = 0; i < size; i++) {
        range[i] = Bits(accumulatorBits);
        range[i].in <== below[i];
    }

    signal product[size - 1];   // product[i] = below[0]·…·below[i]
    product[0] <== below[0];
    for (var i = 1; i < size - 1; i++) {
        product[i] <== product[i - 1] * below[i];
    }
    product[size - 2] * below[size - 1] === 0;

    for (var i = 0; i < size; i++) {
        value[i] <== maximum - below[i];
    }
}
