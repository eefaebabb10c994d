// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Address,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  type Hex,
  HttpRequestError,
  TimeoutError,
  UnknownRpcError,
} from "viem";
import {
  ChainUnreachableError,
  ContractRevertError,
  InvalidValueError,
  toTypedError,
  trainingBountiesAbi,
  UndecodedRevertError,
} from "../../src/index.ts";

const contractAddress: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

function revertWith(data: Hex): ContractFunctionExecutionError {
  const context = { abi: trainingBountiesAbi, functionName: "cancel" };
  const cause = new ContractFunctionRevertedError({ ...context, data });
  return new ContractFunctionExecutionError(cause, { ...context, args: [1n], contractAddress });
}

describe("a typed error", () => {
  it("is made of a revert that the ABI knows, with its arguments, function and contract", () => {
    const data = encodeErrorResult({ abi: trainingBountiesAbi, errorName: "StatusMismatch", args: [1n, 3, 2] });
    const error = toTypedError(revertWith(data));
    assert.ok(error instanceof ContractRevertError);
    assert.deepEqual(
      [error.errorName, error.args, error.functionName, error.address],
      ["StatusMismatch", [1n, 3, 2], "cancel", contractAddress],
    );
    assert.match(error.message, /Details: StatusMismatch\(1, 3, 2\)/);
  });

  it("is made of Solidity's own errors", () => {
    const abi = [{ type: "error", name: "Error", inputs: [{ name: "message", type: "string" }] }] as const;
    const error = toTypedError(revertWith(encodeErrorResult({ abi, args: ["no"] })));
    assert.ok(error instanceof ContractRevertError);
    assert.deepEqual([error.errorName, error.args], ["Error", ["no"]]);
  });

  it("keeps the data of a revert that no ABI explains", () => {
    const error = toTypedError(revertWith("0xdeadbeef"));
    assert.ok(error instanceof UndecodedRevertError);
    assert.equal(error.data, "0xdeadbeef");
    assert.equal(error.shortMessage, "cancel reverted with 0xdeadbeef, which no ABI at hand explains.");
  });

  it("names the node that is silent, but not one that answers with a status", () => {
    const url = "http://127.0.0.1:9/";
    for (const silence of [new HttpRequestError({ url }), new TimeoutError({ url, body: {} })]) {
      const error = toTypedError(silence);
      assert.ok(error instanceof ChainUnreachableError);
      assert.equal(error.url, url);
    }
    const answer = new HttpRequestError({ url, status: 429 });
    assert.equal(toTypedError(answer), answer);
  });

  it("is found where a transport of ours threw it", () => {
    const own = new InvalidValueError({ subject: "x", value: 1, expected: "2" });
    assert.equal(toTypedError(new UnknownRpcError(own)), own);
  });

  it("leaves other errors as they are", () => {
    const other = new RangeError("other");
    assert.equal(toTypedError(other), other);
  });
});
