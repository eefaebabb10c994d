// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./recordFiles.ts";

const WHAT = "A training record in a folder";
const INSTEAD = "train without a folder";

export const writeTerms: typeof node.writeTerms = onlyInNode(WHAT, INSTEAD);

export const readTerms: typeof node.readTerms = onlyInNode(WHAT, INSTEAD);

export const hasRecord: typeof node.hasRecord = onlyInNode(WHAT, INSTEAD);

export const writeProgress: typeof node.writeProgress = onlyInNode(WHAT, INSTEAD);

export const readProgress: typeof node.readProgress = onlyInNode(WHAT, INSTEAD);

export const savedSteps: typeof node.savedSteps = onlyInNode(WHAT, INSTEAD);

export const readCheckpoint: typeof node.readCheckpoint = onlyInNode(WHAT, INSTEAD);
