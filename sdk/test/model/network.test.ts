// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseTask, type RegressionTask, type SequenceTask } from "../../src/data/index.ts";
import {
  assertModel,
  evaluate,
  evaluateTrace,
  type IntegerModel,
  type Layer,
  layersOf,
  parseArchitecture,
  pointsOf,
  requantised,
  score,
  strictArgmax,
} from "../../src/model/index.ts";
import {
  assertThrows,
  checkProperty,
  digits28,
  digitsMlp,
  randomChunk,
  randomModel,
  seededRandom,
  tinyArchitecture,
  tinyTask,
} from "../fixtures.ts";
import { edgeInput, edgeModel, randomArchitecture } from "./anyLayers.ts";

type Image = { height: number; width: number; channels: number };

/** What a layer gives by its definition, over bigints and with loops over coordinates. */
interface Naive {
  values: bigint[];
  image: Image | undefined;
  accumulators: bigint[][];
  adapter?: bigint[];
  router?: bigint[];
  choice?: number;
}

/** ⌊(z + 2^(shift−1)) / 2^shift⌋: shifting a bigint rounds towards minus infinity. */
const roundedShift = (z: bigint, shift: number) => (z + (1n << BigInt(shift - 1))) >> BigInt(shift);

function activated(z: bigint, { shift, activationBits }: { shift: number; activationBits: number }): bigint {
  const y = roundedShift(z, shift);
  const largest = 2n ** BigInt(activationBits) - 1n;
  return y < 0n ? 0n : y > largest ? largest : y;
}

function naiveLayers({ architecture, matrices }: IntegerModel, input: readonly number[]): Naive[] {
  const { shape } = architecture.input as { shape?: [number, number, number] };
  const results: Naive[] = [];
  let values = input.map(BigInt);
  let image = shape && { height: shape[0], width: shape[1], channels: shape[2] };
  let next = 0;
  const weigh = (m: number, row: number, vector: readonly bigint[]) => {
    let sum = BigInt(matrices[m]!.biases[row] ?? 0);
    for (let j = 0; j < vector.length; j++) sum += BigInt(matrices[m]!.weights[row]![j]!) * vector[j]!;
    return sum;
  };
  const product = (m: number, vector: readonly bigint[]) => matrices[m]!.weights.map((_, row) => weigh(m, row, vector));
  for (const layer of architecture.layers) {
    const result = naiveLayer(layer);
    results.push(result);
    ({ values, image } = result);
  }
  return results;

  function naiveLayer(layer: Layer): Naive {
    switch (layer.kind) {
      case "dense": {
        const sums = product(next++, values);
        const { requantise } = layer;
        return {
          values: requantise ? sums.map((z) => activated(z, requantise)) : [],
          image: undefined,
          accumulators: [sums],
        };
      }
      case "conv2d":
        return naiveConvolution(layer, next++);
      case "maxPool":
      case "averagePool": {
        const { height, width, channels } = image!;
        const pooled: Image = { height: height / layer.window, width: width / layer.window, channels };
        const members = Array.from({ length: pooled.height * pooled.width * channels }, (): bigint[] => []);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            for (let c = 0; c < channels; c++) {
              const at = Math.floor(y / layer.window) * pooled.width + Math.floor(x / layer.window);
              members[at * channels + c]!.push(values[(y * width + x) * channels + c]!);
            }
          }
        }
        const combine =
          layer.kind === "maxPool" ? (a: bigint, b: bigint) => (a > b ? a : b) : (a: bigint, b: bigint) => a + b;
        return { values: members.map((list) => list.reduce(combine)), image: pooled, accumulators: [] };
      }
      case "residual":
        return { values: values.map((value, i) => value + results[layer.from]!.values[i]!), image, accumulators: [] };
      case "embedding": {
        const table = matrices[next++]!.weights;
        const vectors: bigint[] = [];
        for (const symbol of values) {
          for (let i = 0; i < layer.dimensions; i++) {
            vectors.push(BigInt(table[i]![Number(symbol)]!) + 2n ** BigInt(layer.weightBits - 1));
          }
        }
        return { values: vectors, image: undefined, accumulators: [] };
      }
      case "lora": {
        const adapter = product(next, values);
        const update = product(
          next + 1,
          adapter.map((value) => roundedShift(value, layer.adapter.shift)),
        );
        next += 2;
        const sums = update.map((sum, i) => {
          let frozen = 0n;
          for (let j = 0; j < values.length; j++) {
            const at = 2 + 2 * (i * values.length + j);
            frozen += BigInt.asIntN(8, BigInt(`0x${layer.base.slice(at, at + 2)}`)) * values[j]!;
          }
          return sum + frozen * 2n ** BigInt(layer.baseShift);
        });
        return {
          values: sums.map((z) => activated(z, layer.requantise)),
          image: undefined,
          accumulators: [sums],
          adapter,
        };
      }
      case "experts": {
        const router = product(next, values);
        let choice = 0;
        for (let e = 1; e < layer.experts; e++) if (router[e]! > router[choice]!) choice = e;
        const sums = product(next + 1 + choice, values);
        next += 1 + layer.experts;
        const answers = sums.map((z) => activated(z, layer.requantise));
        return { values: answers, image: undefined, accumulators: [sums], router, choice };
      }
    }
  }

  function naiveConvolution(layer: Layer & { kind: "conv2d" }, m: number): Naive {
    const { height, width, channels } = image!;
    const { kernel, stride, padding } = layer;
    const accumulators: bigint[][] = [];
    let columns = 0;
    for (let top = -padding; top + kernel <= height + padding; top += stride) {
      columns = 0;
      for (let left = -padding; left + kernel <= width + padding; left += stride) {
        columns++;
        const sums = Array.from({ length: layer.channels }, (_, row) => {
          let sum = BigInt(matrices[m]!.biases[row]!);
          for (let ky = 0; ky < kernel; ky++) {
            for (let kx = 0; kx < kernel; kx++) {
              const [y, x] = [top + ky, left + kx];
              if (y < 0 || x < 0 || y >= height || x >= width) continue;
              for (let c = 0; c < channels; c++) {
                const weight = matrices[m]!.weights[row]![(ky * kernel + kx) * channels + c]!;
                sum += BigInt(weight) * values[(y * width + x) * channels + c]!;
              }
            }
          }
          return sum;
        });
        accumulators.push(sums);
      }
    }
    const pixels = accumulators.flatMap((sums) => sums.map((z) => activated(z, layer.requantise)));
    const shape = { height: accumulators.length / columns, width: columns, channels: layer.channels };
    return { values: pixels, image: shape, accumulators };
  }
}

/** A model of a random architecture and an input of it. */
const anyExample = fc.integer().map((seed) => {
  const random = seededRandom(seed);
  const architecture = randomArchitecture(random);
  return [edgeModel(architecture, random), edgeInput(architecture, random)] as const;
});

describe("evaluateTrace", () => {
  it("equals the definition over bigints, for every kind of layer and at the edges of every range", () => {
    const seen = new Map<string, number>();
    checkProperty(
      fc.property(anyExample, ([model, input]) => {
        assertModel(model);
        const expected = naiveLayers(model, input);
        const trace = evaluateTrace(model, input);
        for (const [l, layer] of model.architecture.layers.entries()) {
          const { activations, accumulators, adapter, router, choice } = trace.layers[l]!;
          const { values, ...naive } = expected[l]!;
          assert.deepEqual(activations.map(BigInt), values, `activations of layer ${l}, ${layer.kind}`);
          assert.deepEqual(
            accumulators.map((row) => row.map(BigInt)),
            naive.accumulators,
            `accumulators of layer ${l}, ${layer.kind}`,
          );
          assert.deepEqual(adapter?.map(BigInt), naive.adapter);
          assert.deepEqual(router?.map(BigInt), naive.router);
          assert.equal(choice, naive.choice);
          seen.set(layer.kind, (seen.get(layer.kind) ?? 0) + 1);
        }
        const last = expected.at(-1)!.accumulators[0]!;
        const outputs = model.architecture.output.kind === "logits" ? [0n, ...last] : last;
        assert.deepEqual(trace.outputs.map(BigInt), outputs);
        assert.deepEqual(evaluate(model, input), trace.outputs);
      }),
      600,
    );
    assert.equal(seen.size, 8, `saw ${[...seen.keys()]}`);
    for (const [kind, count] of seen) assert.ok(count >= 10, `saw ${kind} ${count} times`);
  });

  it("gives activations of the shape and range that the next layer is promised", () => {
    checkProperty(
      fc.property(anyExample, ([model, input]) => {
        const { layers } = evaluateTrace(model, input);
        for (const { index, isLast, output, layer, positions } of layersOf(model.architecture)) {
          const { activations, accumulators } = layers[index]!;
          assert.equal(activations.length, isLast ? 0 : output.count);
          assert.ok(activations.every((value) => value >= 0 && value <= output.maximum));
          if (accumulators.length > 0) assert.equal(accumulators.length, positions, layer.kind);
        }
      }),
      300,
    );
  });

  it("takes the pool of a conv2d's activations to be the activations of its pooled accumulators", () => {
    checkProperty(
      fc.property(fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 9 }), (window) => {
        const rounding = { shift: 3, activationBits: 4 };
        const after = Math.max(...window.map((z) => requantised(z, rounding)));
        assert.equal(after, requantised(Math.max(...window), rounding));
      }),
    );
  });

  it("chooses the first of equal experts", () => {
    const architecture = parseArchitecture({
      name: "equal",
      input: { kind: "features", features: 1, featureBits: 1 },
      output: { kind: "logits", classes: 2 },
      layers: [
        dense({ outputs: 1, requantise: { shift: 1, activationBits: 2 } }),
        {
          kind: "experts",
          experts: 3,
          outputs: 1,
          weightBits: 4,
          biasBits: 8,
          router: { accumulatorBits: 10, stride: 20 },
          accumulatorBits: 8,
          requantise: { shift: 1, activationBits: 4 },
          lanes: { over: "outputs", stride: 20 },
        },
        dense({ outputs: 2 }),
      ],
    });
    const constant = (...biases: number[]) => ({ weights: biases.map(() => [0]), biases });
    const trace = (...router: number[]) =>
      evaluateTrace(
        {
          architecture,
          matrices: [
            constant(1),
            constant(...router),
            constant(2),
            constant(4),
            constant(6),
            { weights: [[1]], biases: [0] },
          ],
        },
        [1],
      );
    assert.equal(trace(3, 5, 5).layers[1]!.choice, 1);
    assert.deepEqual(trace(3, 5, 5).outputs, [0, 2]);
    assert.equal(trace(-1, -1, -1).layers[1]!.choice, 0);
    assert.equal(trace(3, 5, 6).layers[1]!.choice, 2);
  });

  it("rounds an adapter's values towards the nearest, halves up, also below zero", () => {
    const architecture = parseArchitecture({
      name: "adapted",
      input: { kind: "features", features: 1, featureBits: 4 },
      output: { kind: "logits", classes: 2 },
      layers: [
        {
          kind: "lora",
          outputs: 1,
          base: "0x80",
          baseShift: 1,
          rank: 1,
          weightBits: 4,
          biasBits: 14,
          adapter: { accumulatorBits: 10, shift: 2 },
          accumulatorBits: 16,
          requantise: { shift: 1, activationBits: 4 },
          lanes: { over: "samples" },
        },
        dense({ outputs: 2 }),
      ],
    });
    const accumulator = (a: number, x: number) =>
      evaluateTrace(
        {
          architecture,
          matrices: [
            { weights: [[a]], biases: [] },
            { weights: [[1]], biases: [0] },
            { weights: [[1]], biases: [0] },
          ],
        },
        [x],
      ).layers[0]!.accumulators[0]![0]! +
      256 * x;
    const pairs = [
      [1, 1, 0],
      [1, 2, 1],
      [-1, 2, 0],
      [-1, 3, -1],
      [-2, 3, -1],
      [-7, 1, -2],
    ] as const;
    for (const [a, x, u] of pairs) assert.equal(accumulator(a, x), u, `A = ${a}, x = ${x}`);
  });

  it("refuses inputs of another number or out of range", () => {
    const model = randomModel(tinyArchitecture, seededRandom(1));
    assertThrows(
      () => evaluate(model, [1, 2]),
      "InvalidValueError",
      "The number of features in input is 2; expected 3.",
    );
    assertThrows(
      () => evaluate(model, [1, 2, 4]),
      "InvalidValueError",
      "input[2] is 4; expected an integer from 0 to 3.",
    );
  });
});

function dense(properties: { outputs: number; requantise?: { shift: number; activationBits: number } }) {
  const lanes = { over: "outputs", stride: 24 };
  return { kind: "dense", weightBits: 4, biasBits: 8, accumulatorBits: 12, lanes, ...properties };
}

describe("requantised", () => {
  it("rounds to the nearest with halves up, and clamps", () => {
    const rounding = { shift: 2, activationBits: 3 };
    const pairs = [
      [-1000, 0],
      [-3, 0],
      [1, 0],
      [2, 1],
      [5, 1],
      [6, 2],
      [25, 6],
      [26, 7],
      [29, 7],
      [30, 7],
      [1000, 7],
    ] as const;
    for (const [z, y] of pairs) assert.equal(requantised(z, rounding), y, `z = ${z}`);
  });
});

describe("strictArgmax", () => {
  it("is the class of the only largest logit", () => {
    assert.equal(strictArgmax([0, -1, -1]), 0);
    assert.equal(strictArgmax([0, 3, 5, 4]), 2);
  });

  it("is none on a tie at the top, though ties below do not matter", () => {
    assert.equal(strictArgmax([0, 0]), undefined);
    assert.equal(strictArgmax([0, 7, 7]), undefined);
    assert.equal(strictArgmax([0, 7, 0]), 1);
  });
});

describe("score", () => {
  it("counts samples on which the label has the only largest logit", () => {
    const model = randomModel(digitsMlp, seededRandom(4));
    const chunk = randomChunk(digits28, seededRandom(5));
    const answers = chunk.features.map((features) => strictArgmax(evaluate(model, features)));
    assert.equal(
      score({ model, task: digits28, chunk: { ...chunk, labels: answers.map((answer) => answer ?? 0) } }),
      28,
    );
    const wrong = answers.map((answer) => ((answer ?? 0) + 1) % 10);
    assert.equal(score({ model, task: digits28, chunk: { ...chunk, labels: wrong } }), 0);
  });

  it("is zero for a network of zeros", () => {
    const { matrices } = randomModel(tinyArchitecture, seededRandom(1));
    const zeros = matrices.map(({ weights, biases }) => ({
      weights: weights.map((row) => row.map(() => 0)),
      biases: biases.map(() => 0),
    }));
    const chunk = randomChunk(tinyTask, seededRandom(1));
    assert.equal(score({ model: { architecture: tinyArchitecture, matrices: zeros }, task: tinyTask, chunk }), 0);
  });

  it("counts symbols that are the answer to the window before them", () => {
    const task: SequenceTask = {
      name: "text",
      metric: "next-symbol",
      symbols: 3,
      context: 2,
      encoding: { kind: "symbols", samples: 4 },
    };
    parseTask(task);
    const architecture = parseArchitecture({
      name: "copy",
      input: { kind: "symbols", symbols: 3, context: 2 },
      output: { kind: "logits", classes: 3 },
      layers: [
        { kind: "embedding", dimensions: 2, weightBits: 2, lanes: { over: "outputs", stride: 20 } },
        dense({ outputs: 3 }),
      ],
    });
    // Dimension i is 1 above the rest for symbol i + 1; the logits read the first symbol only, so the answer is that symbol.
    const matrices = [
      {
        weights: [
          [-2, 0, -2],
          [-2, -2, 0],
        ],
        biases: [],
      },
      {
        weights: [
          [1, 0, 0, 0],
          [0, 1, 0, 0],
        ],
        biases: [-1, -1],
      },
    ];
    const chunk = { symbols: [0, 2, 0, 2, 2, 1], salt: 1n };
    // Windows 0 2 → 0 right, 2 0 → 2 right, 0 2 → 2 wrong, 2 2 → 1 wrong.
    assert.equal(score({ model: { architecture, matrices }, task, chunk }), 2);
  });

  const regression: RegressionTask = {
    name: "values",
    metric: "squared-error",
    features: 1,
    featureBits: 2,
    targets: 2,
    targetBits: 2,
    targetShift: 1,
    errorBits: 4,
    encoding: { kind: "lanes", stride: 20, perElement: 2, groups: 1 },
  };
  const line = parseArchitecture({
    name: "line",
    input: { kind: "features", features: 1, featureBits: 2 },
    output: { kind: "values", values: 2 },
    layers: [{ kind: "dense", outputs: 2, weightBits: 4, biasBits: 6, lanes: { over: "samples" } }],
  });
  const lineOf = (...rows: [weight: number, bias: number][]): IntegerModel => ({
    architecture: line,
    matrices: [{ weights: rows.map(([weight]) => [weight]), biases: rows.map(([, bias]) => bias) }],
  });

  it("takes the squares of errors from the most there can be", () => {
    const chunk = {
      features: [[0], [3]],
      targets: [
        [0, 1],
        [3, 2],
      ],
      salt: 1n,
    };
    // z = 2x + 1 and x; z − 2t: 1 and −2; 7 − 6 = 1 and 3 − 4 = −1.
    assert.equal(score({ model: lineOf([2, 1], [1, 0]), task: regression, chunk }), 4 * 64 - (1 + 4 + 1 + 1));
  });

  it("takes errors up to the ends of their bits, and refuses one further", () => {
    const chunk = {
      features: [[0], [0]],
      targets: [
        [0, 0],
        [0, 0],
      ],
      salt: 1n,
    };
    const points = (...biases: [number, number]) =>
      score({ model: lineOf([0, biases[0]], [0, biases[1]]), task: regression, chunk });
    assert.equal(points(-8, 7), 4 * 64 - 2 * (64 + 49));
    assertThrows(
      () => points(0, 8),
      "InvalidValueError",
      "The error of value 1 on sample 0 is 8; expected an integer from -8 to 7, which values has bits for.",
    );
    assertThrows(() => points(-9, 0), "InvalidValueError", /^The error of value 0 on sample 0 is -9;/);
  });

  it("refuses tasks whose points could exceed exact numbers", () => {
    const task = { ...regression, errorBits: 20, encoding: { ...regression.encoding, groups: 65_536 } };
    assertThrows(
      () => pointsOf(task, { features: [], targets: [], salt: 1n }, []),
      "InvalidValueError",
      /^The most points of a chunk of values is 72057594037927940; expected less than 2\^53/,
    );
  });

  it("refuses a model of another shape than the task's", () => {
    const model = randomModel(tinyArchitecture, seededRandom(1));
    const chunk = randomChunk(digits28, seededRandom(1));
    assertThrows(
      () => score({ model, task: digits28, chunk }),
      "InvalidValueError",
      /^features of the architecture tiny-mlp is 3;/,
    );
  });
});

describe("assertModel", () => {
  const changed = (change: (copy: IntegerModel) => void): IntegerModel => {
    const copy = structuredClone(randomModel(tinyArchitecture, seededRandom(1)));
    change(copy);
    return copy;
  };
  const signs = parseArchitecture({
    ...tinyArchitecture,
    layers: tinyArchitecture.layers.map((layer) => ({ ...layer, weightBits: 1 })),
  });
  const withSign = (weight: number): IntegerModel => {
    const model = randomModel(signs, seededRandom(1));
    model.matrices[1]!.weights[2]![1] = weight;
    return model;
  };
  const refused: [string, IntegerModel, string | RegExp][] = [
    ["a missing matrix", changed((m) => m.matrices.pop()), "The number of matrices of the model is 2; expected 3."],
    [
      "a row for logit 0",
      changed((m) => m.matrices[2]!.weights.push([0, 0, 0, 0, 0])),
      "The number of rows of model.matrices[2].weights is 3; expected 2.",
    ],
    [
      "a missing weight",
      changed((m) => m.matrices[0]!.weights[1]!.pop()),
      "The number of weights in model.matrices[0].weights[1] is 2; expected 3.",
    ],
    [
      "a missing bias",
      changed((m) => m.matrices[1]!.biases.pop()),
      "The number of model.matrices[1].biases is 4; expected 5.",
    ],
    [
      "a large weight",
      changed((m) => m.matrices[0]!.weights[1]!.splice(2, 1, 4)),
      "model.matrices[0].weights[1][2] is 4; expected an integer from -4 to 3.",
    ],
    ["a small weight", changed((m) => m.matrices[0]!.weights[1]!.splice(2, 1, -5)), /weights\[1\]\[2\] is -5;/],
    ["a fraction", changed((m) => m.matrices[0]!.weights[1]!.splice(2, 1, 0.5)), /weights\[1\]\[2\] is 0\.5;/],
    [
      "a large bias",
      changed((m) => m.matrices[2]!.biases.splice(1, 1, 32)),
      "model.matrices[2].biases[1] is 32; expected an integer from -32 to 31.",
    ],
    ["a weight of one bit that is zero", withSign(0), "model.matrices[1].weights[2][1] is 0; expected -1 or 1."],
    ["a weight of one bit that is two", withSign(2), /weights\[2\]\[1\] is 2; expected -1 or 1\.$/],
  ];
  for (const [what, model, message] of refused) {
    it(`refuses ${what}`, () => assertThrows(() => assertModel(model), "InvalidValueError", message));
  }

  it("takes both weights of one bit", () => {
    assertModel(withSign(-1));
    assertModel(withSign(1));
  });

  it("refuses biases where a matrix has none", () => {
    const random = seededRandom(1);
    let architecture = randomArchitecture(random);
    while (architecture.layers[0]!.kind !== "embedding") architecture = randomArchitecture(random);
    const model = randomModel(architecture, random);
    model.matrices[0]!.biases = [0];
    assertThrows(
      () => assertModel(model),
      "InvalidValueError",
      "The number of model.matrices[0].biases is 1; expected 0.",
    );
  });

  it("refuses a depth at which plain numbers would not be exact", () => {
    const wide = {
      kind: "dense",
      outputs: 1,
      weightBits: 8,
      biasBits: 2,
      accumulatorBits: 40,
      lanes: { over: "outputs", stride: 60 },
    };
    const layers: unknown[] = [0, 1].map(() => ({ ...wide, requantise: { shift: 1, activationBits: 8 } }));
    // Each sum is as large as the two before it together: the largest activation grows with the powers of the golden ratio.
    while (layers.length < 70) layers.push({ kind: "residual", from: layers.length - 2 });
    const architecture = parseArchitecture({
      name: "deep",
      input: { kind: "features", features: 1, featureBits: 1 },
      output: { kind: "logits", classes: 2 },
      layers: [...layers, { ...wide, outputs: 2 }],
    });
    assertThrows(
      () => assertModel(randomModel(architecture, seededRandom(1))),
      "InvalidValueError",
      /^The largest sum that layer 70 could form is \d+(\.\d+e\+\d+)?; expected less than 2\^52, to be computed exactly\.$/,
    );
  });
});
