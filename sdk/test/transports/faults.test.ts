// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { http, keccak256, parseGwei } from "viem";
import type { Call } from "../../../test/faults/lies.ts";
import { createPlan, type Fault, type FaultPlan, LIES, NETWORK_FAULTS } from "../../../test/faults/plan.ts";
import { type FaultyProxy, startProxy } from "../../../test/faults/proxy.ts";
import { runRpcFaults } from "../../../test/faults/rpc.ts";
import { localAccount } from "../support/sending.ts";

/** The short form of `npm run test:faults`. */
describe("a whole road through a flaky proxy", () => {
  it("loses nothing, does nothing twice, and reports no false success", async () => {
    const seen: number[] = [];
    const report = await runRpcFaults({ runs: 2, seed: 1_000, onRun: (done) => seen.push(done) });
    assert.deepEqual(report.losses, []);
    assert.deepEqual(seen, [1, 2]);
    const injected = report.rows.reduce((sum, row) => sum + row.injected, 0);
    assert.ok(injected > 100, `${injected} faults`);
    for (const { fault, injected: count, survived } of report.rows) assert.equal(survived, count, fault);
  });

  it("would notice: viem's own transport does not come through", async () => {
    const connect = ([url]: readonly string[]) => http(url, { retryCount: 0 });
    const report = await runRpcFaults({ runs: 1, seed: 1_000, onRun: () => {} }, connect);
    assert.equal(report.losses.length, 1);
    assert.ok(report.rows.every(({ survived }) => survived === 0));
  });
});

describe("the flaky proxy", () => {
  const calls: Call[] = [];
  const hash = `0x${"11".repeat(32)}`;
  const receipt = {
    transactionHash: hash,
    blockHash: hash,
    status: "0x0",
    logs: [{ transactionHash: hash, blockHash: hash }],
  };
  const answers: Record<string, unknown> = {
    eth_chainId: "0x7a69",
    eth_blockNumber: "0x64",
    eth_getTransactionReceipt: receipt,
    eth_getBlockByNumber: { hash, number: "0x64" },
    eth_sendRawTransaction: hash,
  };
  let proxy: FaultyProxy;
  before(async () => {
    const upstream = async (call: Call) => {
      calls.push(call);
      if (!(call.method in answers)) throw Object.assign(new Error("no such method"), { code: -32_601, data: "0x01" });
      return answers[call.method];
    };
    proxy = await startProxy(upstream, always(undefined));
  });
  after(() => proxy.close());

  function always(fault: Fault | undefined): FaultPlan {
    return { next: () => fault, counts: new Map() };
  }
  const ask = async (fault: Fault | undefined, method = "eth_chainId", params: unknown[] = []) => {
    calls.length = 0;
    proxy.follow(always(fault));
    const body = JSON.stringify({ jsonrpc: "2.0", id: 7, method, params });
    const response = await fetch(proxy.url, { method: "POST", body });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const resultOf = async (fault: Fault | undefined, method: string, params: unknown[] = []) =>
    JSON.parse((await ask(fault, method, params)).text).result;

  it("passes on what the chain says, refusals too", async () => {
    assert.deepEqual(JSON.parse((await ask(undefined)).text), { jsonrpc: "2.0", id: 7, result: "0x7a69" });
    const { error } = JSON.parse((await ask(undefined, "eth_none")).text);
    assert.deepEqual(error, { code: -32_601, message: "no such method", data: "0x01" });
  });

  it("drops requests before the chain hears of them, and answers after", async () => {
    await assert.rejects(ask("request dropped"));
    assert.equal(calls.length, 0);
    await assert.rejects(ask("answer dropped"));
    assert.equal(calls.length, 1);
    const heard: number[] = [];
    for (let i = 0; i < 4; i++) {
      await assert.rejects(ask("outage"));
      heard.push(calls.length);
    }
    assert.deepEqual(heard.toSorted(), [0, 0, 1, 1], "every second request arrives");
  });

  it("delays, duplicates, and answers what is no JSON-RPC", async () => {
    assert.equal((await ask("answer delayed")).status, 200);
    await ask("request duplicated");
    assert.equal(calls.length, 2);
    const limited = await ask("status 429");
    assert.deepEqual([limited.status, limited.headers.get("Retry-After")], [429, "1"]);
    assert.equal((await ask("status 502")).status, 502);
    for (const fault of ["garbage", "truncated"] as const) {
      const { text, status } = await ask(fault);
      assert.equal(status, 200);
      assert.throws(() => JSON.parse(text), fault);
    }
  });

  it("lies", async () => {
    const other = `0x${"ab".repeat(32)}`;
    const about = (fault: Fault) => resultOf(fault, "eth_getTransactionReceipt", [hash]);
    assert.equal(await resultOf("another chain", "eth_chainId"), "0x1");
    assert.equal(await resultOf("stale block", "eth_blockNumber"), "0x50");
    assert.equal((await about("receipt of another")).transactionHash, other);
    assert.deepEqual((await about("logs of another")).logs, [{ transactionHash: other, blockHash: hash }]);
    const moved = await about("block of another");
    assert.deepEqual([moved.blockHash, moved.logs[0].blockHash], [other, other]);
    assert.equal(await about("receipt hidden"), null);

    const account = localAccount(1);
    const raw = await account.signTransaction({
      chainId: 1,
      gas: 21_000n,
      maxFeePerGas: parseGwei("1"),
      type: "eip1559",
    });
    assert.equal(await resultOf("not passed on", "eth_sendRawTransaction", [raw]), keccak256(raw));
    assert.deepEqual(calls, []);
    answers.eth_getTransactionReceipt = null;
    const madeUp = await resultOf("false success", "eth_getTransactionReceipt", [keccak256(raw)]);
    assert.deepEqual([madeUp.status, madeUp.blockHash, madeUp.from], ["0x1", hash, account.address]);
    assert.equal(await about("block of another"), null, "there is nothing to move");
  });

  it("follows a plan that a seed decides, with every fault in it", () => {
    const methods = [
      "eth_chainId",
      "eth_blockNumber",
      "eth_getTransactionReceipt",
      "eth_sendRawTransaction",
      "eth_call",
    ];
    const drawn = (seed: number) => {
      const plan = createPlan(seed, { network: 0.3, lies: 0.3, outage: 0.01 });
      const faults = Array.from({ length: 2_000 }, (_, i) => plan.next(methods[i % methods.length]!));
      return { faults, counts: plan.counts };
    };
    assert.deepEqual(drawn(1).faults, drawn(1).faults);
    assert.notDeepEqual(drawn(1).faults, drawn(2).faults);
    const { faults, counts } = drawn(1);
    for (const fault of [...NETWORK_FAULTS, ...LIES]) {
      assert.equal(counts.get(fault), faults.filter((one) => one === fault).length, fault);
      assert.ok(counts.get(fault)! > 0, fault);
    }
  });
});
