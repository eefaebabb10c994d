// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "MatrixProduct.circom";

// Checks a claimed product of a matrix and another one transposed at a challenge (R. Freivalds, 1977): the rows of the side that
// has fewer are folded into one by the powers of the challenge, and the columns, or rows, of the product likewise. For q ≤ p,
// where it is the right side (else left and right change places, and the product is transposed):
//
//   1. row[t] = Σ_j right[j][t]·challenge^j, and claimed[i] = Σ_j product[i][j]·challenge^j, by Horner's rule.
//   2. Σ_t left[i][t]·row[t] = claimed[i], for every i.
//
// If product[i][j] is not Σ_t left[i][t]·right[j][t] for some i and j, then (2) for this i is a polynomial in the challenge that
// is not zero and has a degree below q: at most q − 1 challenges of p let it pass, or min(p, q) − 1 whichever side is folded.
//
// The caller must enforce that left, right and product are fixed before the challenge: that it is a hash of every entry of
// product, and of commitments to whatever left and right follow from. Every single entry: one left out of the hash may be chosen
// after the challenge, product[i][j] as what the true product has less δ·challenge^(l−j), to make up for a product[i][l]
// that is wrong by δ.
//
// Constraints, n being the smaller of p and q and m the larger: (n − 1)·k to fold one side, m·(n − 1) to fold the product, m·k to
// compare: (p + q − 1)·k + p·q − m. Plainly they are p·q·k. With n = 1 there is nothing to fold: both are the same, and exact.
template FreivaldsProduct(p, k, q) {
    signal input left[p][k];      // any field elements
    signal input right[q][k];     // any field elements, a row for each column of the product
    signal input product[p][q];   // claimed
    signal input challenge;       // unpredictable as long as any of the above can change

    if (p < q) {
        component transposed = FreivaldsProduct(q, k, p);
        transposed.left <== right;
        transposed.right <== left;
        for (var i = 0; i < p; i++) {
            for (var j = 0; j < q; j++) {
                transposed.product[j][i] <== product[i][j];
            }
        }
        transposed.challenge <== challenge;
    } else {
        signal row[q][k];       // row[j] = Σ_{l≥j} right[l]·challenge^(l−j)
        signal claimed[q][p];   // claimed[j][i] = Σ_{l≥j} product[i][l]·challenge^(l−j)
        row[q - 1] <== right[q - 1];
        for (var i = 0; i < p; i++) {
            claimed[q - 1][i] <== product[i][q - 1];
        }
        for (var j = q - 2; j >= 0; j--) {
            for (var t = 0; t < k; t++) {
                row[j][t] <== row[j + 1][t] * challenge + right[j][t];
            }
            for (var i = 0; i < p; i++) {
                claimed[j][i] <== claimed[j + 1][i] * challenge + product[i][j];
            }
        }

        component folded = MatrixProduct(p, k, 1);
        folded.left <== left;
        folded.right[0] <== row[0];
        for (var i = 0; i < p; i++) {
            folded.product[i][0] === claimed[0][i];
        }
    }
}
