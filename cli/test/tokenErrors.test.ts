// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BaseError,
  InsufficientBalanceError,
  LiquidityMissingError,
  PoolPriceMismatchError,
  SlippageExceededError,
} from "@commonweight/sdk";
import { exitCodeOf } from "../src/exitCodes.ts";
import { inTokenUnits } from "../src/tokenErrors.ts";

const token = `0x${"11".repeat(20)}` as const;
const pool = `0x${"22".repeat(20)}` as const;
const known = { token: async () => ({ address: token, symbol: "TUSD", decimals: 6 }) };

/** The message in token units; the exit code and the name stay those of the error. */
async function told(error: BaseError): Promise<string> {
  const mapped = (await inTokenUnits(known, error)) as BaseError;
  assert.notEqual(mapped, error);
  assert.equal(exitCodeOf(mapped), exitCodeOf(error));
  assert.equal(mapped.message, mapped.shortMessage + (mapped.docsPath ? `\n\nDocs: ${mapped.docsPath}` : ""));
  return mapped.shortMessage;
}

describe("errors with amounts", () => {
  it("are told in token units", async () => {
    const balance = new InsufficientBalanceError({ token, account: pool, needed: 2_500_000n, balance: 1n });
    assert.equal(await told(balance), `${pool} holds 0.000001 TUSD; 2.5 TUSD are needed, 2.499999 TUSD are missing.`);
    const moved = new SlippageExceededError({ token, limit: 20_000_000n, actual: 25_123_456n, bound: "most" });
    assert.equal(await told(moved), "At most 20 TUSD were to move; now it would be 25.123456 TUSD.");
    const mined = new SlippageExceededError({ token, limit: 1_500_000_000n, actual: undefined, bound: "least" });
    assert.equal(await told(mined), "At least 1,500 TUSD were to move; the price has moved beyond that.");
    for (const [given, verb] of [
      [true, "take"],
      [false, "give"],
    ] as const) {
      const dry = new LiquidityMissingError({ pool, amount: 500_000n, token, given });
      assert.equal(
        await told(dry),
        `The pool ${pool} has too little liquidity to ${verb} 0.5 TUSD; trade less, or add liquidity first.`,
      );
    }
    const price = new PoolPriceMismatchError({
      pool,
      token,
      actual: 250_000n * 10n ** 18n,
      wanted: 300_000n * 10n ** 18n,
    });
    assert.equal(await told(price), `The pool ${pool} stands at the price 0.25 TUSD a share; wanted 0.3 TUSD a share.`);
  });

  it("stay as they are where the token cannot be read, and where they have no amounts", async () => {
    const unknown = { token: () => Promise.reject(new Error("no answer")) };
    const moved = new SlippageExceededError({ token, limit: 1n, actual: 2n, bound: "most" });
    assert.equal(await inTokenUnits(unknown, moved), moved);
    const other = new BaseError("Something else.");
    assert.equal(await inTokenUnits(known, other), other);
  });
});
