// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { erc20Abi, type Hex, keccak256, parseGwei, parseTransaction } from "viem";
import {
  approveToken,
  memoryJournal,
  resendOpen,
  type SendingPolicy,
  type TransactionJournal,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { fakeClock, RpcRefusal } from "../support/fakeEndpoint.ts";
import { deploySending, type Interception, localAccount } from "../support/sending.ts";

const spender = `0x${"55".repeat(20)}` as const;
let chain: Awaited<ReturnType<typeof deploySending>>;
before(async () => {
  chain = await deploySending();
});

/** Each test has an account and a journal of its own. */
let index = 0;
let account = localAccount(index);
let journal: TransactionJournal;
beforeEach(() => {
  index += 1;
  account = localAccount(index);
  journal = memoryJournal({ now: () => 5_000 });
});

const allowance = () =>
  chain.publicClient.readContract({
    abi: erc20Abi,
    address: chain.token,
    functionName: "allowance",
    args: [account.address, spender],
  });
const approve = (client: Parameters<typeof approveToken>[0], amount: bigint) =>
  approveToken(client, { token: chain.token, spender, amount });

/** A client that keeps the journal, and whose chain mines at each wait unless told otherwise. */
function connect(policy: SendingPolicy = {}, intercept?: Interception) {
  const { clock } = fakeClock(() => chain.mine());
  const kept = { clock, onSigned: journal.write, onClosed: journal.close, ...policy };
  return chain.connect(account, kept, intercept);
}

/** Signs, keeps it in the journal, and dies before, or just after, it is sent. */
async function signAndDie(amount: bigint, { isSent = false } = {}): Promise<void> {
  const dead = new Error("killed");
  const { client } = connect(
    {
      onSigned: async (transaction) => {
        await journal.write(transaction);
        if (!isSent) throw dead;
      },
      clock: { now: () => 0, wait: () => Promise.reject(dead) },
    },
    ({ method }, forward) => (method === "eth_sendRawTransaction" && !isSent ? Promise.reject(dead) : forward()),
  );
  await assert.rejects(approve(client, amount), dead);
  assert.equal((await journal.list()).length, 1);
}

const outcomes = async (resent: ReturnType<typeof resendOpen>) => (await resent).map(({ outcome }) => outcome);
const isEmpty = async () => assert.deepEqual(await journal.list(), [], "the journal");

describe("a journal kept by a policy", () => {
  it("has a transaction until it is final, however often its fees are raised", async () => {
    const seen: number[] = [];
    let held = 0;
    const { client } = connect({ stuckAfterBlocks: 1, stuckAfterMs: 0 }, async ({ method, params }, forward) => {
      if (method !== "eth_sendRawTransaction") return forward();
      seen.push((await journal.list()).length);
      held += 1;
      return held < 3 ? keccak256(params![0] as Hex) : forward();
    });
    await approve(client, 3n);
    assert.deepEqual(seen.slice(0, 3), [1, 2, 3], "kept before each is sent");
    await isEmpty();
  });

  it("has it no more once a node refuses it, or another took its nonce, and has it where that is unknown", async () => {
    const refusing: Interception = ({ method }, forward) =>
      method === "eth_sendRawTransaction" ? Promise.reject(new RpcRefusal(-32_000, "gas limit too high")) : forward();
    await assertRejects(approve(connect({}, refusing).client, 1n), "TransactionRefusedError", /does not take/);
    await isEmpty();

    const silent: Interception = ({ method, params }, forward) =>
      method === "eth_sendRawTransaction" ? Promise.resolve(keccak256(params![0] as Hex)) : forward();
    const { clock } = fakeClock();
    await assertRejects(approve(connect({ clock }, silent).client, 1n), "TransactionPendingError", /is not mined/);
    assert.equal((await journal.list()).length, 1);
    assert.deepEqual(await outcomes(resendOpen(connect().client, { journal })), ["done"]);
    assert.equal(await allowance(), 1n);
    await isEmpty();
  });

  it("costs nobody a transaction that is final when the disk fails", async () => {
    const { client, kinds } = connect({ onClosed: () => Promise.reject(new Error("the disk is gone")) });
    await approve(client, 4n);
    assert.deepEqual(kinds(), ["sent", "mined", "trouble"]);
    // It is found to be done when the journal is next read.
    assert.deepEqual(await outcomes(resendOpen(connect().client, { journal })), ["done"]);
    assert.equal(await chain.count(account), 1);
    await isEmpty();
  });
});

describe("resendOpen", () => {
  it("does nothing where nothing is open, and asks the chain nothing", async () => {
    const { client } = connect({}, ({ method }) => Promise.reject(new Error(`asked for ${method}`)));
    assert.deepEqual(await resendOpen(client, { journal }), []);
  });

  for (const isSent of [false, true]) {
    it(`does exactly what was signed, once, where the process died ${isSent ? "after" : "before"} sending it`, async () => {
      await signAndDie(7n, { isSent });
      const [entry] = await journal.list();
      const asked: boolean[] = [];
      const decide = () => {
        asked.push(true);
        return true;
      };
      const { client, sent } = connect();
      const resent = await resendOpen(client, { journal, decide });
      assert.deepEqual(
        resent.map((one) => [one.outcome, one.nonce, one.entries.length, one.entries[0]!.signedAt]),
        [["done", 0, 1, 5]],
      );
      assert.equal((resent[0] as { hash: Hex }).hash, entry!.hash);
      assert.equal(asked.length, isSent ? 0 : 1, "nothing is decided of what the chain knows");
      assert.deepEqual(new Set(sent.map((raw) => keccak256(raw))), new Set(isSent ? [] : [entry!.hash]));
      await isEmpty();
      assert.deepEqual(await resendOpen(connect().client, { journal }), []);
      assert.deepEqual([await chain.count(account), await allowance()], [1, 7n]);
    });
  }

  it("sends by another endpoint what the first has swallowed", async () => {
    const swallowing: Interception = ({ method, params }, forward) =>
      method === "eth_sendRawTransaction" ? Promise.resolve(keccak256(params![0] as Hex)) : forward();
    await assert.rejects(approve(connect({ clock: fakeClock().clock }, swallowing).client, 7n));
    assert.deepEqual(await outcomes(resendOpen(connect().client, { journal })), ["done"]);
    assert.deepEqual([await chain.count(account), await allowance()], [1, 7n]);
  });

  it("raises the fees of one that is stuck, in the journal as well, and counts whichever is mined", async () => {
    await signAndDie(7n);
    const hashes: Hex[] = [];
    const { client, kinds } = connect({ stuckAfterBlocks: 1, stuckAfterMs: 0 }, async ({ method, params }, forward) => {
      if (method !== "eth_sendRawTransaction") return forward();
      const raw = params![0] as Hex;
      if (!hashes.includes(raw)) hashes.push(raw);
      return hashes.length < 3 ? keccak256(raw) : forward();
    });
    assert.deepEqual(await outcomes(resendOpen(client, { journal })), ["done"]);
    assert.deepEqual(kinds(), ["raised", "raised", "mined"]);
    const [first, , third] = hashes.map((raw) => parseTransaction(raw));
    assert.deepEqual([first!.nonce, first!.data, first!.to], [third!.nonce, third!.data, third!.to]);
    assert.ok(third!.maxFeePerGas! > first!.maxFeePerGas!);
    assert.deepEqual([await chain.count(account), await allowance()], [1, 7n]);
    await isEmpty();
  });

  it("signs it anew at once where the chain asks for more by now than it pays", async () => {
    await signAndDie(7n);
    const [old] = await journal.list();
    const { rawTransaction } = await journal.read(old!);
    await chain.provider.request({
      method: "hardhat_setNextBlockBaseFeePerGas",
      params: [`0x${parseGwei("50").toString(16)}`],
    });
    await chain.mine();
    const { client, sent } = connect();
    assert.deepEqual(await outcomes(resendOpen(client, { journal })), ["done"]);
    assert.ok(!sent.includes(rawTransaction));
    assert.equal(parseTransaction(sent[0]!).nonce, parseTransaction(rawTransaction).nonce);
    assert.ok(parseTransaction(sent[0]!).maxFeePerGas! >= parseGwei("50"));
    assert.deepEqual([await chain.count(account), await allowance()], [1, 7n]);
    await isEmpty();
  });

  it("drops one whose nonce another has used, and one that reverted, and goes on", async () => {
    await signAndDie(7n);
    // The same account, from another machine.
    await approve(connect({ onSigned: () => {}, onClosed: () => {} }).client, 9n);
    assert.deepEqual(await outcomes(resendOpen(connect().client, { journal })), ["replaced"]);
    await isEmpty();
    assert.deepEqual([await chain.count(account), await allowance()], [1, 9n]);

    await signAndDie(8n);
    const { client } = connect({}, async ({ method }, forward) => {
      const result = await forward();
      if (method !== "eth_getTransactionReceipt" || result === null) return result;
      return { ...(result as object), status: "0x0" };
    });
    assert.deepEqual(await outcomes(resendOpen(client, { journal })), ["reverted"]);
    await isEmpty();
  });

  it("drops one that is refused, or not wanted any more; the next takes its nonce", async () => {
    await signAndDie(7n);
    const { client } = connect({}, ({ method }, forward) =>
      method === "eth_sendRawTransaction" ? Promise.reject(new RpcRefusal(-32_000, "gas limit too high")) : forward(),
    );
    const [refused] = await resendOpen(client, { journal });
    assert.ok(refused?.outcome === "refused");
    assert.match(refused.error.message, /does not take[\s\S]+gas limit too high/);
    await isEmpty();

    await signAndDie(8n);
    const declining = connect();
    assert.deepEqual(await outcomes(resendOpen(declining.client, { journal, decide: () => false })), ["dropped"]);
    assert.deepEqual(declining.sent, []);
    await isEmpty();
    await approve(connect().client, 9n);
    assert.deepEqual([await chain.count(account), await allowance()], [1, 9n]);
  });

  it("takes what was signed for one nonce together: one of it is done", async () => {
    // Two calls for one nonce: the second took the place of the first, which had been given up.
    for (const amount of [1n, 2n]) {
      const { client } = connect({
        onSigned: async (transaction) => {
          await journal.write(transaction);
          throw new Error("killed");
        },
        ...(amount === 2n ? { maximumFeePerGas: parseGwei("100") } : {}),
      });
      if (amount === 2n) {
        await chain.provider.request({
          method: "hardhat_setNextBlockBaseFeePerGas",
          params: [`0x${parseGwei("60").toString(16)}`],
        });
        await chain.mine();
      }
      await assert.rejects(approve(client, amount), /killed/);
    }
    const [resent] = await resendOpen(connect().client, { journal });
    assert.deepEqual([resent!.outcome, resent!.entries.length], ["done", 2]);
    assert.deepEqual([await chain.count(account), await allowance()], [1, 2n]);
    await isEmpty();
  });

  it("keeps one that has to wait for a nonce before it, which the next transaction takes", async () => {
    const fees = { gas: 60_000n, maxFeePerGas: parseGwei("200"), maxPriorityFeePerGas: 1n, type: "eip1559" } as const;
    const rawTransaction = await account.signTransaction({ chainId: 31_337, nonce: 1, to: spender, ...fees });
    const hash = keccak256(rawTransaction);
    await journal.write({
      chainId: 31_337,
      account: account.address,
      nonce: 1,
      hash,
      rawTransaction,
      functionName: "a",
    });
    const { client, sent } = connect();
    assert.deepEqual(await outcomes(resendOpen(client, { journal })), ["waiting"]);
    assert.deepEqual(sent, []);
    await approve(connect().client, 9n);
    assert.deepEqual(await outcomes(resendOpen(connect().client, { journal })), ["done"]);
    assert.equal(await chain.count(account), 2);
    await isEmpty();
  });

  it("keeps one that is not final in time, and leaves other accounts and chains alone", async () => {
    await signAndDie(7n);
    const stuck = connect({ clock: fakeClock().clock });
    await assertRejects(resendOpen(stuck.client, { journal }), "TransactionPendingError", /is not mined/);
    assert.equal((await journal.list()).length, 1);
    await journal.write({ ...(await journal.read((await journal.list())[0]!)), chainId: 1 });
    assert.deepEqual(await resendOpen(connect().client, { journal, account: spender }), []);
    assert.deepEqual(await outcomes(resendOpen(connect().client, { journal })), ["done"]);
    assert.deepEqual(
      (await journal.list()).map(({ chainId }) => chainId),
      [1],
    );
  });
});
