// SPDX-License-Identifier: MIT
import { onlyInNode } from "../../errors/platform.ts";
import type * as node from "./fileProofStore.ts";

export const fileProofStore: typeof node.fileProofStore = onlyInNode("fileProofStore", "a ProofStore of your own");
