// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** A file of which parts are read. */
export interface OpenFile {
  /** In bytes. */
  size: number;
  /** Fewer bytes than asked for where the file ends before. */
  read(position: number, bytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a file to read parts of it: by its path in Node, by its URL in a browser. */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  return {
    size,
    read: async (position, bytes) => {
      const buffer = new Uint8Array(bytes);
      const { bytesRead } = await file.read(buffer, 0, bytes, position);
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

/** SHA-256 of a file, in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/**
 * Where a file is read from once it was checked: in a browser its bytes are kept, so that what is used later is what was checked, and is
 * fetched once. In Node it stays where it is.
 */
export async function keepFile(path: string): Promise<string> {
  return path;
}

/** The path of a file in a folder. */
export function pathIn(folder: string, file: string): string {
  return join(folder, file);
}
