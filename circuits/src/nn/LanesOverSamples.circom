// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// What the product of packed vectors and a matrix must be, if the matrix takes the vectors to the claimed accumulators: vectors
// share an element, one a lane, and one product serves all of them.
//
//   1. product[g][i] = Σ_s (accumulator[g·lanes+s][i] − bias[i])·2^(stride·s), modulo p, over the vectors there are; the last group
//      may hold fewer.
//
// With X̂[g][j] = Σ_s x[g·lanes+s][j]·2^(stride·s) (see PackVectors), the caller must enforce
//   - product[g][i] = Σ_j weight[i][j]·X̂[g][j], by MatrixProduct or FreivaldsProduct. Then every accumulator is exactly
//     Σ_j weight[i][j]·x[j] + bias[i] of its vector (see PackVectors),
// given, which the caller must enforce as well,
//   - weights and biases in the range of their bits, by WeightRange and SignedBits: packed words alone would not bound them,
//   - x in the range of the features (SealChunk proves it of packed ones, for the same commitment) or activations,
//   - accumulators in a range: by RequantiseReLU, or by how else they are used,
// if the generator's bounds hold for these ranges. They are those of the lanes that are used: a lane without a vector
// is zero in X̂ and here.
//
// Constraints: none (linear).
template LanesOverSamples(vectors, rows, lanes, stride) {
    assert(lanes >= 1);
    assert(lanes * stride <= 253);

    var groups = (vectors + lanes - 1) \ lanes;

    signal input accumulator[vectors][rows];   // signed, claimed
    signal input bias[rows];                   // signed; 0 where there is none
    signal output product[groups][rows];

    for (var g = 0; g < groups; g++) {
        for (var i = 0; i < rows; i++) {
            var sum = 0;
            for (var s = 0; s < lanes; s++) {
                if (g * lanes + s < vectors) {
                    sum += (accumulator[g * lanes + s][i] - bias[i]) * 2 ** (stride * s);
                }
            }
            product[g][i] <== sum;
        }
    }
}
