// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  decodeOnnx,
  decodeSafetensors,
  encodeSafetensors,
  importGraph,
  importTensors,
  runOnnx,
} from "../../../src/model/import/index.ts";
import { type Architecture, evaluateFloat, type FloatNetwork, layersOf, matricesOf } from "../../../src/model/index.ts";
import { integerBelow, seededRandom } from "../../fixtures.ts";
import { randomArchitecture } from "../anyLayers.ts";
import { largestDifference } from "./architectures.ts";
import { encodeOnnx } from "./encodeOnnx.ts";
import { exportNetwork } from "./exportNetwork.ts";

/** Files have numbers of 32 bits. */
const TOLERANCE = 1e-4;

function randomNetwork(architecture: Architecture, random: () => number): FloatNetwork {
  const last = architecture.layers.length - 1;
  const list = (length: number, item: () => number) => Array.from({ length }, item);
  const weight = () => random() - 0.4;
  const matrices = matricesOf(architecture).map(({ layer, rows, columns, biasBits }) => {
    const count = layer === last && architecture.output.kind === "logits" ? rows + 1 : rows;
    return {
      weights: Array.from({ length: count }, () => list(columns, () => weight() / Math.sqrt(columns))),
      biases: biasBits === 0 ? [] : list(count, weight),
    };
  });
  const adapted = architecture.layers.filter(({ kind }) => kind === "lora").length;
  return adapted === 0 ? { matrices } : { matrices, baseScales: list(adapted, () => (0.5 + random()) / 256) };
}

describe("any network, written as PyTorch would", async () => {
  const kinds = new Set<string>();
  const cases = Array.from({ length: 120 }, (_, seed) => {
    const random = seededRandom(1000 + seed);
    const architecture = randomArchitecture(random);
    for (const { kind } of architecture.layers) kinds.add(kind);
    const network = randomNetwork(architecture, random);
    const { count, maximum } = layersOf(architecture)[0]!.input;
    const inputs = Array.from({ length: 4 }, () =>
      Array.from({ length: count }, () => integerBelow(random, maximum + 1)),
    );
    const expected = inputs.map((input) => evaluateFloat(architecture, network, input));
    return { seed, architecture, inputs, expected, maximum, ...exportNetwork(architecture, network) };
  });
  const assertSame = (own: number[][], { expected, seed, architecture }: (typeof cases)[0]) => {
    const size = Math.max(1, ...expected.flat().map(Math.abs));
    const difference = largestDifference(own, expected) / size;
    assert.ok(difference < TOLERANCE, `seed ${seed}, ${architecture.layers.map(({ kind }) => kind)}: ${difference}`);
  };

  it("has every kind of layer among these", () => {
    const all = ["averagePool", "conv2d", "dense", "embedding", "experts", "lora", "maxPool", "residual"];
    assert.deepEqual([...kinds].sort(), all);
  });

  it("is read from its graph as a network that computes the same", () => {
    for (const each of cases) {
      const { architecture, inputs, graph } = each;
      const { network, unused } = importGraph({ graph: decodeOnnx(encodeOnnx(graph)), architecture });
      assert.deepEqual(unused, []);
      assertSame(
        inputs.map((input) => evaluateFloat(architecture, network, input)),
        each,
      );
    }
  });

  it("is read from its tensors as a network that computes the same", () => {
    for (const each of cases) {
      const { architecture, inputs, tensors } = each;
      // A first layer that is not a convolution reads features as the task has them, so channels last; the graph flattens channels first.
      const { input, layers } = architecture;
      if (input.kind === "features" && input.shape && input.shape[2] > 1 && layers[0]!.kind !== "conv2d") continue;
      const { network, unused } = importTensors({
        tensors: decodeSafetensors(encodeSafetensors(tensors)),
        architecture,
      });
      assert.deepEqual(unused, []);
      assertSame(
        inputs.map((own) => evaluateFloat(architecture, network, own)),
        each,
      );
    }
  });

  it("is run by onnxruntime-web to the same outputs", async () => {
    for (const each of cases.slice(0, 40)) {
      const { architecture, inputs, graph, maximum } = each;
      const bytes = encodeOnnx(graph);
      const inputScale = architecture.input.kind === "features" ? 1 / maximum : 1;
      assertSame(await runOnnx({ bytes, graph: decodeOnnx(bytes), inputs, inputScale }), each);
    }
  });
});
