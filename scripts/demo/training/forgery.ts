// SPDX-License-Identifier: MIT
// The hostile operator's record: it takes a tenth of the steps, and makes up the checkpoints between them and the last step, so that it
// has a root to post and a model to submit.
import {
  checkpointCommitment,
  initialMaster,
  type Master,
  missProbability,
  quantiseMaster,
  type Recipe,
  recordRoot,
  seedElement,
  stepsOf,
} from "@commonweight/sdk/training";
import { createRandom } from "../../training/random.ts";
import { accuracyOf } from "../networks.ts";
import { percent, type Trained } from "../operators.ts";
import type { DemoSamples } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { formatAmount } from "../tables.ts";
import type { SeededRecord } from "./seeds.ts";
import type { RecordedBounty } from "./terms.ts";

/** Steps that are taken at the start, of those of the terms; the last one is taken too, as it is always drawn. */
const TAKEN = 149;
const DRIFT_SEED = 31;

/** A record most of whose steps are none. */
export interface ForgedRecord extends SeededRecord {
  /** Of checkpoints 0 to T. */
  masters: readonly Master[];
  commitments: readonly bigint[];
  /** Whether this step takes its checkpoint to the next. */
  isTrue(step: number): boolean;
  /** How often none of the false steps is drawn. */
  missed: number;
}

/** Forges a record, and posts its root: the chain cannot tell. */
export async function forgeRecord(
  { journal, gas }: Stage,
  { bounty, recipe, terms, batches: chunks }: RecordedBounty,
  record: SeededRecord,
  samples: DemoSamples,
): Promise<{ forged: ForgedRecord; trained: Trained }> {
  const { party, seed, salt } = record;
  const { steps, drawnSteps: drawn } = terms;
  const falseSteps = steps - TAKEN - 1;
  const last = steps - 1;

  const { masters, commitments, model } = await journal.step(
    `the ${party.name} takes ${TAKEN + 1} of the ${formatAmount(BigInt(steps), 0)} steps, and makes up ${formatAmount(BigInt(falseSteps), 0)} checkpoints`,
    async () => {
      const all = forgedMasters({ recipe, seed, steps, chunks, taken: TAKEN });
      return {
        masters: all,
        commitments: all.map((master, step) =>
          checkpointCommitment({ recipe, master, salt, operator: party.address, step }),
        ),
        model: quantiseMaster(recipe, all.at(-1)!),
      };
    },
    (made) => `${percent(accuracyOf(made.model, samples.test))} right`,
  );
  await journal.step(`the ${party.name} posts the root of its checkpoints: nobody can tell`, async () => {
    gas.record("postRecord", await party.client.postRecord({ bounty, root: recordRoot(commitments) }));
  });
  const missed = missProbability({ steps, drawn, falseSteps });
  const isTrue = (step: number) => step < TAKEN || step === last;
  return { forged: { ...record, masters, commitments, isTrue, missed }, trained: { party, payee: party, model } };
}

/**
 * The checkpoints of a record that takes its first steps and its last one, and none of those between.
 * @param parameters `chunks`: the batches; `taken`: how many steps are taken at the start, fewer than all but one
 * @returns Those of steps 0 to T.
 */
export function forgedMasters(parameters: {
  recipe: Recipe;
  seed: bigint;
  steps: number;
  chunks: RecordedBounty["batches"];
  taken: number;
}): Master[] {
  const { recipe, steps, taken } = parameters;
  const first = initialMaster(recipe, seedElement(parameters.seed));
  const masters = [first];
  for (const { trace } of stepsOf({ ...parameters, steps: taken, master: first, from: 0 })) masters.push(trace.next);
  masters.push(...drift(masters.at(-1)!, steps - taken - 1));
  const [last] = stepsOf({ ...parameters, master: masters.at(-1)!, from: steps - 1 });
  return [...masters, last!.trace.next];
}

/** Checkpoints that change as those of a training do, but follow from nothing: each nudges every master of the one before. */
function drift(from: Master, count: number): Master[] {
  const random = createRandom(DRIFT_SEED);
  const nudged: Master[] = [];
  let master = from;
  for (let i = 0; i < count; i++) {
    master = master.map((layer) => layer.map((value) => value + random.below(3) - 1));
    nudged.push(master);
  }
  return nudged;
}
