// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Architecture,
  agreement,
  checkCompleteness,
  evaluate,
  type FloatNetwork,
  frozenBits,
  layersOf,
  matricesOf,
  modelBits,
  parseArchitecture,
  quantise,
} from "../../src/model/index.ts";
import { assertThrows, digitsMlp, integerBelow, seededRandom, tinyExamples } from "../fixtures.ts";
import { randomArchitecture } from "./anyLayers.ts";

type Random = () => number;

const list = <value>(length: number, item: (i: number) => value) => Array.from({ length }, (_, i) => item(i));

/** Weights spread evenly around zero, as many rows as a network of real numbers has. */
function randomNetwork(architecture: Architecture, random: Random): FloatNetwork {
  const last = architecture.layers.length - 1;
  const matrices = matricesOf(architecture).map(({ layer, rows, columns, biasBits }) => {
    const count = layer === last && architecture.output.kind === "logits" ? rows + 1 : rows;
    const weight = () => (4 * (random() - 0.5)) / Math.sqrt(columns);
    return {
      weights: list(count, () => list(columns, weight)),
      biases: biasBits === 0 ? [] : list(count, () => 0.2 * (random() - 0.5)),
    };
  });
  const adapted = architecture.layers.filter(({ kind }) => kind === "lora").length;
  return adapted === 0 ? { matrices } : { matrices, baseScales: list(adapted, () => 0.01) };
}

function randomSamples(architecture: Architecture, random: Random, count: number): number[][] {
  const { input } = layersOf(architecture)[0]!;
  return list(count, () => list(input.count, () => integerBelow(random, input.maximum + 1)));
}

describe("quantise with a search over layers", () => {
  const hidden = {
    kind: "dense",
    outputs: 24,
    weightBits: 8,
    biasBits: 16,
    accumulatorBits: 14,
    requantise: { shift: 8, activationBits: 3 },
    lanes: { over: "outputs", stride: 40 },
  };
  const architecture = parseArchitecture({
    name: "deep",
    input: { kind: "features", features: 12, featureBits: 4 },
    output: { kind: "logits", classes: 10 },
    layers: [
      hidden,
      hidden,
      {
        kind: "dense",
        outputs: 10,
        weightBits: 8,
        biasBits: 16,
        accumulatorBits: 16,
        lanes: { over: "outputs", stride: 40 },
      },
    ],
  });

  /** Few large features, so that a few activations are much larger than the others. */
  const rareLargeSamples = (random: Random, count: number) =>
    list(count, () => list(12, () => Math.floor(16 * random() ** 4)));

  it("never follows the network less closely than one quantile for all layers, and often more", () => {
    const gains = [1, 2, 3, 4].map((seed) => {
      const random = seededRandom(seed);
      const network = randomNetwork(architecture, random);
      const samples = rareLargeSamples(random, 100);
      const [whole, layers] = (["network", "layers"] as const).map((search) => {
        const model = quantise({ architecture, network, calibration: samples, search });
        checkCompleteness(model);
        return agreement({ model, network, samples });
      });
      return layers! - whole!;
    });
    assert.ok(
      gains.every((gain) => gain >= 0),
      `${gains}`,
    );
    assert.ok(
      gains.some((gain) => gain > 0),
      `${gains}`,
    );
  });

  it("gives the same model for the same parameters, and what it gives without options is its default", () => {
    const random = seededRandom(5);
    const network = randomNetwork(architecture, random);
    const calibration = rareLargeSamples(random, 40);
    const model = (search?: "network" | "layers") => quantise({ architecture, network, calibration, search });
    assert.deepEqual(model("layers"), model("layers"));
    assert.deepEqual(model(), model("network"));
  });
});

describe("quantise to a number of bits", () => {
  /** Sizes of the model without weights that could be zero, and with all of them. */
  function sizes(architecture: Architecture): { least: number; most: number } {
    const matrices = matricesOf(architecture);
    const bits = (of: (matrix: (typeof matrices)[0]) => number) =>
      matrices.reduce((sum, matrix) => sum + of(matrix), 0);
    const weights = ({ rows, columns, weightBits }: (typeof matrices)[0]) => rows * columns * weightBits;
    const biases = bits(({ rows, biasBits }) => rows * biasBits) + frozenBits(architecture);
    const kept = bits((matrix) => (matrix.weightBits === 1 || matrix.role === "table" ? weights(matrix) : 0));
    return { least: biases + kept, most: biases + bits(weights) };
  }

  it("gives models of any kind of layers that are no larger, and can be proven", () => {
    const examples = tinyExamples.map(({ architecture, task }) => ({ architecture, task }));
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const architecture = randomArchitecture(seededRandom(seed));
      if (architecture.output.kind === "logits") examples.push({ architecture, task: undefined as never });
    }
    assert.ok(examples.length > 10);
    for (const [e, { architecture, task }] of examples.entries()) {
      const random = seededRandom(100 + e);
      const network = randomNetwork(architecture, random);
      const { least, most } = sizes(architecture);
      const bits = Math.floor((2 * least + most) / 3);
      const model = quantise({
        architecture,
        network,
        calibration: randomSamples(architecture, random, 20),
        bits,
        task,
      });
      checkCompleteness(model, task);
      assert.ok(modelBits(model) <= bits, `${architecture.name} ${e}: ${modelBits(model)} of ${bits}`);
    }
  });

  it("changes nothing where the model is small enough", () => {
    const random = seededRandom(2);
    const network = randomNetwork(digitsMlp, random);
    const calibration = randomSamples(digitsMlp, random, 20);
    const model = quantise({ architecture: digitsMlp, network, calibration });
    assert.deepEqual(quantise({ architecture: digitsMlp, network, calibration, bits: modelBits(model) }), model);
  });

  it("keeps the weights that matter: of a network half of whose weights are dust, the other half", () => {
    const random = seededRandom(3);
    const network = randomNetwork(digitsMlp, random);
    // Every second input matters.
    for (const { weights } of network.matrices) {
      for (const row of weights) for (let j = 0; j < row.length; j++) row[j]! *= j % 2 === 0 ? 1 : 0.05;
    }
    const calibration = randomSamples(digitsMlp, random, 60);
    // Room for nine tenths of those that matter: half of 64 · 32 + 32 · 9, of 8 bits each.
    const bits = Math.floor(sizes(digitsMlp).least + 0.9 * 1168 * 8);
    const model = quantise({ architecture: digitsMlp, network, calibration, bits });
    const share = (parity: number) => {
      const kept = model.matrices.flatMap(({ weights }) =>
        weights.flatMap((row) => row.filter((_, j) => j % 2 === parity)),
      );
      return kept.filter((weight) => weight !== 0).length / kept.length;
    };
    assert.ok(share(0) > 0.85 && share(1) < 0.2, `${share(0)} and ${share(1)}`);
    const samples = randomSamples(digitsMlp, random, 200);
    assert.ok(agreement({ model, network, samples }) > 0.85, `${agreement({ model, network, samples })}`);
  });

  it("moves what pruned weights gave on average into the biases", () => {
    const architecture = parseArchitecture({
      name: "steady",
      input: { kind: "features", features: 4, featureBits: 4 },
      output: { kind: "values", values: 1 },
      layers: [{ kind: "dense", outputs: 1, weightBits: 8, biasBits: 12, lanes: { over: "samples" } }],
    });
    const task = {
      name: "steady",
      metric: "squared-error" as const,
      features: 4,
      featureBits: 4,
      targets: 1,
      targetBits: 4,
      targetShift: 4,
      errorBits: 14,
      encoding: { kind: "lanes" as const, stride: 20, perElement: 2, groups: 2 },
    };
    // The first input hardly changes, the last does.
    const network: FloatNetwork = { matrices: [{ weights: [[0.2, 0, 0, 0.8]], biases: [0] }] };
    const random = seededRandom(4);
    const calibration = list(50, (i) => [14 + (i % 2), 0, 0, integerBelow(random, 16)]);
    const model = quantise({ architecture, network, calibration, task, bits: 20 });
    assert.equal(model.matrices[0]!.weights[0]![0], 0);
    // 0.2 of the largest value, 15 · 2^4, less what the first input is below 15 on average.
    const expected = 0.2 * 240 * (14.5 / 15);
    assert.ok(Math.abs(model.matrices[0]!.biases[0]! - expected) < 2, `${model.matrices[0]!.biases[0]}`);
    const error = evaluate(model, [15, 0, 0, 15])[0]! - 240;
    assert.ok(Math.abs(error) < 6, `${error}`);
  });

  it("says what the least is", () => {
    const random = seededRandom(6);
    const network = randomNetwork(digitsMlp, random);
    const calibration = randomSamples(digitsMlp, random, 10);
    // 41 biases of 16 bits.
    for (const bits of [655, 700.5, Number.NaN]) {
      const act = () => quantise({ architecture: digitsMlp, network, calibration, bits });
      assertThrows(
        act,
        "InvalidValueError",
        `bits is ${bits}; expected an integer of 656 or more, the bits without any weight.`,
      );
    }
    assert.equal(modelBits(quantise({ architecture: digitsMlp, network, calibration, bits: 656 })), 656);
  });
});
