// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Hex, keccak256, parseGwei, parseTransaction, type TransactionReceipt } from "viem";
import {
  approveToken,
  type Clock,
  type EndpointsDisagreeError,
  resendTransaction,
  type SendingPolicy,
  type SignedTransaction,
  sendingPolicy,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { fakeClock, inTurn } from "../support/fakeEndpoint.ts";
import { deploySending, type Interception, localAccount } from "../support/sending.ts";

const spender = `0x${"55".repeat(20)}` as const;
let chain: Awaited<ReturnType<typeof deploySending>>;
before(async () => {
  chain = await deploySending();
});

/** Each test has an account of its own, so that none waits for another's nonce. */
let index = 0;
let account = localAccount(index);
beforeEach(() => {
  index += 1;
  account = localAccount(index);
});

const allowance = () =>
  chain.publicClient.readContract({
    abi: [
      {
        type: "function",
        name: "allowance",
        stateMutability: "view",
        inputs: [{ type: "address" }, { type: "address" }],
        outputs: [{ type: "uint256" }],
      },
    ],
    address: chain.token as Hex,
    functionName: "allowance",
    args: [account.address, spender],
  });
const approve = (client: Parameters<typeof approveToken>[0], amount = 7n) =>
  approveToken(client, { token: chain.token as Hex, spender, amount });

/** A policy whose clock mines before some waits end. */
function policyOf(clock: Clock, policy: SendingPolicy = {}): SendingPolicy {
  return { clock, ...policy };
}

describe("sending", () => {
  it("waits until a transaction is mined, and tells what happens", async () => {
    const { clock, waits } = fakeClock((count) => count === 3 && chain.mine());
    const signed: SignedTransaction[] = [];
    const { client, sent, kinds } = chain.connect(
      account,
      policyOf(clock, {
        onSigned: async (transaction) => {
          assert.equal(sent.length, 0, "told before it is sent");
          signed.push(transaction);
        },
      }),
    );
    const { hash, receipt } = await approve(client);
    assert.equal(receipt.transactionHash, hash);
    assert.equal(await allowance(), 7n);
    assert.deepEqual(waits, [1_000, 1_000, 1_000]);
    assert.deepEqual(kinds(), ["sent", "mined"]);
    assert.deepEqual(
      signed.map(({ nonce, functionName, chainId }) => [nonce, functionName, chainId]),
      [[0, "approve", 31_337]],
    );
    assert.equal(signed[0]!.hash, hash);
    assert.equal(keccak256(signed[0]!.rawTransaction), hash);
    assert.deepEqual(new Set(sent), new Set([signed[0]!.rawTransaction]), "the same bytes each time");
  });

  it("sends nothing where what was signed cannot be kept", async () => {
    const { client, sent } = chain.connect(account, {
      onSigned: () => {
        throw new Error("the disk is full");
      },
    });
    await assert.rejects(approve(client), /the disk is full/);
    assert.deepEqual(sent, []);
  });

  it("sends what is sent at once one after the other, with nonces of their own", async () => {
    const { clock } = fakeClock(() => chain.mine());
    const { client, sent } = chain.connect(account, policyOf(clock));
    await Promise.all([approve(client, 1n), approve(client, 2n), approve(client, 3n)]);
    assert.equal(await chain.count(account), 3);
    assert.deepEqual([...new Set(sent.map((raw) => parseTransaction(raw).nonce ?? 0))], [0, 1, 2]);
  });

  it("raises the fees of a stuck transaction by an eighth or more, with the same nonce", async () => {
    // The chain keeps back all but the third.
    const { clock } = fakeClock(() => chain.mine());
    const hashes: Hex[] = [];
    const intercept: Interception = async ({ method, params }, forward) => {
      if (method !== "eth_sendRawTransaction") return forward();
      const raw = params![0] as Hex;
      if (!hashes.includes(raw)) hashes.push(raw);
      return hashes.length < 3 ? keccak256(raw) : forward();
    };
    const { client, events, kinds } = chain.connect(
      account,
      policyOf(clock, { stuckAfterBlocks: 2, stuckAfterMs: 3_000 }),
      intercept,
    );
    const { hash } = await approve(client);
    assert.deepEqual(kinds(), ["sent", "raised", "raised", "mined"]);
    assert.equal(hash, keccak256(hashes[2]!));
    assert.equal((events[2] as { hash: Hex }).hash, hash);
    const [first, second, third] = hashes.map((raw) => parseTransaction(raw));
    for (const [before, after] of [
      [first!, second!],
      [second!, third!],
    ]) {
      assert.equal(after!.nonce, before!.nonce);
      assert.ok(after!.maxFeePerGas! * 8n >= before!.maxFeePerGas! * 9n, "fee");
      assert.ok(after!.maxPriorityFeePerGas! * 8n >= before!.maxPriorityFeePerGas! * 9n, "tip");
    }
    assert.equal(await chain.count(account), 1);
  });

  it("counts whichever of the replacements is mined", async () => {
    const { clock } = fakeClock(() => chain.mine());
    let first: Hex | undefined;
    const intercept: Interception = async ({ method, params }, forward) => {
      if (method !== "eth_sendRawTransaction") return forward();
      const raw = params![0] as Hex;
      first ??= raw;
      if (raw === first) return keccak256(raw);
      // The first turns up after the second was signed.
      await chain.provider.request({ method, params: [first] });
      return keccak256(raw);
    };
    const { client, kinds } = chain.connect(
      account,
      policyOf(clock, { stuckAfterBlocks: 1, stuckAfterMs: 0 }),
      intercept,
    );
    const { hash } = await approve(client);
    assert.equal(hash, keccak256(first!));
    assert.ok(kinds().includes("raised"));
    assert.equal(await chain.count(account), 1);
  });

  it("pays no more than the maximum: nothing is sent above it, and no replacement raised above it", async () => {
    const low = chain.connect(account, { maximumFeePerGas: 1n });
    await assertRejects(
      approve(low.client),
      "FeeTooHighError",
      /^The chain asks for [\d.]+ gwei per gas; expected at most 0.000000001/,
    );
    assert.deepEqual(low.sent, []);

    const { clock } = fakeClock((count) => (count < 30 ? chain.mine() : undefined));
    const intercept: Interception = async ({ method, params }, forward) => {
      if (method !== "eth_sendRawTransaction") return forward();
      return keccak256(params![0] as Hex);
    };
    const stuck = chain.connect(
      account,
      policyOf(clock, { stuckAfterBlocks: 1, stuckAfterMs: 0, maximumFeePerGas: parseGwei("3") }),
      intercept,
    );
    await assertRejects(approve(stuck.client), "TransactionPendingError", /is not mined, or not deep enough/);
    assert.equal(stuck.kinds().filter((kind) => kind === "notRaised").length, 1);
    for (const raw of stuck.sent) assert.ok(parseTransaction(raw).maxFeePerGas! <= parseGwei("3"));
    assert.ok(new Set(stuck.sent).size > 1);

    // What was given up may turn up yet: the next takes its place, not the one after.
    const again = chain.connect(
      account,
      policyOf(fakeClock(() => chain.mine()).clock, { maximumFeePerGas: parseGwei("9") }),
    );
    await approve(again.client, 9n);
    assert.equal(parseTransaction(again.sent[0]!).nonce ?? 0, 0);
    assert.ok(parseTransaction(again.sent[0]!).maxFeePerGas! > parseTransaction(stuck.sent.at(-1)!).maxFeePerGas!);
    assert.deepEqual([await chain.count(account), await allowance()], [1, 9n]);
  });

  it("goes on where the answer to what was sent is lost, or says that it is known", async () => {
    for (const failure of [
      Object.assign(new Error("already known"), { code: -32_000 }),
      Object.assign(new Error("nonce too low"), { code: -32_000 }),
      Object.assign(new Error("internal error"), { code: -32_603 }),
      new Error("socket hang up"),
    ]) {
      const { clock } = fakeClock(() => chain.mine());
      const intercept: Interception = async ({ method }, forward) => {
        const result = await forward();
        if (method === "eth_sendRawTransaction") throw failure;
        return result;
      };
      const { client, kinds } = chain.connect(account, policyOf(clock), intercept);
      await approve(client);
      assert.deepEqual(kinds(), ["sent", "mined"]);
    }
    assert.equal(await chain.count(account), 4);
  });

  it("reports what a node refuses it for, and uses the nonce again", async () => {
    const refusal = Object.assign(new Error("insufficient funds for gas * price + value"), { code: -32_000 });
    const refused = chain.connect(account, {}, async ({ method }, forward) => {
      if (method === "eth_sendRawTransaction") throw refusal;
      return forward();
    });
    await assertRejects(approve(refused.client), "InsufficientEtherError", /too little to pay for the gas/);
    const { client, sent } = chain.connect(account, policyOf(fakeClock(() => chain.mine()).clock));
    await approve(client);
    assert.equal(parseTransaction(sent[0]!).nonce ?? 0, 0);
  });

  it("reports that another transaction of the account was mined in its place", async () => {
    const elsewhere: Hex[] = [];
    const { clock } = fakeClock(async (count) => {
      if (count === 1) await chain.provider.request({ method: "eth_sendRawTransaction", params: [elsewhere[0]!] });
      await chain.mine();
    });
    const intercept: Interception = async ({ method, params }, forward) =>
      method === "eth_sendRawTransaction" ? keccak256(params![0] as Hex) : forward();
    elsewhere.push(
      await account.signTransaction({
        chainId: 31_337,
        nonce: 0,
        to: spender,
        gas: 21_000n,
        maxFeePerGas: parseGwei("9"),
        maxPriorityFeePerGas: 1n,
        type: "eip1559",
      }),
    );
    const { client } = chain.connect(account, policyOf(clock), intercept);
    await assert.rejects(approve(client), {
      name: "TransactionReplacedError",
      nonce: 0,
      message: /was mined in the place of 0x.*Repeat the step: it reads first what the other one has done/s,
    });
    assert.equal(await allowance(), 0n);
  });

  it("has a revert for a final answer", async () => {
    const { clock } = fakeClock(() => chain.mine());
    const intercept: Interception = async ({ method }, forward) => {
      const result = await forward();
      if (method !== "eth_getTransactionReceipt" || result === null) return result;
      return { ...(result as object), status: "0x0" };
    };
    const { client } = chain.connect(account, policyOf(clock), intercept);
    await assertRejects(approve(client), "TransactionRevertedError", /reverted in block/);
  });

  describe("and reorganisations", () => {
    it("waits for the blocks that it was asked for", async () => {
      const { clock, waits } = fakeClock(() => chain.mine());
      const { client } = chain.connect(account, policyOf(clock, { confirmations: 4 }));
      await approve(client);
      assert.equal(waits.length, 4);
    });

    it("waits again where its block has left the chain, sends it again, and reports the final receipt", async () => {
      const snapshot = await chain.provider.request({ method: "evm_snapshot" });
      const { clock } = fakeClock(async (count) => {
        await chain.mine();
        if (count !== 2) return;
        // Two blocks are gone, and with them the pool; another one takes their height.
        await chain.provider.request({ method: "evm_revert", params: [snapshot] });
        await chain.provider.request({ method: "evm_setAutomine", params: [false] });
        await chain.provider.request({ method: "hardhat_mine", params: ["0x1", "0x64"] });
      });
      const { client, kinds, sent, events } = chain.connect(account, policyOf(clock, { confirmations: 3 }));
      const { receipt } = await approve(client);
      assert.deepEqual(kinds(), ["sent", "mined", "reorganised", "mined"]);
      assert.equal(new Set(sent).size, 1, "the same bytes");
      const [, first, , second] = events as { blockNumber: bigint }[];
      assert.ok(receipt.blockNumber === second!.blockNumber && second!.blockNumber > first!.blockNumber);
      const block = await chain.publicClient.getBlock({ blockNumber: receipt.blockNumber });
      assert.equal(receipt.blockHash, block.hash);
      assert.deepEqual([await chain.count(account), await allowance()], [1, 7n]);
    });

    it("does not believe a receipt whose block does not hold the transaction", async () => {
      const { clock } = fakeClock((count) => (count === 3 ? chain.mine() : undefined));
      let real: TransactionReceipt | null = null;
      const made = inTurn(true, true, false);
      const intercept: Interception = async ({ method, params }, forward) => {
        if (method !== "eth_getTransactionReceipt") return forward();
        real = (await forward()) as TransactionReceipt | null;
        if (real !== null || !made({ method, params: [] })) return real;
        const block = (await chain.provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
          hash: Hex;
          number: Hex;
        };
        return {
          transactionHash: params![0],
          blockHash: block.hash,
          blockNumber: block.number,
          from: account.address,
          status: "0x1",
          logs: [],
          transactionIndex: "0x0",
        };
      };
      const { client, kinds } = chain.connect(account, policyOf(clock), intercept);
      const { receipt } = await approve(client);
      assert.deepEqual(kinds(), ["sent", "trouble", "trouble", "mined"]);
      assert.equal(receipt.blockHash, (real as unknown as TransactionReceipt).blockHash);
    });
  });

  describe("over several endpoints", () => {
    const honest: Interception = (_, forward) => forward();
    /** Keeps what is sent to itself, and has a receipt for it, with a block to go with it. */
    function fabricating(): Interception {
      let hash: Hex | undefined;
      return async ({ method, params }, forward) => {
        if (method === "eth_sendRawTransaction") {
          hash = keccak256(params![0] as Hex);
          return hash;
        }
        const result = (await forward()) as Record<string, unknown> | null;
        if (method === "eth_getBlockByNumber") return { ...result, transactions: hash ? [hash] : [] };
        if (method !== "eth_getTransactionReceipt" || params![0] !== hash) return result;
        const block = await chain.publicClient.getBlock();
        return {
          transactionHash: hash,
          transactionIndex: "0x0",
          blockHash: block.hash,
          blockNumber: `0x${block.number.toString(16)}`,
          from: account.address,
          status: "0x1",
          logs: [],
        };
      };
    }

    it("believes a receipt that all have", async () => {
      const { clock } = fakeClock(() => chain.mine());
      const client = chain.connectAll(account, { clock }, [honest, honest]);
      assert.equal((await approve(client)).receipt.status, "success");
    });

    it("does not believe one that a single endpoint has made up, which could fool a client alone", async () => {
      const alone = chain.connectAll(account, { clock: fakeClock().clock }, [fabricating()]);
      assert.equal((await approve(alone)).receipt.status, "success", "nothing tells it from a true one");
      assert.equal(await chain.count(account), 0);

      const { clock } = fakeClock(() => chain.mine());
      const withheld: Interception = ({ method, params }, forward) =>
        method === "eth_sendRawTransaction" ? Promise.resolve(keccak256(params![0] as Hex)) : forward();
      // The second endpoint is handed the transaction, and asked about it.
      const client = chain.connectAll(account, { clock }, [withheld, fabricating()]);
      await assert.rejects(approve(client), (error: EndpointsDisagreeError) => {
        assert.equal(error.name, "EndpointsDisagreeError");
        assert.equal(error.metaMessages[0], "endpoint 1: not mined");
        assert.match(error.metaMessages[1]!, /^endpoint 2: success in 0x/);
        return true;
      });
      assert.equal(await chain.count(account), 0);
    });

    it("does not believe that a transaction was replaced where another endpoint has its receipt", async () => {
      const { clock } = fakeClock(() => chain.mine());
      const hiding: Interception = async ({ method }, forward) =>
        method === "eth_getTransactionReceipt" ? null : forward();
      const client = chain.connectAll(account, { clock }, [honest, hiding]);
      await assert.rejects(approve(client), (error: EndpointsDisagreeError) => {
        assert.equal(error.name, "EndpointsDisagreeError");
        assert.match(error.metaMessages[0]!, /^endpoint 1: success in 0x/);
        assert.equal(error.metaMessages[1], "endpoint 2: not mined");
        return true;
      });
      assert.equal(await chain.count(account), 1);
    });
  });

  describe("after a crash", () => {
    it("sends exactly what was signed, once, wherever the process died", async () => {
      const signed: SignedTransaction[] = [];
      const dying = chain.connect(account, {
        onSigned: (transaction) => {
          signed.push(transaction);
          throw new Error("killed");
        },
      });
      await assert.rejects(approve(dying.client), /killed/);
      const { rawTransaction, hash } = signed[0]!;
      const { client } = chain.connect(account, policyOf(fakeClock(() => chain.mine()).clock));
      // Never sent, then mined already.
      for (const _ of [1, 2]) {
        const sent = await resendTransaction(client, { rawTransaction });
        assert.equal(sent.hash, hash);
        assert.deepEqual([await chain.count(account), await allowance()], [1, 7n]);
      }
    });

    it("says so where another transaction has its nonce, or where it is of another chain, or none", async () => {
      const { client } = chain.connect(account, policyOf(fakeClock(() => chain.mine()).clock));
      const fees = { gas: 60_000n, maxFeePerGas: parseGwei("9"), maxPriorityFeePerGas: 1n, type: "eip1559" } as const;
      const rawTransaction = await account.signTransaction({ chainId: 31_337, nonce: 0, to: spender, ...fees });
      await approve(client);
      await assertRejects(
        resendTransaction(client, { rawTransaction }),
        "TransactionReplacedError",
        /^Another transaction of/,
      );
      const elsewhere = await account.signTransaction({ chainId: 1, nonce: 1, to: spender, ...fees });
      await assertRejects(resendTransaction(client, { rawTransaction: elsewhere }), "ChainMismatchError", /31337/);
      await assertRejects(
        resendTransaction(client, { rawTransaction: "0x1234" }),
        "InvalidValueError",
        'rawTransaction is "0x1234"; expected a signed transaction of one chain.',
      );
    });
  });

  it("waits for what a wallet sends, and refuses a policy that cannot be", async () => {
    const { client, kinds } = chain.connect(account.address, { pollingIntervalMs: 1 });
    const waiting = approve(client);
    const mining = setInterval(() => chain.mine(), 5);
    await waiting.finally(() => clearInterval(mining));
    assert.deepEqual(kinds(), ["sent", "mined"]);
    assert.equal(await allowance(), 7n);
    for (const wrong of [
      { confirmations: 0 },
      { confirmations: 1.5 },
      { stuckAfterBlocks: 0 },
      { maximumFeePerGas: 0n },
    ]) {
      assert.throws(() => sendingPolicy(wrong), { name: "InvalidValueError" });
    }
  });
});
