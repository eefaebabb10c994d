// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sendingPolicy } from "@commonweight/sdk";
import { parseGwei } from "viem";
import { readSendingPolicy } from "../src/sending.ts";
import { readSettings } from "../src/settings.ts";

const hash = `0x${"11".repeat(32)}` as const;

function read(flags: Record<string, string>) {
  const notes: string[] = [];
  const settings = readSettings({ flags: { rpc: ["http://127.0.0.1:1"], ...flags }, env: {}, cwd: "/" });
  return { policy: readSendingPolicy(settings, { note: (text) => notes.push(text) }), notes };
}

describe("the settings of sending", () => {
  it("are a number of blocks and a highest fee in gwei", () => {
    assert.equal(read({}).policy.confirmations, 1);
    assert.equal(read({}).policy.maximumFeePerGas, undefined);
    const { policy } = read({ confirmations: "12", maximumFee: "0.05" });
    assert.deepEqual([policy.confirmations, policy.maximumFeePerGas], [12, parseGwei("0.05")]);
    assert.deepEqual(sendingPolicy(policy)().sending, policy);
  });

  it("are refused with where they came from", () => {
    for (const confirmations of ["0", "-1", "1.5", "many", ""]) {
      assert.throws(() => read({ confirmations }), {
        name: "SettingError",
        message: `confirmations is "${confirmations}" (--confirmations); expected a number of blocks, from 1.`,
      });
    }
    for (const maximumFee of ["0", "0.0", "-1", "1e9", "1.0000000001", "20 gwei"]) {
      assert.throws(() => read({ maximumFee }), {
        name: "SettingError",
        message: /^maximumFee is ".*" \(--maximum-fee\)/,
      });
    }
  });

  it("say to people who wait what becomes of a transaction", () => {
    const { policy, notes } = read({});
    policy.onProgress!({ kind: "sent", hash });
    policy.onProgress!({ kind: "raised", hash, feePerGas: parseGwei("3") });
    policy.onProgress!({ kind: "notRaised", error: new Error("too high") });
    policy.onProgress!({ kind: "trouble", error: new Error("silence") });
    policy.onProgress!({ kind: "mined", hash, blockNumber: 7n });
    policy.onProgress!({ kind: "reorganised", hash });
    assert.deepEqual(notes, [
      `Sent ${hash}.`,
      `It is not mined yet: sent again as ${hash}, for at most 3 gwei per gas.`,
      "It is not mined yet, and no higher fee is allowed: it waits on.",
      "Mined in block 7.",
      `The block of ${hash} has left the chain: it waits again.`,
    ]);
  });
});
