// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Packs vectors into lanes, column by column: `lanes` vectors share an element, and the last elements may hold fewer.
//
//   1. packed[g][j] = Σ_s in[g·lanes+s][j]·2^(stride·s), modulo p, over the vectors there are: a lane without a vector is absent
//      from the sum, and so zero.
//
// Negative numbers borrow from the lane above; nothing is unpacked. If claimed and true lanes differ by at most E each, with
// E < 2^stride and E·(2^(stride·lanes) − 1)/(2^stride − 1) < p, then equal elements mean equal lanes: the difference of the
// elements is an integer below p in magnitude and 0 modulo p, hence 0; its lowest lane is a multiple of 2^stride below 2^stride in
// magnitude, hence 0; and so on upwards. The caller must enforce ranges of all numbers from which such an E follows; the
// generator computes it and refuses layers for which this does not hold.
//
// Constraints: none (linear).
template PackVectors(vectors, columns, lanes, stride) {
    assert(lanes >= 1);
    assert(lanes * stride <= 253);

    var groups = (vectors + lanes - 1) \ lanes;

    signal input in[vectors][columns];         // the numbers; negative ones as p − |in|
    signal output packed[groups][columns];     // any field elements

    for (var g = 0; g < groups; g++) {
        for (var j = 0; j < columns; j++) {
            var sum = 0;
            for (var s = 0; s < lanes; s++) {
                if (g * lanes + s < vectors) {
                    sum += in[g * lanes + s][j] * 2 ** (stride * s);
                }
            }
            packed[g][j] <== sum;
        }
    }
}
