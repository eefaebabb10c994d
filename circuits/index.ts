// SPDX-License-Identifier: GPL-3.0-or-later
export * from "./generator/index.ts";
export { type BuildOptions, type BuildProgress, buildCircuit, buildCircuits } from "./setup/build.ts";
