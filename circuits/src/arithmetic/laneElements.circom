// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lanesPerElement.circom";

// Commitment elements of layers 1 … depth − 1, whose lanes are over outputs: for each chunk of lanes, a column an input and
// one element of biases. rows[l] and stride[l] are the stored outputs and the stride of layer l.
function laneElements(depth, rows, stride) {
    var total = 0;
    for (var l = 1; l < depth; l++) {
        total += laneChunks(rows[l], stride[l]) * (rows[l - 1] + 1);
    }
    return total;
}
