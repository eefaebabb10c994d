// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { readFileBytes } from "../utils/files.ts";
import type { Samples } from "./samples.ts";

/** Unsigned bytes in one dimension: labels. */
const LABELS_MAGIC = 0x00000801;
/** Unsigned bytes in three dimensions: images. */
const IMAGES_MAGIC = 0x00000803;

const HEADER_FIELD_BYTES = 4;

/**
 * Labelled images from a pair of IDX files, the format of the MNIST database: big-endian magic number and dimensions, then unsigned bytes.
 *
 * @param imagesPath - file of [samples][rows][columns]
 * @param labelsPath - file of [samples]
 * @returns features in [0, 255], row by row, and labels
 * @throws {@link InvalidFileError} if a file is missing, has another magic number, an empty dimension, fewer or more bytes
 * than its dimensions say, or the files differ in the number of samples
 */
export async function readIdx(imagesPath: string, labelsPath: string): Promise<Samples> {
  const images = await readTensor(imagesPath, IMAGES_MAGIC, ["images", "rows", "columns"]);
  const labels = await readTensor(labelsPath, LABELS_MAGIC, ["labels"]);
  const [count, rows, columns] = images.dimensions as [number, number, number];
  if (labels.dimensions[0] !== count) {
    const problem = `The file has ${labels.dimensions[0]} labels; expected ${count}, one for each image in ${imagesPath}.`;
    throw new InvalidFileError(labelsPath, problem);
  }
  const size = rows * columns;
  const features = Array.from({ length: count }, (_, s) => [...images.data.subarray(s * size, (s + 1) * size)]);
  return { features, labels: [...labels.data] };
}

async function readTensor(
  path: string,
  magic: number,
  names: readonly string[],
): Promise<{ dimensions: number[]; data: Uint8Array }> {
  const bytes = await readFileBytes(path);
  const headerBytes = HEADER_FIELD_BYTES * (1 + names.length);
  if (bytes.length < headerBytes) {
    throw new InvalidFileError(path, `The file has ${bytes.length} bytes; expected a header of ${headerBytes}.`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const found = header.getUint32(0);
  if (found !== magic) {
    throw new InvalidFileError(path, `The magic number is ${hex(found)}; expected ${hex(magic)}: ${names.join(", ")}.`);
  }
  const dimensions = names.map((name, i) => {
    const dimension = header.getUint32(HEADER_FIELD_BYTES * (1 + i));
    if (dimension === 0) throw new InvalidFileError(path, `The number of ${name} is 0; expected at least 1.`);
    return dimension;
  });
  const expected = headerBytes + dimensions.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length !== expected) {
    const problem = `The file has ${bytes.length} bytes; expected ${expected} for ${dimensions.join(" × ")} ${names[0]}.`;
    throw new InvalidFileError(path, problem);
  }
  return { dimensions, data: bytes.subarray(headerBytes) };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
