// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";

// Divides a signed number by 2^shift and rounds half up, towards plus infinity: floor((in + 2^(shift−1)) / 2^shift).
//
//   1. −2^(A−1) ≤ in + 2^(shift−1) < 2^(A−1), where A = accumulatorBits, by one decomposition of A bits of what is offset by 2^(A−1).
//   2. rounded = Σ of the bits from `shift` up, less 2^(A−1−shift).
//
// As shift < A, the offset is a multiple of 2^shift and leaves the low bits alone: they are the remainder, in [0, 2^shift) whatever
// the sign, and the quotient is the floor. The decomposition is unique, so there is no other.
//
// The caller must enforce what `in` is; lanes must be wide enough for [−2^(A−1) − 2^(shift−1), 2^(A−1) − 2^(shift−1) − 1].
//
// Constraints: A.
template RoundShift(accumulatorBits, shift) {
    assert(shift >= 1);
    assert(shift < accumulatorBits);

    signal input in;         // negative ones as p − |in|
    signal output rounded;   // signed, in [−2^(A−1−shift), 2^(A−1−shift))

    component bits = Bits(accumulatorBits);
    bits.in <== in + 2 ** (shift - 1) + 2 ** (accumulatorBits - 1);

    var sum = -(2 ** (accumulatorBits - 1 - shift));
    for (var i = shift; i < accumulatorBits; i++) {
        sum += bits.out[i] * 2 ** (i - shift);
    }
    rounded <== sum;
}
