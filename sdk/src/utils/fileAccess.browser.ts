// SPDX-License-Identifier: MIT
import { bytesToHex } from "viem";
import type * as node from "./fileAccess.ts";
import { readFileBytes } from "./files.browser.ts";

/** Opens what a URL leads to. */
export const openFile: typeof node.openFile = async (url) => {
  const bytes = await readFileBytes(url);
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
    close: async () => undefined,
  };
};

/** SHA-256 of what a URL leads to, in hexadecimal. */
export const hashFile: typeof node.hashFile = async (url) => {
  const hash = await crypto.subtle.digest("SHA-256", await readFileBytes(url));
  return bytesToHex(new Uint8Array(hash)).slice(2);
};

/** An address within this page of the bytes that a URL leads to. */
export const keepFile: typeof node.keepFile = async (url) => URL.createObjectURL(new Blob([await readFileBytes(url)]));

/** The URL of a file in a folder. */
export const pathIn: typeof node.pathIn = (folder, file) => `${folder.replace(/\/$/, "")}/${file}`;
