// SPDX-License-Identifier: MIT
import type { OperatorStore, SponsorStore } from "@commonweight/sdk/storage";
import type { GasBook } from "./books.ts";
import type { Journal } from "./journal.ts";
import type { Scale } from "./terms.ts";
import type { World } from "./world.ts";

/** What every part of the road is played on. */
export interface Stage {
  world: World;
  journal: Journal;
  gas: GasBook;
  scale: Scale;
  /** On the disk: what sponsor and operators must not lose. Salts of all of them are checked against each other. */
  store: OperatorStore & SponsorStore;
}
