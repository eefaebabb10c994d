// SPDX-License-Identifier: MIT
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { integerBelow, seededRandom, tinyTask } from "../../../sdk/test/fixtures.ts";
import type { TestChain } from "./testChain.ts";

/** Three chunks of the tiny task: one is shown, two are scored. */
export const TINY_SAMPLES = 12;

/** Rows of the tiny task, three features from 0 to 3 and the label. */
export function tinyCsv(samples = TINY_SAMPLES, seed = 1): string {
  const random = seededRandom(seed);
  const { features, featureBits, classes } = tinyTask;
  const row = () => [
    ...Array.from({ length: features }, () => integerBelow(random, 2 ** featureBits)),
    integerBelow(random, classes),
  ];
  return `${Array.from({ length: samples }, () => row().join(",")).join("\n")}\n`;
}

/** Terms of a bounty with the tiny task, whose windows are an hour each. @param changes - lines in place of those of the same term */
export function tinyTerms(chain: TestChain, changes: Readonly<Record<string, string>> = {}): string {
  const lines: Record<string, string> = {
    title: "title: Tiny",
    kind: "kind: new architecture",
    license: "license: CC0",
    dataCard: "dataCard: Drawn by code.",
    token: `token: "${chain.devnet.token}"`,
    task: "task: tiny",
    architecture: "architecture: tiny-mlp",
    ordering: "ordering: Accuracy",
    minimumScore: "minimumScore: 0",
    evaluation: "evaluation: { file: evaluation.csv }",
    drawnChunks: "drawnChunks: 2",
    prizes: "prizes: [70 %, 30 %]",
    shares: "shares: { backers: 60 %, operators: 30 %, sponsor: 10 %, treasury: 0 % }",
    goal: "goal: 100",
    cap: "cap: 1000",
    sponsorBond: "sponsorBond: 50",
    operatorBond: "operatorBond: 20",
    entryFee: "entryFee: 2",
    windows:
      "windows: { draftEnds: 1 h, fundingEnds: 1 h, trainingEnds: 1 h, openingEnds: 1 h, provingEnds: 1 h, claimEnds: 1 h, reserveEnds: 1 h }",
    ...changes,
  };
  return `${Object.values(lines).join("\n")}\n`;
}

/** Writes terms and samples where command lines run. @returns the name of the file of terms */
export async function writeTinyBounty(chain: TestChain, changes?: Readonly<Record<string, string>>): Promise<string> {
  await writeFile(join(chain.folder, "evaluation.csv"), tinyCsv());
  await writeFile(join(chain.folder, "bounty.yaml"), tinyTerms(chain, changes));
  return "bounty.yaml";
}

/** Lets the chain's time come to the round that a bounty's next draw waits for. */
export async function waitForDraw(chain: TestChain): Promise<void> {
  const halfAnHour = 31n * 60n;
  await chain.devnet.travelTo((await chain.devnet.now()) + halfAnHour);
}
