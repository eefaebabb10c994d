// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  importTensors,
  ModelImportError,
  slotsOf,
  type Tensor,
  type TensorMapping,
} from "../../../src/model/import/index.ts";
import { type Architecture, parseArchitecture } from "../../../src/model/index.ts";
import { assertThrows } from "../../fixtures.ts";
import { pytorchArchitectures } from "./architectures.ts";

let next = 0;
/** A tensor whose numbers no other has. */
const tensor = (name: string, ...shape: number[]): Tensor => ({
  name,
  shape,
  values: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => ++next),
});

const hidden = {
  kind: "dense",
  outputs: 4,
  weightBits: 8,
  biasBits: 12,
  accumulatorBits: 20,
  requantise: { shift: 8, activationBits: 6 },
  lanes: { over: "outputs", stride: 40 },
};
const { requantise: _, ...last } = hidden;
/** Layers of 4 inputs and 4 outputs each, so that shapes do not tell them apart. */
function square(layers: number): Architecture {
  return parseArchitecture({
    name: "square",
    input: { kind: "features", features: 4, featureBits: 4 },
    output: { kind: "logits", classes: 4 },
    layers: [...Array(layers - 1).fill(hidden), last],
  });
}

const placesOf = (tensors: Tensor[], architecture: Architecture, mapping?: TensorMapping) => {
  const { matches } = importTensors({ tensors, architecture, ...(mapping && { mapping }) });
  return Object.fromEntries(matches.map(({ place, names, by }) => [place, `${names.join(" ")} by ${by}`]));
};

function problemsOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ModelImportError, `${error}`);
    return [...error.metaMessages];
  }
  throw new Error("Nothing was wrong; expected something.");
}

describe("slotsOf", () => {
  it("names every tensor of every kind of layer, in PyTorch's shapes", () => {
    const shapes = Object.values(pytorchArchitectures).map((architecture) =>
      slotsOf(architecture).map(({ place, shape }) => `${place} [${shape}]`),
    );
    assert.deepEqual(shapes, [
      [
        "layers.0.weights [4,3]",
        "layers.0.biases [4]",
        "layers.1.weights [5,4]",
        "layers.1.biases [5]",
        "layers.2.weights [3,5]",
        "layers.2.biases [3]",
      ],
      [
        "layers.0.weights [2,1,3,3]",
        "layers.0.biases [2]",
        "layers.2.weights [2,2,3,3]",
        "layers.2.biases [2]",
        "layers.5.weights [3,2]",
        "layers.5.biases [3]",
      ],
      ["layers.0.weights [3,2,3,3]", "layers.0.biases [3]", "layers.2.weights [3,12]", "layers.2.biases [3]"],
      [
        "layers.0.base [4,3]",
        "layers.0.down [2,3]",
        "layers.0.up [4,2]",
        "layers.0.biases [4]",
        "layers.1.weights [3,4]",
        "layers.1.biases [3]",
      ],
      [
        "layers.0.weights [4,3]",
        "layers.0.biases [4]",
        "layers.1.router.weights [3,4]",
        "layers.1.router.biases [3]",
        "layers.1.experts.weights [3,3,4]",
        "layers.1.experts.biases [3,3]",
        "layers.2.weights [3,3]",
        "layers.2.biases [3]",
      ],
      [
        "layers.0.table [5,2]",
        "layers.1.weights [4,6]",
        "layers.1.biases [4]",
        "layers.2.weights [5,4]",
        "layers.2.biases [5]",
      ],
      ["layers.0.weights [4,3]", "layers.0.biases [4]", "layers.1.weights [2,4]", "layers.1.biases [2]"],
    ]);
  });
});

describe("importTensors", () => {
  it("takes tensors whose names are places, whatever their order", () => {
    const tensors = ["layers.1.biases", "layers.0.biases"].map((name) => tensor(name, 4));
    tensors.push(tensor("layers.1.weights", 4, 4), tensor("layers.0.weights", 4, 4));
    const { network, matches } = importTensors({ tensors, architecture: square(2) });
    assert.ok(matches.every(({ by }) => by === "name"));
    assert.deepEqual(network.matrices[0]!.weights.flat(), [...tensors[3]!.values]);
    assert.deepEqual(network.matrices[1]!.biases, [...tensors[0]!.values]);
  });

  it("takes names that differ in numbers in the order of the numbers, ten after nine", () => {
    const numbers = [10, 9, 1];
    const tensors = numbers.flatMap((n) => [tensor(`net.${n}.bias`, 4), tensor(`net.${n}.weight`, 4, 4)]);
    const places = placesOf(tensors, square(3));
    for (const [l, n] of [1, 9, 10].entries()) {
      assert.equal(places[`layers.${l}.weights`], `net.${n}.weight by shape`);
      assert.equal(places[`layers.${l}.biases`], `net.${n}.bias by shape`);
    }
  });

  it("lets biases follow the weights that were mapped", () => {
    const tensors = ["head", "body"].flatMap((name) => [tensor(`${name}.bias`, 4), tensor(`${name}.weight`, 4, 4)]);
    const places = placesOf(tensors, square(2), {
      "layers.0.weights": "body.weight",
      "layers.1.weights": "head.weight",
    });
    assert.equal(places["layers.0.biases"], "body.bias by shape");
    assert.equal(places["layers.1.biases"], "head.bias by shape");
  });

  it("asks which is which where names of one shape say nothing", () => {
    const tensors = ["head", "body"].flatMap((name) => [tensor(`${name}.bias`, 4), tensor(`${name}.weight`, 4, 4)]);
    assert.deepEqual(
      problemsOf(() => importTensors({ tensors, architecture: square(2) })),
      [
        "layers.0.weights: expected a mapping that says which; found several of its shape: body.weight [4, 4], head.weight [4, 4]",
        "layers.1.weights: expected a mapping that says which; found several of its shape: body.weight [4, 4], head.weight [4, 4]",
        "layers.0.biases: expected a mapping that says which; found several of its shape: body.bias [4], head.bias [4]",
        "layers.1.biases: expected a mapping that says which; found several of its shape: body.bias [4], head.bias [4]",
      ],
    );
  });

  it("asks which is which where more of a shape are numbered than there are layers", () => {
    const tensors = [0, 1, 2].flatMap((n) => [tensor(`net.${n}.weight`, 4, 4), tensor(`net.${n}.bias`, 4)]);
    assert.equal(problemsOf(() => importTensors({ tensors, architecture: square(2) })).length, 4);
  });

  it("transposes where asked to, and says where it would help", () => {
    const architecture = pytorchArchitectures.regression!;
    const rest = [tensor("a.bias", 4), tensor("b.weight", 2, 4), tensor("b.bias", 2)];
    const swapped = tensor("a.kernel", 3, 4);
    const mapping = { "layers.0.weights": { tensor: "a.kernel", transpose: true } } as const;
    const { network } = importTensors({ tensors: [swapped, ...rest], architecture, mapping });
    const [v] = [swapped.values];
    assert.deepEqual(network.matrices[0]!.weights[1], [v![1], v![5], v![9]]);
    assert.deepEqual(
      problemsOf(() => importTensors({ tensors: [swapped, ...rest], architecture })),
      [
        "layers.0.weights: expected a tensor [4, 3]; found a.kernel [3, 4]; a.kernel has it transposed: map it with transpose",
      ],
    );
  });

  it("stacks experts, and takes zeros for biases that are said not to be there", () => {
    const experts = [0, 1, 2].map((e) => tensor(`e${e}.weight`, 3, 4));
    const tensors = [
      tensor("fc1.weight", 4, 3),
      tensor("fc1.bias", 4),
      tensor("router", 3, 4),
      ...experts,
      tensor("last", 3, 3),
    ];
    const { network, unused } = importTensors({
      tensors,
      architecture: pytorchArchitectures.moe!,
      mapping: {
        "layers.1.router.weights": "router",
        "layers.1.router.biases": null,
        "layers.1.experts.weights": experts.map(({ name }) => name),
        "layers.1.experts.biases": null,
        "layers.2.biases": null,
      },
    });
    assert.deepEqual(network.matrices[3]!.weights.flat(), [...experts[1]!.values]);
    assert.deepEqual(network.matrices[3]!.biases, [0, 0, 0]);
    assert.deepEqual(unused, []);
  });

  it("names tensors that nothing uses", () => {
    const tensors = [tensor("fc.weight", 4, 4), tensor("fc.bias", 4), tensor("steps", 1), tensor("mean", 7)];
    assert.deepEqual(importTensors({ tensors, architecture: square(1) }).unused, ["steps", "mean"]);
  });

  it("tells every tensor that is missing, of another shape or wrongly mapped, at once", () => {
    const tensors = [
      tensor("fc1.weight", 4, 3),
      tensor("fc1.bias", 6),
      tensor("fc2.weight", 5, 4),
      tensor("fc3.weight", 2, 5),
    ];
    const mapping: TensorMapping = {
      "layers.1.biases": "fc2.bias",
      "layers.2.weights": "fc3.weight",
      "layers.9.weights": "fc1.weight",
      "layers.2.biases": { tensor: "fc1.bias", transpose: true },
      "layers.1.weights": null,
    };
    const act = () => importTensors({ tensors, architecture: pytorchArchitectures.mlp!, mapping });
    assert.deepEqual(problemsOf(act), [
      "The mapping of layers.9.weights: expected one of layers.0.weights, layers.0.biases, layers.1.weights, layers.1.biases, layers.2.weights, layers.2.biases; found layers.9.weights",
      "layers.1.weights: expected a tensor [5, 4]; found null, which stands for biases that are zeros",
      "layers.1.biases: expected a tensor [5]; found no tensor fc2.bias in the file",
      "layers.2.weights: expected a tensor [3, 5]; found fc3.weight [2, 5]",
      "layers.2.biases: expected a tensor [3]; found fc1.bias [6], transposed",
      "layers.0.biases: expected a tensor [4]; found fc1.bias [6], fc2.weight [5, 4], fc3.weight [2, 5]",
    ]);
    assertThrows(act, "ModelImportError", "The tensors do not fit tiny-mlp: 6 things to change.");
  });

  it("lets first weights read features as training scaled them", () => {
    const tensors = [tensor("fc.weight", 4, 4), tensor("fc.bias", 4)];
    const read = (inputScale?: number) =>
      importTensors({ tensors, architecture: square(1), ...(inputScale && { inputScale }) }).network.matrices[0]!;
    // Features of 4 bits: training on the integers themselves is training on fifteen times what ours reads.
    assert.equal(read(1).weights[0]![0], 15 * read().weights[0]![0]!);
    assert.deepEqual(read(1).biases, read().biases);
    assertThrows(() => read(-1), "InvalidValueError", "inputScale is -1; expected a positive finite number.");
  });

  const lora = (base: number[] | undefined, baseScales?: number[]) =>
    importTensors({
      tensors: [
        ...(base ? [{ name: "base.weight", shape: [4, 3], values: Float64Array.from(base) }] : []),
        tensor("lora_A.weight", 2, 3),
        tensor("lora_B.weight", 4, 2),
        tensor("lora_B.bias", 4),
        tensor("out.weight", 3, 4),
        tensor("out.bias", 3),
      ],
      architecture: pytorchArchitectures.lora!,
      ...(baseScales && { baseScales }),
    });
  const integers = [5, -3, 0, 4, 127, -128, 1, 2, 3, -2, -3, -1];

  it("finds the scale of a frozen base that was not rounded yet, or takes the one given", () => {
    const scale = lora(integers.map((integer, i) => (integer + 0.3 * Math.sin(i)) * 0.01)).network.baseScales![0]!;
    assert.ok(Math.abs(scale - 0.01) < 1e-4, `${scale}`);
    assert.deepEqual(lora(undefined, [0.25]).network.baseScales, [0.25]);
  });

  it("refuses another base, none, and a scale that is none", () => {
    const expected =
      "layers.0.base: expected the architecture's frozen base times one positive number, or that number in baseScales";
    assert.deepEqual(
      problemsOf(() => lora(integers.toReversed())),
      [`${expected}; found another base`],
    );
    assert.deepEqual(
      problemsOf(() => lora(undefined)),
      [`${expected}; found neither the base nor its scale`],
    );
    assert.deepEqual(
      problemsOf(() => lora(undefined, [-1])),
      [`${expected}; found -1`],
    );
  });
});
