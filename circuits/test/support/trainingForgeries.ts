// SPDX-License-Identifier: GPL-3.0-or-later

// What a prover may try with TrainStep, on any recipe, built from an honest step.
import { dataCommitment, FIELD_ORDER, toField } from "@commonweight/sdk/proving";
import {
  checkpointCommitment,
  type Master,
  type Recipe,
  slower,
  stepperOf,
  TrainingOverflowError,
  trainedLayersOf,
  trainStepInputs,
} from "@commonweight/sdk/training";
import type { TrainStepPlan } from "../../generator/index.ts";
import type { Inputs } from "./circuit.ts";
import type { NamedForgery } from "./forgeries.ts";
import { type Random, seeded } from "./random.ts";
import { type RandomStep, randomBatch, randomStep } from "./recipes.ts";
import { altered, operator, renamed, thief } from "./statements.ts";

/** An honest step, and what it is made of. */
export interface HonestStep extends RandomStep {
  plan: TrainStepPlan;
  salt: bigint;
  next: Master;
  inputs: Inputs;
}

/** A step that changes a weight of every layer, so that skipping it is another step. */
export function honestStep(plan: TrainStepPlan, recipe: Recipe, random: Random): HonestStep {
  for (;;) {
    const drawn = randomStep(recipe, random);
    const salt = random.bigint(2n ** 250n);
    const { next } = stepperOf(recipe)(drawn.master, drawn.batch, drawn.step);
    const changes = next.every((layer, l) => layer.some((value, at) => value !== drawn.master[l]![at]));
    if (!changes) continue;
    return { ...drawn, plan, salt, next, inputs: trainStepInputs({ ...drawn, salt, operator }).inputs };
  }
}

const BEFORE = /commitmentBefore/;
const AFTER = /commitmentAfter/;
const DATA = /dataCommitment/;
/** A product and its claim, plain or at the challenge. */
const PRODUCT = /(forward|backward|gradient)\d|claimed(Forward|Backward|Gradient)|folded/;
/** Ranges of what is claimed: a number in bits. */
const RANGE = /\.bits|range|activate\d|round|clip|Master\d/;
/** The checkpoint after the step may be whatever suits the forger: the record only says what it is. */
const following = ["commitmentAfter"];

function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join("|"));
}

/** Every forgery of the suite that the recipe and the step give occasion for. */
export function trainingForgeriesOf(honest: HonestStep): NamedForgery[] {
  return [
    ...bindingForgeries(honest),
    ...updateForgeries(honest),
    ...rateForgeries(honest),
    ...rangeForgeries(honest),
    ...claimForgeries(honest),
    ...batchForgeries(honest),
  ];
}

/** Other checkpoints, another batch, another account. */
function bindingForgeries({ recipe, master, next, batch, step, salt, inputs }: HonestStep): NamedForgery[] {
  const owner = { recipe, salt, operator } as const;
  const laidOut = checkpointCommitment({ ...owner, recipe: renamed(recipe), master, step });
  const taken = checkpointCommitment({ ...owner, master, step, operator: thief });
  const swapped = {
    ...inputs,
    commitmentBefore: inputs.commitmentAfter!,
    commitmentAfter: inputs.commitmentBefore!,
  };
  const reversed = {
    ...inputs,
    commitmentBefore: checkpointCommitment({ ...owner, master: next, step }),
    commitmentAfter: checkpointCommitment({ ...owner, master, step: step + 1 }),
  };
  const other = randomBatch(recipe, seeded(99));
  const otherData = dataCommitment(recipe.task, other);
  return [
    { name: "swapped checkpoints", inputs: swapped, stoppedBy: either(BEFORE, AFTER) },
    { name: "checkpoints in reverse order, each at its step", inputs: reversed, stoppedBy: either(BEFORE, AFTER) },
    { name: "another operator", inputs: { ...inputs, operator: BigInt(thief) }, stoppedBy: either(BEFORE, AFTER) },
    { name: "the checkpoint of another operator", inputs: { ...inputs, commitmentBefore: taken }, stoppedBy: BEFORE },
    { name: "another layout of the checkpoint", inputs: { ...inputs, commitmentBefore: laidOut }, stoppedBy: BEFORE },
    { name: "another salt", inputs: { ...inputs, salt: salt + 1n }, stoppedBy: either(BEFORE, AFTER) },
    {
      name: "another place in the record",
      inputs: { ...inputs, step: BigInt(step + 1) },
      stoppedBy: either(BEFORE, AFTER, /gradient/, PRODUCT),
    },
    {
      name: "another batch than the one computed with",
      inputs: { ...inputs, dataCommitment: otherData },
      stoppedBy: DATA,
    },
    {
      name: "the commitment of one batch, the samples of another",
      inputs: { ...inputs, ...batchInputs(recipe, other) },
      stoppedBy: either(DATA, PRODUCT, RANGE),
    },
    { name: "another salt of the batch", inputs: { ...inputs, dataSalt: batch.salt + 1n }, stoppedBy: DATA },
  ];
}

function batchInputs({ task }: Recipe, { features, labels }: ReturnType<typeof randomBatch>): Inputs {
  return {
    feature: features.map((row) => row.map(BigInt)),
    label: labels.map((label) => Array.from({ length: task.classes }, (_, j) => (j === label ? 1n : 0n))),
  };
}

/** Weights after the step that are not those that it gives, committed to as they are. */
function updateForgeries({ recipe, inputs }: HonestStep): NamedForgery[] {
  return trainedLayersOf(recipe).flatMap(({ index, layer, columns }): NamedForgery[] => {
    const after = `after${index}`;
    const remainder = `remainder${index}`;
    const skipped = { ...inputs, [after]: inputs[`before${index}`]! };
    const half = 2n ** BigInt(layer.rateShift - 1);
    const zeros = (inputs[remainder] as bigint[][]).map((row) => row.map(() => half));
    const nudged = (delta: bigint, path: number[]) => ({ ...inputs, [after]: changed(inputs[after]!, path, delta) });
    const step = 2n ** BigInt(layer.rateShift);
    const bias = [0, columns - 1];
    return [
      { name: `a skipped update of layer ${index}`, inputs: skipped, following, stoppedBy: PRODUCT },
      {
        name: `a skipped update of layer ${index}, its gradients claimed to be 0`,
        inputs: { ...skipped, [remainder]: zeros },
        following,
        stoppedBy: PRODUCT,
      },
      {
        name: `one weight of layer ${index} nudged`,
        inputs: nudged(1n, [0, 0]),
        following,
        stoppedBy: either(PRODUCT, RANGE),
      },
      {
        name: `one bias of layer ${index} nudged`,
        inputs: nudged(-1n, bias),
        following,
        stoppedBy: either(PRODUCT, RANGE),
      },
      {
        name: `one weight of layer ${index} other than committed to`,
        inputs: nudged(1n, [0, 1]),
        stoppedBy: either(AFTER, PRODUCT, RANGE),
      },
      {
        name: `altered rounding in layer ${index}: a step too many, and a remainder beyond it`,
        inputs: { ...nudged(1n, [0, 0]), [remainder]: changed(inputs[remainder]!, [0, 0], step) },
        following,
        stoppedBy: RANGE,
      },
      {
        name: `altered rounding in layer ${index}: a step too few, and a negative remainder`,
        inputs: { ...nudged(-1n, [0, 0]), [remainder]: changed(inputs[remainder]!, [0, 0], -step) },
        following,
        stoppedBy: RANGE,
      },
      {
        name: `another remainder in layer ${index}`,
        inputs: { ...inputs, [remainder]: changed(inputs[remainder]!, [0, 0], 1n) },
        stoppedBy: either(PRODUCT, RANGE),
      },
    ];
  });
}

/** The step of another learning rate, committed to as it is. */
function rateForgeries({ recipe, master, batch, step, inputs }: HonestStep): NamedForgery[] {
  const forgeries: NamedForgery[] = [];
  try {
    const { next } = stepperOf(slower(recipe))(master, batch, step);
    const claims = trainedLayersOf(recipe).map(({ index, columns }, l) => [`after${index}`, rowsOf(next[l]!, columns)]);
    const name = "another learning rate";
    forgeries.push({ name, inputs: { ...inputs, ...Object.fromEntries(claims) }, following, stoppedBy: PRODUCT });
  } catch (error) {
    if (!(error instanceof TrainingOverflowError)) throw error;
  }
  if (recipe.halvings.length > 0) {
    const gain = 8n;
    forgeries.push({
      name: "errors that count more than at this step",
      inputs,
      changes: { "rate.gain": gain },
      stoppedBy: either(PRODUCT, /^rate\./),
    });
  }
  return forgeries;
}

/** Master weights that are none, in words that do not show it. */
function rangeForgeries({ recipe, inputs }: HonestStep): NamedForgery[] {
  const [{ index } = { index: 0 }] = trainedLayersOf(recipe);
  const width = 2n ** BigInt(recipe.masterBits);
  return (["before", "after"] as const).flatMap((when): NamedForgery[] => {
    const signal = `${when}${index}`;
    const carried = changed(changed(inputs[signal]!, [0, 0], width), [0, 1], -1n);
    const claims = when === "before" ? ["commitmentBefore"] : following;
    return [
      {
        name: `a carry between masters ${when} the step, their word unchanged`,
        inputs: { ...inputs, [signal]: carried },
        stoppedBy: either(RANGE, PRODUCT),
      },
      {
        name: `a master ${when} the step above its bits`,
        inputs: { ...inputs, [signal]: altered(inputs[signal]!, [0, 0], () => width / 2n) },
        following: claims,
        stoppedBy: either(RANGE, PRODUCT),
      },
      {
        name: `a master ${when} the step below its bits`,
        inputs: { ...inputs, [signal]: altered(inputs[signal]!, [0, 0], () => toField(-width / 2n - 1n)) },
        following: claims,
        stoppedBy: either(RANGE, PRODUCT),
      },
    ];
  });
}

/** Sums that are not the network's, and carries between lanes. */
function claimForgeries({ recipe, plan, inputs }: HonestStep): NamedForgery[] {
  return trainedLayersOf(recipe).flatMap(({ index, isLast }): NamedForgery[] => {
    const lanesOf = (kind: string, layer: number) =>
      plan.trainingProducts.find((product) => product.kind === kind && product.placed.index === layer)!;
    const sums: [string, { stride: number; lanes: number }, string][] = [
      [`accumulator${index}`, lanesOf("forward", index), `an accumulator of layer ${index}`],
    ];
    if (!isLast) {
      sums.push([`errorSum${index}`, lanesOf("backward", index + 1), `what is handed back to layer ${index}`]);
    }
    return sums.flatMap(([signal, { stride, lanes }, what]) => {
      const wrong = { ...inputs, [signal]: changed(inputs[signal]!, [0, 0], 1n) };
      const carried = changed(changed(inputs[signal]!, [0, 0], 2n ** BigInt(stride)), [1, 0], -1n);
      const carry = { name: `a carry between lanes: ${what}`, inputs: { ...inputs, [signal]: carried } };
      return [
        { name: `${what} that is not the network's`, inputs: wrong, stoppedBy: either(PRODUCT, RANGE) },
        ...(lanes > 1 ? [{ ...carry, stoppedBy: either(RANGE, PRODUCT) }] : []),
      ];
    });
  });
}

/** Features and labels that are none, under the commitment that follows from them. */
function batchForgeries({ inputs }: HonestStep): NamedForgery[] {
  const label = inputs.label as bigint[][];
  const set = label[0]!.indexOf(1n);
  const free = label[0]!.indexOf(0n);
  const claims = ["dataCommitment"];
  const forged = (name: string, parts: Inputs, stoppedBy: RegExp): NamedForgery => ({
    name,
    inputs: { ...inputs, ...parts },
    following: claims,
    stoppedBy: either(stoppedBy, PRODUCT, RANGE),
  });
  return [
    forged("a label of all zeros", { label: altered(label, [0, set], () => 0n) }, /oneHot/),
    forged("a label of two ones", { label: altered(label, [0, free], () => 1n) }, /oneHot/),
    forged("a feature above its range", { feature: altered(inputs.feature!, [0, 0], () => 256n) }, /features/),
    forged("a negative feature", { feature: altered(inputs.feature!, [0, 0], () => FIELD_ORDER - 1n) }, /features/),
  ];
}

function rowsOf(values: Int32Array, columns: number): bigint[][] {
  return Array.from({ length: values.length / columns }, (_, i) =>
    Array.from(values.subarray(i * columns, (i + 1) * columns), (value) => toField(BigInt(value))),
  );
}

function changed(value: Inputs[string], path: readonly number[], delta: bigint): Inputs[string] {
  return altered(value, path, (old) => toField(old + delta));
}
