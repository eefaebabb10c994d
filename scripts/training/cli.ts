// SPDX-License-Identifier: MIT
/**
 * Trains a network of dense layers on a CSV file with the label last, and writes it as PyTorch would: for those who have no PyTorch at hand.
 *
 *   npm run train -- train.csv --out digits.safetensors [--architecture digits-mlp] [--epochs 20] [--seed 1]
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadArchitecture } from "@commonweight/circuits";
import { clampFeatures, readCsv } from "@commonweight/sdk/data";
import { saveSafetensors } from "@commonweight/sdk/import";
import { evaluateFloat } from "@commonweight/sdk/model";
import { trainNetwork } from "./train.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string" },
    architecture: { type: "string", default: "digits-mlp" },
    epochs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const [data] = positionals;
if (data === undefined || values.out === undefined) {
  process.stderr.write("Expected a CSV file, and --out with the file to write.\n");
  process.exitCode = 2;
} else {
  await train(resolve(data), resolve(values.out));
}

async function train(path: string, out: string): Promise<void> {
  const architecture = loadArchitecture(values.architecture);
  const { input, layers } = architecture;
  if (input.kind !== "features" || layers.some(({ kind }) => kind !== "dense")) {
    throw new RangeError(`${architecture.name} has other layers than dense ones; expected features, and dense layers.`);
  }
  const { features, labels } = await readCsv(path);
  const inputs = clampFeatures(features, input.featureBits);
  const epochs = Number(values.epochs);
  const network = trainNetwork(architecture, { inputs, labels }, { epochs, seed: Number(values.seed) });
  const tensors = network.matrices.flatMap(({ weights, biases }, i) => [
    { name: `fc${i + 1}.weight`, shape: [weights.length, weights[0]!.length], values: weights.flat() },
    { name: `fc${i + 1}.bias`, shape: [biases.length], values: biases },
  ]);
  await saveSafetensors(out, tensors);
  const right = inputs.filter((row, i) => {
    const outputs = evaluateFloat(architecture, network, row);
    return outputs.indexOf(Math.max(...outputs)) === labels[i];
  });
  process.stdout.write(`${out}: ${right.length} of ${inputs.length} samples of the training are right\n`);
}
