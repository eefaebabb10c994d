// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { decodeOnnx, importGraph, ModelImportError, recogniseLayers } from "../../../src/model/import/index.ts";
import { readMessage } from "../../../src/model/import/onnx/messages.ts";
import { assertThrows, integerBelow, seededRandom } from "../../fixtures.ts";
import { pytorchArchitectures, pytorchPath } from "./architectures.ts";
import { encodeOnnx, type TestGraph, type TestNode, type TestTensor } from "./encodeOnnx.ts";

const node = (operator: string, inputs: string, output: string, attributes: TestNode["attributes"] = {}): TestNode => ({
  operator,
  inputs: inputs.split(" ").map((name) => (name === "-" ? "" : name)),
  output,
  name: `${output} node`,
  attributes,
});
/** A tensor of small numbers, none of them zero. */
const tensor = (name: string, ...shape: number[]): TestTensor => ({
  name,
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i % 7) - 3.5),
});
const shapeTensor = (name: string, ...values: number[]): TestTensor => ({
  name,
  shape: [values.length],
  values,
  type: 7,
});

/** The layers of a graph, or what is wrong with it. */
const recognise = (graph: TestGraph) => recogniseLayers(decodeOnnx(encodeOnnx(graph), "f"));

const image = { x: [undefined, 1, 4, 4] };
/** From what an image's layers give to an output. */
const head = (value: string, count: number): Pick<TestGraph, "nodes" | "tensors"> => ({
  nodes: [node("Flatten", value, "flat"), node("Gemm", "flat last", "y", { transB: 1 })],
  tensors: [tensor("last", 2, count)],
});
const conv = node("Conv", "x w", "c", { pads: [1, 1, 1, 1] });
const kernel = tensor("w", 2, 1, 3, 3);

describe("decodeOnnx", () => {
  const linear: TestGraph = { nodes: [node("MatMul", "x w", "y")], tensors: [tensor("w", 3, 2)] };

  it("reads numbers of every type, as bytes and as numbers of a field", () => {
    const bits = [0x3c00, 0xc000];
    const tensors: TestTensor[] = [
      { name: "f32", shape: [2], values: [1, -2] },
      { name: "f64", shape: [2], values: [1, -2], type: 11 },
      { name: "f16", shape: [2], values: bits, type: 10 },
      { name: "bf16", shape: [2], values: [0x3f80, 0xc000], type: 16 },
      { name: "i32", shape: [2], values: [1, -2], type: 6 },
      { name: "i64", shape: [2], values: [1, -2], type: 7 },
    ];
    for (const isTyped of [false, true]) {
      const typed = tensors.map((each) => ({ ...each, isTyped }));
      const graph = decodeOnnx(encodeOnnx({ ...linear, tensors: [...linear.tensors, ...typed] }));
      for (const { name } of tensors)
        assert.deepEqual([...graph.tensors.get(name!)!.values], [1, -2], `${name} ${isTyped}`);
    }
  });

  it("reads names, shapes and attributes", () => {
    const attributes = { count: 3, factor: 0.5, list: [1, -1], word: "abc", value: tensor("t", 2) };
    const graph = decodeOnnx(encodeOnnx({ ...linear, nodes: [node("MatMul", "x w", "y", attributes)] }));
    assert.equal(graph.name, "test");
    assert.deepEqual(graph.inputs, [{ name: "x", shape: [undefined, 3] }]);
    const { value, ...others } = graph.nodes[0]!.attributes;
    assert.deepEqual(others, { count: 3, factor: 0.5, list: [1, -1], word: "abc" });
    assert.deepEqual([...(value as { values: Float64Array }).values], [-3.5, -2.5]);
  });

  it("does not take constants for inputs, which early versions list there too", () => {
    const graph = decodeOnnx(encodeOnnx({ ...linear, inputs: { w: [3, 2], x: [undefined, 3] } }));
    assert.deepEqual(graph.inputs, [{ name: "x", shape: [undefined, 3] }]);
  });

  it("lists every operator that is unknown, with its nodes and with what to do instead", () => {
    const nodes = [
      node("Softmax", "x", "a"),
      ...["b", "c", "d", "e"].map((name) => node("Erf", "a", name)),
      { ...node("Gemm", "e", "y"), domain: "custom" },
    ];
    assertThrows(
      () => decodeOnnx(encodeOnnx({ ...linear, nodes }), "f"),
      "InvalidFileError",
      /^f: It has operators that cannot be imported: Softmax \(a node\): logits are compared as they are: export without it; Erf \(b node, c node, d node and 1 more\): hidden layers end with a ReLU, not a GELU; custom\.Gemm \(y node\); expected only Gemm, MatMul,/,
    );
  });

  const refused: [what: string, bytes: () => Uint8Array, problem: string | RegExp][] = [
    ["bytes that are no message", () => Uint8Array.of(0xff), "It is no ONNX model; expected a whole ModelProto."],
    [
      "a message cut off",
      () => encodeOnnx(linear).subarray(0, 60),
      "It is no ONNX model; expected a whole ModelProto.",
    ],
    ["an empty file", () => new Uint8Array(0), "It has no graph; expected an ONNX model."],
    [
      "a newer set of operators",
      () => encodeOnnx({ ...linear, operatorSet: 99 }),
      "Its version of ONNX's operators is 99; expected one from 7 to 25.",
    ],
    [
      "numbers outside the file",
      () => encodeOnnx({ ...linear, tensors: [{ ...tensor("w", 3, 2), externalData: true }] }),
      "The constant w has its numbers outside the file; expected them in it.",
    ],
    [
      "fewer bytes than the shape has",
      () => encodeOnnx({ ...linear, tensors: [{ ...tensor("w", 3, 2), shape: [2 ** 30, 2] }] }),
      "The constant w has 24 bytes; expected 8589934592, for its shape.",
    ],
    [
      "fewer numbers than the shape has",
      () => encodeOnnx({ ...linear, tensors: [{ ...tensor("w", 3, 2), shape: [2 ** 40], isTyped: true }] }),
      "The constant w has 6 numbers; expected 1099511627776, for its shape [1099511627776].",
    ],
    [
      "a negative length",
      () => encodeOnnx({ ...linear, tensors: [{ ...tensor("w", 3, 2), shape: [-3, -2] }] }),
      "The constant w has the shape [-3, -2]; expected at most 8 lengths of one or more.",
    ],
    [
      "texts",
      () => encodeOnnx({ ...linear, tensors: [{ ...tensor("w", 3, 2), type: 8 }] }),
      "The constant w is of type 8; expected floats of 16, 32 or 64 bits, or integers of 32 or 64.",
    ],
    [
      "numbers that are not finite",
      () => encodeOnnx({ ...linear, tensors: [{ name: "w", shape: [1], values: [Number.NaN] }] }),
      "Number 0 of the tensor w is NaN; expected a finite number.",
    ],
    [
      "two constants of a name",
      () => encodeOnnx({ ...linear, tensors: [tensor("w", 3, 2), tensor("w", 3, 2)] }),
      "It has two constants w; expected one of each name.",
    ],
    [
      "a value given twice",
      () => encodeOnnx({ ...linear, nodes: [node("Relu", "x", "y"), node("Relu", "x", "y")] }),
      "y node gives the value y again; expected one of each name.",
    ],
    [
      "a node before what it reads, so any cycle",
      () => encodeOnnx({ ...linear, nodes: [node("Relu", "b", "a"), node("Relu", "a", "b")] }),
      "a node reads the value b; expected one that is given before.",
    ],
    [
      "an output that nothing gives",
      () => encodeOnnx({ ...linear, outputs: ["z"] }),
      "The output z is given by no node; expected one that is.",
    ],
  ];
  for (const [what, bytes, problem] of refused) {
    it(`refuses ${what}`, () => {
      assertThrows(
        () => decodeOnnx(bytes(), "f"),
        "InvalidFileError",
        typeof problem === "string" ? `f: ${problem}` : problem,
      );
    });
  }

  it("counts the parts of a file, since an empty one takes two bytes of it and many of memory", () => {
    const parts = new Uint8Array(200_002);
    for (let i = 0; i < parts.length; i += 2) parts[i] = 0x0a;
    assert.throws(
      () => readMessage(parts, { 1: { name: "parts", type: {}, repeated: true } }),
      /more than 100000 parts/,
    );
  });

  it("does not nest with the file: graphs in attributes are skipped, however deep", () => {
    // Graph attributes of graph attributes: field 6 of a length each, 1,000 deep.
    let inner = new Uint8Array(0);
    for (let depth = 0; depth < 1000; depth++) {
      const length = inner.length;
      inner = Uint8Array.of(0x32, (length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14, ...inner);
    }
    assert.doesNotThrow(() => readMessage(inner, { 6: { name: "g", type: {} } }));
  });

  it("either reads a file with any bytes changed, or refuses it with an error of ours", async () => {
    const random = seededRandom(2);
    const results = { read: 0, refused: 0 };
    for (const [name, architecture] of Object.entries(pytorchArchitectures)) {
      const original = await readFile(pytorchPath(name, "onnx"));
      for (let run = 0; run < 700; run++) {
        const bytes = Uint8Array.from(
          random() < 0.1 ? original.subarray(0, integerBelow(random, original.length)) : original,
        );
        const changes = 1 + integerBelow(random, 3);
        for (let i = 0; i < changes && bytes.length > 0; i++) {
          bytes[integerBelow(random, bytes.length)] =
            random() < 0.5 ? integerBelow(random, 256) : integerBelow(random, 16);
        }
        try {
          importGraph({ graph: decodeOnnx(bytes), architecture });
          results.read++;
        } catch (error) {
          const names = ["InvalidFileError", "ModelImportError", "InvalidValueError"];
          assert.ok(names.includes((error as Error).name), (error as Error).stack);
          results.refused++;
        }
      }
    }
    assert.ok(results.read > 500 && results.refused > 1500, JSON.stringify(results));
  });
});

describe("recogniseLayers", () => {
  it("takes matrices either way round, factors of a Gemm, and biases beside or after a matrix", () => {
    const weights = { name: "w", shape: [3, 2], values: [1, 2, 3, 4, 5, 6] };
    const biases = { name: "b", shape: [2], values: [10, 20] };
    const expected = {
      weights: [
        [1, 3, 5],
        [2, 4, 6],
      ],
      biases: [10, 20],
    };
    const transposed = { name: "t", shape: [2, 3], values: [1, 3, 5, 2, 4, 6] };
    const graphs: TestGraph[] = [
      { nodes: [node("Gemm", "x w b", "y")], tensors: [weights, biases] },
      { nodes: [node("Gemm", "x t b", "y", { transB: 1 })], tensors: [transposed, biases] },
      { nodes: [node("MatMul", "x w", "a"), node("Add", "b a", "y")], tensors: [weights, biases] },
      { nodes: [node("Gemm", "x w", "a"), node("Add", "a b", "y")], tensors: [weights, { ...biases, shape: [1, 2] }] },
      {
        nodes: [node("Transpose", "t", "w", { perm: [1, 0] }), node("MatMul", "x w", "a"), node("Add", "a b", "y")],
        tensors: [transposed, biases],
      },
      {
        nodes: [node("Gemm", "x h b", "y", { alpha: 2 })],
        tensors: [{ ...weights, name: "h", values: weights.values.map((w) => w / 2) }, biases],
      },
    ];
    for (const [g, graph] of graphs.entries()) {
      const { layers, unused } = recognise(graph);
      assert.equal(layers.length, 1);
      assert.deepEqual({ ...layers[0], source: "" }, { kind: "dense", values: expected, source: "" }, `graph ${g}`);
      assert.deepEqual(unused, []);
    }
  });

  it("takes zeros for biases that are not there, and names constants that no layer uses", () => {
    const graph = { nodes: [node("MatMul", "x w", "y")], tensors: [tensor("w", 3, 2), tensor("spare", 4)] };
    const { layers, unused } = recognise(graph);
    assert.deepEqual(layers[0]!.kind === "dense" && layers[0]!.values.biases, [0, 0]);
    assert.deepEqual(unused, ["spare"]);
  });

  it("passes over what changes nothing: casts, dropouts, pads by nothing, a second ReLU", () => {
    const nodes = [
      node("Cast", "x", "a", { to: 1 }),
      node("MatMul", "a w", "b"),
      node("Relu", "b", "c"),
      node("Relu", "c", "d"),
      node("Dropout", "d", "e"),
      node("Identity", "e", "f"),
      node("MatMul", "f v", "y"),
    ];
    const { layers } = recognise({ nodes, tensors: [tensor("w", 3, 2), tensor("v", 2, 2)] });
    assert.deepEqual(
      layers.map(({ kind }) => kind),
      ["dense", "dense"],
    );
  });

  it("keeps what the graph multiplies its input with", () => {
    const nodes = [node("Div", "x s", "a"), node("MatMul", "a w", "y")];
    const { inputScale } = recognise({ nodes, tensors: [{ name: "s", shape: [], values: [4] }, tensor("w", 3, 2)] });
    assert.equal(inputScale, 0.25);
  });

  it("multiplies the factor of an adapter into B", () => {
    const nodes = [
      node("MatMul", "x base", "z"),
      node("MatMul", "x a", "u"),
      node("MatMul", "u b", "v"),
      node("Mul", "v two", "w"),
      node("Add", "w z", "s"),
      node("Relu", "s", "h"),
      node("MatMul", "h last", "y"),
    ];
    const b = { name: "b", shape: [1, 2], values: [1, -3] };
    const two = { name: "two", shape: [1], values: [2] };
    const { layers } = recognise({
      nodes,
      tensors: [tensor("base", 3, 2), tensor("a", 3, 1), b, two, tensor("last", 2, 2)],
    });
    assert.ok(layers[0]!.kind === "lora");
    assert.deepEqual(layers[0]!.up, { weights: [[2], [-6]], biases: [0, 0] });
  });

  it("takes a pool before the ReLU for one after it, and the average of a whole image", () => {
    const nodes = [
      conv,
      node("MaxPool", "c", "m", { kernel_shape: [2, 2], strides: [2, 2] }),
      node("Relu", "m", "r"),
      node("GlobalAveragePool", "r", "g"),
    ];
    const { nodes: rest, tensors } = head("g", 2);
    const { layers } = recognise({ nodes: [...nodes, ...rest], tensors: [kernel, ...tensors], inputs: image });
    assert.deepEqual(
      layers.map(({ kind }) => kind),
      ["conv2d", "maxPool", "averagePool", "dense"],
    );
    assert.ok(layers[2]!.kind === "averagePool" && layers[2]!.window === 2);
  });

  it("makes an image of one channel of features, and does not take its shape for a tensor that is left over", () => {
    const nodes = [node("Reshape", "x s", "i"), node("Conv", "i w", "c"), node("Relu", "c", "r")];
    const { nodes: rest, tensors } = head("r", 8);
    const graph = {
      nodes: [...nodes, ...rest],
      tensors: [shapeTensor("s", -1, 1, 4, 4), kernel, ...tensors],
      inputs: { x: [undefined, 16] },
    };
    const { input, layers, unused } = recognise(graph);
    assert.deepEqual(unused, []);
    assert.deepEqual(input, { kind: "features", features: 16 });
    assert.deepEqual(
      layers.map(({ kind }) => kind),
      ["conv2d", "dense"],
    );
  });

  const onImage = (nodes: TestNode[], value: string, count: number, more: TestTensor[] = []): TestGraph => {
    const { nodes: rest, tensors } = head(value, count);
    return { nodes: [...nodes, ...rest], tensors: [kernel, ...tensors, ...more], inputs: image };
  };
  const relu = node("Relu", "c", "r");
  const pool = (operator: string, attributes: TestNode["attributes"]) =>
    onImage([conv, relu, node(operator, "r", "p", attributes)], "p", 8);
  const w = tensor("w", 3, 2);
  const v = tensor("v", 2, 2);
  const refused: [what: string, graph: TestGraph, line: string | RegExp][] = [
    [
      "two inputs",
      { nodes: [node("Add", "x z", "y")], tensors: [], inputs: { x: [1, 3], z: [1, 3] } },
      "The input: expected one, the features or symbols of samples; found inputs x, z",
    ],
    [
      "an input of unknown length",
      { nodes: [node("MatMul", "x w", "y")], tensors: [w], inputs: { x: [undefined, undefined] } },
      "The input: expected [N, features], [N, channels, height, width] or [N, symbols]; found x of the shape [?, ?]",
    ],
    [
      "two outputs",
      { nodes: [node("MatMul", "x w", "y"), node("MatMul", "x w", "z")], tensors: [w], outputs: ["y", "z"] },
      "The output: expected one, the logits or values; found 2 outputs",
    ],
    [
      "a ReLU at the end",
      { nodes: [node("MatMul", "x w", "a"), node("Relu", "a", "y")], tensors: [w] },
      "The output: expected W·x + b of a dense layer without a ReLU; found a layer that ends with a ReLU or a pool",
    ],
    [
      "two matrices without a ReLU",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("MatMul", "a v", "b"),
          node("Relu", "b", "c"),
          node("MatMul", "c v", "y"),
        ],
        tensors: [w, v],
      },
      /two matrices without a ReLU between them/,
    ],
    [
      "weights that are computed",
      { nodes: [node("MatMul", "x x", "y")], tensors: [] },
      "y node (MatMul): expected a constant; found weights that the graph computes",
    ],
    [
      "a matrix of another width",
      { nodes: [node("MatMul", "x v", "y")], tensors: [v] },
      "y node (MatMul): expected 2, as its weights have; found 3 numbers as its input",
    ],
    [
      "an image that is not flattened",
      { ...onImage([conv, relu], "r", 32), nodes: [conv, relu, node("MatMul", "r last", "y")] },
      /expected a vector: flatten it first; found an image of 2 × 4 × 4/,
    ],
    [
      "a layer that reads an earlier one",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("Relu", "a", "b"),
          node("MatMul", "x w", "c"),
          node("Relu", "c", "d"),
          node("MatMul", "d v", "y"),
        ],
        tensors: [w, v],
      },
      "d node (Relu): expected layer 0 (dense, b node), the one right before; found it reads the input",
    ],
    [
      "biases of another length",
      { nodes: [node("MatMul", "x w", "a"), node("Add", "a b", "y")], tensors: [w, tensor("b", 3)] },
      "y node (Add): expected 2 numbers; found biases of the shape [3]",
    ],
    [
      "an addition before the ReLU",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("Relu", "a", "b"),
          node("MatMul", "b v", "c"),
          node("Add", "c b", "d"),
          node("Relu", "d", "e"),
          node("MatMul", "e v", "y"),
        ],
        tensors: [w, v],
      },
      /expected the ReLU before the addition: x \+ relu\(f\(x\)\)/,
    ],
    [
      "a residual of the input",
      {
        nodes: [
          node("MatMul", "x s", "a"),
          node("Relu", "a", "b"),
          node("Add", "b x", "c"),
          node("MatMul", "c s", "y"),
        ],
        tensors: [tensor("s", 3, 3)],
      },
      /that of an earlier one, not of the input; found a sum of other layers/,
    ],
    [
      "a residual of other shapes",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("Relu", "a", "b"),
          node("MatMul", "b u", "c"),
          node("Relu", "c", "d"),
          node("Add", "b d", "e"),
          node("MatMul", "e u", "y"),
        ],
        tensors: [w, tensor("u", 2, 3)],
      },
      "e node (Add): expected the same shape; found a sum of 3 numbers and 2 numbers",
    ],
    [
      "a grouped convolution",
      onImage([{ ...conv, attributes: { group: 2 } }, relu], "r", 8),
      "c node (Conv): expected 1; found its group is 2",
    ],
    [
      "dilated patches",
      onImage([{ ...conv, attributes: { dilations: [2, 2] } }, relu], "r", 8),
      "c node (Conv): expected dilations of 1; found dilated patches",
    ],
    [
      "unequal strides",
      onImage([{ ...conv, attributes: { strides: [1, 2] } }, relu], "r", 8),
      "c node (Conv): expected 2 equal ones; found its strides are [1, 2]",
    ],
    [
      "uneven pads",
      onImage([{ ...conv, attributes: { pads: [0, 0, 1, 1] } }, relu], "r", 8),
      /expected 4 equal ones; found its pads are \[0, 0, 1, 1\]/,
    ],
    [
      "pads by name",
      onImage([{ ...conv, attributes: { auto_pad: "SAME_UPPER" } }, relu], "r", 8),
      /its auto_pad is SAME_UPPER/,
    ],
    [
      "a kernel beyond the image",
      { ...onImage([node("Conv", "x big", "c"), relu], "r", 8, [tensor("big", 1, 1, 5, 5)]) },
      "c node (Conv): expected smaller ones; found patches beyond the image",
    ],
    [
      "a kernel that is not square",
      onImage([node("Conv", "x big", "c"), relu], "r", 8, [tensor("big", 1, 1, 3, 2)]),
      /expected \[channels, 1, kernel, kernel\] with a square kernel/,
    ],
    [
      "windows that overlap",
      pool("MaxPool", { kernel_shape: [3, 3], strides: [1, 1] }),
      /expected 3, the window: ours do not overlap/,
    ],
    [
      "a window that does not divide",
      pool("AveragePool", { kernel_shape: [3, 3], strides: [3, 3] }),
      /expected a divisor of height 4 and width 4 above 1/,
    ],
    [
      "pads of a pool",
      pool("AveragePool", { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1] }),
      /pads around the image/,
    ],
    [
      "windows rounded up",
      pool("MaxPool", { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }),
      /expected 0; found its ceil_mode is 1/,
    ],
    [
      "a pool of the input",
      onImage([node("AveragePool", "x", "p", { kernel_shape: [2, 2], strides: [2, 2] })], "p", 4),
      /expected a layer before it/,
    ],
    [
      "a maxPool after another layer",
      onImage(
        [
          conv,
          relu,
          node("AveragePool", "r", "p", { kernel_shape: [2, 2], strides: [2, 2] }),
          node("MaxPool", "p", "q", { kernel_shape: [2, 2], strides: [2, 2] }),
        ],
        "q",
        2,
      ),
      /expected one right after a convolution/,
    ],
    [
      "features as an image of several channels",
      {
        ...onImage([node("Reshape", "x s", "i"), node("Conv", "i u", "c"), relu], "r", 8, [
          shapeTensor("s", -1, 2, 2, 4),
          tensor("u", 1, 2, 2, 2),
        ]),
        inputs: { x: [undefined, 16] },
      },
      /expected one channel, since features run pixel by pixel/,
    ],
    [
      "a shape of another size",
      { nodes: [node("Reshape", "x s", "a"), node("MatMul", "a w", "y")], tensors: [w, shapeTensor("s", -1, 4)] },
      /the shape \[-1, 4\] for 3 numbers/,
    ],
    [
      "a flattened batch",
      { nodes: [node("Flatten", "x", "a", { axis: 0 }), node("MatMul", "a w", "y")], tensors: [w] },
      "a node (Flatten): expected 1: everything but the batch; found axis 0",
    ],
    [
      "rows around an image",
      onImage([node("Pad", "x p", "q"), { ...conv, inputs: ["q", "w"] }, relu], "r", 32, [
        shapeTensor("p", 0, 0, 1, 1, 0, 0, 1, 1),
      ]),
      /expected the padding of a Conv/,
    ],
    [
      "a negative factor",
      {
        nodes: [node("Mul", "x m", "a"), node("MatMul", "a w", "y")],
        tensors: [w, { name: "m", shape: [], values: [-1] }],
      },
      "a node (Mul): expected a positive one; found a factor of -1",
    ],
    [
      "a factor for each feature",
      { nodes: [node("Mul", "x m", "a"), node("MatMul", "a w", "y")], tensors: [w, tensor("m", 3)] },
      "a node (Mul): expected a single one; found factors of the shape [3]",
    ],
    [
      "a look-up in the middle",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("Relu", "a", "b"),
          node("Gather", "v b", "c"),
          node("MatMul", "c v", "y"),
        ],
        tensors: [w, v],
      },
      /expected an embedding of the input's symbols, or of a router's choice/,
    ],
    [
      "a look-up by what no router chose",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("Relu", "a", "b"),
          node("GatherND", "v b", "c"),
          node("MatMul", "c v", "y"),
        ],
        tensors: [w, v],
      },
      "c node (GatherND): expected one by a router's choice; found a look-up of something else",
    ],
    [
      "a choice with an axis more than it needs",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("ArgMax", "a", "b", { axis: 1, keepdims: 0 }),
          node("Unsqueeze", "b one", "c"),
          node("Gather", "v c", "d"),
          node("MatMul", "d v", "y"),
        ],
        tensors: [w, v, shapeTensor("one", 1)],
      },
      /d node \(Gather\): expected an embedding of the input's symbols, or of a router's choice/,
    ],
    [
      "a choice with its axis before the samples",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("ArgMax", "a", "b", { axis: 1, keepdims: 0 }),
          node("Unsqueeze", "b zero", "c"),
          node("GatherND", "v c", "d"),
          node("MatMul", "d v", "y"),
        ],
        tensors: [w, v, shapeTensor("zero", 0)],
      },
      /c node \(Unsqueeze\): expected the column/,
    ],
    [
      "a choice of a layer with a ReLU",
      {
        nodes: [
          node("MatMul", "x w", "a"),
          node("Relu", "a", "b"),
          node("ArgMax", "b", "c", { axis: 1, keepdims: 0 }),
          node("MatMul", "b v", "y"),
        ],
        tensors: [w, v],
      },
      /expected a choice by a router/,
    ],
    [
      "other axes",
      { nodes: [node("Transpose", "x", "a"), node("MatMul", "a w", "y")], tensors: [w] },
      /expected channels first throughout/,
    ],
    [
      "transposed inputs",
      { nodes: [node("Gemm", "x w", "y", { transA: 1 })], tensors: [w] },
      "y node (Gemm): expected 0; found its transA is 1",
    ],
  ];
  for (const [what, graph, line] of refused) {
    it(`explains that ${what} cannot be expressed`, () => {
      assert.throws(
        () => recognise(graph),
        (error) => {
          assert.ok(error instanceof ModelImportError, `${error}`);
          const lines = error.metaMessages;
          const isFound = lines.some((own) => (typeof line === "string" ? own === line : line.test(own)));
          assert.ok(isFound, `${lines.join("\n")}\nlacks ${line}`);
          return true;
        },
      );
    });
  }

  it("does not let a small file read one large constant thousands of times", () => {
    const nodes = Array.from({ length: 40 }, (_, i) => node("Transpose", "w", `t${i}`, { perm: [1, 0] }));
    const large = { name: "w", shape: [2 ** 9, 2 ** 8], values: Array<number>(2 ** 17).fill(1) };
    assert.throws(
      () =>
        recognise({
          nodes: [...nodes, node("MatMul", "x w", "y")],
          tensors: [large],
          inputs: { x: [undefined, 2 ** 9] },
        }),
      /more than 4194304 numbers/,
    );
  });

  it("tells everything that is wrong at once, and nothing twice", () => {
    const nodes = [
      { ...conv, attributes: { group: 2 } },
      node("Relu", "c", "r"),
      node("Flatten", "r", "f"),
      node("Transpose", "x", "t"),
      node("Gemm", "f last", "y"),
    ];
    assert.throws(
      () => recognise({ nodes, tensors: [kernel, tensor("last", 32, 2)], inputs: image }),
      (error) => {
        assert.ok(error instanceof ModelImportError);
        assert.equal(error.shortMessage, "The graph test cannot be expressed: 2 things to change.");
        assert.deepEqual(
          error.mismatches.map(({ place }) => place),
          ["c node (Conv)", "t node (Transpose)"],
        );
        return true;
      },
    );
  });
});
