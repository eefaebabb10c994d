// SPDX-License-Identifier: MIT
import { type Mismatch, ModelImportError } from "../errors.ts";
import type { ImportedInput, ImportedLayer, ImportedNetwork } from "../layered.ts";
import type { OnnxGraph, OnnxNode } from "./decode.ts";
import { finishLayer } from "./finish.ts";
import { readNode } from "./nodes.ts";
import { Refusal, Unknown } from "./refusal.ts";
import type { Activation, Value } from "./values.ts";

/** What has been understood of a graph so far. */
export interface Recognition {
  graph: OnnxGraph;
  layers: ImportedLayer[];
  values: Map<string, Value>;
  /** Names of constants that layers use. */
  used: Set<string>;
  input: ImportedInput | undefined;
  inputScale: number;
  /** Numbers of constants that were read so far, as often as they were read. */
  numbers: number;
}

/**
 * The layers of a graph. It is read node by node: a matrix, its biases and a ReLU become a layer of ours, and so do the layouts of
 * adapters and experts that `docs/operators/pytorch.md` shows.
 *
 * @throws {@link ModelImportError} listing every node that cannot be expressed, and why; nodes that read what such a node gives are left out
 */
export function recogniseLayers(graph: OnnxGraph): ImportedNetwork {
  const recognition: Recognition = {
    graph,
    layers: [],
    values: new Map(),
    used: new Set(),
    input: undefined,
    inputScale: 1,
    numbers: 0,
  };
  for (const [name, tensor] of graph.tensors) {
    recognition.values.set(name, { kind: "constant", tensor, used: [name] });
  }
  const problems: Mismatch[] = [];
  const attempt = (place: string, action: () => void, onFailure: () => void = () => undefined) => {
    try {
      action();
    } catch (error) {
      if (error instanceof Refusal) problems.push({ place, ...sidesOf(error.message) });
      else if (!(error instanceof Unknown)) throw error;
      onFailure();
    }
  };
  attempt(
    "The input",
    () => placeInput(recognition),
    () =>
      markUnknown(
        recognition,
        graph.inputs.map(({ name }) => name),
      ),
  );
  for (const node of graph.nodes) {
    attempt(
      `${node.name} (${node.operator})`,
      () => defineOutput(recognition, node, readNode(recognition, node)),
      () => markUnknown(recognition, node.outputs),
    );
  }
  attempt("The output", () => finishOutput(recognition));
  if (problems.length > 0) throw new ModelImportError(`The graph ${graph.name} cannot be expressed`, problems);
  const { input, layers, inputScale, used } = recognition;
  const unused = [...graph.tensors.keys()].filter((name) => !used.has(name));
  // Without problems the input was placed.
  return { input: input!, layers, inputScale, unused };
}

/** A refusal says what was found, and after a semicolon what was expected. */
function sidesOf(message: string): Pick<Mismatch, "expected" | "found"> {
  const at = message.indexOf("; expected ");
  if (at < 0) return { found: message, expected: "something that our layers can express" };
  return { found: message.slice(0, at), expected: message.slice(at + "; expected ".length) };
}

function markUnknown({ values }: Recognition, names: readonly string[]): void {
  for (const name of names) values.set(name, { kind: "unknown" });
}

function defineOutput({ values }: Recognition, node: OnnxNode, value: Value): void {
  const [first, ...others] = node.outputs;
  if (first !== undefined) values.set(first, value);
  for (const other of others) values.set(other, { kind: "unknown" });
}

function placeInput(recognition: Recognition): void {
  const { graph, values } = recognition;
  const [input] = graph.inputs;
  if (!input || graph.inputs.length !== 1) {
    const names = graph.inputs.map(({ name }) => name).join(", ") || "none";
    throw new Refusal(`inputs ${names}; expected one, the features or symbols of samples`);
  }
  const [, ...lengths] = input.shape;
  if (lengths.some((length) => !Number.isSafeInteger(length) || length! < 1) || ![1, 3].includes(lengths.length)) {
    const shape = input.shape.map((length) => length ?? "?").join(", ");
    throw new Refusal(
      `${input.name} of the shape [${shape}]; expected [N, features], [N, channels, height, width] or [N, symbols]`,
    );
  }
  const [count, height, width] = lengths as [number, number?, number?];
  const isSymbols = graph.nodes.some(({ operator, inputs }) => operator === "Gather" && inputs[1] === input.name);
  if (isSymbols && height === undefined) {
    values.set(input.name, { kind: "symbols", context: count });
    return;
  }
  const layout: Activation["layout"] =
    height === undefined ? { kind: "vector", count } : { kind: "image", channels: count, height, width: width! };
  values.set(input.name, { kind: "activation", layer: -1, layout, scale: 1 });
  recognition.input =
    height === undefined
      ? { kind: "features", features: count }
      : { kind: "features", features: count * height * width!, shape: [height, width!, count] };
}

function finishOutput(recognition: Recognition): void {
  const { graph, values } = recognition;
  const [output] = graph.outputs;
  if (!output || graph.outputs.length !== 1) {
    throw new Refusal(`${graph.outputs.length} outputs; expected one, the logits or values`);
  }
  const value = values.get(output.name)!;
  if (value.kind === "unknown") throw new Unknown();
  if (value.kind !== "pending" || value.part !== "dense") {
    const found = value.kind === "activation" ? "a layer that ends with a ReLU or a pool" : "something else";
    throw new Refusal(`${found}; expected W·x + b of a dense layer without a ReLU`);
  }
  finishLayer(recognition, value, output.name);
}
