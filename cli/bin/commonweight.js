#!/usr/bin/env node
// SPDX-License-Identifier: MIT
import { main } from "../src/index.ts";

await main();
