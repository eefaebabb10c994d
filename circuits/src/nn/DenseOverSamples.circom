// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/PackLanes.circom";

// A dense layer on many samples at once: samples share an element, one a lane, and one product serves all of them.
//
//   1. For every group g and output i:
//      Σ_j weight[i][j]·packed[g][j] + bias[i]·Σ_s 2^(stride·s) = Σ_s accumulator[gS+s][i]·2^(stride·s), modulo p.
//
// Hence every accumulator is exactly Σ_j weight[i][j]·x[j] + bias[i] of its sample (see PackLanes), if the caller enforces
//   - weights and biases in the range of their bits (here: by SignedBits; packed words alone would not bound them),
//   - lanes of `packed` in the range of the features (here: SealChunk proves it for the same commitment),
//   - accumulators in the range of RequantiseReLU,
// and if the generator's bounds hold for these ranges.
//
// Constraints: groups·inputs·outputs.
template DenseOverSamples(inputs, outputs, groups, lanes, stride) {
    signal input packed[groups][inputs];                 // Σ_s x[gS+s][j]·2^(stride·s)
    signal input weight[outputs][inputs];                // signed
    signal input bias[outputs];                          // signed
    signal input accumulator[groups * lanes][outputs];   // signed, claimed

    var ones = 0;
    for (var s = 0; s < lanes; s++) {
        ones += 2 ** (stride * s);
    }

    signal product[groups][outputs][inputs];
    component claimed[groups][outputs];
    for (var g = 0; g < groups; g++) {
        for (var i = 0; i < outputs; i++) {
            var sum = bias[i] * ones;
            for (var j = 0; j < inputs; j++) {
                product[g][i][j] <== weight[i][j] * packed[g][j];
                sum += product[g][i][j];
            }

            claimed[g][i] = PackLanes(lanes, stride);
            for (var s = 0; s < lanes; s++) {
                claimed[g][i].in[s] <== accumulator[g * lanes + s][i];
            }
            sum === claimed[g][i].packed;
        }
    }
}
