// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lanesPerElement.circom";
include "tightWords.circom";

// Elements of a model's commitment, matrix by matrix. stride[m] = 0: tight words of the weights and, unless biasBits[m] = 0, of the
// biases, each from a new word. Else, for each chunk of rows that share elements at that stride, one for each column and,
// unless biasBits[m] = 0, one of biases.
function matrixElements(matrices, rows, columns, weightBits, biasBits, stride) {
    var total = 0;
    for (var m = 0; m < matrices; m++) {
        var biases = biasBits[m] == 0 ? 0 : rows[m];
        if (stride[m] == 0) {
            total += tightWords(248, 1, [rows[m] * columns[m]], [weightBits[m]]);
            total += tightWords(248, 1, [biases], [biasBits[m]]);
        } else {
            total += laneChunks(rows[m], stride[m]) * (columns[m] + (biases == 0 ? 0 : 1));
        }
    }
    return total;
}
