// SPDX-License-Identifier: MIT
import { onlyInNode } from "../../errors/platform.ts";
import type * as node from "./external.ts";

export const externalBackend: typeof node.externalBackend = onlyInNode("externalBackend", "browserProver");
