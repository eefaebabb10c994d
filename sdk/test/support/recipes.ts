// SPDX-License-Identifier: MIT

// Small recipes, and another opinion of what a step is.
import {
  type Batch,
  gainAt,
  type Master,
  parseRecipe,
  type Recipe,
  trainedLayersOf,
} from "../../src/training/index.ts";

const task = {
  name: "tiny-batch",
  metric: "accuracy",
  features: 3,
  featureBits: 2,
  classes: 3,
  encoding: { kind: "dense", samples: 3 },
} as const;

const hidden = {
  kind: "dense",
  outputs: 3,
  weightBits: 3,
  biasBits: 6,
  accumulatorBits: 7,
  requantise: { shift: 2, activationBits: 2 },
  lanes: { over: "samples" },
} as const;

const logits = {
  kind: "dense",
  outputs: 3,
  weightBits: 3,
  biasBits: 6,
  accumulatorBits: 9,
  lanes: { over: "outputs", stride: 84 },
} as const;

function architecture(name: string, layers: readonly unknown[]) {
  const input = { kind: "features", features: task.features, featureBits: task.featureBits };
  return { name, input, output: { kind: "logits", classes: task.classes }, layers };
}

const loss = { target: 12, accumulatorBits: 9, shift: 1, errorBits: 3 };

function trained(rateShift: number, initialBits: number, error?: { accumulatorBits: number; shift: number }) {
  const layer = { kind: "trained", rateShift, decay: 1, biasShift: 2, initialBits };
  return error ? { ...layer, error } : layer;
}

/** One hidden layer, with a rate that halves twice. */
export const tinyRecipe = parseRecipe({
  name: "tiny-sgd",
  task,
  architecture: architecture("tiny-trained", [hidden, logits]),
  masterBits: 8,
  loss,
  halvings: [2, 5],
  layers: [trained(4, 6, { accumulatorBits: 8, shift: 1 }), trained(4, 5)],
});

/** As {@link tinyRecipe}, at a rate at which short trainings stay within their bits. */
export const calmRecipe = parseRecipe({
  ...tinyRecipe,
  name: "tiny-calm",
  layers: tinyRecipe.layers.map((layer) => ({ ...layer, rateShift: 7 })),
});

/** Two hidden layers, and a rate that stays as it is. */
export const deepRecipe = parseRecipe({
  name: "tiny-deep-sgd",
  task,
  architecture: architecture("tiny-deep", [hidden, { ...hidden, outputs: 2 }, logits]),
  masterBits: 7,
  loss,
  halvings: [],
  layers: [
    trained(3, 5, { accumulatorBits: 8, shift: 2 }),
    trained(3, 5, { accumulatorBits: 8, shift: 1 }),
    trained(2, 5),
  ],
});

/** Only the last layer is trained, on two that are frozen. */
export const lastLayerRecipe = parseRecipe({
  name: "tiny-last-layer",
  task,
  architecture: architecture("tiny-deep", [hidden, { ...hidden, outputs: 2 }, logits]),
  masterBits: 8,
  loss,
  halvings: [3],
  layers: [
    { kind: "frozen", weights: "0x01ff0202fe0100ff01", biases: [2, -3, 1] },
    { kind: "frozen", weights: "0x01fe0103ff00", biases: [0, 4] },
    trained(3, 5),
  ],
});

export const tinyRecipes: readonly Recipe[] = [tinyRecipe, deepRecipe, lastLayerRecipe];

/** The step in bigints, written from its definition, without a line of the SDK's: another opinion. */
export function referenceStep(recipe: Recipe, master: Master, batch: Batch, step: number): number[][] {
  const floor = (value: bigint, shift: number) => value >> BigInt(shift);
  const round = (value: bigint, shift: number) => floor(value + 2n ** BigInt(shift - 1), shift);
  const clamp = (value: bigint, most: bigint) => (value < 0n ? 0n : value > most ? most : value);
  const layers = trainedLayersOf(recipe);
  const frozen = recipe.layers.flatMap((layer) => (layer.kind === "frozen" ? [layer] : []));
  const gain = BigInt(gainAt(recipe, step));
  const masters = layers.map(({ rows, columns }, l) =>
    Array.from({ length: rows }, (_, i) => Array.from(master[l]!.subarray(i * columns, (i + 1) * columns), BigInt)),
  );
  const weights = masters.map((rows, l) =>
    rows.map((row) =>
      row.map((value, j) => {
        const { columns, fraction, layer } = layers[l]!;
        return floor(value, j === columns - 1 ? fraction - layer.biasShift : fraction);
      }),
    ),
  );
  const gradients = masters.map((rows, l) =>
    rows.map((row, i) =>
      row.map((_, j) => (j === row.length - 1 ? 0n : BigInt(layers[l]!.layer.decay) * weights[l]![i]![j]!)),
    ),
  );
  for (const [s, features] of batch.features.entries()) {
    let x = features.map(BigInt);
    for (const [l, { weights: hex, biases }] of frozen.entries()) {
      const { requantise } = recipe.architecture.layers[l] as { requantise: { shift: number; activationBits: number } };
      const bytes = [...Buffer.from(hex.slice(2), "hex")].map((byte) => BigInt.asIntN(8, BigInt(byte)));
      const most = 2n ** BigInt(requantise.activationBits) - 1n;
      x = biases.map((bias, i) => {
        const sum = x.reduce((total, value, j) => total + value * bytes[i * x.length + j]!, BigInt(bias));
        return clamp(round(sum, requantise.shift), most);
      });
    }
    const inputs: bigint[][] = [];
    const slopes: bigint[][] = [];
    let outputs: bigint[] = [];
    for (const [l, { isLast, dense }] of layers.entries()) {
      inputs.push(x);
      outputs = weights[l]!.map((row) => x.reduce((total, value, j) => total + value * row[j]!, row.at(-1)!));
      if (isLast) break;
      const most = 2n ** BigInt(dense.requantise!.activationBits) - 1n;
      const quotients = outputs.map((z) => round(z, dense.requantise!.shift));
      slopes.push(quotients.map((q) => (q >= 0n && q <= most ? 1n : 0n)));
      x = quotients.map((q) => clamp(q, most));
    }
    const { target, shift, errorBits } = recipe.loss;
    const label = batch.labels[s]!;
    let errors = outputs.map((z, k) => {
      const isLabel = label === k + 1;
      const bound = BigInt(isLabel ? target : label === 0 ? -target : 0);
      const excess = clamp(round(isLabel ? bound - z : z - bound, shift), 2n ** BigInt(errorBits) - 1n);
      return isLabel ? -excess : excess;
    });
    for (let l = layers.length - 1; l >= 0; l--) {
      const read = [...inputs[l]!, 2n ** BigInt(layers[l]!.layer.biasShift)];
      for (const [i, error] of errors.entries()) {
        for (const [j, value] of read.entries()) gradients[l]![i]![j]! += gain * error * value;
      }
      if (l === 0) break;
      const back = inputs[l]!.map((_, j) => errors.reduce((sum, error, i) => sum + error * weights[l]![i]![j]!, 0n));
      errors = back.map((sum, j) => slopes[l - 1]![j]! * round(sum, layers[l - 1]!.layer.error!.shift));
    }
  }
  return masters.map((rows, l) =>
    rows.flatMap((row, i) =>
      row.map((value, j) => Number(value - round(gradients[l]![i]![j]!, layers[l]!.layer.rateShift))),
    ),
  );
}
