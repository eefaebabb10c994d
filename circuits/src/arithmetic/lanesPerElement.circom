// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Most lanes of one stride that a field element takes: 252 bits, so that signed lanes below 2^stride cannot wrap around p.
function lanesPerElement(stride) {
    return 252 \ stride;
}

// Elements that hold `rows` lanes.
function laneChunks(rows, stride) {
    var lanes = lanesPerElement(stride);
    return (rows + lanes - 1) \ lanes;
}

// Lanes in element `chunk` of the elements that hold `rows` lanes: all but the last are full.
function lanesInChunk(rows, stride, chunk) {
    var lanes = lanesPerElement(stride);
    var left = rows - chunk * lanes;
    return left < lanes ? left : lanes;
}
