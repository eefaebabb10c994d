// SPDX-License-Identifier: MIT
import { onlyInNode } from "../../errors/platform.ts";
import type * as node from "./proofProcess.ts";

export const startProofProcess: typeof node.startProofProcess = onlyInNode("Proving in processes", "browserProver");
