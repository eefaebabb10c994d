// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeAbiParameters, type Hex, keccak256, numberToHex, stringToHex } from "viem";
import { drawnStepsOf, missProbability, stepDrawSeed } from "../../src/training/index.ts";
import { assertThrows } from "../fixtures.ts";

const seedOf = (n: number): Hex => keccak256(numberToHex(n, { size: 32 }));

/** The whole shuffle, as it is defined: with all places in a list. */
function reference(seed: Hex, steps: number, drawn: number): number[] {
  const places = Array.from({ length: steps - 2 }, (_, i) => i + 1);
  for (let i = 0; i < drawn - 2; i++) {
    const hash = BigInt(keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [seed, BigInt(i)])));
    const other = i + Number(hash % BigInt(places.length - i));
    [places[i], places[other]] = [places[other]!, places[i]!];
  }
  return [0, ...places.slice(0, drawn - 2), steps - 1].sort((a, b) => a - b);
}

describe("the draw of steps", () => {
  it("always has the first and the last, and no step twice", () => {
    for (const [steps, drawn] of [
      [3, 3],
      [4, 4],
      [16, 16],
      [17, 16],
      [5_000, 8],
    ] as const) {
      for (let n = 0; n < 30; n++) {
        const chosen = drawnStepsOf({ seed: seedOf(n), steps, drawn });
        assert.deepEqual(chosen, reference(seedOf(n), steps, drawn));
        assert.equal(new Set(chosen).size, drawn);
        assert.deepEqual([chosen[0], chosen.at(-1)], [0, steps - 1]);
      }
    }
  });

  it("refuses too few, too many, and more than there are", () => {
    for (const [steps, drawn] of [
      [10, 2],
      [20, 17],
      [4, 5],
      [10, 3.5],
    ] as const) {
      assertThrows(() => drawnStepsOf({ seed: seedOf(0), steps, drawn }), "InvalidValueError", /number of steps drawn/);
    }
  });

  it("misses one false step as often as the formula says, within statistical error", () => {
    const runs = 4_000;
    for (const [steps, drawn] of [
      [12, 4],
      [40, 16],
    ] as const) {
      const forged = 5;
      let missed = 0;
      for (let n = 0; n < runs; n++) if (!drawnStepsOf({ seed: seedOf(n), steps, drawn }).includes(forged)) missed++;
      const expected = 1 - (drawn - 2) / (steps - 2);
      assert.ok(Math.abs(missProbability({ steps, drawn }) - expected) < 1e-12);
      const deviation = Math.sqrt((expected * (1 - expected)) / runs);
      assert.ok(Math.abs(missed / runs - expected) < 4 * deviation, `${missed} of ${runs}, expected ${expected}`);
    }
  });

  it("misses several less often, and none if all between are false", () => {
    const parameters = { steps: 100, drawn: 6 };
    assert.ok(missProbability({ ...parameters, falseSteps: 2 }) < missProbability(parameters));
    assert.equal(missProbability({ ...parameters, falseSteps: 98 }), 0);
    assert.equal(missProbability({ ...parameters, falseSteps: 95 }), 0);
  });

  it("has a seed of the round, the chain, the contract, the bounty and its purpose", () => {
    const records = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
    const randomness = seedOf(1);
    const types = ["bytes32", "uint256", "address", "uint256", "bytes32"].map((type) => ({ type }));
    const purpose = keccak256(stringToHex("commonweight.training"));
    const expected = keccak256(encodeAbiParameters(types, [randomness, 1n, records, 4n, purpose]));
    assert.equal(stepDrawSeed({ randomness, chainId: 1, records, bounty: 4n }), expected);
  });
});
