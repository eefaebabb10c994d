// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Packs signed numbers into the lanes of one element.
//
//   1. packed = Σ in[i]·2^(stride·i), modulo p.
//
// Negative numbers borrow from the lane above; nothing is unpacked. If in[i] and in'[i] differ by at most E in each lane, with
// E < 2^stride and E·(2^(stride·lanes) − 1)/(2^stride − 1) < p, then equal elements mean equal lanes: the difference of the
// elements, an integer below p in magnitude, is 0, hence its lowest lane is a multiple of 2^stride below 2^stride, and so
// on upwards. The generator refuses layers for which this does not hold.
//
// Constraints: none (linear).
template PackLanes(lanes, stride) {
    assert(lanes * stride <= 253);

    signal input in[lanes];   // the numbers; negative ones as p − |in|
    signal output packed;     // any field element

    var sum = 0;
    for (var i = 0; i < lanes; i++) {
        sum += in[i] * 2 ** (stride * i);
    }
    packed <== sum;
}
