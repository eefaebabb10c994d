// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { type Address, custom, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { contractsOf, createCommonweightClient, type Deployment, localChain } from "../../src/index.ts";
import { assertThrows } from "../fixtures.ts";

const address = (digit: string): Address => `0x${digit.repeat(40)}`;
const deployment: Deployment = {
  chainId: localChain.id,
  fromBlock: 7n,
  trainingBounties: address("1"),
  trainingRecords: address("8"),
  architectureRegistry: address("2"),
  beacon: address("3"),
  modelShares: address("4"),
  modelGovernance: address("5"),
  modelLicenses: address("6"),
  shareOffers: address("7"),
  libraries: {},
  tasks: {},
  architectures: {},
  recipes: {},
};

/** A node that answers every request with the number 3. */
async function withNode(action: (url: string, asked: { method: string }[]) => Promise<void>): Promise<void> {
  const asked: { method: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const call = JSON.parse(Buffer.concat(chunks).toString());
    asked.push(call);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, result: `0x${"0".repeat(63)}3` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await action(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("a client by one call", () => {
  it("asks the node at an address, for the contracts of the deployment", async () => {
    await withNode(async (url, asked) => {
      const client = createCommonweightClient({ chain: localChain, deployment, url });
      assert.equal(await client.getBountyCount(), 3n);
      const [call] = asked as unknown as [{ method: string; params: [{ to: Hex }] }];
      assert.deepEqual([call.method, call.params[0].to], ["eth_call", deployment.trainingBounties]);
      assert.deepEqual([client.chain.id, client.account], [31_337, undefined]);
    });
  });

  it("goes on to the next address where one does not answer", async () => {
    await withNode(async (url) => {
      const client = createCommonweightClient({ chain: localChain, deployment, url: ["http://127.0.0.1:9", url] });
      assert.equal(await client.getBountyCount(), 3n);
    });
  });

  it("takes a transport, and looks where the chain says without one", async () => {
    const request = async () => `0x${"0".repeat(63)}5`;
    const client = createCommonweightClient({ chain: localChain, deployment, transport: custom({ request }) });
    assert.equal(await client.getBountyCount(), 5n);
    assert.equal(createCommonweightClient({ chain: localChain, deployment }).transport.url, "http://127.0.0.1:8545");
  });

  it("has the actions of the market, and signs with the account", () => {
    const account = privateKeyToAccount(`0x${"01".repeat(32)}`);
    const client = createCommonweightClient({ chain: localChain, deployment, account });
    assert.equal(client.account, account);
    assert.equal(typeof client.quoteBuy, "function");
    const kept = createCommonweightClient({ chain: localChain, deployment, account: account.address });
    assert.deepEqual(kept.account, { address: account.address, type: "json-rpc" });
  });

  it("takes every address of the deployment", () => {
    assert.deepEqual(contractsOf(deployment), {
      escrow: address("1"),
      records: address("8"),
      registry: address("2"),
      licenses: address("6"),
      offers: address("7"),
      beacon: address("3"),
      fromBlock: 7n,
    });
  });

  it("refuses a deployment of another chain, and two ways to the node", () => {
    assertThrows(
      () => createCommonweightClient({ chain: localChain, deployment: { ...deployment, chainId: 1 } }),
      "InvalidValueError",
      "deployment.chainId is 1; expected 31337, as the chain's.",
    );
    assertThrows(
      () => createCommonweightClient({ chain: localChain, deployment, transport: http(), url: "http://127.0.0.1:1" }),
      "InvalidValueError",
      'url is "http://127.0.0.1:1"; expected nothing beside a transport.',
    );
  });
});
