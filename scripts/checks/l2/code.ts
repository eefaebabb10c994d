// SPDX-License-Identifier: MIT
// What of a contract's code can run. A call starts at the first byte, and goes on until an instruction that ends it or
// jumps; a jump lands on a JUMPDEST only. So what follows an end and no JUMPDEST is data, whatever it looks like: the hash that
// the compiler appends, constants, and all of a contract that begins with STOP.
import { type Hex, hexToBytes } from "viem";
import { opcodes, PUSH1, PUSH32 } from "./opcodes.ts";

export interface Instruction {
  /** Bytes before it. */
  at: number;
  /** `0x…` where there is no such opcode. */
  name: string;
}

const JUMPDEST = "JUMPDEST";
const jumps = new Set(["JUMP", "JUMPI"]);
const ends = new Set(["STOP", "JUMP", "RETURN", "REVERT", "INVALID", "SELFDESTRUCT"]);

/** INVALID, the CBOR map of solc's metadata (`ipfs`, `solc`) and its length: ends the code, and nothing jumps there. */
const METADATA = /fea264697066735822[0-9a-f]{68}64736f6c6343[0-9a-f]{6}0033$/;

/** Every instruction in order, without the data of PUSH, as the EVM itself finds the JUMPDESTs. */
export function disassemble(code: Hex): Instruction[] {
  const bytes = hexToBytes(code);
  const instructions: Instruction[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const name = opcodes.get(byte)?.name ?? `0x${byte.toString(16).padStart(2, "0")}`;
    instructions.push({ at, name });
    if (byte >= PUSH1 && byte <= PUSH32) at += byte - PUSH1 + 1;
  }
  return instructions;
}

/** The code without the metadata that solc appends, if it has. */
export function withoutMetadata(code: Hex): Hex {
  return code.replace(METADATA, "fe") as Hex;
}

/** The instructions that may run; all that do run are among them. */
export function reachable(code: Hex): Instruction[] {
  const instructions = disassemble(withoutMetadata(code));
  const fromTheStart = follow(instructions, false);
  return fromTheStart.some(({ name }) => jumps.has(name)) ? follow(instructions, true) : fromTheStart;
}

/** What runs from the first byte and, where something jumps, from every place where a jump may land. */
function follow(instructions: readonly Instruction[], jumped: boolean): Instruction[] {
  let runs = true;
  return instructions.filter(({ name }) => {
    if (jumped && name === JUMPDEST) runs = true;
    const reached = runs;
    if (ends.has(name)) runs = false;
    return reached;
  });
}
