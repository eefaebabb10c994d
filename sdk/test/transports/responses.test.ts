// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { problemOfResponse } from "../../src/transports/responses.ts";

const bytes = (length: number, byte = "11") => `0x${byte.repeat(length)}`;
const [escrow, topic, other] = [bytes(20), bytes(32), bytes(32, "22")];
const log = {
  address: escrow,
  topics: [topic],
  data: "0x",
  blockNumber: "0x5",
  blockHash: other,
  transactionHash: topic,
};
const filter = { address: escrow, topics: [topic], fromBlock: "0x5", toBlock: "0x5" };
const block = { hash: topic, number: "0x5", timestamp: "0x1", transactions: [] };

describe("the shape of answers", () => {
  it("lets pass what answers the request", () => {
    for (const [method, params, result] of [
      ["eth_getLogs", [filter], [log]],
      ["eth_getLogs", [{ address: [other.slice(0, 42), escrow], topics: [null], toBlock: "latest" }], [log]],
      ["eth_getLogs", [{ topics: [[other, topic]], blockHash: other }], [log]],
      ["eth_getLogs", [], []],
      ["eth_getBlockByNumber", ["0x5", false], block],
      ["eth_getBlockByNumber", ["latest", false], block],
      ["eth_getBlockByNumber", ["pending", false], { ...block, hash: null, number: null }],
      ["eth_getBlockByNumber", ["0x9", false], null],
      ["eth_getBlockByHash", [topic.toUpperCase().replace("0X", "0x"), false], block],
      ["eth_getTransactionByHash", [topic], { hash: topic }],
      ["eth_getTransactionByHash", [topic], null],
      ["eth_call", [{}], "0x"],
      ["eth_feeHistory", [], { oldestBlock: "0x1", baseFeePerGas: ["0x1"] }],
      ["some_method", undefined, null],
    ] as const) {
      assert.equal(problemOfResponse(method, params, result), undefined, method);
    }
  });

  it("names what cannot be an answer", () => {
    for (const [method, params, result, problem] of [
      ["eth_getLogs", [filter], [{ ...log, address: other.slice(0, 42) }], /a log is of 0x2222/],
      ["eth_getLogs", [filter], [{ ...log, topics: [other] }], /a log has the topics 0x2222/],
      ["eth_getLogs", [filter], [{ ...log, topics: [] }], /a log has the topics/],
      ["eth_getLogs", [filter], [{ ...log, blockNumber: "0x4" }], /a log is of block 4/],
      ["eth_getLogs", [filter], [{ ...log, blockNumber: "0x6" }], /a log is of block 6/],
      ["eth_getLogs", [{ blockHash: topic }], [log], /a log is of the block 0x2222/],
      ["eth_getLogs", [filter], null, /expected array/],
      ["eth_getBlockByNumber", ["0x6", false], block, /it is the block 0x5/],
      ["eth_getBlockByNumber", ["0x5", false], { ...block, number: null }, /it is the block null/],
      ["eth_getBlockByNumber", ["latest", false], { ...block, timestamp: 1 }, /timestamp: .*expected string/],
      ["eth_getBlockByHash", [other, false], block, /it is the block 0x1111/],
      ["eth_getTransactionByHash", [other], { hash: topic }, /it is the transaction 0x1111/],
      ["eth_call", [{}], "0x1", /not bytes/],
      ["eth_chainId", [], "", /not a quantity/],
      ["eth_feeHistory", [], { baseFeePerGas: [] }, /oldestBlock/],
      ["some_method", [], undefined, /it holds no result/],
    ] as const) {
      assert.match(problemOfResponse(method, params, result) ?? "none", problem, method);
    }
  });
});
