// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestChain, type TestChain } from "../../support/testChain.ts";

describe("commonweight money owed", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("says in token units what an account is owed", async () => {
    const { devnet } = chain;
    const { code, stdout } = await chain.as("backer", ["money", "owed", devnet.token]);
    assert.equal(code, 0);
    assert.equal(stdout, `${devnet.account("backer").address} is owed 0 TUSD.\n`);
  });

  it("writes the smallest unit as JSON, of another account if asked", async () => {
    const account = chain.devnet.account("operator").address;
    const ran = await chain.as("backer", ["money", "owed", chain.devnet.token, "--account", account, "--json"]);
    assert.deepEqual(ran.json(), { token: chain.devnet.token, account, amount: "0" });
  });

  it("ends with the code of wrong usage where the token is no address", async () => {
    const { code, stdout, stderr } = await chain.as("backer", ["money", "owed", "USDC"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /It is USDC; expected an address/);
  });
});
