// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, describe, it } from "node:test";
import { DOLLAR } from "@commonweight/devnet";
import { approveToken, fileJournal, fileStore, getContribution } from "@commonweight/sdk";
import { maxUint256, parseGwei } from "viem";
import { cheap, exampleSubmission } from "../../../sdk/test/support/secrets.ts";
import { type Gate, openGate, type Passage } from "../../../test/faults/kills/gate.ts";
import type { Check } from "../../src/doctor/check.ts";
import { run } from "../../src/main.ts";
import { startCli } from "../support/process.ts";
import { startTestBounty } from "../support/testBounty.ts";
import { startTestChain, type TestChain } from "../support/testChain.ts";
import { runCli, testIo } from "../support/testIo.ts";

/** The least repeatable of all commands: done twice, it pays twice. */
describe("a contribution whose process is killed once it is signed", () => {
  let chain: TestChain;
  let gate: Gate;
  let bounty: bigint;
  before(async () => {
    chain = await startTestChain();
    gate = await openGate(chain.devnet.url);
    // Its cap is far away, so that it stays in Funding.
    ({ bounty } = await startTestBounty(chain.devnet, { cap: 5_000n * DOLLAR }));
    for (const account of ["sponsor", "operator", "customer"]) {
      const { token, deployment } = chain.devnet;
      const approval = { token, spender: deployment.trainingBounties, amount: maxUint256 };
      await approveToken(chain.devnet.wallet(account), approval);
    }
  });
  after(async () => {
    await gate.close();
    await chain.close();
  });

  const address = (account: string) => chain.devnet.account(account).address;
  const storeOf = (account: string) => join(chain.folder, account, "store");
  const open = (account: string) => fileJournal(storeOf(account)).list();
  const count = (account: string) => chain.devnet.publicClient.getTransactionCount({ address: address(account) });
  const paid = (account: string) => {
    const escrow = chain.devnet.deployment.trainingBounties;
    return getContribution(chain.devnet.publicClient, { escrow, bounty, account: address(account) });
  };
  const contributing = (dollars: number) => ["bounty", "contribute", String(bounty), String(dollars)];

  /** Contributes in a process that is killed before its transaction reaches the chain, or before it hears of it. */
  async function dieContributing(account: string, dollars: number, passage: Passage): Promise<void> {
    const env = { ...chain.env(account), COMMONWEIGHT_RPC: gate.url };
    gate.watch(
      ({ method }) => (method === "eth_sendRawTransaction" ? passage : "passed"),
      () => child.kill(),
    );
    const child = startCli(contributing(dollars), { env, cwd: chain.folder });
    const { code, stderr } = await child.ended;
    assert.equal(code, undefined, stderr);
    assert.equal((await open(account)).length, 1, "what was signed is on the disk");
  }

  for (const [account, passage] of [
    ["sponsor", "stopped before"],
    ["operator", "stopped after"],
  ] as const) {
    it(`is made once, ${passage} it reached the chain, by the next command and another endpoint`, async () => {
      const transactions = await count(account);
      await dieContributing(account, 10, passage);
      assert.equal(await paid(account), passage === "stopped after" ? 10n * DOLLAR : 0n);
      const { code, stderr } = await chain.as(account, contributing(1), { isTTY: true });
      assert.equal(code, 0, stderr);
      assert.match(
        stderr,
        /^The transaction contribute to 0x\w{40}, signed .* and not known to be final, is done \(0x\w{64}\)\.$/m,
      );
      assert.deepEqual([await paid(account), (await count(account)) - transactions], [11n * DOLLAR, 2]);
      assert.deepEqual(await open(account), []);
    });
  }

  it("is raised where the chain asks for more by now, with the same nonce", async () => {
    const transactions = await count("sponsor");
    await dieContributing("sponsor", 5, "stopped before");
    const request = chain.devnet.publicClient.request as (call: {
      method: string;
      params: unknown[];
    }) => Promise<unknown>;
    await request({ method: "hardhat_setNextBlockBaseFeePerGas", params: [`0x${parseGwei("40").toString(16)}`] });
    await request({ method: "hardhat_mine", params: ["0x1"] });
    const { code, stderr } = await chain.as("sponsor", ["bounty", "cancel", String(bounty)]);
    // What it was to do is refused, as money is in; what was open is done all the same.
    assert.equal(code, 4, stderr);
    assert.deepEqual([await paid("sponsor"), (await count("sponsor")) - transactions], [16n * DOLLAR, 1]);
    assert.deepEqual(await open("sponsor"), []);
  });

  it("is told by doctor, left alone by what only looks, and asked about where nobody said yes before", async () => {
    const account = "customer";
    // An encrypted store, which a contribution has no need to open, nor what follows.
    await fileStore(storeOf(account), cheap).saveSubmission(exampleSubmission(1));
    await dieContributing(account, 10, "stopped before");
    const doctor = await chain.as(account, ["doctor", "--json"]);
    const { found, state } = doctor.json<{ checks: Check[] }>().checks.find(({ name }) => name === "transactions")!;
    assert.equal(state, "warn");
    assert.match(
      found,
      /^signed, and not known to be final: contribute, nonce \d+ of 0x\w{40} on chain 31337 \(0x\w{64}\)$/,
    );

    assert.equal((await chain.as(account, ["money", "owed", "--bounty", String(bounty)])).code, 0);
    assert.equal((await open(account)).length, 1);

    const surroundings = { cwd: chain.folder, env: chain.env(account) };
    const unasked = await runCli(contributing(1), surroundings);
    assert.equal(unasked.code, 7);
    assert.match(
      unasked.stderr,
      /^Nobody can be asked here: The transaction contribute to .*, may never have been sent\. Send it now\?/,
    );
    assert.equal((await open(account)).length, 1);

    // The first question gets a no, and the next, whether to do what the command was for, none.
    const { io, stderr } = testIo({ ...surroundings, isTTY: true });
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    let isAnswered = false;
    const write = (text: string) => {
      io.stderr.write(text);
      if (!isAnswered && text.includes("Send it now?")) {
        isAnswered = true;
        setImmediate(() => stdin.write("n\n"));
      }
      if (text.includes("Send contribute to")) setImmediate(() => stdin.end());
    };
    assert.equal(await run(contributing(1), { ...io, stdin, stderr: { isTTY: true, columns: 120, write } }), 7);
    assert.match(
      stderr(),
      /Warning: The transaction contribute .* is not sent again\. A node that has it may do it yet/,
    );
    assert.deepEqual([await paid(account), await open(account)], [0n, []]);
  });
});
