// SPDX-License-Identifier: MIT
import type { CID } from "multiformats/cid";
import { ContentMismatchError, ContentMissingError, ContentServerError } from "../errors/content.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type BlockSource, readBlock } from "./blocks.ts";
import { type ContentSource, createContentSource } from "./contentStore.ts";

/**
 * Reads content from several places: each block from the first that has it as its CID names it. One that has another, or does not answer,
 * is passed over; only where none is left, what was wrong with the last is thrown.
 *
 * @param sources - in the order they are asked, for example a folder before a gateway
 * @throws {@link InvalidValueError} where there are none
 * @example
 * const source = combinedContentSource([folderContentStore("content"), gatewayContentStore("https://ipfs.io")]);
 */
export function combinedContentSource(sources: readonly ContentSource[]): ContentSource {
  if (sources.length === 0) {
    throw new InvalidValueError({ subject: "The number of sources", value: 0, expected: "at least one" });
  }
  const all = sources.map(({ blocks }) => blocks);
  const blocks: BlockSource = {
    get: async (cid) => {
      let problem: unknown;
      for (const source of all) {
        const answer = await tryRead(source, cid);
        if (answer instanceof Uint8Array) return answer;
        // That one place has nothing says less than that another failed.
        if (!(answer instanceof ContentMissingError)) problem = answer;
      }
      if (problem !== undefined) throw problem;
      return undefined;
    },
    has: async (cid) => {
      for (const source of all) {
        if (await tryHas(source, cid)) return true;
      }
      return false;
    },
    location: all.map(({ location }) => location).join(", "),
  };
  return createContentSource(blocks);
}

/** A block, or why this source does not have it; what else fails is no matter of where content is. */
function tryRead(source: BlockSource, cid: CID): Promise<Uint8Array | Error> {
  return readBlock(source, cid).catch((error: unknown) => {
    if (error instanceof ContentMissingError || error instanceof ContentMismatchError) return error;
    if (error instanceof ContentServerError) return error;
    throw error;
  });
}

function tryHas(source: BlockSource, cid: CID): Promise<boolean> {
  return source.has(cid).catch((error: unknown) => {
    if (error instanceof ContentServerError) return false;
    throw error;
  });
}
