// SPDX-License-Identifier: MIT
import { StoreLockedError } from "../errors/storage.ts";
import { HEADER_NAME } from "./header.ts";
import type { StoreMedium } from "./medium.ts";

/**
 * A medium as it is, that refuses to hold records in plain beside encrypted ones.
 *
 * @throws in every function {@link StoreLockedError} where there is the header of an encrypted store
 */
export function plainMedium(medium: StoreMedium): StoreMedium {
  const unlocked = async <result>(work: () => Promise<result>): Promise<result> => {
    // Asked each time: another process may encrypt the store while this one runs.
    if ((await medium.read(HEADER_NAME)) !== undefined) {
      throw new StoreLockedError({ location: medium.locate(HEADER_NAME) });
    }
    return work();
  };
  return {
    create: (name, text) => unlocked(() => medium.create(name, text)),
    read: (name) => unlocked(() => medium.read(name)),
    list: (prefix) => unlocked(() => medium.list(prefix)),
    locate: (name) => medium.locate(name),
  };
}
