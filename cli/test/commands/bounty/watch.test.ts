// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { writeTinyBounty } from "../../support/bountyFile.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";

describe("commonweight bounty watch", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
    assert.equal((await chain.as("sponsor", ["bounty", "create", await writeTinyBounty(chain)])).code, 0);
  });
  after(() => chain.close());

  it("says what happens as it comes, and ends when the bounty is over", async () => {
    let cancelled: Promise<unknown> | undefined;
    const ran = await chain.as("backer", ["bounty", "watch", "1", "--interval", "1"], {
      onStdout: (text) => {
        if (text.startsWith("Draft.")) cancelled = chain.as("sponsor", ["bounty", "cancel", "1"]);
      },
    });
    await cancelled;
    assert.equal(ran.code, 0);
    const lines = ran.stdout.trimEnd().split("\n");
    assert.match(lines[0]!, /^block \d+: created by 0x/);
    assert.match(lines[1]!, /^Draft\. The sponsor seals/);
    assert.match(lines[2]!, /^block \d+: cancelled by its sponsor$/);
    assert.match(lines[3]!, /^Failed\. It was cancelled/);
    assert.equal(lines.length, 4);
  });

  it("ends where the person has had enough", async () => {
    await chain.as("sponsor", ["bounty", "create", "bounty.yaml", "--again"]);
    const ran = await chain.as("backer", ["bounty", "watch", "2"], { interrupted: Promise.resolve() });
    assert.equal(ran.code, 0);
    assert.match(ran.stdout, /Draft\. The sponsor seals[^\n]*\n$/);
  });

  it("says that there is no such bounty", async () => {
    const { code, stderr } = await chain.as("backer", ["bounty", "watch", "9"]);
    assert.equal(code, 4);
    assert.match(stderr, /There is no bounty 9|BountyUnknown/);
  });
});
