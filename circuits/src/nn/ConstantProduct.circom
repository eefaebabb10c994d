// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// The product of a matrix and a constant one transposed, for frozen weights.
//
//   1. product[i][j] = Σ_t left[i][t]·matrix[j][t], modulo p.
//
// The constants are part of the circuit, and so of its verifying key: the caller has nothing to enforce about them. If `left` holds
// lanes, so does the product (see PackVectors).
//
// Constraints: none (linear).
template ConstantProduct(p, k, q, matrix) {
    signal input left[p][k];       // any field elements
    signal output product[p][q];

    for (var i = 0; i < p; i++) {
        for (var j = 0; j < q; j++) {
            var sum = 0;
            for (var t = 0; t < k; t++) {
                sum += left[i][t] * matrix[j][t];
            }
            product[i][j] <== sum;
        }
    }
}
