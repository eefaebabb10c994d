// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Errors of a layer on a batch, as they count in its gradient.
//
//   1. scaled[i][s] = gain·error[s][i]: transposed, a row for each neuron.
//
// Constraints: samples·rows.
template ScaledErrors(samples, rows) {
    signal input error[samples][rows];     // signed
    signal input gain;                     // a power of two
    signal output scaled[rows][samples];   // signed

    for (var s = 0; s < samples; s++) {
        for (var i = 0; i < rows; i++) {
            scaled[i][s] <== gain * error[s][i];
        }
    }
}
