// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, createClient, custom, decodeFunctionData, type Hex } from "viem";
import * as actions from "../../src/actions/index.ts";
import * as flows from "../../src/flows/index.ts";
import { commonweightActions, localChain, marketActions, modelLicensesAbi } from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";

const address = (digit: string): Address => `0x${digit.repeat(40)}`;
const [escrow, registry, licenses, offers, shares] = ["1", "2", "3", "4", "5"].map(address) as [
  Address,
  Address,
  Address,
  Address,
  Address,
];

/** A client whose node answers calls with `answer`, and what it was asked. */
function recordingClient(answer: Hex) {
  const asked: { to: Address; data: Hex }[] = [];
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    assert.equal(method, "eth_call");
    asked.push((params as [{ to: Address; data: Hex }])[0]);
    return answer;
  };
  return { asked, client: createClient({ chain: localChain, transport: custom({ request }) }) };
}

/** The functions of a module that take a client first, by the source: `(client, parameters)`. */
function clientActions(module: Record<string, unknown>): string[] {
  const isAction = (value: unknown) => typeof value === "function" && /^[^(]*\(\s*client\b/.test(String(value));
  return Object.keys(module).filter((name) => isAction(module[name]));
}

describe("the actions bound to a client", () => {
  it("are all there are", () => {
    const { client } = recordingClient("0x");
    const bound = { ...commonweightActions({ escrow, registry })(client), ...marketActions()(client) };
    const all = [...clientActions(actions), ...clientActions(flows)];
    assert.ok(all.length > 90, `${all.length} actions found`);
    assert.deepEqual(Object.keys(bound).sort(), all.sort());
  });

  it("know which exports are no actions", () => {
    const functions = Object.entries(actions).filter(([, value]) => typeof value === "function");
    const others = functions.map(([name]) => name).filter((name) => !clientActions(actions).includes(name));
    assert.deepEqual(others.sort(), [
      "encodeInitialLiquidity",
      "hashProposal",
      "hashSubmission",
      "nextAction",
      "toContractTerms",
    ]);
  });

  it("ask the contract that is bound, or the one they are told", async () => {
    const { asked, client } = recordingClient(`0x${"0".repeat(63)}1`);
    const bound = client.extend(commonweightActions({ escrow, registry, licenses, offers }));
    assert.equal(await bound.isLicensed({ shares, account: offers }), true);
    assert.deepEqual(decodeFunctionData({ abi: modelLicensesAbi, data: asked[0]!.data }).functionName, "isLicensed");
    await bound.isLicensed({ shares, account: offers, licenses: address("9") });
    assert.equal(await bound.getBountyCount(), 1n);
    assert.deepEqual(
      asked.map(({ to }) => to),
      [licenses, address("9"), escrow],
    );
  });

  it("name the address that is neither bound nor told", async () => {
    const bound = recordingClient("0x").client.extend(commonweightActions({ escrow, registry }));
    const message = "The address licenses is missing; expected bound, or told to the action.";
    await assertRejects((async () => bound.isLicensed({ shares, account: offers }))(), "InvalidValueError", message);
  });
});
