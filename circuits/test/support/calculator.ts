// SPDX-License-Identifier: GPL-3.0-or-later

// circom's own witness generator: the WebAssembly that it writes for a circuit.
import { readFileSync } from "node:fs";
import type { SignalValue } from "@commonweight/sdk/proving";

/** What the compiler exports, as far as it is used here. Numbers pass through shared memory, 32 bits at a time. */
interface WitnessExports {
  init(sanityCheck: number): void;
  getFieldNumLen32(): number;
  getWitnessSize(): number;
  getWitness(wire: number): void;
  readSharedRWMemory(index: number): number;
  writeSharedRWMemory(index: number, word: number): void;
  setInputSignal(hashHigh: number, hashLow: number, position: number): void;
  getMessageChar(): number;
}

/** Computes witnesses. Throws if an assertion of the circuit fails, or an input is missing or unknown. */
export type Calculator = (inputs: Record<string, SignalValue>) => bigint[];

const REASONS = ["", "Signal not found", "Too many signals set", "Signal already set", "Assert failed"];

/** @param path - the .wasm file */
export async function loadCalculator(path: string): Promise<Calculator> {
  const module = await WebAssembly.compile(readFileSync(path));
  return (inputs) => calculate(module, inputs);
}

function calculate(module: WebAssembly.Module, inputs: Record<string, SignalValue>): bigint[] {
  let message = "";
  const readMessage = () => {
    for (let c = circuit.getMessageChar(); c !== 0; c = circuit.getMessageChar()) message += String.fromCharCode(c);
  };
  const instance = new WebAssembly.Instance(module, {
    runtime: {
      exceptionHandler(code: number) {
        throw new Error(`${REASONS[code] ?? `Exception ${code}`}: ${message}`);
      },
      printErrorMessage: readMessage,
      writeBufferMessage: readMessage,
      showSharedRWMemory() {},
    },
  });
  const circuit = instance.exports as unknown as WitnessExports;
  const words = circuit.getFieldNumLen32();
  circuit.init(1);
  for (const [name, value] of Object.entries(inputs)) {
    const hash = fnv1a(name);
    for (const [position, element] of flatten(value).entries()) {
      for (let word = 0; word < words; word++) {
        circuit.writeSharedRWMemory(word, Number(BigInt.asUintN(32, element >> BigInt(32 * word))));
      }
      circuit.setInputSignal(Number(hash >> 32n), Number(BigInt.asUintN(32, hash)), position);
    }
  }
  return Array.from({ length: circuit.getWitnessSize() }, (_, wire) => {
    circuit.getWitness(wire);
    let value = 0n;
    for (let word = words - 1; word >= 0; word--) {
      value = (value << 32n) | BigInt(circuit.readSharedRWMemory(word) >>> 0);
    }
    return value;
  });
}

/** All elements of a signal's value in order. */
export function flatten(value: SignalValue): bigint[] {
  return typeof value === "bigint" ? [value] : value.flatMap(flatten);
}

/** The 64-bit hash by which circom knows the names of inputs. */
function fnv1a(name: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(name)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
