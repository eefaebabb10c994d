// SPDX-License-Identifier: MIT
// A second model, made from the first: its bounty is sponsored by the first one's treasury, as the owners have voted. It goes
// the same road, and a part of what it earns goes to its parent.
import { DOLLAR, PROTOCOL_FEE_BPS } from "@commonweight/devnet";
import {
  type BountyTerms,
  definitionId,
  type ProposalContent,
  type SealedEvaluationSet,
  toContractTerms,
  tokenAbi,
  trainingBountiesAbi,
} from "@commonweight/sdk";
import type { Samples } from "@commonweight/sdk/data";
import { type Address, encodeFunctionData } from "viem";
import { expectEqual } from "../books.ts";
import type { Effort } from "../networks.ts";
import { commitModels, proveModels, submitProofs, trainOperators } from "../operators.ts";
import { payOut, wordsOf } from "../payout.ts";
import type { DemoSamples } from "../samples.ts";
import { openScored, sealBounty, sealedSet, showSample } from "../sponsor.ts";
import type { Stage } from "../stage.ts";
import { formatDollars } from "../summary.ts";
import { BPS, BRIEF, demoTerms, ENTRY_FEE, specOf } from "../terms.ts";
import type { PartyName } from "../world.ts";
import type { OwnedModel } from "./model.ts";
import { carry } from "./votes.ts";

/** The shortest road is enough for it. */
export const CHILD_SCALE = BRIEF;

export const ROYALTY_BPS = 1_000;

const BOND = 50n * DOLLAR;
const OFFERS: readonly { name: PartyName; amount: bigint }[] = [
  { name: "backer 2", amount: 100n * DOLLAR },
  { name: "backer 3", amount: 200n * DOLLAR },
];
const CAP = OFFERS.reduce((sum, { amount }) => sum + amount, 0n);
const OPERATOR: PartyName = "middle operator";
const EFFORT: Effort = { samples: Number.MAX_SAFE_INTEGER, epochs: 10, seed: 21 };
const LEARNING_RATE = 0.001;
/** The vote takes nine days; the windows of the bounty begin after it. */
const VOTE = 10n * 86_400n;

/** The owners vote for a bounty whose sponsor is their treasury, with the treasury's money as its bond. @returns The bounty and its chunks. */
export async function voteForChild(
  stage: Stage,
  parent: OwnedModel,
  evaluation: Samples,
): Promise<{ bounty: bigint; set: SealedEvaluationSet }> {
  const { world, journal, store } = stage;
  const { chain, escrow, token } = world;
  const { client } = world.party("sponsor");
  const set = await journal.step("the sponsor writes the salts of a second evaluation set to disk", async () => {
    const sealed = sealedSet(world, parent.treasury, evaluation);
    await store.saveEvaluationSet(sealed.secret);
    return sealed;
  });
  const terms = childTerms(stage, parent, set, (await chain.now()) + VOTE);
  const proposal: ProposalContent = {
    calls: [
      { target: token, data: encodeFunctionData({ abi: tokenAbi, functionName: "approve", args: [escrow, BOND] }) },
      {
        target: escrow,
        data: encodeFunctionData({
          abi: trainingBountiesAbi,
          functionName: "createBounty",
          args: [toContractTerms(terms)],
        }),
      },
    ],
    description: "fine-tune our model",
  };
  await carry(stage, parent, proposal);
  const bounty = await client.getBountyCount();
  const created = await client.getTerms({ bounty });
  expectEqual("The second bounty's sponsor", created.sponsor, parent.treasury);
  expectEqual("The second bounty's parent", created.parent, parent.bounty);
  return { bounty, set };
}

/** Plays the road of the second bounty, with one operator. @returns The second model's shares. */
export async function playChild(
  stage: Stage,
  parent: OwnedModel,
  { bounty, set }: { bounty: bigint; set: SealedEvaluationSet },
  samples: DemoSamples,
): Promise<Address> {
  const { world, journal, gas } = stage;
  const { windows } = await world.party("sponsor").client.getTerms({ bounty });

  const sealed = await sealBounty(stage, bounty, set);
  await showSample(stage, sealed);
  await fundChild(stage, bounty);

  const published = await world.party(OPERATOR).client.getPublishedModel({ bounty: parent.bounty });
  const effort = { ...EFFORT, from: { model: published.model, learningRate: LEARNING_RATE } };
  const trained = await trainOperators(stage, samples, [{ name: OPERATOR, payee: OPERATOR, effort }]);
  const committed = await commitModels(stage, bounty, trained);
  await world.chain.travelTo(BigInt(windows.trainingEnds));
  await openScored(stage, sealed);
  const proven = await proveModels(stage, bounty, committed);
  const [winner] = await submitProofs(stage, bounty, proven);

  await world.chain.travelTo(BigInt(windows.provingEnds));
  await journal.step(
    `the ${OPERATOR} claims with its weights`,
    async () => {
      const { party, submission } = winner!;
      const words = await wordsOf(stage, bounty, winner!);
      const { amount } = gas.record("claim", await party.client.claim({ bounty, submission, words }));
      expectEqual("The prize", amount, ((CAP + ENTRY_FEE) * (BPS - BigInt(PROTOCOL_FEE_BPS))) / BPS);
      return amount;
    },
    formatDollars,
  );
  await world.expectStatus(bounty, "Settled");
  const shares = await payOut(stage, bounty);
  const model = await world.party("sponsor").client.getModel({ shares });
  expectEqual("The second model's parent", model.parent ?? "none", parent.shares);
  expectEqual("The second model's royalty", model.royaltyBps, ROYALTY_BPS);
  return shares;
}

/** The owners vote for what is left: the bond, which the escrow owes the treasury and pays nobody else. */
export async function bringBondHome(stage: Stage, model: OwnedModel): Promise<void> {
  const { world } = stage;
  const { token, escrow } = world;
  const { treasury } = model;
  const args = [token, treasury] as const;
  const data = encodeFunctionData({ abi: trainingBountiesAbi, functionName: "withdraw", args });
  const before = await world.balanceOf(token, treasury);
  await carry(stage, model, { calls: [{ target: escrow, data }], description: "take back the freed bond" });
  expectEqual("What the treasury took back", (await world.balanceOf(token, treasury)) - before, BOND);
}

function childTerms(
  { world }: Stage,
  { bounty, treasury }: OwnedModel,
  { secret, chunksRoot }: SealedEvaluationSet,
  start: bigint,
): BountyTerms {
  return {
    ...demoTerms(world, start),
    sponsor: treasury,
    task: definitionId(world.task),
    chunks: secret.chunks.length,
    chunksRoot,
    prizesBps: [Number(BPS)],
    shares: { backersBps: 6_000, operatorsBps: 3_000, sponsorBps: 1_000, treasuryBps: 0 },
    goal: CAP,
    cap: CAP,
    sponsorBond: BOND,
    parent: bounty,
    royaltyBps: ROYALTY_BPS,
    ...specOf({ title: "Read digits better", kind: "fine-tune of bounty 1" }),
  };
}

/** Two backers fill it to its cap, with which Training begins. */
async function fundChild({ world, journal, gas }: Stage, bounty: bigint): Promise<void> {
  for (const { name, amount } of OFFERS) {
    await journal.step(`${name} contributes ${formatDollars(amount)}`, async () => {
      const sent = gas.record("contribute", await world.party(name).client.contribute({ bounty, amount }));
      if (sent.approval) gas.record("approve", sent.approval);
      expectEqual(`What ${name} contributed`, sent.accepted, amount);
    });
  }
  await world.expectStatus(bounty, "Training");
}
