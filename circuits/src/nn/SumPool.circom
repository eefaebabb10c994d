// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Sums over the windows of an image, which tile it: an average pool, whose divisor the next requantisation takes over.
//
//   1. pooled[(oy·outWidth + ox)·channels + c] = Σ image[(y·width + x)·channels + c] over the window² pixels with
//      y = oy·window + dy and x = ox·window + dx, dy and dx in [0, window); modulo p.
//
// Images are flat: row by row, pixel by pixel, channel by channel. If the caller has proven every activation in [0, max], the sums are
// in [0, window²·max], which the bounds of the next layer have to count with.
//
// Constraints: none (linear).
template SumPool(height, width, channels, window) {
    assert(window >= 1);
    assert(height % window == 0);
    assert(width % window == 0);

    var outHeight = height \ window;
    var outWidth = width \ window;

    signal input image[height * width * channels];             // in [0, max]
    signal output pooled[outHeight * outWidth * channels];     // in [0, window²·max]

    for (var oy = 0; oy < outHeight; oy++) {
        for (var ox = 0; ox < outWidth; ox++) {
            for (var c = 0; c < channels; c++) {
                var sum = 0;
                for (var dy = 0; dy < window; dy++) {
                    for (var dx = 0; dx < window; dx++) {
                        sum += image[((oy * window + dy) * width + ox * window + dx) * channels + c];
                    }
                }
                pooled[(oy * outWidth + ox) * channels + c] <== sum;
            }
        }
    }
}
