// SPDX-License-Identifier: MIT
// A sponsor's and backers' road by commands alone, with real proofs: from a file of terms to shares. The steps build on each other.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { saveModel } from "@commonweight/sdk";
import { randomModel, seededRandom, tinyArchitecture } from "../../../../sdk/test/fixtures.ts";
import { waitForDraw, writeTinyBounty } from "../../support/bountyFile.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";

describe("a bounty by commands", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  async function run(account: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await chain.as(account, args);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  async function travelTo(window: string): Promise<void> {
    const ran = await chain.as("backer", ["bounty", "show", "1", "--json"]);
    const { terms } = ran.json<{ terms: { windows: Record<string, number> } }>();
    await chain.devnet.travelTo(BigInt(terms.windows[window]!));
  }

  it("is created once from a file, however often that is asked for", async () => {
    const file = await writeTinyBounty(chain);
    const first = await run("sponsor", "bounty", "create", file);
    assert.match(first, /^Bounty 1, Tiny, is created with a bond of 50 TUSD/);
    assert.match(first, /Seal it before .* \(in 59 min 5\d s\): commonweight data seal 1/);
    assert.match(await run("sponsor", "bounty", "create", file), /Bounty 1 was created from this file before/);
    assert.match(
      await run("backer", "bounty", "list"),
      /^bounty +title +status +pot +until\n1 +Tiny +Draft +0 TUSD +\d/,
    );
  });

  it("is sealed with real proofs, and cannot be sealed twice", async () => {
    const shown = await run("backer", "bounty", "show", "1");
    assert.match(shown, /0 of 3 chunks are sealed: the sponsor goes on with commonweight data seal 1/);
    const sealed = await chain.as("sponsor", ["data", "seal", "1", "--json"]);
    assert.deepEqual(sealed.json<{ sealed: number[] }>().sealed, [0, 1, 2]);
    const again = await chain.as("sponsor", ["data", "seal", "1", "--json"]);
    const { sealed: none, skipped } = again.json<{ sealed: number[]; skipped: number[] }>();
    assert.deepEqual([none, skipped], [[], [0, 1, 2]]);
  });

  it("shows a sample once its round is there, and says when that is before", async () => {
    const early = await chain.as("sponsor", ["data", "open", "1"]);
    assert.equal(early.code, 4);
    assert.match(early.stderr, /The round that draws comes at \d{4}-\d\d-\d\d \d\d:\d\d \(in (29|30) min/);
    await waitForDraw(chain);
    // Anybody draws; who has not the words opens nothing.
    assert.match(
      await run("backer", "data", "open", "1"),
      /^Drawn as the sample: chunk \d\. Their words are not in this/,
    );
    assert.match(await run("sponsor", "data", "open", "1"), /Opened chunk \d\. Bounty 1 is in Funding\./);
    const late = await chain.as("sponsor", ["data", "open", "1"]);
    assert.match(late.stderr, /Bounty 1 is in Funding; expected Draft, for the sample/);
  });

  it("takes contributions in token units, for others, and by permit", async () => {
    const first = await run("backer", "bounty", "contribute", "1", "60.5");
    assert.match(first, /^60\.5 TUSD paid in/);
    assert.match(first, /The goal of 100 TUSD needs 39\.5 TUSD more before/);
    const { address } = chain.devnet.account("backer2");
    const second = await run("backer", "bounty", "contribute", "1", "500", "--for", address, "--permit");
    assert.match(second, new RegExp(`Together ${address} has paid in 500 TUSD. The goal is reached.`));
    const last = await run("backer", "bounty", "contribute", "1", "600");
    assert.match(last, /^439\.5 TUSD paid in, which is all that still fitted under the cap/);
    const wrong = await chain.as("backer", ["bounty", "contribute", "1", "1.1234567"]);
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /expected an amount of TUSD with at most 6 decimals/);
  });

  it("is trained for, opened, proven and claimed", async () => {
    for (const [operator, seed] of [
      ["operator", 1],
      ["operator2", 2],
    ] as const) {
      await saveModel(join(chain.folder, "model.json"), randomModel(tinyArchitecture, seededRandom(seed)));
      await run(operator, "submission", "commit", "1", "model.json");
    }
    assert.match(await run("backer", "bounty", "show", "1"), /status +Training\. Operators train/);
    await travelTo("trainingEnds");
    await waitForDraw(chain);
    assert.match(await run("sponsor", "data", "open", "1"), /Drawn as what is scored: chunks .* is in Proving\./);
    for (const operator of ["operator", "operator2"]) await run(operator, "submission", "prove", "1");
    await travelTo("provingEnds");
    for (const operator of ["operator", "operator2"]) await run(operator, "submission", "claim", "1");
  });

  it("is settled by anybody, and shows standings and what it means for an account", async () => {
    const before = await run("backer", "bounty", "show", "1");
    assert.match(before, /anybody settles it: commonweight bounty settle 1/);
    assert.match(await run("customer", "bounty", "settle", "1"), /The model's shares are 0x/);
    assert.match(await run("customer", "bounty", "settle", "1"), /was settled before/);
    const { address } = chain.devnet.account("operator");
    const shown = await run("operator", "bounty", "show", "1", "--account", address);
    assert.match(shown, /^1 +0x\w+ +\d of 8 +\d+ +claimed prize 1$/m);
    assert.match(shown, /^2 +0x\w+ +\d of 8 +\d+ +claimed prize 2$/m);
    assert.match(shown, /^rank +[12] of 2$/m);
    assert.match(shown, /^shares +(210,000|90,000) shares$/m);
    assert.match(shown, /^in the ledger +[\d.]+ TUSD$/m);
  });

  it("tells all that happened, and ends at a final status", async () => {
    const text = await run("backer", "bounty", "watch", "1");
    assert.match(text, /^block \d+: created by 0x/);
    assert.match(text, /block \d+: 0x\w+ paid in 500 TUSD/);
    assert.match(text, /block \d+: 0x\w+ claimed prize 1, [\d.]+ TUSD/);
    assert.match(text, /Settled\. A model is published\. Shares and money can be claimed\.\n$/);
    const { stdout } = await chain.as("backer", ["bounty", "watch", "1", "--once", "--json"]);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(lines[0].event, "BountyCreated");
    assert.deepEqual(lines.at(-1), { status: "Settled" });
  });

  it("is cancelled by its sponsor alone, and the file makes another where asked", async () => {
    const other = await run("sponsor", "bounty", "create", "bounty.yaml", "--again");
    assert.match(other, /^Bounty 2, Tiny/);
    const refused = await chain.as("backer", ["bounty", "cancel", "2"]);
    assert.equal(refused.code, 4);
    assert.match(await run("sponsor", "bounty", "cancel", "2"), /Bounty 2 is cancelled/);
    assert.match(await run("sponsor", "bounty", "cancel", "2"), /was cancelled before/);
    const list = await run("backer", "bounty", "list", "--status", "failed");
    assert.match(list, /^2 +Tiny +Failed +0 TUSD$/m);
    assert.doesNotMatch(list, /^1 /m);
  });

  it("goes on with the set and the windows of a run that was killed before it could note the number", async () => {
    const file = join(chain.folder, "bounty.yaml");
    await writeFile(file, `${await readFile(file, "utf8")}# another\n`);
    assert.match(await run("sponsor", "bounty", "create", "bounty.yaml"), /^Bounty 3/);
    const note = join(chain.folder, "bounty.yaml.created.json");
    const { bounty: _, ...begun } = JSON.parse(await readFile(note, "utf8"));
    await writeFile(note, JSON.stringify(begun));
    assert.match(await run("sponsor", "bounty", "create", "bounty.yaml"), /Bounty 3 was created from this file before/);
    await rm(note);
  });
});
