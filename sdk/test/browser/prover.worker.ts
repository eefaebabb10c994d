// SPDX-License-Identifier: MIT
import "../../src/proving/browser/worker.ts";
