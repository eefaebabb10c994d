// SPDX-License-Identifier: MIT
export { localChain } from "./local.ts";
