// SPDX-License-Identifier: MIT
// What each chain's EVM has, and what none of our contracts may use whether a chain has it or not.
import { opcodesUntil } from "./opcodes.ts";

export interface L2 {
  name: string;
  opcodes: ReadonlySet<string>;
  /** Addresses. */
  precompiles: ReadonlySet<number>;
}

/** Blobs belong to the settlement layer. */
const blobOpcodes = ["BLOBHASH", "BLOBBASEFEE"];

/** Not for us, anywhere: the first two are no entropy on an L2, the others are absent or removed on some of them. */
export const refusedOpcodes: ReadonlySet<string> = new Set([
  "BLOCKHASH",
  "PREVRANDAO",
  "SELFDESTRUCT",
  "CALLCODE",
  ...blobOpcodes,
]);

const RIPEMD160 = 0x03;
const BLAKE2F = 0x09;
const P256VERIFY = 0x100;

/** Whatever is called below this address is part of the chain, and no contract. */
export const FIRST_CONTRACT = 0x10000;

const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);
const osaka = [...upTo(0x11), P256VERIFY];
const without = <item>(all: readonly item[], ...missing: readonly item[]): Set<item> =>
  new Set(all.filter((one) => !missing.includes(one)));

export const chains: readonly L2[] = [
  {
    name: "Linea",
    opcodes: without(opcodesUntil("Osaka"), ...blobOpcodes),
    precompiles: without(osaka, RIPEMD160, BLAKE2F),
  },
  {
    name: "Scroll",
    opcodes: new Set([...opcodesUntil("Shanghai"), "TLOAD", "TSTORE", "MCOPY", "CLZ"]),
    precompiles: without(upTo(BLAKE2F), RIPEMD160, BLAKE2F),
  },
  { name: "Taiko", opcodes: new Set(opcodesUntil("Osaka")), precompiles: new Set(osaka) },
  {
    name: "ZKsync EVM",
    opcodes: without(opcodesUntil("Cancun"), "SELFDESTRUCT", "CALLCODE", ...blobOpcodes),
    precompiles: without(upTo(0x08), RIPEMD160),
  },
];

/** Of these opcodes those that a chain lacks, or that are refused everywhere. */
export function opcodeBreaches(chain: L2, names: Iterable<string>): string[] {
  return [...new Set(names)].filter((name) => refusedOpcodes.has(name) || !chain.opcodes.has(name));
}

/** Of these precompiles those that a chain lacks. */
export function precompileBreaches(chain: L2, addresses: Iterable<number>): number[] {
  return [...new Set(addresses)].filter((address) => !chain.precompiles.has(address));
}
