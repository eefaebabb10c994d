// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hex } from "viem";
import { chains } from "../../scripts/checks/l2/chains.ts";
import type { Counters } from "../../scripts/checks/l2/counters.ts";
import { judge } from "../../scripts/checks/l2/judge.ts";

const everywhere = chains.map(({ name }) => name);

/** The chains on which a contract's code breaks a rule. */
function refusing(code: Hex): string[] {
  const verdicts = chains.map((chain) => judge(chain, [{ label: "Contract", code }], []));
  return verdicts.filter(({ breaches }) => breaches.length > 0).map(({ chain }) => chain);
}

/** The chains on which a transaction breaks a rule that ran an opcode, or called a precompile. */
function refusingToRun(opcode: string, ...precompiles: number[]): string[] {
  const execution = {
    opcodes: new Map([[opcode, 1]]),
    precompiles: precompiles.map((address) => ({ address, input: "0x" as const })),
    created: [],
    hashedWords: [],
  };
  const transaction = { label: "call", execution, counts: {} as Counters };
  const verdicts = chains.map((chain) => judge(chain, [], [transaction]));
  return verdicts.filter(({ breaches }) => breaches.length > 0).map(({ chain }) => chain);
}

describe("judge", () => {
  const refused: [string, Hex][] = [
    ["BLOCKHASH", "0x4000"],
    ["PREVRANDAO", "0x4400"],
    ["BLOBHASH", "0x4900"],
    ["BLOBBASEFEE", "0x4a00"],
    ["CALLCODE", "0xf200"],
    ["SELFDESTRUCT", "0xff"],
    ["what is no opcode", "0x0c00"],
  ];
  for (const [name, code] of refused)
    it(`refuses ${name} everywhere`, () => assert.deepEqual(refusing(code), everywhere));

  it("admits what Cancun brought besides blobs, and what came with Shanghai", () =>
    assert.deepEqual(refusing("0x5f5c5d5e00"), []));

  it("refuses CLZ where the fork is older", () => assert.deepEqual(refusing("0x1e00"), ["ZKsync EVM"]));

  it("admits opcodes in the data of a PUSH", () => assert.deepEqual(refusing("0x63ff49444000"), []));

  it("says where", () => {
    const [breach] = judge(chains[0]!, [{ label: "Contract", code: "0x6001ff" }], []).breaches;
    assert.equal(breach, "Linea: Contract has SELFDESTRUCT at byte 2; expected none");
  });

  it("refuses an opcode that ran", () => assert.deepEqual(refusingToRun("SELFDESTRUCT"), everywhere));

  it("refuses one whose name it does not know", () => assert.deepEqual(refusingToRun("DIFFICULTY"), everywhere));

  it("admits the precompiles that all have", () => assert.deepEqual(refusingToRun("STOP", 1, 2, 4, 5, 6, 7, 8), []));

  const missing: [string, number, string[]][] = [
    ["RIPEMD-160", 0x03, ["Linea", "Scroll", "ZKsync EVM"]],
    ["BLAKE2f", 0x09, ["Linea", "Scroll", "ZKsync EVM"]],
    ["the addition of BLS12-381", 0x0b, ["Scroll", "ZKsync EVM"]],
    ["what is no precompile", 0x12, everywhere],
  ];
  for (const [name, address, chainsWithout] of missing)
    it(`refuses ${name} where it is missing`, () => assert.deepEqual(refusingToRun("STOP", address), chainsWithout));
});
