// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type Address, encodeFunctionData, erc20Abi, getAddress, type Hex, parseEther, zeroHash } from "viem";
import {
  type BountyTerms,
  castVote,
  castVoteBySignature,
  claimShares,
  commonweightActions,
  createGovernance,
  createSealedBounty,
  delegate,
  executeProposal,
  getBountyCount,
  getDelegate,
  getGovernance,
  getLicenseTier,
  getProposal,
  getProposalState,
  getProposals,
  getTerms,
  getVotes,
  hashProposal,
  memoryStore,
  modelGovernorAbi,
  modelSharesAbi,
  type ProposalContent,
  propose,
  queueProposal,
  signVote,
  toContractTerms,
  trainingBountiesAbi,
} from "../../src/index.ts";
import { assertRejects } from "../fixtures.ts";
import { DAY, DOLLAR, deployWorld, sealedSet, termsOf, type World } from "../support/chain.ts";
import { settledBounty } from "../support/settled.ts";

const SHARE = 10n ** 18n;
const licenseTiers = [
  { price: 5n * DOLLAR, termsUri: "ipfs://research", termsHash: zeroHash },
  { price: 50n * DOLLAR, termsUri: "ipfs://commercial", termsHash: zeroHash },
];

describe("the governance of a model", () => {
  let world: World;
  let bounty: bigint;
  let shares: Address;
  let governor: Address;
  let treasury: Address;

  const at = () => ({ escrow: world.escrow, bounty });
  const wait = (seconds: number) => world.networkHelpers.time.increase(seconds);

  /** Of a million shares Alice has 375,000 as a backer and 200,000 as operator, Bob 125,000, the sponsor 100,000. */
  before(async () => {
    world = await deployWorld();
    const split = { backersBps: 5_000, operatorsBps: 2_000, sponsorBps: 1_000, treasuryBps: 2_000 };
    ({ bounty, shares } = await settledBounty(world, { shares: split, licenseTiers }));
    ({ governor, treasury } = await getGovernance(world.publicClient, at()));
  });

  /** Runs an action that must send nothing. */
  async function sendingNothing<result>(action: () => Promise<result>): Promise<result> {
    const block = await world.publicClient.getBlockNumber({ cacheTime: 0 });
    const result = await action();
    assert.equal(await world.publicClient.getBlockNumber({ cacheTime: 0 }), block, "a transaction was sent");
    return result;
  }

  function payment(amount: bigint, description: string): ProposalContent {
    const to = world.actors.poor.account.address;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
    return { calls: [{ target: world.token, data }], description };
  }

  /** Proposes as Alice, whose votes carry it, and waits until it is due. */
  async function due(content: ProposalContent): Promise<bigint> {
    const { actors } = world;
    const { proposal } = await propose(actors.alice, { governor, ...content });
    await wait(2 * DAY + 1);
    await castVote(actors.alice, { governor, proposal, support: "For" });
    await wait(5 * DAY + 1);
    await queueProposal(actors.poor, { governor, ...content });
    await wait(2 * DAY);
    return proposal;
  }

  it("gives the tiers of the terms, and names one that is not there", async () => {
    const { publicClient } = world;
    assert.deepEqual((await getTerms(publicClient, at())).licenseTiers, licenseTiers);
    assert.deepEqual(await getLicenseTier(publicClient, { ...at(), tier: 1 }), licenseTiers[1]);
    await assertRejects(
      getLicenseTier(publicClient, { ...at(), tier: 2 }),
      "ContractRevertError",
      "There is no licence tier 2 in the terms of bounty 1; they have 2, counted from 0.",
    );
  });

  it("has addresses from settlement on, at which the treasury is handed its shares", async () => {
    const { actors, publicClient } = world;
    const known = await getGovernance(publicClient, at());
    assert.deepEqual([known.shares, known.exists], [shares, false]);
    const named = await publicClient.readContract({ abi: modelSharesAbi, address: shares, functionName: "treasury" });
    assert.equal(named, treasury);
    const { amount } = await claimShares(actors.poor, { ...at(), beneficiary: treasury });
    assert.equal(amount, 200_000n * SHARE);
  });

  it("is refused before the bounty is settled", async () => {
    const { actors, escrow } = world;
    const call = { escrow, terms: await termsOf(world), set: await sealedSet(world, 2), store: memoryStore() };
    const { bounty: draft } = await createSealedBounty(actors.sponsor, call);
    const message = `Bounty ${draft} has no shares yet; expected it to be settled first.`;
    await assertRejects(getGovernance(actors.poor, { escrow, bounty: draft }), "SharesMissingError", message);
    await assertRejects(createGovernance(actors.poor, { escrow, bounty: draft }), "SharesMissingError", message);
  });

  it("is created once, by anybody", async () => {
    const { actors, publicClient } = world;
    const created = await createGovernance(actors.poor, at());
    assert.ok(created.hash);
    assert.deepEqual([created.governor, created.treasury], [governor, treasury]);
    assert.equal((await getGovernance(publicClient, at())).exists, true);
    const again = await sendingNothing(() => createGovernance(actors.alice, at()));
    assert.deepEqual([again.hash, again.governor], [undefined, governor]);
  });

  it("counts shares once they are delegated", async () => {
    const { actors, publicClient } = world;
    const account = actors.alice.account.address;
    assert.equal(await getVotes(publicClient, { shares, account }), 0n);
    assert.equal(await getDelegate(publicClient, { shares, account }), undefined);
    assert.ok((await delegate(actors.alice, { shares })).hash);
    assert.equal((await sendingNothing(() => delegate(actors.alice, { shares }))).hash, undefined);
    await delegate(actors.bob, { shares });
    await delegate(actors.sponsor, { shares, delegatee: actors.bob.account.address });
    assert.equal(
      await getDelegate(publicClient, { shares, account: actors.sponsor.account.address }),
      getAddress(actors.bob.account.address),
    );
    assert.equal(await getVotes(publicClient, { shares, account }), 575_000n * SHARE);
    assert.equal(await getVotes(publicClient, { shares, account: actors.bob.account.address }), 225_000n * SHARE);
  });

  it("takes no proposal in the first thirty days, nor from who has too little", async () => {
    const { actors, publicClient } = world;
    const content = payment(DOLLAR, "too early");
    await assertRejects(
      propose(actors.alice, { governor, ...content }),
      "ContractRevertError",
      /^The first proposal can be made at \d+; it is \d+\.$/,
    );
    await world.networkHelpers.time.increaseTo(
      await publicClient.readContract({ abi: modelGovernorAbi, address: governor, functionName: "proposalsFrom" }),
    );
    await assertRejects(propose(actors.poor, { governor, ...content }), "ContractRevertError", /had 0 votes/);
    await assertRejects(
      propose(actors.alice, { governor, calls: [{ target: "0x12" as Address, data: "0x" }], description: "" }),
      "InvalidValueError",
      /^The target of call 0 is "0x12"/,
    );
  });

  it("proposes, votes in person and by signature, queues and executes, each once", async () => {
    const { actors, publicClient, token } = world;
    const transfer = { abi: erc20Abi, functionName: "transfer", args: [treasury, 9n * DOLLAR] } as const;
    await actors.sponsor.writeContract({ ...transfer, address: token });
    const content = payment(4n * DOLLAR, "Pay for the hosting");

    const { proposal } = await propose(actors.alice, { governor, ...content });
    assert.equal(hashProposal(content), proposal);
    assert.notEqual(hashProposal({ ...content, description: "Pay for hosting" }), proposal);
    const on = { governor, proposal };
    const again = await sendingNothing(() => propose(actors.bob, { governor, ...content }));
    assert.deepEqual([again.hash, again.proposal], [undefined, proposal]);
    const early = castVote(actors.alice, { ...on, support: "For" });
    await assert.rejects(early, { errorName: "GovernorUnexpectedProposalState" });
    assert.equal(await getProposalState(publicClient, on), "Pending");
    const [listed, ...others] = await getProposals(publicClient, { governor });
    const calls = content.calls.map((call) => ({ ...call, target: getAddress(call.target), value: 0n }));
    const proposer = getAddress(actors.alice.account.address);
    assert.deepEqual(listed, { proposal, proposer, description: content.description, calls });
    assert.deepEqual(others, []);
    assert.equal(await getProposalState(publicClient, { governor, proposal: 1n }), undefined);
    assert.equal(await getProposal(publicClient, { governor, proposal: 1n }), undefined);

    await wait(2 * DAY + 1);
    assert.equal(await getProposalState(publicClient, on), "Active");
    const signed = await signVote(actors.bob, { ...on, support: "Against" });
    const turned = castVoteBySignature(actors.poor, { ...on, ...signed, support: "For" });
    await assertRejects(turned, "ContractRevertError", /^The signature is not one of 0x/);
    const sent = await castVoteBySignature(actors.poor, { ...on, ...signed, support: "Against" });
    assert.equal(sent.weight, 225_000n * SHARE);
    const resent = () => castVoteBySignature(actors.poor, { ...on, ...signed, support: "Against" });
    assert.equal((await sendingNothing(resent)).weight, undefined);
    assert.equal((await castVote(actors.alice, { ...on, support: "For" })).weight, 575_000n * SHARE);
    const revote = () => castVote(actors.alice, { ...on, support: "Against" });
    assert.equal((await sendingNothing(revote)).hash, undefined);

    const facts = (await getProposal(publicClient, on))!;
    assert.deepEqual(facts.votes, { for: 575_000n * SHARE, against: 225_000n * SHARE, abstain: 0n });
    assert.deepEqual([facts.quorum, facts.executableFrom], [200_000n * SHARE, undefined]);
    assert.deepEqual(
      [facts.proposer, facts.deadline - facts.snapshot],
      [getAddress(actors.alice.account.address), 5n * BigInt(DAY)],
    );
    await assert.rejects(queueProposal(actors.poor, { governor, ...content }), {
      errorName: "GovernorUnexpectedProposalState",
    });

    await wait(5 * DAY);
    assert.equal(await getProposalState(publicClient, on), "Succeeded");
    assert.equal((await queueProposal(actors.poor, { governor, ...content })).proposal, proposal);
    await sendingNothing(() => queueProposal(actors.poor, { governor, ...content }));
    assert.equal(await getProposalState(publicClient, on), "Queued");
    await assert.rejects(executeProposal(actors.poor, { governor, ...content }), {
      errorName: "TimelockUnexpectedOperationState",
    });
    await wait(2 * DAY);
    assert.ok((await executeProposal(actors.poor, { governor, ...content })).hash);
    await sendingNothing(() => executeProposal(actors.poor, { governor, ...content }));
    assert.equal(await getProposalState(publicClient, on), "Executed");
    const balance = (account: Address) =>
      publicClient.readContract({ abi: erc20Abi, address: token, functionName: "balanceOf", args: [account] });
    assert.deepEqual([await balance(actors.poor.account.address), await balance(treasury)], [4n * DOLLAR, 5n * DOLLAR]);
  });

  it("pays ether that the treasury was sent", async () => {
    const { actors, publicClient } = world;
    const value = parseEther("2");
    await publicClient.waitForTransactionReceipt({
      hash: await actors.sponsor.sendTransaction({ to: treasury, value }),
    });
    const target: Address = "0x00000000000000000000000000000000000000A1";
    const content = { calls: [{ target, value, data: "0x" as Hex }], description: "Give the ether away" };
    await due(content);
    await executeProposal(actors.poor, { governor, ...content });
    assert.equal(await publicClient.getBalance({ address: target }), value);
  });

  it("sponsors a bounty whose parent is the model", async () => {
    const { actors, escrow, publicClient, task, token } = world;
    const transfer = { abi: erc20Abi, functionName: "transfer", args: [treasury, 50n * DOLLAR] } as const;
    await actors.sponsor.writeContract({ ...transfer, address: token });
    const template = await termsOf(world, { parent: bounty, royaltyBps: 1_000 });
    const windows = Object.fromEntries(
      Object.entries(template.windows).map(([name, end]) => [name, end + 10 * DAY]),
    ) as unknown as BountyTerms["windows"];
    const chunksRoot: Hex = `0x${"22".repeat(32)}`;
    const terms = { ...template, windows, sponsor: treasury, task, chunks: 3, chunksRoot };
    const content = {
      calls: [
        {
          target: token,
          data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [escrow, terms.sponsorBond] }),
        },
        {
          target: escrow,
          data: encodeFunctionData({
            abi: trainingBountiesAbi,
            functionName: "createBounty",
            args: [toContractTerms(terms)],
          }),
        },
      ],
      description: "Fine-tune our model",
    };
    await due(content);
    await executeProposal(actors.poor, { governor, ...content });
    const child = await getBountyCount(publicClient, { escrow });
    const stored = await getTerms(publicClient, { escrow, bounty: child });
    assert.deepEqual([stored.sponsor, stored.parent, stored.royaltyBps], [treasury, bounty, 1_000]);
  });

  it("tells why what a vote decided fails: the treasury never votes", async () => {
    const { actors } = world;
    const args = [actors.poor.account.address] as const;
    const data = encodeFunctionData({ abi: modelSharesAbi, functionName: "delegate", args });
    const content = { calls: [{ target: shares, data }], description: "Vote with the treasury's shares" };
    await due(content);
    await assertRejects(
      executeProposal(actors.poor, { governor, ...content }),
      "ContractRevertError",
      /is the model's own treasury, whose shares never vote; it cannot delegate\.$/,
    );
  });

  it("is told by bound actions as well", async () => {
    const { escrow, publicClient, registry } = world;
    const client = publicClient.extend(commonweightActions({ escrow, registry }));
    assert.deepEqual(await client.getGovernance({ bounty }), await getGovernance(publicClient, at()));
    assert.deepEqual(await client.getLicenseTier({ bounty, tier: 0 }), licenseTiers[0]);
    assert.equal(await client.getProposalState({ governor, proposal: 1n }), undefined);
  });
});
