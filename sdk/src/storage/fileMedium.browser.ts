// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./fileMedium.ts";

export const fileMedium: typeof node.fileMedium = onlyInNode(
  "A store in a folder",
  "createStore with a medium over IndexedDB",
);

export const removeTemporaryFiles: typeof node.removeTemporaryFiles = onlyInNode(
  "A store in a folder",
  "createStore with a medium over IndexedDB",
);
