// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// The patches that a convolution reads: with them it is a matrix product, one row a position.
//
//   1. patch[oy·outWidth + ox][(ky·kernel + kx)·channels + c] = image[(y·width + x)·channels + c], where
//      y = oy·stride + ky − padding and x = ox·stride + kx − padding; 0 where that is outside the image.
//
// Images are flat: row by row, pixel by pixel, channel by channel. Elements that hold several images in lanes give patches that
// hold as many, in the same lanes. The caller must enforce ranges: nothing is proven of the elements.
//
// Constraints: none (linear).
template Patches(height, width, channels, kernel, stride, padding) {
    assert(kernel >= 1);
    assert(stride >= 1);
    assert(padding >= 0);
    assert(height + 2 * padding >= kernel);
    assert(width + 2 * padding >= kernel);

    var outHeight = (height + 2 * padding - kernel) \ stride + 1;
    var outWidth = (width + 2 * padding - kernel) \ stride + 1;

    signal input image[height * width * channels];                               // any field elements
    signal output patch[outHeight * outWidth][kernel * kernel * channels];

    for (var oy = 0; oy < outHeight; oy++) {
        for (var ox = 0; ox < outWidth; ox++) {
            for (var ky = 0; ky < kernel; ky++) {
                for (var kx = 0; kx < kernel; kx++) {
                    var y = oy * stride + ky - padding;
                    var x = ox * stride + kx - padding;
                    var isInside = y >= 0 && y < height && x >= 0 && x < width;
                    for (var c = 0; c < channels; c++) {
                        var column = (ky * kernel + kx) * channels + c;
                        if (isInside) {
                            patch[oy * outWidth + ox][column] <== image[(y * width + x) * channels + c];
                        } else {
                            patch[oy * outWidth + ox][column] <== 0;
                        }
                    }
                }
            }
        }
    }
}
