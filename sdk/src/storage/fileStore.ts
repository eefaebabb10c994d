// SPDX-License-Identifier: MIT
import { fileMedium } from "./fileMedium.ts";
import { createStore, type OperatorStore, type SponsorStore } from "./store.ts";

/**
 * A store in a folder, whose files only their owner can read. Keep copies of the folder: what it holds cannot be computed again.
 *
 * @param folder - is made where it does not exist
 * @example
 * const store = fileStore(".commonweight");
 */
export function fileStore(folder: string): OperatorStore & SponsorStore {
  return createStore(fileMedium(folder));
}
