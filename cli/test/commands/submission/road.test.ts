// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DOLLAR } from "@commonweight/devnet";
import {
  bytesToWords,
  decodeChunk,
  getFacts,
  getOwed,
  getSubmission,
  loadModel,
  saveModel,
  score,
  settle,
} from "@commonweight/sdk";
import { erc20Abi } from "viem";
import { randomModel, seededRandom, tinyArchitecture, tinyTask } from "../../../../sdk/test/fixtures.ts";
import { startTestBounty, type TestBounty } from "../../support/testBounty.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";

const [first, second] = [1, 2].map((seed) => randomModel(tinyArchitecture, seededRandom(seed)));

describe("commonweight submission, from commitment to prize", () => {
  let chain: TestChain;
  let bounty: TestBounty;
  let id: string;
  const operator = () => chain.devnet.account("operator").address;
  const at = () => ({ escrow: chain.devnet.deployment.trainingBounties, bounty: bounty.bounty });
  const onChain = () => getSubmission(chain.devnet.publicClient, { ...at(), operator: operator() });
  const balance = (account: `0x${string}`) =>
    chain.devnet.publicClient.readContract({
      address: chain.devnet.token,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [account],
    });
  const store = () => join(chain.folder, "operator", "store");
  /** Of the second model, by the integer reference, on the chunks that were drawn. */
  const expectedScore = async () => {
    const { scoredChunks } = await getFacts(chain.devnet.publicClient, at());
    const chunks = scoredChunks.map((index) => decodeChunk(tinyTask, bytesToWords(bounty.set.chunks[index]!.words)));
    return chunks.reduce((sum, chunk) => sum + score({ model: second!, task: tinyTask, chunk }), 0);
  };
  const run = (...args: string[]) => chain.as("operator", args);

  before(async () => {
    chain = await startTestChain();
    bounty = await startTestBounty(chain.devnet);
    id = String(bounty.bounty);
    await saveModel(join(chain.folder, "first.json"), first!);
    await saveModel(join(chain.folder, "second.json"), second!);
  });
  after(() => chain.close());

  it("has nothing to prove, claim, replace or withdraw before there is a submission", async () => {
    for (const [verb, ...rest] of [["claim"], ["replace", "first.json"], ["withdraw"]] as const) {
      const { code, stderr, stdout } = await run("submission", verb, id, ...rest);
      assert.equal(code, 4, verb);
      assert.match(stderr, /has no submission in bounty 1; expected one\./);
      assert.equal(stdout, "");
    }
    const { stdout } = await run("submission", "status", id);
    assert.match(stdout, /submission {2}none/);
    assert.match(stdout, /Commit a model: submission commit, before \d{4}-\d\d-\d\d \d\d:\d\d \(in /);
  });

  it("names a model file that is not there or not whole, and sends nothing", async () => {
    const { code, stderr } = await run("submission", "commit", id, "absent.json");
    assert.equal(code, 3);
    assert.match(stderr, /absent\.json/);
    assert.equal(await onChain(), undefined);
  });

  it("commits once: words and salt are in the store, the bond is taken, the danger is said", async () => {
    const before = await balance(operator());
    const payee = chain.devnet.account("customer").address;
    const { code, stderr, stdout } = await run("submission", "commit", id, "first.json", "--payee", payee);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Committed to a model in bounty 1\./);
    assert.match(stdout, new RegExp(`payee +${payee}`));
    assert.match(stderr, /Warning: .*store is the only place/);
    assert.match(stderr, /Warning: .*store is not encrypted/);
    assert.equal(before - (await balance(operator())), 22n * DOLLAR);
    assert.equal((await readdir(join(store(), "submissions"))).length, 1);

    const again = await run("submission", "commit", id, "first.json", "--payee", payee, "--json");
    assert.equal(again.json<{ hash?: string; sequence: number }>().hash, undefined);
    assert.match(
      (await run("submission", "commit", id, "first.json", "--payee", payee)).stdout,
      /^Committed already to/,
    );
    assert.equal(before - (await balance(operator())), 22n * DOLLAR);
    assert.equal((await readdir(join(store(), "submissions"))).length, 1, "one salt");
  });

  it("refuses to commit to another model unasked, replaces it when asked, and keeps the payee", async () => {
    const other = await run("submission", "commit", id, "second.json");
    assert.equal(other.code, 4);
    assert.match(other.stderr, /committed to another model or payee in bounty 1/);
    assert.match(other.stderr, /submission replace/);

    const replaced = await run("submission", "replace", id, "second.json", "--json");
    assert.equal(replaced.code, 0, replaced.stderr);
    const { submission } = replaced.json<{ submission: { payee: string } }>();
    assert.equal(submission.payee, chain.devnet.account("customer").address);
    const { sequence } = (await onChain())!;
    const again = await run("submission", "replace", id, "second.json");
    assert.match(again.stdout, /^Committed already to/);
    assert.equal((await onChain())!.sequence, sequence, "a repeat does not lose the place");
  });

  it("proves nothing before its time", async () => {
    const { code, stderr } = await run("submission", "prove", id);
    assert.equal(code, 4);
    assert.match(stderr, /Bounty 1 is in Training; expected Proving\./);
  });

  it("says what is missing where the store is lost, and finds it again", async () => {
    await rename(store(), `${store()}.away`);
    const status = await run("submission", "status", id);
    assert.match(status.stdout, /in the store +NO: it can be neither proven nor claimed/);
    const commit = await run("submission", "commit", id, "second.json");
    assert.equal(commit.code, 6);
    assert.match(commit.stderr, /The store does not hold the model that 0x\w+ is committed to in bounty 1/);
    await rename(`${store()}.away`, store());
    assert.match((await run("submission", "status", id)).stdout, /in the store +yes/);
  });

  it("proves model and score with the keys of the chain, and names the folder that lacks them", async () => {
    await bounty.goTo("trainingEnds");
    await bounty.drawAndOpen("score");
    const lost = await chain.as("operator", ["submission", "prove", id, "--artifacts", chain.folder]);
    assert.equal(lost.code, 2);
    assert.match(lost.stderr, /holds no circuit seal-model\.tiny-mlp with the key that is registered/);

    const proven = await run("submission", "prove", id, "--json");
    assert.equal(proven.code, 0, proven.stderr);
    const { score: points, rank, hashes } = proven.json<{ score: number; rank: number; hashes: string[] }>();
    assert.equal(points, await expectedScore());
    assert.deepEqual([rank, hashes.length], [0, 2]);
    assert.equal((await onChain())!.score, points);
    assert.equal((await readdir(join(chain.folder, "operator", "proofs"))).length, 3);

    const again = await run("submission", "prove", id);
    assert.match(again.stdout, /rank 1\.\nEverything was counted already\./);
  });

  it("claims the prize for the payee, once", async () => {
    await bounty.goTo("provingEnds");
    const early = await run("submission", "status", id);
    assert.match(early.stdout, /Claim the prize: submission claim, before /);
    const { stdout, code } = await run("submission", "claim", id);
    assert.equal(code, 0);
    const payee = chain.devnet.account("customer").address;
    // 102 dollars in the pot, less the protocol's hundredth.
    assert.match(
      stdout,
      new RegExp(`^The weights are published, and claimed is prize 1 of bounty 1: 100\\.98 TUSD for ${payee}`),
    );
    const { token } = chain.devnet;
    assert.equal(
      await getOwed(chain.devnet.publicClient, { escrow: at().escrow, token, account: payee }),
      100_980_000n,
    );
    assert.match((await run("submission", "claim", id)).stdout, /^Claimed already prize 1/);
  });

  it("has the published model fetched by anybody, from the chain alone, under a name that is free", async () => {
    const early = await chain.as("customer", ["model", "fetch", id, "--out", "fetched.json"]);
    assert.equal(early.code, 1);
    assert.match(early.stderr, /emitted no event Settled/);
    await settle(chain.devnet.wallet("backer"), at());
    const fetched = await chain.as("customer", ["model", "fetch", id, "--out", "fetched.json"]);
    assert.equal(fetched.code, 0, fetched.stderr);
    assert.match(fetched.stdout, new RegExp(`operator +${operator()}`));
    assert.deepEqual(await loadModel(join(chain.folder, "fetched.json")), second);
    const again = await chain.as("customer", ["model", "fetch", id, "--out", "fetched.json"]);
    assert.equal(again.code, 3);
    assert.match(again.stderr, /The file exists/);
  });
});
