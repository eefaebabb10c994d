// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// As RequantiseReLU, with the slope that training needs: 1 where the activation is not clamped.
//
//   1. −2^(A−1) ≤ accumulator + 2^(shift−1) < 2^(A−1), where A = accumulatorBits, by one decomposition of A bits.
//   2. With q = ⌊(accumulator + 2^(shift−1)) / 2^shift⌋: activation = clamp(q, 0, 2^activationBits − 1).
//   3. slope = 1 if 0 ≤ q < 2^activationBits, else 0.
//
// Constraints, with h = A − 1 − shift − activationBits: A + 1 + [h > 0]·(h + 1).
template RequantiseSlope(accumulatorBits, shift, activationBits) {
    var above = accumulatorBits - 1 - shift - activationBits;   // quotient bits above the activation's
    assert(shift >= 1);
    assert(activationBits >= 1);
    assert(above >= 0);

    signal input accumulator;    // Σ weight·input + bias; negative ones as p − |accumulator|
    signal output activation;    // in [0, 2^activationBits)
    signal output slope;         // 0 or 1

    component bits = Bits(accumulatorBits);
    bits.in <== accumulator + 2 ** (shift - 1) + 2 ** (accumulatorBits - 1);

    var quotient = 0;   // its low activationBits bits
    for (var i = 0; i < activationBits; i++) {
        quotient += bits.out[shift + i] * 2 ** i;
    }

    signal inside[above + 1];   // inside[i]: none of the lowest i bits above is set
    inside[0] <== 1;
    for (var i = 0; i < above; i++) {
        inside[i + 1] <== inside[i] * (1 - bits.out[shift + activationBits + i]);
    }

    signal clamped;   // min(q, 2^activationBits − 1), if q is not negative
    clamped <== 2 ** activationBits - 1 + inside[above] * (quotient - 2 ** activationBits + 1);

    activation <== bits.out[accumulatorBits - 1] * clamped;
    slope <== bits.out[accumulatorBits - 1] * inside[above];
}
