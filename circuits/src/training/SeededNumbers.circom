// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/poseidon.circom";

// Numbers that follow from a seed, and that nobody chooses.
//
//   1. element[k] = Poseidon(seed, first + k), decomposed strictly: into the 254 bits of the number below p, not of another that is
//      equal modulo p.
//   2. number[n] is `width` bits of an element, lowest first, ⌊248 / width⌋ an element.
//
// Constraints: about 760 an element.
template SeededNumbers(first, count, width) {
    assert(width >= 1);
    assert(width <= 248);

    var perElement = 248 \ width;
    var elements = (count + perElement - 1) \ perElement;

    signal input seed;             // public; the contract derives it
    signal output number[count];   // in [0, 2^width)

    component element[elements];
    component bits[elements];
    for (var k = 0; k < elements; k++) {
        element[k] = Poseidon(2);
        element[k].inputs[0] <== seed;
        element[k].inputs[1] <== first + k;
        bits[k] = Num2Bits_strict();
        bits[k].in <== element[k].out;
        for (var n = 0; n < perElement; n++) {
            if (k * perElement + n < count) {
                var sum = 0;
                for (var i = 0; i < width; i++) {
                    sum += bits[k].out[n * width + i] * 2 ** i;
                }
                number[k * perElement + n] <== sum;
            }
        }
    }
}
