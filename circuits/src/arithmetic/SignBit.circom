// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Proves that in is −1 or 1, and gives the bit as which such a weight is packed and published.
//
//   1. in = 2·offset − 1.
//   2. offset is 0 or 1.
//
// Constraints: 1.
template SignBit() {
    signal input in;        // the number; −1 as p − 1
    signal output offset;   // 0 for −1, 1 for 1

    offset <== (in + 1) / 2;
    offset * (offset - 1) === 0;
}
