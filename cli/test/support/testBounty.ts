// SPDX-License-Identifier: MIT
// A bounty on a test chain, and what everybody but the operator does in it, with real proofs.
import type { Devnet } from "@commonweight/devnet";
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
import { DOLLAR, termsAt } from "../../../sdk/test/support/terms.ts";

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
  const { bounty } = await createSealedBounty(sponsor, {
    escrow,
    set,
    store,
    terms: termsAt(now, {
      token: devnet.token,
      architecture: definitionId(tinyArchitecture),
      minimumScore: 0,
      cap: 100n * DOLLAR,
      ...changes,
    }),
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
