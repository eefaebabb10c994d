// SPDX-License-Identifier: MIT
// What is wrong with a file of terms is told at once, each mistake with its line, and before anything is sent.
import assert from "node:assert/strict";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { keccak256, stringToHex, zeroHash } from "viem";
import { tinyCsv, writeTinyBounty } from "../../support/bountyFile.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";

describe("commonweight bounty create", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  /** The mistakes of terms, as they are told. */
  async function mistakesIn(changes: Record<string, string>, csv = tinyCsv()): Promise<string[]> {
    await writeTinyBounty(chain, changes);
    await writeFile(join(chain.folder, "evaluation.csv"), csv);
    const { code, stdout, stderr } = await chain.as("sponsor", ["bounty", "create", "bounty.yaml"]);
    assert.equal(code, 3, stderr);
    assert.equal(stdout, "");
    const [first, empty, ...mistakes] = stderr.trimEnd().split("\n");
    assert.match(first!, /bounty\.yaml: (One term is|\d+ terms are) wrong\. Nothing was sent\.$/);
    assert.equal(empty, "");
    return mistakes;
  }

  it("lists every mistake with its line, its value and what was expected", async () => {
    const mistakes = await mistakesIn({
      token: "token: USDC",
      ordering: "ordering: Fastest",
      goal: "goal: 2000",
      entryFee: "entryFee: 3",
      prizes: "prizes: [60 %, 70 %]",
      shares: "shares: { backers: 10 %, operators: 30 %, sponsor: 10 %, treasury: 0 % }",
      license: "licence: CC0",
    });
    assert.deepEqual(mistakes, [
      'line 3: licence is "CC0"; expected one of the terms that there are: title, kind, license, dataCard, token, task, windows, architecture, architecturesUntil, ordering, minimumScore, drawnChunks, evaluation, prizes, shares, goal, cap, sponsorBond, operatorBond, entryFee, parent, royalty, licenseTiers.',
      'line 5: token is "USDC"; expected an address, 0x and 40 hexadecimal digits.',
      'line 8: ordering is "Fastest"; expected Accuracy or Compression.',
      'line 12: prizes.1 is "70 %"; expected no more than the prize before it.',
      'line 12: prizes is "a list of 2"; expected 100 % together; they are 130 %.',
      'line 13: shares.backers is "10 %"; expected per cent from 20 to 100 with at most two decimals, such as 12.5 %.',
      'line 14: goal is "2000"; expected no more than cap.',
      'line 18: entryFee is "3"; expected at most a tenth of operatorBond.',
    ]);
  });

  it("holds windows against the bounds of the escrow and of the draws", async () => {
    const mistakes = await mistakesIn({
      windows:
        "windows: { draftEnds: 30 min, fundingEnds: 2020-01-01 00:00Z, trainingEnds: soon, openingEnds: 1 h, provingEnds: 200 days, claimEnds: 1 h, reserveEnds: 1 h }",
    });
    assert.deepEqual(mistakes, [
      'line 19: windows.trainingEnds is "soon"; expected a duration, such as 3 days or 1 h 30 min, or a time, such as 2027-01-05 12:00.',
      'line 19: windows.draftEnds is "30 min"; expected an end 31 min to 180 d after now; this is 30 min after it.',
      'line 19: windows.fundingEnds is "2020-01-01 00:00Z"; expected an end 1 s to 180 d after draftEnds; this is before it.',
    ]);
  });

  it("holds what is scored against the evaluation set", async () => {
    assert.deepEqual(await mistakesIn({ drawnChunks: "drawnChunks: 3", minimumScore: "minimumScore: 13" }), [
      'line 9: minimumScore is "13"; expected at most 12, the samples of the drawn chunks.',
      'line 11: drawnChunks is "3"; expected at most 2: 3 chunks, less those that are shown.',
    ]);
    assert.match((await mistakesIn({}, tinyCsv(13)))[0]!, /a multiple of 4 samples, 8 to 256, .*; there are 13\.$/);
    const [feature] = await mistakesIn({}, tinyCsv().replace(/^\d/, "9"));
    assert.match(feature!, /features that times scale are from 0 to 3; column 1 of sample 1 is 9\.$/);
    const [label] = await mistakesIn({}, tinyCsv().replace(/\d\n/, "3\n"));
    assert.match(label!, /labels from 0 to 2; that of sample 1 is 3\.$/);
    const [missing] = await mistakesIn({ evaluation: "evaluation: { file: nowhere.csv }" });
    assert.match(missing!, /^line 10: evaluation\.file is "nowhere\.csv"; expected samples for tiny: .*cannot be read/);
  });

  it("asks the registry for task and architecture, and the escrow for token and parent", async () => {
    const mistakes = await mistakesIn({
      token: `token: "0x${"11".repeat(20)}"`,
      architecture: `architecture: "0x${"22".repeat(32)}"`,
      parent: "parent: 7",
      royalty: "royalty: 5 %",
      until: "architecturesUntil: 2027-01-05 12:00",
    });
    assert.match(mistakes[0]!, /^line 5: token is "0x1111.*; expected a token that the escrow's owner has allowed\.$/);
    assert.match(mistakes[1]!, /^line 7: architecture is .*; expected one that is registered for the task/);
    assert.match(mistakes[2]!, /parent is "7"; expected the number of a bounty that there is\.$/);
    assert.match(mistakes[3]!, /architecturesUntil is .*; expected nothing where architecture is not "any"\.$/);
    const [task] = await mistakesIn({ task: "task: letters" });
    assert.match(task!, /^line 6: task is "letters"; expected the name of a task of the deployment, tiny, or an id/);
  });

  it("says what is missing, and writes mistakes as JSON", async () => {
    await writeTinyBounty(chain, { goal: "", title: "title:" });
    const { stderr } = await chain.as("sponsor", ["bounty", "create", "bounty.yaml", "--json"]);
    const { error } = JSON.parse(stderr);
    assert.equal(error.name, "InvalidTermsError");
    assert.deepEqual(error.facts, [
      "goal is missing; expected an amount of TUSD above 0 with at most 6 decimals.",
      "line 1: title is missing; expected a text of 1 to 100 characters.",
    ]);
  });

  it("names a file that is not there, or no YAML", async () => {
    const missing = await chain.as("sponsor", ["bounty", "create", "nowhere.yaml"]);
    assert.equal(missing.code, 3);
    assert.match(
      missing.stderr,
      /nowhere\.yaml: The file cannot be read; expected terms, as `bounty init` writes them/,
    );
    await writeFile(join(chain.folder, "broken.yaml"), "title: [\n");
    const broken = await chain.as("sponsor", ["bounty", "create", "broken.yaml"]);
    assert.match(broken.stderr, /broken\.yaml:\d: This is not YAML\./);
    await writeFile(join(chain.folder, "text.yaml"), "just text");
    const text = await chain.as("sponsor", ["bounty", "create", "text.yaml"]);
    assert.match(text.stderr, /text\.yaml: The file holds no terms; expected one a line/);
  });

  it("keeps nothing and sends nothing where something is wrong", async () => {
    await mistakesIn({ goal: "goal: 0" });
    await assert.rejects(access(join(chain.folder, "bounty.yaml.created.json")));
    assert.match((await chain.as("backer", ["bounty", "list"])).stdout, /There is no such bounty\./);
  });

  it("refuses a bond that the wallet does not hold", async () => {
    const [bond] = await mistakesIn({ sponsorBond: "sponsorBond: 20000" });
    assert.match(bond!, /sponsorBond is "20000"; expected no more than the 10,000 TUSD that the wallet holds\.$/);
  });

  it("takes any architecture until a time, licences with their hashes, and what is described elsewhere", async () => {
    await writeFile(join(chain.folder, "spec.md"), "# What it is");
    await writeFile(join(chain.folder, "research.md"), "For research.");
    await writeTinyBounty(chain, {
      architecture: "architecture: any",
      until: "architecturesUntil: 2027-01-01 02:00Z",
      dataCard: "spec: { uri: 'ipfs://spec', file: spec.md }",
      licenses: "licenseTiers: [{ price: 12.5, termsUri: 'ipfs://research', file: research.md }]",
      windows:
        "windows: { draftEnds: 1 h, fundingEnds: 2027-02-01 00:00Z, trainingEnds: 2 weeks, openingEnds: 1 day, provingEnds: 90 min, claimEnds: 1 h 30 min, reserveEnds: 45 s }",
    });
    const created = await chain.as("sponsor", ["bounty", "create", "bounty.yaml", "--json"]);
    assert.equal(created.code, 0, created.stderr);
    const { bounty } = created.json<{ bounty: string }>();
    const shown = await chain.as("backer", ["bounty", "show", bounty, "--json"]);
    const { terms } = shown.json<{ terms: Record<string, unknown> & { windows: Record<string, number> } }>();
    assert.equal(terms.architecture, zeroHash);
    assert.equal(terms.architecturesUntil, Date.UTC(2027, 0, 1, 2) / 1000);
    assert.deepEqual([terms.specUri, terms.specHash], ["ipfs://spec", keccak256(stringToHex("# What it is"))]);
    assert.deepEqual(terms.licenseTiers, [
      { price: "12500000", termsUri: "ipfs://research", termsHash: keccak256(stringToHex("For research.")) },
    ]);
    const { fundingEnds, trainingEnds, openingEnds, provingEnds, claimEnds, reserveEnds } = terms.windows;
    assert.equal(fundingEnds, Date.UTC(2027, 1, 1) / 1000);
    const lengths = [trainingEnds! - fundingEnds!, openingEnds! - trainingEnds!, provingEnds! - openingEnds!];
    assert.deepEqual(lengths, [1_209_600, 86_400, 5_400]);
    assert.deepEqual([claimEnds! - provingEnds!, reserveEnds! - claimEnds!], [5_400, 45]);
    assert.match((await chain.as("backer", ["bounty", "show", bounty])).stdout, /^spec +ipfs:\/\/spec$/m);
  });

  it("takes the file that init writes, once the example's samples are there", async () => {
    const { stdout } = await chain.as("sponsor", ["bounty", "init", "mine.yaml", "--token", chain.devnet.token]);
    assert.match(stdout, /Fill it in, then: commonweight bounty create mine\.yaml/);
    const text = await readFile(join(chain.folder, "mine.yaml"), "utf8");
    assert.match(text, /^task: tiny$/m);
    await writeFile(join(chain.folder, "evaluation.csv"), tinyCsv());
    const created = await chain.as("sponsor", ["bounty", "create", "mine.yaml", "--json"]);
    assert.equal(created.code, 0, created.stderr);
    const { terms } = (
      await chain.as("sponsor", ["bounty", "show", created.json<{ bounty: string }>().bounty, "--json"])
    ).json<{ terms: object }>();
    assert.deepEqual(
      { ...terms, windows: 0, sponsor: 0, task: 0, architecture: 0, chunksRoot: 0, specUri: 0, specHash: 0, token: 0 },
      {
        token: 0,
        sponsor: 0,
        task: 0,
        architecture: 0,
        architecturesUntil: 0,
        ordering: "Accuracy",
        minimumScore: 1,
        chunks: 3,
        drawnChunks: 2,
        chunksRoot: 0,
        prizesBps: [7_000, 3_000],
        shares: { backersBps: 6_000, operatorsBps: 3_000, sponsorBps: 1_000, treasuryBps: 0 },
        goal: "500000000",
        cap: "1000000000",
        sponsorBond: "100000000",
        operatorBond: "50000000",
        entryFee: "5000000",
        windows: 0,
        parent: "0",
        royaltyBps: 0,
        licenseTiers: [],
        specUri: 0,
        specHash: 0,
      },
    );
    const again = await chain.as("sponsor", ["bounty", "init", "mine.yaml"]);
    assert.equal(again.code, 3);
    assert.match(again.stderr, /The file exists; expected a name that is free/);
  });
});
