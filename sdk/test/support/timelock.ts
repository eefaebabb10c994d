// SPDX-License-Identifier: MIT
import {
  developmentQuicknet,
  type SealedEvaluationSet,
  sealEvaluationSet,
  type Timelock,
  timelockEvaluationSet,
} from "../../src/index.ts";
import { randomChunk, seededRandom, tinyTask } from "../fixtures.ts";

/** An evaluation set of three tiny chunks on the local chain, of nobody's bounty. */
export function tinySet(): SealedEvaluationSet {
  const random = seededRandom(1);
  return sealEvaluationSet({
    chainId: 31_337,
    escrow: `0x${"11".repeat(20)}`,
    sponsor: `0x${"22".repeat(20)}`,
    task: tinyTask,
    chunks: Array.from({ length: 3 }, () => randomChunk(tinyTask, random)),
  });
}

/** Its time-lock, by the development quicknet, at round 1,000. */
export function tinyTimelock(set: SealedEvaluationSet): Promise<Timelock> {
  const { genesis, period } = developmentQuicknet;
  return timelockEvaluationSet({ set, scoreTime: genesis + 999n * period });
}
