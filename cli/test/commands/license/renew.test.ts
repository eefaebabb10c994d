// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { it } from "node:test";
import { renew } from "../../../src/commands/license/renew.ts";
import type { Context } from "../../../src/context.ts";

// The chain of the other tests has one model alone.
it("license renew takes no licence of another model", async () => {
  const [ours, others] = [`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`];
  const actions = {
    getFacts: async () => ({ shares: ours }),
    getTerms: async () => ({ token: ours }),
    getLicense: async () => ({ shares: others, tier: 0n, licensee: ours, expiry: 5 }),
  };
  const context = {
    reader: async () => actions,
    writer: async () => actions,
    deployment: async () => ({ modelLicenses: ours }),
    token: async () => ({ symbol: "TUSD", decimals: 6 }),
    confirm: async () => assert.fail("somebody is asked"),
  } as unknown as Context;
  await assert.rejects(renew(context, 1n, 3n, { periods: 1 }), {
    name: "InvalidValueError",
    message: "The licence is 3; expected one of the model of bounty 1, as `license verify` lists them.",
  });
});
