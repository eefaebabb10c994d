// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../nn/RoundShift.circom";

// The errors of a hidden layer on a batch: what the layer after it hands back, rounded, and nothing where the activation is clamped.
//
//   1. error = slope·⌊(errorSum + 2^(shift−1)) / 2^shift⌋, where errorSum + 2^(shift−1) is a signed number of accumulatorBits bits.
//
// The caller must enforce that errorSum is what is handed back (here: by a product), and slope 0 or 1 (here: by RequantiseSlope).
//
// Constraints: accumulatorBits + 1 a neuron and sample.
template HiddenErrors(samples, rows, accumulatorBits, shift) {
    signal input errorSum[samples][rows];   // signed, claimed
    signal input slope[samples][rows];      // 0 or 1
    signal output error[samples][rows];     // signed, accumulatorBits − shift bits

    component round[samples][rows];
    for (var s = 0; s < samples; s++) {
        for (var i = 0; i < rows; i++) {
            round[s][i] = RoundShift(accumulatorBits, shift);
            round[s][i].in <== errorSum[s][i];
            error[s][i] <== slope[s][i] * round[s][i].rounded;
        }
    }
}
