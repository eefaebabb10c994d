// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { BrowserProvider, FetchRequest, JsonRpcProvider, VoidSigner, Wallet } from "ethers";
import { clientFromProvider, clientFromSigner } from "../../src/adapters/ethers.ts";
import {
  contributeWithPermit,
  createSealedBounty,
  getBountyStatus,
  getContribution,
  memoryStore,
  sealChunks,
  setFee,
  signPermit,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { DOLLAR, deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "../support/chain.ts";

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
});
