// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../nn/RequantiseReLU.circom";

// A dense layer whose weights and biases are constants, on a batch: they are public, and part of the circuit.
//
//   1. activation = RequantiseReLU of Σ weight·in + bias.
//
// The caller must enforce the range of in. No lanes, no claim: accumulators are linear in what is read.
//
// Constraints: those of RequantiseReLU, a neuron and sample.
template FrozenLayer(samples, rows, columns, weight, bias, accumulatorBits, shift, activationBits) {
    signal input in[samples][columns];
    signal output activation[samples][rows];

    component requantise[samples][rows];
    for (var s = 0; s < samples; s++) {
        for (var i = 0; i < rows; i++) {
            var sum = bias[i];
            for (var j = 0; j < columns; j++) {
                sum += weight[i][j] * in[s][j];
            }
            requantise[s][i] = RequantiseReLU(accumulatorBits, shift, activationBits);
            requantise[s][i].accumulator <== sum;
            activation[s][i] <== requantise[s][i].activation;
        }
    }
}
