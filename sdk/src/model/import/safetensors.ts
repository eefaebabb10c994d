// SPDX-License-Identifier: MIT
// safetensors: eight bytes with the length of a header, little-endian; the header, JSON; the numbers of all tensors.
import { InvalidFileError } from "../../errors/InvalidFileError.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { assertFinite, decodeFloats, elementsOf, FLOAT_BYTES, type FloatType, type Tensor } from "./tensor.ts";

/** The most bytes of a header; a thousand tensors take about a tenth of it. */
const MOST_HEADER_BYTES = 2 ** 20;

/** The most tensors of a file. */
const MOST_TENSORS = 10_000;

/** Bytes of the header's length. */
const LENGTH_BYTES = 8;

/** Where a tensor's numbers lie, counted from the end of the header. */
interface Entry {
  name: string;
  type: FloatType;
  shape: number[];
  start: number;
  end: number;
}

/**
 * The tensors of a safetensors file, in the order in which their numbers lie in it. Every size that the file claims is compared with
 * what there is before anything is allocated by it.
 *
 * @param bytes - the whole file
 * @param path - of the file, for messages
 * @throws {@link InvalidFileError} if it is truncated, its header malformed, a tensor of another type than F64, F32, F16 or BF16, sizes
 * and shapes contradict each other, tensors overlap, have gaps between them or the same name, or a number is not finite
 */
export function decodeSafetensors(bytes: Uint8Array, path = "safetensors"): Tensor[] {
  const fail = (problem: string, cause?: unknown): never => {
    throw new InvalidFileError(path, problem, { cause });
  };
  if (bytes.byteLength < LENGTH_BYTES) {
    fail(`It has ${bytes.byteLength} bytes; expected at least ${LENGTH_BYTES}, the length of its header.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  const most = Math.min(MOST_HEADER_BYTES, bytes.byteLength - LENGTH_BYTES);
  if (length > BigInt(most)) fail(`Its header has ${length} bytes; expected at most ${most}.`);
  const dataStart = LENGTH_BYTES + Number(length);
  const data = bytes.subarray(dataStart);
  const entries = parseHeader(bytes.subarray(LENGTH_BYTES, dataStart), fail);
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  let next = 0;
  for (const { name, start, end } of entries) {
    if (start !== next)
      fail(`The tensor ${name} begins at byte ${start} of the data; expected ${next}, the end of the one before.`);
    next = end;
  }
  if (next !== data.byteLength) {
    fail(`Its tensors end at byte ${next} of the data; expected ${data.byteLength}, the end of the file.`);
  }
  return entries.map(({ name, type, shape, start, end }) => {
    const tensor = { name, shape, values: decodeFloats(data.subarray(start, end), type) };
    assertFinite(path, tensor);
    return tensor;
  });
}

type Fail = (problem: string, cause?: unknown) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): Entry[] {
  let header: unknown;
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    fail(`Its header of ${bytes.byteLength} bytes is no JSON; expected an object.`, cause);
  }
  if (!isObject(header)) return fail("Its header is no object; expected one.");
  const names = Object.keys(header).filter((name) => name !== "__metadata__");
  if (names.length > MOST_TENSORS) fail(`It has ${names.length} tensors; expected at most ${MOST_TENSORS}.`);
  assertNoDuplicates(text, fail);
  return names.map((name) => parseEntry(name, header[name], fail));
}

function parseEntry(name: string, value: unknown, fail: Fail): Entry {
  if (!isObject(value))
    return fail(`The entry of the tensor ${name} is no object; expected dtype, shape and data_offsets.`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(FLOAT_BYTES, dtype)) {
    const known = Object.keys(FLOAT_BYTES).join(", ");
    return fail(`The dtype of the tensor ${name} is ${shortly(dtype)}; expected one of ${known}.`);
  }
  const type = dtype as FloatType;
  const count = elementsOf(shape);
  if (count === undefined) {
    return fail(`The shape of the tensor ${name} is ${shortly(shape)}; expected at most 8 lengths of one or more.`);
  }
  const [start, end] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
  if (!isOffset(start) || !isOffset(end) || (offsets as unknown[]).length !== 2 || start > end) {
    return fail(`The data_offsets of the tensor ${name} are ${shortly(offsets)}; expected a start and an end.`);
  }
  const expected = count * FLOAT_BYTES[type];
  if (end - start !== expected) {
    return fail(`The tensor ${name} has ${end - start} bytes; expected ${expected}, for its shape of ${type}.`);
  }
  return { name, type, shape: [...(shape as number[])], start, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

/**
 * JSON.parse keeps the last of two equal keys, so that two readers could see two models in one file. Keys are found by walking over the
 * text, which JSON.parse has accepted.
 */
function assertNoDuplicates(text: string, fail: Fail): void {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === "{" || character === "[") open.push(new Set());
    else if (character === "}" || character === "]") open.pop();
    else if (character === '"') {
      const start = i++;
      while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
      const end = i + 1;
      while (/\s/.test(text[i + 1] ?? "")) i++;
      if (text[i + 1] !== ":") continue;
      const key = JSON.parse(text.slice(start, end)) as string;
      if (open.at(-1)!.has(key)) fail(`Its header has the key ${shortly(key)} twice; expected once.`);
      open.at(-1)!.add(key);
    }
  }
}

/** What {@link encodeSafetensors} takes. */
export interface TensorToWrite {
  name: string;
  shape: readonly number[];
  values: ArrayLike<number>;
}

/**
 * A safetensors file of numbers of 32 bits, or of 64.
 *
 * @param tensors - in the order in which their numbers shall lie
 * @param options - `type`: F32 unless given; `metadata`: texts by name
 * @returns the whole file, its header padded so that numbers are aligned
 * @throws {@link InvalidValueError} if a name is used twice, or a shape does not have as many numbers as there are
 */
export function encodeSafetensors(
  tensors: readonly TensorToWrite[],
  options: { type?: "F32" | "F64"; metadata?: Record<string, string> } = {},
): Uint8Array {
  const { type = "F32", metadata } = options;
  const width = FLOAT_BYTES[type];
  const header: Record<string, unknown> = Object.create(null);
  if (metadata) header.__metadata__ = metadata;
  let next = 0;
  for (const { name, shape, values } of tensors) {
    if (name in header || name === "__metadata__") {
      throw new InvalidValueError({ subject: "The name of a tensor", value: name, expected: "one that no other has" });
    }
    if (elementsOf(shape) !== values.length) {
      const subject = `The number of values of the tensor ${name}`;
      throw new InvalidValueError({ subject, value: values.length, expected: `the product of [${shape.join(", ")}]` });
    }
    header[name] = { dtype: type, shape, data_offsets: [next, next + values.length * width] };
    next += values.length * width;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + length + next).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  bytes.set(text, LENGTH_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  let at = LENGTH_BYTES + length;
  for (const { values } of tensors) {
    for (let i = 0; i < values.length; i++, at += width) {
      if (type === "F32") view.setFloat32(at, values[i]!, true);
      else view.setFloat64(at, values[i]!, true);
    }
  }
  return bytes;
}
