// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  architectureRegistryAbi,
  beaconAbi,
  modelGovernanceAbi,
  modelGovernorAbi,
  modelLicensesAbi,
  modelSharesAbi,
  revertSentence,
  shareOffersAbi,
  trainingBountiesAbi,
} from "../../src/index.ts";

const root = join(import.meta.dirname, "../../..");
const abi = [
  ...trainingBountiesAbi,
  ...architectureRegistryAbi,
  ...beaconAbi,
  ...modelSharesAbi,
  ...modelGovernanceAbi,
  ...modelGovernorAbi,
  ...modelLicensesAbi,
  ...shareOffersAbi,
];

/** Names of the errors that our own Solidity declares. */
async function declaredErrors(): Promise<string[]> {
  const folders = ["contracts/interfaces", "contracts/libraries", "contracts", "contracts/ownership"];
  const names = new Set<string>();
  for (const folder of folders) {
    for (const file of await readdir(join(root, folder))) {
      if (!file.endsWith(".sol")) continue;
      const source = await readFile(join(root, folder, file), "utf8");
      for (const [, name] of source.matchAll(/^\s*error (\w+)\(/gm)) names.add(name!);
    }
  }
  return [...names].sort();
}

function exampleOf(type: string): unknown {
  if (type === "string") return "goal";
  if (type === "address") return "0x0000000000000000000000000000000000000001";
  if (type === "bytes32") return `0x${"ab".repeat(32)}`;
  return type === "uint8" ? 4 : 4n;
}

describe("the sentence of a revert", () => {
  it("exists for every error that our contracts declare, with each of its arguments", async () => {
    const declared = await declaredErrors();
    assert.ok(declared.length > 40, `${declared.length} errors found`);
    for (const name of declared) {
      const item = abi.find((candidate) => candidate.type === "error" && candidate.name === name);
      assert.ok(item?.type === "error", `${name} is in no generated ABI`);
      const args = item.inputs.map(({ type }) => exampleOf(type));
      const sentence = revertSentence(name, args);
      assert.ok(sentence.endsWith("."), sentence);
      assert.ok(!sentence.startsWith("The contract reverted with"), `${name} has no sentence of its own`);
      assert.ok(!/undefined|\[object/.test(sentence), sentence);
    }
  });

  it("names statuses, not their numbers", () => {
    assert.equal(
      revertSentence("StatusMismatch", [7n, 3, 2]),
      "Bounty 7 is in Training; the action is possible in Funding only.",
    );
    assert.equal(revertSentence("StatusMismatch", [7n, 0, 2]), "There is no bounty 7.");
  });

  it("gives a term, its value and its bounds", () => {
    assert.equal(
      revertSentence("TermOutOfBounds", ["entryFee", 30n, 0n, 20n]),
      "The term entryFee is 30; expected 0 to 20.",
    );
  });

  it("falls back to name and arguments for errors of others", () => {
    assert.equal(revertSentence("SomebodysError", [1n, "x"]), "The contract reverted with SomebodysError(1, x).");
  });
});
