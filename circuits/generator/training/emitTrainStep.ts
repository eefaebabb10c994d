// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk } from "@commonweight/sdk/data";
import { layoutId } from "@commonweight/sdk/proving";
import { frozenMatricesOf, type PlacedTraining, type Recipe, trainedLayersOf } from "@commonweight/sdk/training";
import { emitCommitData, emitFeatures, emitLabels } from "../emit/chunk.ts";
import { CircuitText, loop } from "../emit/text.ts";
import { emitCheckpoint, type Masters } from "./emitCheckpoint.ts";
import type { TrainingProduct } from "./products.ts";

interface StepContext {
  text: CircuitText;
  recipe: Recipe;
  products: readonly TrainingProduct[];
  samples: number;
}

/** A trained layer in its place: `l` ends the names of its signals, `input` is [samples][columns − 1]. */
interface LayerContext extends StepContext {
  placed: PlacedTraining;
  l: number;
  input: string;
}

/**
 * TrainStep for a recipe, an operator's statement about two committed checkpoints and a committed batch: one step on the batch takes the
 * first to the second, whose step is one more. Everything it relies on is proven here: masters, features and labels are in range.
 */
export function emitTrainStep(recipe: Recipe, products: readonly TrainingProduct[]): string {
  const text = new CircuitText();
  const context: StepContext = { text, recipe, products, samples: samplesPerChunk(recipe.task) };
  emitPublic(text);
  emitBatch(context);
  emitMasters(context);
  emitRate(context);
  let input = emitFrozen(context);
  const layers = trainedLayersOf(recipe).map((placed): LayerContext => {
    const layer = { ...context, placed, l: placed.index, input };
    input = `activation${placed.index}`;
    return layer;
  });
  text.inputs("Private: the computation.");
  for (const layer of layers) emitForward(layer);
  for (const layer of layers.toReversed()) {
    emitErrors(layer);
    emitUpdate(layer);
  }
  emitTranscript(context);
  return text.main("TrainStep", `the recipe ${recipe.name}`);
}

function emitPublic(text: CircuitText): void {
  text.inputs("Public.");
  text.input("commitmentBefore", [], "to the checkpoint of the step, under operator");
  text.input("commitmentAfter", [], "to the checkpoint of the next step, under operator");
  text.input("dataCommitment", [], "to the batch");
  text.input("step", [], "counted from 0, below 2^31");
  text.input("operator", [], "the account whose record it is, below 2^160");
}

function emitBatch({ text, recipe: { task }, samples }: StepContext): void {
  const { features, featureBits, classes } = task;
  text.inputs("Private: the batch.");
  text.input("dataSalt", [], "any field element");
  text.input("feature", [samples, features], `in [0, 2^${featureBits})`);
  text.input("label", [samples, classes], "one-hot");
  text.section("The batch.");
  const sizes = { samples, width: features, bits: featureBits };
  const parts = [emitFeatures(text, "features", "feature", sizes), ...emitLabels(text, task)];
  emitCommitData(text, task, "dataSalt", parts);
}

function emitMasters({ text, recipe }: StepContext): void {
  const layers = trainedLayersOf(recipe);
  text.inputs("Private: the checkpoints.");
  text.input("salt", [], "any field element");
  for (const { index, rows, columns } of layers) {
    text.input(`before${index}`, [rows, columns], "masters, signed; the last of a row is its bias's");
    text.input(`after${index}`, [rows, columns], "masters, signed");
    text.input(`remainder${index}`, [rows, columns], "what rounding leaves of a gradient");
  }
  for (const [when, step] of [
    ["before", "step"],
    ["after", "step + 1"],
  ] as const) {
    text.section(`The checkpoint ${when} the step.`);
    const matrices = layers.map((placed): Masters => {
      const { index, rows, columns, weightBits, layer } = placed;
      const name = `${when}Master${index}`;
      text.component(name, "MasterMatrix", [rows, columns, recipe.masterBits, weightBits, layer.biasShift]);
      text.add(`${name}.master <== ${when}${index};`);
      return { offset: `${name}.offset`, count: rows * columns };
    });
    const commitment = `commitment${when === "before" ? "Before" : "After"}`;
    emitCheckpoint(text, recipe, matrices, { name: `${when}Checkpoint`, step, commitment });
  }
}

function emitRate({ text, recipe: { halvings } }: StepContext): void {
  text.section(
    halvings.length === 0
      ? "The learning rate, which never halves."
      : `The learning rate, which halves at step ${halvings.join(" and at step ")}.`,
  );
  // circom has no empty lists.
  text.component("rate", "RateGain", [halvings.length, halvings.length === 0 ? [0] : [...halvings]]);
  text.add("rate.step <== step;");
}

/** Layers whose numbers are constants: their accumulators are linear. @returns what the first trained layer reads */
function emitFrozen({ text, recipe, samples }: StepContext): string {
  let input = "feature";
  for (const [l, { weights, biases }] of frozenMatricesOf(recipe).entries()) {
    const layer = recipe.architecture.layers[l]!;
    if (layer.kind !== "dense") throw new Error(`Layer ${l} of a recipe is ${layer.kind}.`);
    const { accumulatorBits, requantise, outputs } = layer;
    const columns = weights[0]!.length;
    text.section(`Layer ${l}, frozen.`);
    text.component(`frozen${l}`, "FrozenLayer", [
      samples,
      outputs,
      columns,
      weights,
      biases,
      accumulatorBits,
      requantise!.shift,
      requantise!.activationBits,
    ]);
    text.add(`frozen${l}.in <== ${input};`);
    input = `frozen${l}.activation`;
  }
  return input;
}

/** Accumulators, and activations with their slopes, or errors of logits. */
function emitForward(context: LayerContext): void {
  const { text, recipe, placed, l, input, samples } = context;
  const { rows, columns, isLast, dense } = placed;
  const { lanes, stride, p } = productOf(context, "forward");
  text.input(`accumulator${l}`, [samples, rows], "signed, claimed");
  text.section(`Layer ${l}: accumulators, ${lanes} samples an element, ${stride} bits apart.`);
  text.component(`inputs${l}`, "PackVectors", [samples, columns - 1, lanes, stride]);
  text.add(`inputs${l}.in <== ${input};`);
  text.component(`accumulators${l}`, "LanesOverSamples", [samples, rows, lanes, stride]);
  text.add(`accumulators${l}.accumulator <== accumulator${l};`, `accumulators${l}.bias <== beforeMaster${l}.bias;`);
  emitProduct(context, "forward", {
    left: [`forward${l}.left <== inputs${l}.packed;`],
    right: [`forward${l}.right <== beforeMaster${l}.weight;`],
    claimed: `accumulators${l}.product`,
    rows: p,
    columns: rows,
  });
  if (isLast) {
    const { target, accumulatorBits, shift, errorBits } = recipe.loss;
    text.section("What the logits lack.");
    text.add(`component loss[${samples}];`, `signal error${l}[${samples}][${rows}];`);
    const call = text.call("ClippedDifference", [recipe.task.classes, target, accumulatorBits, shift, errorBits]);
    const lines = [
      `loss[s] = ${call};`,
      "loss[s].label <== label[s];",
      `loss[s].logit <== accumulator${l}[s];`,
      `error${l}[s] <== loss[s].error;`,
    ];
    text.add(...loop("s", samples, lines));
    return;
  }
  const { shift, activationBits } = dense.requantise!;
  text.add(
    `component activate${l}[${samples}][${rows}];`,
    `signal activation${l}[${samples}][${rows}];`,
    `signal slope${l}[${samples}][${rows}];`,
  );
  const call = text.call("RequantiseSlope", [dense.accumulatorBits, shift, activationBits]);
  const lines = [
    `activate${l}[s][i] = ${call};`,
    `activate${l}[s][i].accumulator <== accumulator${l}[s][i];`,
    `activation${l}[s][i] <== activate${l}[s][i].activation;`,
    `slope${l}[s][i] <== activate${l}[s][i].slope;`,
  ];
  text.add(...loop("s", samples, loop("i", rows, lines)));
}

/** What the layer after it hands back, and the errors that this leaves. */
function emitErrors(context: LayerContext): void {
  const { text, recipe, placed, l, samples } = context;
  const { rows, isLast, layer } = placed;
  if (isLast) return;
  const next = trainedLayersOf(recipe).find(({ index }) => index === l + 1)!;
  const after = { ...context, placed: next, l: l + 1 };
  const { lanes, stride, p } = productOf(after, "backward");
  text.input(`errorSum${l}`, [samples, rows], "signed, claimed: what the next layer hands back");
  text.section(`What layer ${l + 1} hands back, ${lanes} samples an element, ${stride} bits apart.`);
  text.component(`errors${l + 1}`, "PackVectors", [samples, next.rows, lanes, stride]);
  text.add(`errors${l + 1}.in <== error${l + 1};`);
  text.component(`errorSums${l}`, "PackVectors", [samples, rows, lanes, stride]);
  text.add(`errorSums${l}.in <== errorSum${l};`);
  const transposed = `backward${l + 1}.right[j][i] <== beforeMaster${l + 1}.weight[i][j];`;
  emitProduct(after, "backward", {
    left: [`backward${l + 1}.left <== errors${l + 1}.packed;`],
    right: loop("i", next.rows, loop("j", rows, [transposed])),
    claimed: `errorSums${l}.packed`,
    rows: p,
    columns: rows,
  });
  const { accumulatorBits, shift } = layer.error!;
  text.component(`hidden${l}`, "HiddenErrors", [samples, rows, accumulatorBits, shift]);
  text.add(`hidden${l}.errorSum <== errorSum${l};`, `hidden${l}.slope <== slope${l};`);
  text.add(`signal error${l}[${samples}][${rows}];`, `error${l} <== hidden${l}.error;`);
}

/** The gradient that the change of the masters claims is that of the batch. */
function emitUpdate(context: LayerContext): void {
  const { text, placed, l, input, samples } = context;
  const { rows, columns, layer } = placed;
  const { lanes, stride, p } = productOf(context, "gradient");
  text.section(`Layer ${l}: the update, ${lanes} gradients an element, ${stride} bits apart.`);
  text.component(`update${l}`, "UpdatedGradient", [rows, columns, layer.rateShift, layer.decay]);
  text.add(...["before", "after", "remainder"].map((name) => `update${l}.${name} <== ${name}${l};`));
  text.add(`update${l}.weight <== beforeMaster${l}.weight;`);
  text.component(`gradients${l}`, "PackVectors", [columns, rows, lanes, stride]);
  text.add(`gradients${l}.in <== update${l}.gradient;`);
  text.component(`reads${l}`, "PackVectors", [columns, samples, lanes, stride]);
  text.add(
    ...loop("s", samples, [
      ...loop("j", columns - 1, [`reads${l}.in[j][s] <== ${input}[s][j];`]),
      `reads${l}.in[${columns - 1}][s] <== ${2 ** layer.biasShift};`,
    ]),
  );
  text.component(`scaled${l}`, "ScaledErrors", [samples, rows]);
  text.add(`scaled${l}.error <== error${l};`, `scaled${l}.gain <== rate.gain;`);
  emitProduct(context, "gradient", {
    left: [`gradient${l}.left <== reads${l}.packed;`],
    right: [`gradient${l}.right <== scaled${l}.scaled;`],
    claimed: `gradients${l}.packed`,
    rows: p,
    columns: rows,
  });
}

/** A product, compared with what is claimed of it, plainly or at the challenge. */
function emitProduct(
  context: LayerContext,
  kind: TrainingProduct["kind"],
  parts: { left: string[]; right: string[]; claimed: string; rows: number; columns: number },
): void {
  const { text, l } = context;
  const { p, k, q, check } = productOf(context, kind);
  const name = `${kind}${l}`;
  text.component(name, check === "freivalds" ? "FreivaldsProduct" : "MatrixProduct", [p, k, q]);
  text.add(...parts.left, ...parts.right);
  if (check === "freivalds") {
    text.add(`signal claimed${capital(name)}[${p}][${q}];`);
    text.add(`claimed${capital(name)} <== ${parts.claimed};`, `${name}.product <== claimed${capital(name)};`);
  } else {
    text.add(...loop("i", p, loop("j", q, [`${name}.product[i][j] === ${parts.claimed}[i][j];`])));
  }
}

/** The challenge: a hash of all commitments and of every product that is checked at it. */
function emitTranscript({ text, recipe, products }: StepContext): void {
  const checked = products.filter(({ check }) => check === "freivalds");
  if (checked.length === 0) return;
  text.section("The challenge, once both checkpoints, the batch and every product that is checked at it are fixed.");
  const commitments = ["commitmentBefore", "commitmentAfter", "dataCommitment"];
  const total = checked.reduce((sum, { p, q }) => sum + p * q, commitments.length);
  text.component("transcript", "Sponge", [3, layoutId(recipe), total]);
  for (const [k, name] of commitments.entries()) text.add(`transcript.in[${k}] <== ${name};`);
  let at = commitments.length;
  for (const { kind, placed, p, q } of checked) {
    const name = `${kind}${placed.index}`;
    const place = `transcript.in[${at} + i * ${q} + j] <== claimed${capital(name)}[i][j];`;
    text.add(...loop("i", p, loop("j", q, [place])));
    at += p * q;
  }
  for (const { kind, placed } of checked) text.add(`${kind}${placed.index}.challenge <== transcript.out;`);
}

function productOf({ products, l }: LayerContext, kind: TrainingProduct["kind"]): TrainingProduct {
  return products.find((product) => product.kind === kind && product.placed.index === l)!;
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
