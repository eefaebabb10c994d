// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { createClient, keccak256, type Transport } from "viem";
import { getBalance, getBlockNumber, getChainId, getTransactionReceipt, sendRawTransaction } from "viem/actions";
import {
  type ResilientTransportOptions,
  type ResilientTransportValue,
  resilientTransport,
  withTypedErrors,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { fakeClock, fakeEndpoint, inTurn, RpcRefusal } from "../support/fakeEndpoint.ts";

const LOCAL = 31_337;
const address = `0x${"11".repeat(20)}` as const;
const raw = "0x02c0";
const hash = keccak256(raw);
const block = `0x${"bb".repeat(32)}`;
const receipt = {
  transactionHash: hash,
  blockHash: block,
  blockNumber: "0x64",
  from: address,
  status: "0x1",
  logs: [],
};

function connect(endpoints: readonly (string | Transport)[], options: ResilientTransportOptions = {}) {
  const { clock, waits } = fakeClock();
  const transport = resilientTransport(endpoints, { chainId: LOCAL, clock, random: () => 0.5, ...options });
  const client = createClient({ transport });
  return { client, waits, value: client.transport as unknown as ResilientTransportValue };
}

const balanceOf = (client: ReturnType<typeof connect>["client"]) =>
  withTypedErrors(() => getBalance(client, { address }));
const lost = () => new Error("socket hang up");

describe("resilientTransport", () => {
  describe("with one endpoint", () => {
    it("repeats a read that was not answered, after waits that double and are jittered", async () => {
      const node = fakeEndpoint({ eth_getBalance: inTurn(lost(), lost(), lost(), "0x5") });
      const { client, waits } = connect([node.transport]);
      assert.equal(await balanceOf(client), 5n);
      assert.deepEqual(waits, [125, 250, 500]);
      assert.deepEqual(node.calls, ["eth_chainId", ...Array(4).fill("eth_getBalance")]);
    });

    it("waits no longer than the longest wait, and gives up after the last retry", async () => {
      const node = fakeEndpoint({ eth_getBalance: lost() });
      const { client, waits } = connect([node.transport], { retryCount: 3, maximumDelayMs: 400, random: () => 1 });
      await assertRejects(balanceOf(client), "EndpointsFailedError", /^No endpoint has answered eth_getBalance/);
      assert.deepEqual(waits, [250, 400, 400]);
    });

    it("takes a revert and a refusal for answers", async () => {
      for (const refusal of [
        new RpcRefusal(3, "execution reverted", "0x"),
        new RpcRefusal(-32_603, "internal", { data: "0x08c379a0" }),
        new RpcRefusal(-32_602, "wrong parameters"),
        new RpcRefusal(-32_000, "insufficient funds for gas"),
      ]) {
        const node = fakeEndpoint({ eth_getBalance: refusal });
        const { client, waits } = connect([node.transport]);
        await assert.rejects(balanceOf(client));
        assert.deepEqual(waits, [], refusal.message);
      }
    });

    it("asks again where a node is limited, or lacks a block", async () => {
      for (const trouble of [
        new RpcRefusal(-32_005, "limit exceeded"),
        new RpcRefusal(-32_603, "internal error"),
        new RpcRefusal(-32_000, "header not found"),
        new RpcRefusal(4_900, "disconnected"),
      ]) {
        const { client } = connect([fakeEndpoint({ eth_getBalance: inTurn(trouble, "0x5") }).transport]);
        assert.equal(await balanceOf(client), 5n, trouble.message);
      }
    });

    it("asks once what might change something", async () => {
      const node = fakeEndpoint({ eth_sendTransaction: lost(), eth_chainId: inTurn(lost(), "0x7a69") });
      const { client } = connect([node.transport]);
      await assert.rejects(client.request({ method: "eth_sendTransaction", params: [{ from: address }] }));
      assert.deepEqual(node.calls, ["eth_chainId", "eth_chainId", "eth_sendTransaction"]);
    });

    it("refuses answers of a wrong shape, and names what is wrong", async () => {
      for (const [answer, problem] of [
        ["<html>", "not a quantity"],
        [undefined, "not a quantity"],
        [null, "received null"],
        [{ balance: "0x5" }, "received object"],
      ] as const) {
        const node = fakeEndpoint({ eth_getBalance: () => answer });
        const { client } = connect([node.transport], { retryCount: 0 });
        const message = answer === undefined ? "it holds no result" : problem;
        const error = await balanceOf(client).then(
          () => assert.fail("believed"),
          (cause) => cause,
        );
        assert.equal(error.name, "EndpointsFailedError");
        assert.match(error.message, new RegExp(`endpoint 1 answers eth_getBalance with what cannot be: .*${message}`));
      }
    });

    it("refuses the receipt of another transaction, and logs of another", async () => {
      const log = { address, topics: [], data: "0x", blockNumber: "0x64", blockHash: block, transactionHash: block };
      for (const [wrong, problem] of [
        [{ ...receipt, transactionHash: block }, /it is the receipt of 0xbbbb/],
        [{ ...receipt, logs: [log] }, /a log in it is of 0xbbbb/],
        [{ ...receipt, blockNumber: "0x65" }, /the receipt is of block 101, its own latest is 100/],
        [{ ...receipt, status: "success" }, /status: Invalid option/],
      ] as const) {
        const node = fakeEndpoint({ eth_getTransactionReceipt: wrong });
        const { client } = connect([node.transport], { retryCount: 1 });
        await assert.rejects(getTransactionReceipt(client, { hash }), problem);
        node.answers.eth_getTransactionReceipt = inTurn(wrong, receipt);
        assert.equal((await getTransactionReceipt(client, { hash })).status, "success");
      }
    });

    it("is not taken back by a stale block, but believes a chain that stays there", async () => {
      const node = fakeEndpoint({ eth_blockNumber: inTurn("0x64", "0x32", "0x65", "0x32") });
      const { client } = connect([node.transport]);
      const next = () => getBlockNumber(client, { cacheTime: 0 });
      assert.equal(await next(), 100n);
      assert.equal(await next(), 101n);
      assert.equal(await next(), 50n, "three times in a row");
    });

    it("excludes filters, which another endpoint would not know", async () => {
      const { client } = connect([fakeEndpoint({ eth_newFilter: "0x1" }).transport]);
      await assert.rejects(client.request({ method: "eth_newFilter", params: [{}] }), {
        name: "MethodNotSupportedRpcError",
      });
    });
  });

  describe("with several endpoints", () => {
    it("goes to the next at once, and stays there", async () => {
      const silent = fakeEndpoint({ eth_getBalance: lost() });
      const well = fakeEndpoint({ eth_getBalance: "0x5" });
      const { client, waits } = connect([silent.transport, well.transport]);
      assert.equal(await balanceOf(client), 5n);
      assert.equal(await balanceOf(client), 5n);
      assert.deepEqual(waits, []);
      assert.equal(silent.calls.filter((method) => method === "eth_getBalance").length, 1);
    });

    it("never uses one of another chain", async () => {
      const other = fakeEndpoint({ eth_chainId: "0x1", eth_getBalance: "0x9" });
      const ours = fakeEndpoint({ eth_getBalance: inTurn(lost(), "0x5") });
      const { client } = connect([other.transport, ours.transport]);
      assert.equal(await balanceOf(client), 5n);
      assert.ok(!other.calls.includes("eth_getBalance"));
      const alone = connect([other.transport], { retryCount: 1 });
      await assertRejects(
        balanceOf(alone.client),
        "ChainMismatchError",
        /^The node is of the chain 1; expected the chain 31337/,
      );
    });

    it("takes the chain that all say they are of where none is given, and refuses where they disagree", async () => {
      const one = fakeEndpoint({});
      const other = fakeEndpoint({ eth_chainId: "0x1" });
      const agreeing = connect([one.transport, fakeEndpoint({}).transport], { chainId: undefined });
      assert.equal(await getChainId(agreeing.client), LOCAL);
      const disagreeing = connect([one.transport, other.transport], { chainId: undefined });
      await assert.rejects(
        withTypedErrors(() => getChainId(disagreeing.client)),
        { name: "EndpointsDisagreeError", metaMessages: ["endpoint 1: 31337", "endpoint 2: 1"] },
      );
    });

    it("does not read the state at one that lags", async () => {
      const behind = fakeEndpoint({ eth_blockNumber: "0x50", eth_getBalance: "0x9" });
      const current = fakeEndpoint({ eth_getBalance: inTurn(lost(), "0x5") });
      const { client } = connect([behind.transport, current.transport]);
      assert.equal(await balanceOf(client), 5n);
      assert.ok(!behind.calls.includes("eth_getBalance"));
    });

    it("is not led by one that claims a block that two others contradict", async () => {
      const ahead = fakeEndpoint({ eth_blockNumber: "0xffffff", eth_getBalance: lost() });
      const [second, third] = [fakeEndpoint({ eth_getBalance: "0x5" }), fakeEndpoint({ eth_getBalance: "0x5" })];
      const { client } = connect([ahead.transport, second.transport, third.transport]);
      assert.equal(await balanceOf(client), 5n);
    });

    it("reads the state only where a receipt that was seen is known", async () => {
      const first = fakeEndpoint({ eth_getTransactionReceipt: inTurn(receipt, lost()), eth_getBalance: lost() });
      const second = fakeEndpoint({ eth_blockNumber: inTurn("0x62", "0x62", "0x64"), eth_getBalance: "0x5" });
      const { client, waits } = connect([first.transport, second.transport]);
      await getTransactionReceipt(client, { hash });
      assert.equal(await balanceOf(client), 5n);
      assert.equal(waits.length, 1, "it was two blocks behind at first");
    });

    it("does not fail for ever after a receipt of a block that never comes", async () => {
      const liar = fakeEndpoint({
        eth_blockNumber: inTurn("0x64", "0xffff", "0x64"),
        eth_getTransactionReceipt: { ...receipt, blockNumber: "0xffff" },
        eth_getBalance: "0x5",
      });
      const { client } = connect([liar.transport, fakeEndpoint({ eth_getBalance: "0x5" }).transport], {
        retryCount: 2,
      });
      await getTransactionReceipt(client, { hash }).catch(() => undefined);
      await balanceOf(client).catch(() => undefined);
      assert.equal(await balanceOf(client), 5n);
    });

    it("asks all of them, and says what each said", async () => {
      const silent = fakeEndpoint({ eth_getBalance: lost() });
      const well = fakeEndpoint({ eth_getBalance: "0x5" });
      const { value } = connect([silent.transport, well.transport], { retryCount: 1 });
      const answers = await value.askAll({ method: "eth_getBalance", params: [address, "latest"] });
      assert.deepEqual(value.endpoints, ["endpoint 1", "endpoint 2"]);
      assert.deepEqual(
        answers.map(({ endpoint, result }) => [endpoint, result]),
        [
          ["endpoint 1", undefined],
          ["endpoint 2", "0x5"],
        ],
      );
      assert.equal((answers[0]!.error as Error).name, "EndpointsFailedError");
    });
  });

  describe("a signed transaction", () => {
    const send = (client: ReturnType<typeof connect>["client"]) =>
      withTypedErrors(() => sendRawTransaction(client, { serializedTransaction: raw }));

    it("is sent again after a lost answer, and its hash found where it is then refused", async () => {
      for (const words of ["already known", "nonce too low", "Known transaction", "anything else"]) {
        const node = fakeEndpoint({
          eth_sendRawTransaction: inTurn(lost(), new RpcRefusal(-32_000, words)),
          eth_getTransactionByHash: inTurn(lost(), { hash }),
        });
        const { client } = connect([node.transport]);
        assert.equal(await send(client), hash, words);
      }
    });

    it("is refused where no endpoint knows it", async () => {
      const node = fakeEndpoint({
        eth_sendRawTransaction: new RpcRefusal(-32_000, "nonce too low"),
        eth_getTransactionByHash: () => null,
      });
      const { client } = connect([node.transport]);
      await assert.rejects(send(client), /nonce too low/);
    });

    it("is found at another endpoint than the one that refuses it", async () => {
      const refusing = { eth_sendRawTransaction: new RpcRefusal(-32_000, "nonce too low") };
      const [one, other] = [
        fakeEndpoint({ ...refusing, eth_getTransactionByHash: () => null }),
        fakeEndpoint({ ...refusing, eth_getTransactionByHash: { hash } }),
      ];
      const { client } = connect([one.transport, other.transport]);
      assert.equal(await send(client), hash);
    });

    it("is not believed to be another one", async () => {
      const node = fakeEndpoint({ eth_sendRawTransaction: inTurn(block, hash) });
      const { client, waits } = connect([node.transport]);
      assert.equal(await send(client), hash);
      assert.equal(waits.length, 1);
    });

    it("goes to another endpoint first each time", async () => {
      const nodes = [fakeEndpoint({ eth_sendRawTransaction: hash }), fakeEndpoint({ eth_sendRawTransaction: hash })];
      const { client } = connect(nodes.map(({ transport }) => transport));
      await send(client);
      await send(client);
      for (const { calls } of nodes) {
        assert.equal(calls.filter((method) => method === "eth_sendRawTransaction").length, 1);
      }
    });
  });

  it("heeds how long a server asks to be left alone, up to the longest wait", async () => {
    let count = 0;
    const server = createServer((request, response) => {
      request.resume();
      request.on("end", () => {
        count += 1;
        if (count > 1) return response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: "0x7a69" }));
        return response.writeHead(429, { "Retry-After": "3" }).end("slow down");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { client, waits, value } = connect([url]);
    assert.equal(await getChainId(client), LOCAL);
    assert.deepEqual(waits, [3_000]);
    assert.deepEqual(value.endpoints, [url]);
    await new Promise((resolve) => server.close(resolve));
    const gone = connect([`${url}/secret-key`], { retryCount: 0 });
    await assertRejects(balanceOf(gone.client), "ChainUnreachableError", new RegExp(`^No chain answers at ${url}\\.`));
  });

  it("refuses an empty list of endpoints", () => {
    assert.throws(() => resilientTransport([]), {
      name: "InvalidValueError",
      message: /^The list of endpoints is a list of 0; expected at least one/,
    });
  });
});
