// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Sum of the first n numbers of a list.
function sum(n, list) {
    var total = 0;
    for (var i = 0; i < n; i++) {
        total += list[i];
    }
    return total;
}
