// SPDX-License-Identifier: MIT
export type { BlockSource, BlockStore } from "./blocks.ts";
export { exportCar, importCar } from "./car.ts";
export { combinedContentSource } from "./combined.ts";
export {
  type ContentSource,
  type ContentStore,
  copyContent,
  createContentSource,
  createContentStore,
} from "./contentStore.ts";
export { putFile, saveFile } from "./files.ts";
export { folderContentStore } from "./folder.ts";
export { gatewayContentStore } from "./gateway.ts";
export type { HttpOptions } from "./http.ts";
export { connectIpfs, type IpfsServer } from "./ipfs.ts";
export { kuboContentStore } from "./kubo.ts";
export { type ContentLimits, MAX_BLOCK_BYTES } from "./limits.ts";
export { memoryContentStore } from "./memory.ts";
export { assertSpec, putSpec, readSpec, type SpecReference } from "./spec.ts";
