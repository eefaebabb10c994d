// SPDX-License-Identifier: MIT
// What owners decide: the model gets its governor, shares are delegated, and a proposal is voted on, queued and executed.
import { modelGovernorAbi, type ProposalContent } from "@commonweight/sdk";
import { expectEqual } from "../books.ts";
import type { Stage } from "../stage.ts";
import { formatShares } from "../summary.ts";
import type { PartyName, World } from "../world.ts";
import type { OwnedModel } from "./model.ts";

const PROPOSER: PartyName = "sponsor";
/** Of those who vote for every proposal, one comes in person and the other signs. */
const IN_PERSON: PartyName = "backer 1";
const BY_SIGNATURE: PartyName = "strong operator's cold wallet";
const AGAINST: PartyName = "backer 2";

/** Creates the governor and the treasury, has the voters delegate to themselves, and waits until they may propose. */
export async function beginGovernance({ world, journal, gas }: Stage, model: OwnedModel): Promise<void> {
  const { bounty, shares, governor, treasury } = model;
  await journal.step("anybody creates the model's governor and treasury, where they were known to be", async () => {
    const { client } = world.party("customer");
    const created = gas.record("createGovernance", await client.createGovernance({ bounty }));
    expectEqual("The governor", created.governor, governor);
    expectEqual("The treasury", created.treasury, treasury);
  });
  await journal.step("those who want to vote delegate their shares to themselves", async () => {
    for (const name of [PROPOSER, IN_PERSON, BY_SIGNATURE, AGAINST]) {
      gas.record("delegate", await world.party(name).client.delegate({ shares }));
    }
  });
  await journal.step("thirty days after the settlement proposals are taken", async () => {
    const call = { address: governor, abi: modelGovernorAbi, functionName: "proposalsFrom" } as const;
    await travel(world, BigInt(await world.chain.publicClient.readContract(call)));
  });
}

/** Has the owners carry a proposal, which takes nine days, and executes it. */
export async function carry(stage: Stage, model: OwnedModel, content: ProposalContent): Promise<void> {
  const { world, journal, gas } = stage;
  const { governor } = model;
  const { client } = world.party(PROPOSER);

  const proposal = await journal.step(
    `the ${PROPOSER} proposes: ${content.description}`,
    async () => gas.record("propose", await client.propose({ governor, ...content })).proposal,
  );
  const { snapshot, deadline } = (await client.getProposal({ governor, proposal }))!;

  const vote = { governor, proposal, support: "For" } as const;
  await journal.step(`two days later the ${BY_SIGNATURE} signs a vote for it, which anybody sends`, async () => {
    await travel(world, snapshot + 1n);
    const signed = await world.party(BY_SIGNATURE).client.signVote(vote);
    const { client: anybody } = world.party("customer");
    gas.record("castVoteBySignature", await anybody.castVoteBySignature({ ...vote, ...signed }));
  });
  await journal.step(
    `${IN_PERSON} votes for it, ${AGAINST} against`,
    async () => {
      const { client: inPerson } = world.party(IN_PERSON);
      gas.record("castVote", await inPerson.castVote(vote));
      const { client: against } = world.party(AGAINST);
      gas.record("castVote", await against.castVote({ ...vote, support: "Against" }));
      return expectVotes(world, model, proposal);
    },
    (votes) => `${formatShares(votes.for)} to ${formatShares(votes.against)}`,
  );
  await journal.step("five days later anybody queues it, and two days later anybody executes it", async () => {
    const { client: anybody } = world.party("customer");
    await travel(world, deadline + 1n);
    gas.record("queueProposal", await anybody.queueProposal({ governor, ...content }));
    const { executableFrom } = (await anybody.getProposal({ governor, proposal }))!;
    await travel(world, executableFrom!);
    gas.record("executeProposal", await anybody.executeProposal({ governor, ...content }));
    const state = await anybody.getProposalState({ governor, proposal });
    expectEqual("The proposal's state", state ?? "none", "Executed");
  });
}

/** Every vote counts as much as the voter has shares: none has traded since it delegated. */
async function expectVotes(world: World, { shares, governor }: OwnedModel, proposal: bigint) {
  const { votes } = (await world.party(PROPOSER).client.getProposal({ governor, proposal }))!;
  const sharesOf = (name: PartyName) => world.balanceOf(shares, world.party(name).address);
  expectEqual("Votes for", votes.for, (await sharesOf(IN_PERSON)) + (await sharesOf(BY_SIGNATURE)));
  expectEqual("Votes against", votes.against, await sharesOf(AGAINST));
  return votes;
}

async function travel({ chain }: World, time: bigint): Promise<void> {
  if (time > (await chain.now())) await chain.travelTo(time);
}
