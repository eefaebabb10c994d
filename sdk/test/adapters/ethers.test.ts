// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  BrowserProvider,
  FallbackProvider,
  FetchRequest,
  type JsonRpcApiProvider,
  JsonRpcProvider,
  NonceManager,
  VoidSigner,
  Wallet,
  type WebSocketLike,
  WebSocketProvider,
} from "ethers";
import { clientFromProvider, clientFromSigner } from "../../src/adapters/ethers.ts";
import {
  type BountyEvent,
  commonweightActions,
  contribute,
  contributeWithPermit,
  createSealedBounty,
  getBountyEvents,
  getBountyStatus,
  getContribution,
  memoryStore,
  sealChunks,
  setFee,
  signPermit,
  watchBountyEvents,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { DOLLAR, deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "../support/chain.ts";
import { deferred } from "../support/deferred.ts";

/** Hardhat's sixth account, whose key is published. */
const aliceKey = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

describe("the adapter of ethers", () => {
  let world: World;
  let provider: BrowserProvider;
  let bounty: bigint;

  before(async () => {
    world = await deployWorld();
    provider = new BrowserProvider(world.provider);
    const { actors, escrow } = world;
    const sponsor = await clientFromSigner(await provider.getSigner(actors.sponsor.account.address));
    const set = await sealedSet(world, 1);
    const terms = await termsOf(world);
    // The bond is approved and the bounty created by a signer whose key the node keeps.
    ({ bounty } = await createSealedBounty(sponsor, { escrow, terms, set, store: memoryStore() }));
    await sealChunks(sponsor, { escrow, bounty, chunks: await sealProofs(world, set) });
    await drawAndOpen(world, bounty, "sample", set);
  });

  it("reads through a provider", async () => {
    const client = await clientFromProvider(provider);
    assert.equal(client.chain.id, 31_337);
    assert.equal(await getBountyStatus(client, { escrow: world.escrow, bounty }), "Funding");
  });

  it("signs typed data and transactions with a signer that holds its key", async () => {
    const { escrow, actors } = world;
    const alice = new Wallet(aliceKey, provider);
    assert.equal(alice.address.toLowerCase(), actors.alice.account.address.toLowerCase());
    const client = await clientFromSigner(alice);
    const { accepted } = await contributeWithPermit(client, { escrow, bounty, amount: 10n * DOLLAR });
    assert.equal(accepted, 10n * DOLLAR);
    const account = actors.alice.account.address;
    assert.equal(await getContribution(client, { escrow, bounty, account }), 10n * DOLLAR);
  });

  it("signs the same permit as viem does", async () => {
    const { actors, token, escrow } = world;
    const client = await clientFromSigner(new Wallet(aliceKey, provider));
    const parameters = { token, spender: escrow, value: 5n, deadline: 2_000_000_000n };
    assert.deepEqual(await signPermit(client, parameters), await signPermit(actors.alice, parameters));
  });

  it("binds every action, and writes with a signer that counts its own nonces", async () => {
    const { escrow, registry, actors } = world;
    const signer = new NonceManager(new Wallet(aliceKey, provider));
    const client = (await clientFromSigner(signer)).extend(commonweightActions({ escrow, registry }));
    const account = actors.alice.account.address;
    const before = await client.getContribution({ bounty, account });
    await client.contribute({ bounty, amount: DOLLAR });
    await client.contribute({ bounty, amount: DOLLAR });
    assert.equal(await client.getContribution({ bounty, account }), before + 2n * DOLLAR);
  });

  it("reads and watches events", async () => {
    const { escrow, actors } = world;
    const client = await clientFromProvider(provider);
    const [created] = await getBountyEvents(client, { escrow, bounty });
    assert.equal(created?.eventName, "BountyCreated");
    const seen = deferred<BountyEvent[]>();
    const { resolve: onEvents, reject: onError } = seen;
    const fromBlock = (await world.publicClient.getBlockNumber()) + 1n;
    const stop = watchBountyEvents(client, { escrow, bounty, fromBlock, pollingInterval: 5, onEvents, onError });
    await contribute(actors.bob, { escrow, bounty, amount: 3n * DOLLAR });
    const [event] = await seen.promise;
    stop();
    assert.ok(event?.eventName === "Contributed" && event.args.amount === 3n * DOLLAR);
  });

  it("asks the next provider of several where the first does not answer", async () => {
    const nowhere = new JsonRpcProvider(new FetchRequest("http://127.0.0.1:9"), 31_337, { staticNetwork: true });
    const priorities = [
      { provider: new BrowserProvider(world.provider), priority: 2, stallTimeout: 1 },
      { provider: nowhere, priority: 1, stallTimeout: 1 },
    ];
    const several = new FallbackProvider(priorities, 31_337, { quorum: 1 });
    const client = await clientFromProvider(several);
    assert.equal(await getBountyStatus(client, { escrow: world.escrow, bounty }), "Funding");
    const signer = await clientFromSigner(new Wallet(aliceKey, several));
    const { accepted } = await contribute(signer, { escrow: world.escrow, bounty, amount: DOLLAR });
    assert.equal(accepted, DOLLAR);
    several.destroy();
  });

  it("shares a WebSocket with ethers, whose requests have numbers of their own", async () => {
    const socket = socketTo(world);
    const provider: JsonRpcApiProvider = new WebSocketProvider(socket, 31_337, { staticNetwork: true });
    const client = await clientFromProvider(provider);
    const requests = Array.from({ length: 5 }, () => [
      getBountyStatus(client, { escrow: world.escrow, bounty }),
      provider.getBlockNumber(),
    ]);
    const answers = await Promise.all(requests.flat());
    const block = Number(await world.publicClient.getBlockNumber());
    assert.deepEqual(answers, Array(5).fill(["Funding", block]).flat());
    await provider.destroy();
  });

  it("decodes reverts by ABI", async () => {
    const client = await clientFromSigner(await provider.getSigner(world.actors.alice.account.address));
    await assert.rejects(setFee(client, { escrow: world.escrow, feeBps: 1 }), {
      name: "ContractRevertError",
      errorName: "OwnableUnauthorizedAccount",
    });
  });

  it("names the address where no node answers", async () => {
    const request = new FetchRequest("http://127.0.0.1:9");
    const nowhere = new JsonRpcProvider(request, 31_337, { staticNetwork: true });
    await assertRejects(
      clientFromProvider(nowhere),
      "ChainUnreachableError",
      "No chain answers at http://127.0.0.1:9.",
    );
    nowhere.destroy();
  });

  it("refuses a signer without a provider that speaks JSON-RPC", async () => {
    const signer = new VoidSigner(world.actors.alice.account.address);
    await assertRejects(
      clientFromSigner(signer),
      "InvalidValueError",
      'The signer\'s provider is "none"; expected one that speaks JSON-RPC.',
    );
  });

  it("refuses a provider that speaks no JSON-RPC", async () => {
    const provider = { constructor: { name: "EtherscanProvider" } } as unknown as JsonRpcApiProvider;
    await assertRejects(
      clientFromProvider(provider),
      "InvalidValueError",
      'The provider is "EtherscanProvider"; expected one that speaks JSON-RPC.',
    );
  });
});

/** A socket that is open, with the chain of this process at its other end. */
function socketTo({ provider }: World): WebSocketLike {
  const socket: WebSocketLike = {
    onopen: null,
    onmessage: null,
    onerror: null,
    readyState: 1,
    send: async (text: string) => {
      const { id, method, params } = JSON.parse(text);
      const result = await provider.request({ method, params });
      socket.onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", id, result }) });
    },
    close: () => {},
  };
  setImmediate(() => socket.onopen?.());
  return socket;
}
