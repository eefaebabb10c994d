// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./folder.ts";

export const folderContentStore: typeof node.folderContentStore = onlyInNode(
  "Content in a folder",
  "memoryContentStore, or a server of IPFS",
);
