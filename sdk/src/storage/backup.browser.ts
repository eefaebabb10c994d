// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./backup.ts";

const INSTEAD = "copies of the records of your medium";

export const backupStore: typeof node.backupStore = onlyInNode("backupStore", INSTEAD);

export const restoreStore: typeof node.restoreStore = onlyInNode("restoreStore", INSTEAD);
