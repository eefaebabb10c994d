// SPDX-License-Identifier: MIT
import { memoryMedium } from "./memoryMedium.ts";
import { createStore, type OperatorStore, type SponsorStore } from "./store.ts";

/** A store in memory, for tests. What it holds is gone with the process: never commit money against it. */
export function memoryStore(): OperatorStore & SponsorStore {
  return createStore(memoryMedium());
}
