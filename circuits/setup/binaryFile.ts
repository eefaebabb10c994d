// SPDX-License-Identifier: GPL-3.0-or-later
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { BaseError } from "@commonweight/sdk/proving";

// The container of .r1cs, .zkey and .ptau files: four letters, a version, the number of sections, and for each section its
// type (4 bytes), its length (8 bytes) and its content. All numbers are little-endian.
const PREAMBLE_BYTES = 12;
const SECTION_HEADER_BYTES = 12;

/** The sections of a file by type. */
export type Sections = ReadonlyMap<number, Uint8Array>;

/**
 * Reads a whole file of sections.
 *
 * @param path - the file
 * @param magic - the four letters it must begin with
 * @throws {@link BaseError} naming the file if it is of another kind, cut short, or has two sections of one type
 */
export function readSections(path: string, magic: string): Sections {
  const file = readFileSync(path);
  const refuse = (found: string): never => {
    throw new BaseError(`${path} is not a whole .${magic} file: ${found}.`);
  };
  if (file.length < PREAMBLE_BYTES) refuse(`it has ${file.length} bytes`);
  const letters = file.toString("latin1", 0, 4);
  if (letters !== magic) refuse(`it begins with ${JSON.stringify(letters)}, expected ${JSON.stringify(magic)}`);

  const sections = new Map<number, Uint8Array>();
  const count = file.readUInt32LE(8);
  let position = PREAMBLE_BYTES;
  for (let i = 0; i < count; i++) {
    if (position + SECTION_HEADER_BYTES > file.length) refuse(`it ends before section ${i + 1} of ${count}`);
    const type = file.readUInt32LE(position);
    const length = Number(file.readBigUInt64LE(position + 4));
    position += SECTION_HEADER_BYTES;
    if (position + length > file.length) refuse(`it ends inside section ${i + 1} of ${count}`);
    if (sections.has(type)) refuse(`it has two sections of type ${type}`);
    sections.set(type, file.subarray(position, position + length));
    position += length;
  }
  return sections;
}

/** A file of sections that is being written. */
export interface SectionWriter {
  /** Writes one section; `write` hands over its content piece by piece. */
  section(type: number, write: (append: (bytes: Uint8Array) => void) => void): void;
  close(): void;
}

/**
 * Begins a file of sections, replacing an existing one.
 *
 * @param path - the file
 * @param parameters - its four letters, its version, and the number of sections that will follow
 */
export function createSections(
  path: string,
  parameters: { magic: string; version: number; sections: number },
): SectionWriter {
  const { magic, version, sections } = parameters;
  const file = openSync(path, "w");
  let end = 0;
  const append = (bytes: Uint8Array): void => {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(file, bytes, written, bytes.length - written, end + written);
    }
    end += bytes.length;
  };

  const preamble = Buffer.alloc(PREAMBLE_BYTES, magic, "latin1");
  preamble.writeUInt32LE(version, 4);
  preamble.writeUInt32LE(sections, 8);
  append(preamble);

  return {
    section(type, write) {
      const start = end;
      const header = Buffer.alloc(SECTION_HEADER_BYTES);
      header.writeUInt32LE(type, 0);
      append(header);
      write(append);
      // The length is known only now.
      header.writeBigUInt64LE(BigInt(end - start - SECTION_HEADER_BYTES), 4);
      writeSync(file, header, 0, SECTION_HEADER_BYTES, start);
    },
    close() {
      closeSync(file);
    },
  };
}

/** A number as the four bytes of the formats here. */
export function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
