// SPDX-License-Identifier: MIT
// A bounty on a test chain, and what everybody but the operator does in it, with real proofs.
import type { Devnet } from "@commonweight/devnet";
import { DOLLAR } from "@commonweight/devnet";
import {
  type BountyTerms,
  contribute,
  createSealedBounty,
  type Draw,
  definitionId,
  developmentNetwork,
  drawChunks,
  getFacts,
  getTerms,
  memoryStore,
  openChunks,
  proveEvaluationSet,
  roundTime,
  type SealedEvaluationSet,
  sealChunks,
  sealEvaluationSet,
} from "@commonweight/sdk";
import { randomChunk, seededRandom, tinyArchitecture, tinyTask } from "../../../sdk/test/fixtures.ts";

const DAY = 86_400;

export interface TestBounty {
  bounty: bigint;
  set: SealedEvaluationSet;
  terms: BountyTerms;
  /** Waits for the round of a draw. */
  waitForRound(draw: Draw): Promise<void>;
  /** Draws chunks as a backer, once their round is there, and opens them as the sponsor. */
  drawAndOpen(draw: Draw): Promise<void>;
  /** Opens what is drawn, as the sponsor. */
  open(): Promise<void>;
  /** Goes to the end of a window. */
  goTo(window: keyof BountyTerms["windows"]): Promise<void>;
}

/** A bounty of three tiny chunks, one of them shown and two scored, whose windows are a day each, and which is paid up: in Training. */
export async function startTestBounty(devnet: Devnet, changes: Partial<BountyTerms> = {}): Promise<TestBounty> {
  const { deployment, publicClient } = devnet;
  const escrow = deployment.trainingBounties;
  const [sponsor, backer] = [devnet.wallet("sponsor"), devnet.wallet("backer")];
  const store = memoryStore();
  const now = Number(await devnet.now());
  const random = seededRandom(now);
  const set = sealEvaluationSet({
    chainId: deployment.chainId,
    escrow,
    sponsor: sponsor.account.address,
    task: tinyTask,
    chunks: Array.from({ length: 3 }, () => randomChunk(tinyTask, random)),
  });
  const end = (days: number): number => now + days * DAY;
  const { bounty } = await createSealedBounty(sponsor, {
    escrow,
    set,
    store,
    terms: {
      token: devnet.token,
      architecture: definitionId(tinyArchitecture),
      architecturesUntil: 0,
      ordering: "Accuracy",
      minimumScore: 0,
      drawnChunks: 2,
      prizesBps: [10_000],
      shares: { backersBps: 5_000, operatorsBps: 4_000, sponsorBps: 1_000, treasuryBps: 0 },
      goal: 100n * DOLLAR,
      cap: 100n * DOLLAR,
      sponsorBond: 50n * DOLLAR,
      operatorBond: 20n * DOLLAR,
      entryFee: 2n * DOLLAR,
      windows: {
        draftEnds: end(1),
        fundingEnds: end(2),
        trainingEnds: end(3),
        openingEnds: end(4),
        provingEnds: end(5),
        claimEnds: end(6),
        reserveEnds: end(7),
      },
      parent: 0n,
      royaltyBps: 0,
      licenseTiers: [],
      specUri: "ipfs://spec",
      specHash: `0x${"11".repeat(32)}`,
      ...changes,
    },
  });
  const at = { escrow, bounty };
  const proven = await proveEvaluationSet({ set, artifacts: devnet.circuits.get(`seal-chunk.${tinyTask.name}`)! });
  await sealChunks(sponsor, { ...at, chunks: proven });
  const terms = await getTerms(publicClient, at);

  const goToTime = async (time: number): Promise<void> => {
    if ((await devnet.now()) < BigInt(time)) await devnet.travelTo(BigInt(time));
  };
  const waitForRound = async (draw: Draw): Promise<void> => {
    const { sampleRound, scoreRound } = await getFacts(publicClient, at);
    await goToTime(Number(roundTime(developmentNetwork, draw === "sample" ? sampleRound! : scoreRound)));
  };
  const open = async (): Promise<void> => {
    await openChunks(sponsor, { ...at, chunks: set.chunks });
  };
  const drawAndOpen = async (draw: Draw): Promise<void> => {
    await waitForRound(draw);
    await drawChunks(backer, at);
    await open();
  };
  await drawAndOpen("sample");
  await contribute(backer, { ...at, amount: 100n * DOLLAR });
  return { bounty, set, terms, waitForRound, drawAndOpen, open, goTo: (window) => goToTime(terms.windows[window]) };
}
