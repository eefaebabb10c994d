// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/lanesPerElement.circom";

// What the product of vectors and a packed matrix must be, if the matrix takes the vectors to the claimed accumulators: P rows
// share an element, one a lane, and one product serves all of them. P is what an element has room for.
//
//   1. product[v][c] = Σ_i accumulator[v][c·P+i]·2^(stride·i) − bias[c], modulo p, over the rows there are; the last chunk may hold
//      fewer.
//
// With Ŵ[c][j] = Σ_i weight[c·P+i][j]·2^(stride·i) and bias[c] = Σ_i b[c·P+i]·2^(stride·i), the caller must enforce
//   - product[v][c] = Σ_j Ŵ[c][j]·x[v][j], by MatrixProduct or FreivaldsProduct. Then every accumulator is exactly
//     Σ_j weight[i][j]·x[j] + b[i] of its vector (see PackVectors),
// given, which the caller must enforce as well,
//   - every weight and b in the range of its bits, and no further lane. EvaluateModel does not: SealModel does, for the same
//     commitment, and a score counts only together with it. Alone, this says nothing about the weights,
//   - every x in its range, one by one: by RequantiseReLU of the layer before, by Bits, or as flags,
//   - accumulators in a range: by RequantiseReLU, by StrictArgmax in the last layer, or by how else they are used,
// if the generator's bounds hold for these ranges.
//
// Constraints: none (linear).
template LanesOverOutputs(vectors, rows, stride) {
    assert(stride >= 1);
    assert(stride <= 252);

    var chunks = laneChunks(rows, stride);

    signal input accumulator[vectors][rows];   // signed, claimed
    signal input bias[chunks];                 // packed biases, as committed; 0 where there are none
    signal output product[vectors][chunks];

    for (var v = 0; v < vectors; v++) {
        for (var c = 0; c < chunks; c++) {
            var sum = -bias[c];
            for (var i = 0; i < lanesInChunk(rows, stride, c); i++) {
                sum += accumulator[v][c * lanesPerElement(stride) + i] * 2 ** (stride * i);
            }
            product[v][c] <== sum;
        }
    }
}
