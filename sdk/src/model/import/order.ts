// SPDX-License-Identifier: MIT
// From the order in which PyTorch and ONNX keep numbers to ours: their images have channels first, ours last.
import type { Image } from "./onnx/values.ts";
import type { Tensor } from "./tensor.ts";

/** A matrix's rows. @param tensor - of the shape [rows, columns] */
export function rowsOf({ shape, values }: Pick<Tensor, "shape" | "values">): number[][] {
  const [rows, columns] = shape as [number, number];
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));
}

export function transposed(rows: readonly (readonly number[])[]): number[][] {
  return rows[0]!.map((_, j) => rows.map((row) => row[j]!));
}

/** A convolution's rows, [channels][kernel · kernel · inputs]. @param tensor - of the shape [channels, inputs, kernel, kernel] */
export function patchRowsOf({ shape, values }: Pick<Tensor, "shape" | "values">): number[][] {
  const [rows, channels, height, width] = shape as [number, number, number, number];
  const order = channelsLast({ height, width, channels });
  return Array.from({ length: rows }, (_, i) => order.map((at) => values[i * order.length + at]!));
}

/** Where the numbers of an image whose channels come last lie in one whose channels come first. */
export function channelsLast({ height, width, channels }: Image): number[] {
  return Array.from({ length: height * width * channels }, (_, at) => {
    const channel = at % channels;
    const pixel = Math.floor(at / channels);
    return channel * height * width + pixel;
  });
}

/** Rows whose columns are a flattened image, channels first, put into our order. */
export function reorderColumns(rows: readonly (readonly number[])[], image: Image | undefined): number[][] {
  if (!image || image.channels === 1) return rows.map((row) => [...row]);
  const order = channelsLast(image);
  return rows.map((row) => order.map((at) => row[at]!));
}
