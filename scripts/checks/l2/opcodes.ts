// SPDX-License-Identifier: MIT
// The opcodes of the EVM by number, and the fork that each came with, from Shanghai on. What is not here is no opcode.

export type Fork = "Shanghai" | "Cancun" | "Osaka";

export interface Opcode {
  name: string;
  since: Fork;
}

const numbered = (prefix: string, first: number, count: number, start = 1): [number, string][] =>
  Array.from({ length: count }, (_, i) => [first + i, `${prefix}${start + i}`]);

const byFork: Record<Fork, readonly (readonly [number, string])[]> = {
  Shanghai: [
    ...Object.entries({
      0: "STOP ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND",
      16: "LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR",
      32: "KECCAK256",
      48: "ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY CODESIZE CODECOPY GASPRICE EXTCODESIZE EXTCODECOPY RETURNDATASIZE RETURNDATACOPY EXTCODEHASH",
      64: "BLOCKHASH COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE BASEFEE",
      80: "POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST",
      240: "CREATE CALL CALLCODE RETURN DELEGATECALL CREATE2",
      250: "STATICCALL",
      253: "REVERT INVALID SELFDESTRUCT",
    }).flatMap(([first, names]) => names.split(" ").map((name, i): [number, string] => [Number(first) + i, name])),
    ...numbered("PUSH", 0x5f, 33, 0),
    ...numbered("DUP", 0x80, 16),
    ...numbered("SWAP", 0x90, 16),
    ...numbered("LOG", 0xa0, 5, 0),
  ],
  Cancun: [
    [0x49, "BLOBHASH"],
    [0x4a, "BLOBBASEFEE"],
    [0x5c, "TLOAD"],
    [0x5d, "TSTORE"],
    [0x5e, "MCOPY"],
  ],
  Osaka: [[0x1e, "CLZ"]],
};

const forks = Object.keys(byFork) as Fork[];

/** By number. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map(
  forks.flatMap((since) => byFork[since].map(([code, name]) => [code, { name, since }] as const)),
);

/** Names of all opcodes that a fork has. */
export function opcodesUntil(fork: Fork): string[] {
  const included = forks.slice(0, forks.indexOf(fork) + 1);
  return [...opcodes.values()].filter(({ since }) => included.includes(since)).map(({ name }) => name);
}

export const PUSH1 = 0x60;
export const PUSH32 = 0x7f;
