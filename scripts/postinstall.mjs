// SPDX-License-Identifier: MIT
// npm running under a Node older than 22 silently skips the native package of @nomicfoundation/edr: an optional
// dependency whose "engines" asks for Node 22. This script already runs under the Node from node_modules/.bin, so a
// nested npm sees that newer Node and adds what was skipped.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const NESTED = "COMMONWEIGHT_NESTED_INSTALL";
if (process.env[NESTED]) process.exit(0);

try {
  createRequire(import.meta.url)("@nomicfoundation/edr");
} catch {
  console.log(`adding the packages that npm skipped (now under Node ${process.version})`);
  const install = spawnSync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], {
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, [NESTED]: "1" },
  });
  process.exit(install.status ?? 1);
}
