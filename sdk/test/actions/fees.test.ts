// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createClient } from "viem";
import {
  assertAffordable,
  estimateFees,
  type Fees,
  feePerGas,
  raiseFees,
} from "../../src/actions/internal/sending/fees.ts";
import { fakeEndpoint } from "../support/fakeEndpoint.ts";

const block = { number: "0x1", hash: `0x${"11".repeat(32)}`, timestamp: "0x1", transactions: [] };
const legacy = (gasPrice: bigint): Fees => ({ type: "legacy", gasPrice });
const eip1559 = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint): Fees => ({
  type: "eip1559",
  maxFeePerGas,
  maxPriorityFeePerGas,
});

describe("fees", () => {
  it("have a tip where blocks have a base fee, and one price where they have none", async () => {
    const estimate = (baseFeePerGas: string | undefined) => {
      const { transport } = fakeEndpoint({
        eth_getBlockByNumber: { ...block, baseFeePerGas },
        eth_maxPriorityFeePerGas: "0x5",
        eth_gasPrice: "0x64",
      });
      return estimateFees(createClient({ transport }));
    };
    assert.deepEqual(await estimate("0x64"), eip1559(125n, 5n));
    assert.deepEqual(await estimate(undefined), legacy(120n));
  });

  it("are told from a chain that does not answer", async () => {
    const { transport } = fakeEndpoint({ eth_getBlockByNumber: new Error("socket hang up") });
    await assert.rejects(estimateFees(createClient({ transport })), /socket hang up/);
  });

  it("are refused above the maximum, and taken at it", () => {
    assert.doesNotThrow(() => assertAffordable(legacy(10n), undefined));
    assert.doesNotThrow(() => assertAffordable(legacy(10n), 10n));
    assert.throws(() => assertAffordable(eip1559(11n, 1n), 10n), { name: "FeeTooHighError", feePerGas: 11n });
  });

  it("rise by an eighth, rounded up, or by one wei at least", () => {
    assert.deepEqual(raiseFees(legacy(80n), legacy(1n), 1_000n), legacy(90n));
    assert.deepEqual(raiseFees(legacy(81n), legacy(1n), 1_000n), legacy(92n));
    assert.deepEqual(raiseFees(eip1559(80n, 0n), eip1559(1n, 0n), 1_000n), eip1559(90n, 1n));
  });

  it("rise to what the chain asks for, where that is more, but not above the maximum", () => {
    assert.deepEqual(raiseFees(legacy(80n), legacy(200n), 1_000n), legacy(200n));
    assert.deepEqual(raiseFees(legacy(80n), legacy(200n), 100n), legacy(100n));
    assert.deepEqual(raiseFees(eip1559(80n, 8n), eip1559(200n, 50n), 1_000n), eip1559(200n, 50n));
    assert.deepEqual(raiseFees(eip1559(80n, 8n), eip1559(200n, 500n), 100n), eip1559(100n, 100n));
    assert.deepEqual(raiseFees(eip1559(80n, 8n), legacy(200n), 1_000n), eip1559(200n, 9n));
    assert.throws(() => raiseFees(legacy(80n), legacy(1n), 89n), { name: "FeeTooHighError" });
    assert.throws(() => raiseFees(eip1559(80n, 8n), legacy(1n), 89n), { name: "FeeTooHighError" });
  });

  it("always replace what they were: an eighth more of fee and tip, the tip within the fee", () => {
    const fee = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(fee, fee, fee, fee, fee, (maxFee, share, current, currentTip, maximum) => {
        const before = eip1559(maxFee, share % (maxFee + 1n));
        let after: Fees;
        try {
          after = raiseFees(before, eip1559(current, currentTip), maximum);
        } catch {
          assert.ok(maximum * 8n < maxFee * 9n + 8n);
          return;
        }
        assert.ok(after.type === "eip1559" && before.type === "eip1559");
        assert.ok(after.maxFeePerGas * 8n >= before.maxFeePerGas * 9n && after.maxFeePerGas > before.maxFeePerGas);
        assert.ok(after.maxPriorityFeePerGas * 8n >= before.maxPriorityFeePerGas * 9n);
        assert.ok(after.maxPriorityFeePerGas > before.maxPriorityFeePerGas);
        assert.ok(after.maxPriorityFeePerGas <= after.maxFeePerGas && feePerGas(after) <= maximum);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
