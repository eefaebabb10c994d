// SPDX-License-Identifier: MIT
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CID } from "multiformats/cid";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { writeFileAtomic } from "../utils/files.ts";
import { formatCid, isOf } from "./cid.ts";
import { type ContentStore, createContentStore } from "./contentStore.ts";
import { assertWithin, MAX_BLOCK_BYTES } from "./limits.ts";

/**
 * Keeps content in a folder, each block in a file that has the block's CID as its name, so that no name from elsewhere ever is a path.
 * Folders can be merged, and copied with any tool. A block that was damaged is noticed when it is read, and mended when it is put again.
 *
 * @param folder - is made where it does not exist
 * @throws in every function {@link InvalidFileError} where the file system refuses what is asked
 * @example
 * const cid = await folderContentStore("content").put(bytes);
 */
export function folderContentStore(folder: string): ContentStore {
  // Two characters of the hash: a folder of all blocks would be slow with many of them.
  const pathOf = (cid: CID): string => {
    const name = formatCid(cid);
    return join(folder, name.slice(-2), name);
  };
  const get = async (cid: CID): Promise<Uint8Array | undefined> => {
    const size = await sizeOf(pathOf(cid));
    if (size === undefined) return undefined;
    assertWithin(`The number of bytes of ${pathOf(cid)}`, size, MAX_BLOCK_BYTES);
    return reading(pathOf(cid), () => readFile(pathOf(cid)));
  };
  return createContentStore({
    get,
    has: async (cid) => (await sizeOf(pathOf(cid))) !== undefined,
    put: async (cid, bytes) => {
      const present = (await sizeOf(pathOf(cid))) === bytes.length ? await get(cid) : undefined;
      if (present === undefined || !(await isOf(cid, present))) await writeFileAtomic(pathOf(cid), bytes);
    },
    location: folder,
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await reading(path, () => stat(path)))?.size;
}

async function reading<result>(path: string, read: () => Promise<result>): Promise<result | undefined> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new InvalidFileError(path, "The file cannot be read; expected a block that this user may read.", { cause });
  }
}
