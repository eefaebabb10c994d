// SPDX-License-Identifier: MIT
export * from "./abis/index.ts";
export * from "./actions/index.ts";
export * from "./addresses/index.ts";
export * from "./beacon/index.ts";
export * from "./chains/index.ts";
export * from "./clients/index.ts";
export * from "./data/index.ts";
export * from "./errors/index.ts";
export * from "./flows/index.ts";
export * from "./market/index.ts";
export * from "./model/index.ts";
export * from "./ownership/index.ts";
export * from "./proving/index.ts";
export * from "./storage/index.ts";
export * from "./timelock/index.ts";
export * from "./transports/index.ts";
export * from "./utils/index.ts";
