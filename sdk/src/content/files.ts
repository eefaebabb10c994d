// SPDX-License-Identifier: MIT
import { createReadStream } from "node:fs";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { writeFileAtomic } from "../utils/files.ts";
import type { ContentSource, ContentStore } from "./contentStore.ts";
import type { ContentLimits } from "./limits.ts";

/**
 * Keeps a file of the disk, without ever having all of it in memory.
 *
 * @returns its CID; the name of the file is no part of it
 * @throws {@link InvalidFileError} where it cannot be read
 * @example
 * const cid = await putFile(store, "optdigits.tra");
 */
export function putFile(store: ContentStore, path: string): Promise<string> {
  return store.put(readStream(path));
}

/**
 * Writes content to a file of the disk, whole or not at all, without ever having all of it in memory.
 *
 * @param path - chosen here: content has no say in it. What is there is replaced
 * @throws as {@link ContentSource.get}; then there is no file, or what was there before
 * @throws {@link InvalidFileError} where it cannot be written
 * @example
 * await saveFile(gatewayContentStore("https://ipfs.io"), cid, "optdigits.tra", { maxBytes: 10_000_000 });
 */
export function saveFile(source: ContentSource, cid: string, path: string, limits?: ContentLimits): Promise<void> {
  return writeFileAtomic(path, source.read(cid, limits));
}

async function* readStream(path: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path)[Symbol.asyncIterator]();
  for (;;) {
    const next = await stream.next().catch((cause: unknown) => {
      throw new InvalidFileError(path, "The file cannot be read; expected an existing, readable file.", { cause });
    });
    if (next.done) return;
    yield next.value;
  }
}
