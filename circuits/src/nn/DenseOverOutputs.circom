// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/PackLanes.circom";

// A dense layer on one sample, several outputs at once: outputs share an element, one a lane, and one product serves all.
//
//   1. Σ_j column[j]·activation[j] + bias = Σ_i accumulator[i]·2^(stride·i), modulo p.
//
// With column[j] = Σ_i w[i][j]·2^(stride·i) and bias = Σ_i b[i]·2^(stride·i), every accumulator is exactly
// Σ_j w[i][j]·activation[j] + b[i] (see PackLanes), if the caller enforces
//   - every w and b in the range of its bits, and no further lane. EvaluateModel does not: SealModel does, for the same
//     commitment, and a score counts only together with it. Alone, this template says nothing about the weights;
//   - every activation in its range, one by one (here: by RequantiseReLU of the layer before);
//   - accumulators in the range of RequantiseReLU, or of StrictArgmax in the last layer,
// and if the generator's bounds hold for these ranges.
//
// Constraints: inputs.
template DenseOverOutputs(inputs, outputs, stride) {
    signal input activation[inputs];    // in [0, 2^activationBits)
    signal input column[inputs];        // packed weights from one input to all outputs
    signal input bias;                  // packed biases
    signal input accumulator[outputs];  // signed, claimed

    signal product[inputs];
    var sum = bias;
    for (var j = 0; j < inputs; j++) {
        product[j] <== column[j] * activation[j];
        sum += product[j];
    }

    component claimed = PackLanes(outputs, stride);
    claimed.in <== accumulator;
    sum === claimed.packed;
}
