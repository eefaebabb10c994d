// SPDX-License-Identifier: MIT
import { formatCid } from "./cid.ts";
import { type ContentStore, createContentStore } from "./contentStore.ts";

/** Keeps content in memory: it is gone with the process. */
export function memoryContentStore(): ContentStore {
  const blocks = new Map<string, Uint8Array>();
  return createContentStore({
    get: async (cid) => blocks.get(formatCid(cid)),
    has: async (cid) => blocks.has(formatCid(cid)),
    put: async (cid, bytes) => {
      blocks.set(formatCid(cid), bytes);
    },
    location: "memory",
  });
}
