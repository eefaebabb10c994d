// SPDX-License-Identifier: MIT
// What the hostile operator can do once steps of its forged record are drawn: prove those that it took. Whatever it tries about the others
// fails with the named error, so that its record lapses, and its prize comes without a stipend.
import { muted } from "@commonweight/devnet";
import { bytesToWords, type ContractProof, decodeModel, type ProveRecordReturnType, prove } from "@commonweight/sdk";
import {
  batchCommitments,
  batchIndex,
  initStepInputs,
  quantiseModelInputs,
  recordedStep,
  recordPath,
  recordRoot,
  seedElement,
  trainedLayersOf,
  trainStepInputs,
} from "@commonweight/sdk/training";
import { expectEqual, UnexpectedResultError } from "../books.ts";
import { attempt } from "../hostile.ts";
import type { Committed } from "../operators.ts";
import { wordsOf } from "../payout.ts";
import type { Stage } from "../stage.ts";
import type { ForgedRecord } from "./forgery.ts";
import type { RecordedBounty } from "./terms.ts";

type RecordEnds = ProveRecordReturnType["ends"];
type ProvenStep = ProveRecordReturnType["steps"][number];

/** Proves what is true of a forged record, and tries to get away with the rest. */
export async function attackRecord(
  stage: Stage,
  recorded: RecordedBounty,
  forged: ForgedRecord,
  { committed, drawn }: { committed: Committed; drawn: readonly number[] },
): Promise<void> {
  const { bounty } = recorded;
  const { party } = forged;
  const { client, address: operator } = party;
  const falseStep = drawn.find((step) => !forged.isTrue(step));
  if (falseStep === undefined) {
    const found = `The steps ${drawn.join(", ")} were drawn, none of them false`;
    throw new UnexpectedResultError(
      `${found}; expected one: it is missed with probability ${forged.missed}. Run again.`,
    );
  }
  await proveTrueSteps(stage, recorded, forged, drawn.filter(forged.isTrue));

  await attempt(stage, `proves step ${falseStep}, which it made up`, "WitnessError", () =>
    // The witness generator prints its error, besides throwing it.
    muted(() => proveFalseStep(recorded, forged, falseStep)),
  );
  const { step, proof, after } = await stage.journal.step(`the ${party.name} takes step ${falseStep} now`, async () => {
    const taken = await proveTrueStep(recorded, forged, falseStep);
    return { ...taken, step: { ...placeOf(recorded, forged, falseStep), commitmentAfter: taken.after } };
  });
  await attempt(stage, "sends the step that it should have taken", "StepNotInRoot", () =>
    client.proveSteps({ bounty, operator, steps: [{ step, proof }] }),
  );
  await attempt(stage, "sends that proof for the checkpoints that it posted", "ProofInvalid", () =>
    client.proveSteps({ bounty, operator, steps: [{ step: placeOf(recorded, forged, falseStep), proof }] }),
  );
  const mended = forged.commitments.with(falseStep + 1, after);
  await attempt(stage, "posts another root, knowing what is drawn", "RecordStatusMismatch", () =>
    client.postRecord({ bounty, root: recordRoot(mended) }),
  );
  const { submission } = committed;
  const ends = await proveEnds(stage, recorded, forged, committed);
  await attempt(stage, "finishes its record with both ends, which are true", "StepsMissing", () =>
    client.finishRecord({ bounty, submission, ends }),
  );
}

/** The drawn steps that were taken can be proven, and count. */
async function proveTrueSteps(
  { journal, gas }: Stage,
  recorded: RecordedBounty,
  forged: ForgedRecord,
  taken: readonly number[],
): Promise<void> {
  const { bounty } = recorded;
  const { party } = forged;
  const { client, address: operator } = party;
  await journal.step(`the ${party.name} proves the drawn steps that it took: ${taken.join(", ")}`, async (update) => {
    const steps: ProvenStep[] = [];
    for (const step of taken) {
      const { proof } = await proveTrueStep(recorded, forged, step);
      steps.push({ step: placeOf(recorded, forged, step), proof });
      update(`${steps.length} of ${taken.length} proofs`);
    }
    const { transactions } = await client.proveSteps({ bounty, operator, steps });
    for (const sent of transactions) gas.record(`proveSteps, ${steps.length} in one call`, sent);
    const record = await client.getTrainingRecord({ bounty, operator });
    expectEqual("The proven steps of its record", record!.provenSteps.join(", "), taken.join(", "));
  });
}

/** A proof of the step that the recipe takes from a checkpoint, and the commitment to where it leads. */
async function proveTrueStep(
  { circuits, ...recorded }: RecordedBounty,
  forged: ForgedRecord,
  step: number,
): Promise<{ proof: ContractProof; after: bigint }> {
  const { inputs, publicInputs } = stepInputs(recorded, forged, step);
  const [, after] = publicInputs;
  return { proof: await prove({ artifacts: circuits.trainStep, inputs, publicInputs }), after: after! };
}

/** Claims that a checkpoint that was made up is where the step leads. */
async function proveFalseStep(recorded: RecordedBounty, forged: ForgedRecord, step: number): Promise<ContractProof> {
  const { recipe, circuits } = recorded;
  const next = forged.masters[step + 1]!;
  const { inputs, publicInputs } = stepInputs(recorded, forged, step);
  const [commitmentBefore, , dataCommitment, ...others] = publicInputs;
  const commitmentAfter = forged.commitments[step + 1]!;
  const after = trainedLayersOf(recipe).map(({ index, rows, columns }, l) => {
    const values = Array.from(next[l]!, BigInt);
    const matrix = Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
    return [`after${index}`, matrix] as const;
  });
  return prove({
    artifacts: circuits.trainStep,
    inputs: { ...inputs, ...Object.fromEntries(after), commitmentAfter },
    publicInputs: [commitmentBefore!, commitmentAfter, dataCommitment!, ...others],
  });
}

function stepInputs(
  { recipe, batches }: Pick<RecordedBounty, "recipe" | "batches">,
  { party, salt, seed, masters }: ForgedRecord,
  step: number,
) {
  const batch = batches[batchIndex(seed, step, batches.length)]!;
  return trainStepInputs({ recipe, master: masters[step]!, batch, step, salt, operator: party.address });
}

/** A step with the checkpoints that were posted, and where they and its batch stand. */
function placeOf(
  { recipe, batches }: RecordedBounty,
  { seed, commitments }: ForgedRecord,
  step: number,
): ProvenStep["step"] {
  return recordedStep({ seed, step, commitments, batches: batchCommitments(recipe, batches) });
}

/** Both ends of the forged record are true: it begins with its seed, and its last checkpoint rounds to what was submitted. */
async function proveEnds(
  stage: Stage,
  { bounty, recipe, terms, circuits }: RecordedBounty,
  { party, salt, seed, masters, commitments }: ForgedRecord,
  committed: Committed,
): Promise<RecordEnds> {
  const { steps } = terms;
  const operator = party.address;
  const owner = { recipe, salt, operator };
  return stage.journal.step(`the ${party.name} proves the start and the end of its record`, async () => {
    const words = bytesToWords(await wordsOf(stage, bounty, committed));
    const { salt: modelSalt } = decodeModel(stage.world.architecture, words);
    const master = masters[steps]!;
    return {
      firstCommitment: commitments[0]!,
      firstPath: recordPath(commitments, 0),
      start: await prove({ artifacts: circuits.start, ...initStepInputs({ ...owner, seed: seedElement(seed) }) }),
      // Read only where a record begins with a parent's model.
      parent: committed.submission,
      lastCommitment: commitments[steps]!,
      lastPath: recordPath(commitments, steps),
      quantiseModel: await prove({
        artifacts: circuits.quantiseModel,
        ...quantiseModelInputs({ ...owner, master, step: steps, modelSalt }),
      }),
    };
  });
}
