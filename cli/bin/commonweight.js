#!/usr/bin/env node
// SPDX-License-Identifier: MIT
import { enableCompileCache } from "node:module";

// Before anything is imported: the program starts in half the time.
enableCompileCache();
const { main } = await import("../src/index.ts");
await main();
