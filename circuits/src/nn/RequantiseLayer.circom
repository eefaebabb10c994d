// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "RequantiseReLU.circom";

// From all accumulators of a layer to its activations.
//
//   1. activation[v][i] = RequantiseReLU of accumulator[v][i], which it proves to be in the range that lanes count with.
//
// The caller must enforce that the accumulators are the network's, by the product of the layer.
//
// Constraints: vectors·rows·R, R being those of RequantiseReLU.
template RequantiseLayer(vectors, rows, accumulatorBits, shift, activationBits) {
    signal input accumulator[vectors][rows];    // signed
    signal output activation[vectors][rows];    // in [0, 2^activationBits)

    component requantise[vectors][rows];
    for (var v = 0; v < vectors; v++) {
        for (var i = 0; i < rows; i++) {
            requantise[v][i] = RequantiseReLU(accumulatorBits, shift, activationBits);
            requantise[v][i].accumulator <== accumulator[v][i];
            activation[v][i] <== requantise[v][i].activation;
        }
    }
}
