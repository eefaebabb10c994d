// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import { readJsonFile } from "../utils/files.browser.ts";
import { parseDeployment } from "./deployment.ts";
import type * as node from "./deploymentFiles.ts";

/** Loads the deployment that a URL leads to. */
export const loadDeployment: typeof node.loadDeployment = (url) =>
  readJsonFile(url, "record of a deployment", parseDeployment);

export const loadAddressBook: typeof node.loadAddressBook = onlyInNode("loadAddressBook", "loadDeployment of a URL");
