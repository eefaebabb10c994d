// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./files.ts";

export const putFile: typeof node.putFile = onlyInNode("putFile", "put with the file's bytes");

export const saveFile: typeof node.saveFile = onlyInNode("saveFile", "get");
