// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, type Hex, padHex, toHex } from "viem";
import { type Counters, counters, countersOf, limits, load } from "../../scripts/checks/l2/counters.ts";
import { byLabel, heaviest } from "../../scripts/checks/l2/tables.ts";
import { type Frame, readTraces, type Step } from "../../scripts/checks/l2/trace.ts";

const precompile = (address: number): Address => padHex(toHex(address), { size: 20 });
const bytes = (count: number): Hex => `0x${"00".repeat(count)}`;
const root = (...calls: Frame[]): Frame => ({ type: "CALL", to: contract, input: "0x", calls });
const contract: Address = `0x${"11".repeat(20)}`;
const call = (to: Address, input: Hex = "0x", calls: Frame[] = []): Frame => ({ type: "STATICCALL", to, input, calls });
const callStep: Step = { op: "STATICCALL", gasCost: 100 };

const none = Object.fromEntries(counters.map((name) => [name, 0])) as Counters;

describe("readTraces", () => {
  it("finds precompiles at any depth", () => {
    const inner = call(contract, "0x", [call(precompile(7), bytes(96))]);
    const { precompiles } = readTraces([callStep, callStep], root(inner));
    assert.deepEqual(precompiles, [{ address: 7, input: bytes(96) }]);
  });

  it("finds what was created, and not what failed to be", () => {
    const failed: Frame = { type: "CREATE2", to: precompile(9), input: "0x", error: "reverted" };
    const created: Frame = { type: "CREATE", to: contract, input: "0x" };
    const steps = [
      { op: "CREATE2", gasCost: 32_000 },
      { op: "CREATE", gasCost: 32_000 },
    ];
    assert.deepEqual(readTraces(steps, root(failed, created)).created, [contract]);
  });

  it("refuses traces that differ in their calls", () =>
    assert.throws(() => readTraces([], root(call(contract))), /the steps make 0 calls, and the calls' trace has 1/));

  it("reads the words of a hash from its gas", () =>
    assert.deepEqual(readTraces([{ op: "KECCAK256", gasCost: 30 + 6 * 2 }], root()).hashedWords, [2]));
});

describe("countersOf", () => {
  const execution = readTraces(
    [...Array.from({ length: 8 }, () => callStep), { op: "KECCAK256", gasCost: 30 + 6 * 5 }],
    root(
      ...[1, 5, 6, 6, 7].map((address) => call(precompile(address), bytes(128))),
      call(precompile(8), bytes(4 * 192)),
      call(precompile(8), bytes(2 * 192)),
      call(contract),
    ),
  );

  it("counts calls, pairs, permutations, calldata and gas", () => {
    assert.deepEqual(countersOf(execution, { input: bytes(100), gasUsed: 50_000n }), {
      gas: 50_000,
      "calldata bytes": 100,
      ecMul: 1,
      ecAdd: 2,
      pairings: 2,
      "Miller loops": 6,
      modexp: 1,
      ecrecover: 1,
      keccak: 2 + 3, // 160 bytes, then 100 and the envelope's 256
    });
  });
});

describe("load", () => {
  for (const name of counters) {
    it(`is above 1 where ${name} exceeds its limit, and 1 where it reaches it`, () => {
      assert.equal(load({ ...none, [name]: limits[name] }), 1);
      assert.ok(load({ ...none, [name]: limits[name] + 1 }) > 1);
    });
  }
});

describe("byLabel and heaviest", () => {
  const rows = byLabel([
    { label: "light", counts: { ...none, gas: 5 } },
    { label: "prove", counts: { ...none, ecMul: 20, gas: 1 } },
    { label: "prove", counts: { ...none, ecMul: 41, gas: 0 } },
  ]);

  it("takes the most of each label, the heaviest first", () =>
    assert.deepEqual(rows, [
      ["prove", { ...none, ecMul: 41, gas: 1 }],
      ["light", { ...none, gas: 5 }],
    ]));

  it("names the transaction that uses most, beside the limit that it exceeds", () => {
    const [gas, , ecMul] = heaviest(rows);
    assert.deepEqual(gas, { name: "gas: light", value: 5, limit: 12_000_000 });
    assert.deepEqual(ecMul, { name: "ecMul: prove", value: 41, limit: 40 });
  });
});
