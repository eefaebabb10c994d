// SPDX-License-Identifier: MIT
import { samplesPerChunk } from "@commonweight/sdk/data";
import { type IntegerModel, matricesOf } from "@commonweight/sdk/model";
import { type CircuitInputs, evaluateModelInputs, type SignalValue } from "@commonweight/sdk/proving";
import { integerBelow, randomChunk, seededRandom } from "../../sdk/test/fixtures.ts";
import type { Pair } from "./networks.ts";

type Signals = CircuitInputs["inputs"];

const SEED = 1;
const OPERATOR = "0x00000000000000000000000000000000000000A1";

/** Inputs of EvaluateModel for a model and a chunk made at random. How long a proof takes does not depend on what they are. */
export function ownInputs({ task, architecture }: Pair): Signals {
  const random = seededRandom(SEED);
  const model: IntegerModel = {
    architecture,
    // Small, so that no sample leaves an accumulator.
    matrices: matricesOf(architecture).map(({ rows, columns, weightBits, biasBits }) => ({
      weights: matrix(rows, columns, () => (weightBits === 1 ? 2 * integerBelow(random, 2) - 1 : ternary(random))),
      biases: biasBits === 0 ? [] : Array.from({ length: rows }, () => ternary(random)),
    })),
  };
  const chunk = randomChunk(task, random);
  return evaluateModelInputs({ task, model, modelSalt: 1n, operator: OPERATOR, chunk }).inputs;
}

/** Small numbers for every input signal of a circuit. @param sizes - of the signals, by name */
export function smallInputs(sizes: Record<string, number[]>): Signals {
  const random = seededRandom(SEED);
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, nested(size, random)]));
}

/** Samples of a circuit. */
export const samplesOf = ({ task }: Pair): number => samplesPerChunk(task);

function nested([size, ...inner]: readonly number[], random: () => number): SignalValue {
  if (size === undefined) return BigInt(integerBelow(random, 8));
  return Array.from({ length: size }, () => nested(inner, random));
}

function matrix(rows: number, columns: number, value: () => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value));
}

function ternary(random: () => number): number {
  return integerBelow(random, 3) - 1;
}
