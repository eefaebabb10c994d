// SPDX-License-Identifier: MIT
// Events of every kind of contract, over the life of one settled model.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type Address, encodeFunctionData, erc20Abi, zeroAddress } from "viem";
import {
  approveToken,
  buyLicense,
  type ContractEvent,
  cancelShareOffer,
  commonweightActions,
  createGovernance,
  delegate,
  fillShareOffer,
  getEscrowSettings,
  getEvents,
  getGovernance,
  payRevenue,
  propose,
  renewLicense,
  signShareOffer,
  trainingBountiesAbi,
  transferShares,
  watchEvents,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { DAY, DOLLAR, deployWorld, type World } from "../support/chain.ts";
import { deferred } from "../support/deferred.ts";
import { settledBounty } from "../support/settled.ts";
import { licenseTiers } from "../support/settledModel.ts";

const SHARE = 10n ** 18n;

describe("events", () => {
  let world: World;
  let shares: Address;
  let licenses: Address;
  let offers: Address;
  let bounty: bigint;
  let alice: Address;
  let bob: Address;

  before(async () => {
    world = await deployWorld();
    [alice, bob] = [world.actors.alice.account.address, world.actors.bob.account.address];
    licenses = await world.deploy("contracts/ownership/ModelLicenses.sol:ModelLicenses", [world.escrow]);
    offers = await world.deploy("contracts/ownership/ShareOffers.sol:ShareOffers");
    const split = { backersBps: 5_000, operatorsBps: 2_000, sponsorBps: 1_000, treasuryBps: 2_000 };
    ({ bounty, shares } = await settledBounty(world, { shares: split, licenseTiers }));
  });

  const same = (a: Address, b: Address) => assert.equal(a.toLowerCase(), b.toLowerCase());

  it("of shares are revenue, transfers and votes, all of them or one kind, by what is indexed", async () => {
    const { publicClient, actors } = world;
    const fromBlock = (await publicClient.getBlockNumber({ cacheTime: 0 })) + 1n;
    await payRevenue(actors.bob, { shares, amount: 30n * DOLLAR });
    await payRevenue(actors.alice, { shares, amount: 12n * DOLLAR });
    await transferShares(actors.alice, { shares, to: bob, amount: 5n * SHARE });
    await transferShares(actors.bob, { shares, to: alice, amount: 2n * SHARE });
    const at = { of: "shares", address: shares, fromBlock } as const;

    const all = await getEvents(publicClient, at);
    assert.deepEqual(
      all.map(({ eventName }) => eventName).filter((name) => name !== "DelegateVotesChanged"),
      ["RevenuePaid", "RevenuePaid", "Transfer", "Transfer"],
    );
    const paid = await getEvents(publicClient, { ...at, eventName: "RevenuePaid" });
    assert.equal(
      paid.reduce((sum, { args }) => sum + args.amount, 0n),
      42n * DOLLAR,
    );
    const [byBob, ...more] = await getEvents(publicClient, { ...at, eventName: "RevenuePaid", args: { payer: bob } });
    assert.deepEqual(more, []);
    assert.equal(byBob!.args.amount, 30n * DOLLAR);
    same(byBob!.args.payer, bob);

    const transfers = { ...at, eventName: "Transfer" } as const;
    const toAlice = await getEvents(publicClient, { ...transfers, args: { to: alice } });
    assert.deepEqual(
      toAlice.map(({ args }) => args.value),
      [2n * SHARE],
    );
    const either = await getEvents(publicClient, { ...transfers, args: { from: [alice, bob] } });
    assert.equal(either.length, 2);
    assert.deepEqual(await getEvents(publicClient, { ...transfers, args: { from: zeroAddress } }), []);

    // Everything from the start, in pieces as in one.
    const whole = await getEvents(publicClient, { ...at, fromBlock: 0n });
    assert.ok(whole.length > all.length);
    const pieces: bigint[] = [];
    const onProgress = (done: bigint) => pieces.push(done);
    assert.deepEqual(await getEvents(publicClient, { ...at, fromBlock: 0n, blocksPerRequest: 9n, onProgress }), whole);
    assert.ok(pieces.length > 2);
  });

  it("of licences and offers are sales, renewals, fills and cancellations", async () => {
    const { publicClient, actors, token } = world;
    const { tokenId } = await buyLicense(actors.bob, { licenses, shares, tier: 0n, periods: 1 });
    await renewLicense(actors.alice, { licenses, tokenId, periods: 2 });
    const at = { of: "licenses", address: licenses } as const;
    const [sold] = await getEvents(publicClient, { ...at, eventName: "LicenseSold", args: { shares, recipient: bob } });
    assert.deepEqual([sold?.args.tokenId, sold?.args.tier, sold?.args.periods], [tokenId, 0n, 1n]);
    const [renewed] = await getEvents(publicClient, { ...at, eventName: "LicenseRenewed", args: { tokenId } });
    same(renewed!.args.payer, alice);
    assert.deepEqual(await getEvents(publicClient, { ...at, eventName: "LicenseRenewed", args: { tokenId: 9n } }), []);

    const offer = { offers, sellToken: shares, sellAmount: 10n * SHARE, buyToken: token, buyAmount: 25n * DOLLAR };
    await approveToken(actors.alice, { token: shares, spender: offers, amount: 10n * SHARE });
    const signed = await signShareOffer(actors.alice, offer);
    await fillShareOffer(actors.bob, { offers, ...signed, amount: 2n * SHARE });
    await cancelShareOffer(actors.alice, { offers, offer: signed.offer });
    const events = await getEvents(publicClient, { of: "offers", address: offers });
    assert.deepEqual(
      events.map(({ eventName }) => eventName),
      ["OfferFilled", "OfferCancelled"],
    );
    const [filled] = events;
    assert.ok(filled?.eventName === "OfferFilled");
    assert.deepEqual([filled.args.sold, filled.args.paid], [2n * SHARE, 5n * DOLLAR]);
  });

  it("of governance, a governor, the registry, the beacon and the escrow are read in the same way", async () => {
    const { publicClient, actors, escrow, registry, task, architecture } = world;
    await createGovernance(actors.alice, { escrow, bounty });
    await delegate(actors.alice, { shares });
    await world.networkHelpers.time.increase(31 * DAY);
    const { governor } = await getGovernance(publicClient, { escrow, bounty });
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [bob, 1n] });
    const { proposal } = await propose(actors.alice, {
      governor,
      calls: [{ target: world.token, data }],
      description: "Pay",
    });
    const [created] = await getEvents(publicClient, {
      of: "governor",
      address: governor,
      eventName: "ProposalCreated",
    });
    assert.deepEqual([created?.args.proposalId, created?.args.description], [proposal, "Pay"]);

    const address = await publicClient.readContract({
      abi: trainingBountiesAbi,
      address: escrow,
      functionName: "governance",
    });
    const [made] = await getEvents(publicClient, {
      of: "governance",
      address,
      args: { shares },
      eventName: "GovernanceCreated",
    });
    same(made!.args.governor, governor);

    const pairs = await getEvents(publicClient, {
      of: "registry",
      address: registry,
      eventName: "PairRegistered",
      args: { task },
    });
    assert.deepEqual(
      pairs.map(({ args }) => args.architecture),
      [architecture],
    );

    const { beacon } = await getEscrowSettings(publicClient, { escrow });
    const rounds = await getEvents(publicClient, { of: "beacon", address: beacon });
    assert.equal(rounds.length, 2, "of the sample and of the score");
    const [{ args }] = rounds as [ContractEvent<"beacon">, unknown];
    const [round, ...others] = await getEvents(publicClient, {
      of: "beacon",
      address: beacon,
      eventName: "RoundProven",
      args: { round: args.round },
    });
    assert.deepEqual([round?.args, others], [args, []]);

    const credited = await getEvents(publicClient, { of: "escrow", address: escrow, eventName: "TokenAllowed" });
    assert.equal(credited[0]?.args.allowed, true);
  });

  it("are bound to a client with the addresses that it has", async () => {
    const { publicClient, escrow, registry } = world;
    const client = publicClient.extend(commonweightActions({ escrow, registry, licenses }));
    const sold = await client.getEvents({ of: "licenses", eventName: "LicenseSold" });
    assert.equal(sold.length, 1);
    assert.deepEqual(await client.getEvents({ of: "licenses", address: licenses, eventName: "LicenseSold" }), sold);
    assert.ok((await client.getEvents({ of: "registry" })).length >= 3);
    assert.throws(() => client.getEvents({ of: "shares" }), {
      name: "InvalidValueError",
      message: "The address is missing; expected bound, or told to the action.",
    });
  });

  it("are told as they happen, until watching stops", async () => {
    const { publicClient, actors } = world;
    const fromBlock = (await publicClient.getBlockNumber({ cacheTime: 0 })) + 1n;
    const seen = deferred<ContractEvent<"shares", "RevenuePaid">[]>();
    const at = { of: "shares", address: shares, fromBlock, pollingInterval: 5 } as const;
    const stop = watchEvents(publicClient, {
      ...at,
      eventName: "RevenuePaid",
      args: { payer: alice },
      onEvents: seen.resolve,
      onError: seen.reject,
    });
    const all = deferred<string[]>();
    const names: string[] = [];
    const stopAll = watchEvents(publicClient, {
      ...at,
      onEvents: (events) => {
        names.push(...events.map(({ eventName }) => eventName));
        if (names.filter((name) => name === "RevenuePaid").length === 2) all.resolve(names);
      },
      onError: all.reject,
    });
    await payRevenue(actors.bob, { shares, amount: 1n * DOLLAR });
    await payRevenue(actors.alice, { shares, amount: 2n * DOLLAR });
    const events = await seen.promise;
    assert.deepEqual(
      events.map(({ args }) => args.amount),
      [2n * DOLLAR],
    );
    assert.deepEqual(await all.promise, ["RevenuePaid", "RevenuePaid"]);
    stop();
    stopAll();
  });

  it("refuse what is no contract, event, argument or value", async () => {
    const { publicClient } = world;
    const at = { of: "shares", address: shares } as const;
    const get = (changes: object) => getEvents(publicClient, { ...at, ...changes });
    for (const [changes, message] of [
      [{ address: "0x1" }, /^The address of the contract is "0x1"; expected/],
      [{ of: "toString" }, /^of is "toString"; expected one of escrow, records, registry, beacon, shares,/],
      [{ eventName: "Paid" }, /^eventName is "Paid"; expected one of Approval, /],
      [{ args: { payer: bob } }, /^eventName is missing; expected a name, as there are args/],
      [
        { eventName: "RevenuePaid", args: { amount: 1n } },
        /^An argument to select RevenuePaid by is "amount"; expected one of payer\.$/,
      ],
      [{ eventName: "Initialized", args: { version: 1n } }, /expected none: nothing of it is indexed/],
      [{ eventName: "RevenuePaid", args: { payer: "bob" } }, /^The argument payer of RevenuePaid is "bob"; expected/],
      [{ eventName: "RevenuePaid", args: { payer: [bob, 7n] } }, /^The argument payer of RevenuePaid is 7; expected/],
      [{ blocksPerRequest: 0n }, "blocksPerRequest is 0; expected 1 or more."],
    ] as const) {
      await assertRejects(get(changes), "InvalidValueError", message);
    }
    const onEvents = () => assert.fail("There were events.");
    assert.throws(() => watchEvents(publicClient, { ...at, eventName: "Paid" as never, onEvents }), {
      name: "InvalidValueError",
    });
  });
});
