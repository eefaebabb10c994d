// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// From a layer's accumulator to the next layer's input: divide by 2^shift, round half up, clamp to [0, 2^activationBits − 1].
//
//   1. −2^(A−1) ≤ accumulator + 2^(shift−1) < 2^(A−1), where A = accumulatorBits, by one decomposition of A bits.
//   2. Its top bit says whether the rounded quotient is non-negative; then bits shift … A−2 are the quotient.
//   3. If a quotient bit above the activation's is set, the quotient is saturated to 2^activationBits − 1.
//   4. A negative quotient gives 0: ReLU and the lower clamp are one.
//
// The range in (1) is what lane packing relies on; the generator counts with it. The remainder is the low bits of the same
// decomposition: it cannot be negative or too large.
//
// Constraints, with h = A − 1 − shift − activationBits: A + 1 + [h > 0] + max(0, h − 1).
template RequantiseReLU(accumulatorBits, shift, activationBits) {
    var above = accumulatorBits - 1 - shift - activationBits;   // quotient bits above the activation's
    assert(shift >= 1);
    assert(activationBits >= 1);
    assert(above >= 0);

    signal input accumulator;    // Σ weight·input + bias; negative ones as p − |accumulator|
    signal output activation;    // in [0, 2^activationBits)

    component bits = Bits(accumulatorBits);
    bits.in <== accumulator + 2 ** (shift - 1) + 2 ** (accumulatorBits - 1);

    var quotient = 0;   // its low activationBits bits
    for (var i = 0; i < activationBits; i++) {
        quotient += bits.out[shift + i] * 2 ** i;
    }

    signal saturated[above + 1];   // saturated[i]: one of the lowest i bits above is set
    saturated[0] <== 0;
    for (var i = 0; i < above; i++) {
        saturated[i + 1] <== saturated[i] + (1 - saturated[i]) * bits.out[shift + activationBits + i];
    }

    signal clamped;   // min(quotient, 2^activationBits − 1), if the quotient is non-negative
    clamped <== quotient + saturated[above] * (2 ** activationBits - 1 - quotient);

    activation <== bits.out[accumulatorBits - 1] * clamped;
}
