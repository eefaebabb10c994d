// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// The product of a matrix and another one transposed, exactly.
//
//   1. product[i][j] = Σ_t left[i][t]·right[j][t], modulo p.
//
// The caller must enforce whatever shall be known of left and right: here they are any field elements. FreivaldsProduct checks
// the same for less where k is large.
//
// Constraints: p·k·q, one a term; less what the caller sets to constants.
template MatrixProduct(p, k, q) {
    signal input left[p][k];       // any field elements
    signal input right[q][k];      // any field elements, a row for each column of the product
    signal output product[p][q];

    signal term[p][q][k];
    for (var i = 0; i < p; i++) {
        for (var j = 0; j < q; j++) {
            var sum = 0;
            for (var t = 0; t < k; t++) {
                term[i][j][t] <== left[i][t] * right[j][t];
                sum += term[i][j][t];
            }
            product[i][j] <== sum;
        }
    }
}
