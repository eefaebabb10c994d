// SPDX-License-Identifier: MIT
import { type Architecture, type Layer, layersOf, type PlacedLayer } from "@commonweight/sdk/model";

/**
 * The library that is compared with: general layers for inference in circom, on integers of any scale. Its circuits commit to
 * nothing, which it leaves to who composes them: weights, biases and samples are private inputs that a prover may choose.
 */
export const PEER = "circomlib-ml";

const TEMPLATES = `node_modules/${PEER}/circuits`;

/** A network composed of the library's templates, or why it cannot be. */
export type PeerNetwork = { compose: (samples: number) => PeerCircuit; note?: string } | { missing: string };

export interface PeerCircuit {
  /** circom text of the main component. */
  main: string;
  /** Sizes of its input signals, by name. */
  inputs: Record<string, number[]>;
}

/**
 * The same network in the library's templates, in the cheapest order: Dense and Conv2D, then MaxPooling2D, then ReLU, and ArgMax over
 * logits. It divides nothing between layers, since the library has no template for that, nor does it compare with labels. Values of
 * a network that gives any are outputs.
 */
export function peerNetwork(architecture: Architecture): PeerNetwork {
  const missing = new Set(architecture.layers.flatMap(missingTemplates));
  if (missing.size > 0) return { missing: `has no ${[...missing].join(" and no ")}` };
  const merged = architecture.layers.some(({ kind }) => kind === "lora");
  const note = merged ? "adapter merged into its base: a dense layer" : undefined;
  return { compose: (samples) => composePeer(architecture, samples), ...(note === undefined ? {} : { note }) };
}

function missingTemplates(layer: Layer): string[] {
  switch (layer.kind) {
    case "embedding":
      return ["embedding"];
    case "experts":
      return ["router"];
    case "conv2d":
      return layer.padding > 0 ? ["padding"] : [];
    default:
      return [];
  }
}

/** An array of a signal: its name without the sample's index, and its sizes. */
interface Values {
  name: string;
  sizes: readonly number[];
}

class PeerText {
  readonly templates = new Set<string>();
  /** Declarations of the template. */
  readonly signals: string[] = [];
  readonly inputs: Record<string, number[]> = {};
  /** Of one sample, whose index is s. */
  readonly body: string[] = [];
  readonly samples: number;

  constructor(samples: number) {
    this.samples = samples;
  }

  input(name: string, sizes: readonly number[]): void {
    this.inputs[name] = [...sizes];
    this.signals.push(`signal input ${name}${brackets(sizes)};`);
  }

  /** A component a sample. @returns its name at sample s */
  component(name: string, template: string, parameters: readonly number[]): string {
    this.templates.add(template);
    this.signals.push(`component ${name}[${this.samples}];`);
    this.body.push(`${name}[s] = ${template}(${parameters.join(", ")});`);
    return `${name}[s]`;
  }
}

function composePeer(architecture: Architecture, samples: number): PeerCircuit {
  const { input } = architecture;
  if (input.kind !== "features") throw new Error(`${architecture.name} reads symbols; expected features.`);
  const text = new PeerText(samples);
  const sizes = input.shape ?? [input.features];
  text.input("in", [samples, ...sizes]);
  let values: Values = { name: "in[s]", sizes };
  const layers = layersOf(architecture);
  for (const placed of layers) {
    values = emitLayer(text, placed, values);
    // ReLU and the maximum commute; fewer values are left after it.
    if (!placed.isLast && layers[placed.index + 1]!.layer.kind !== "maxPool") values = emitRelu(text, placed, values);
  }
  emitOutput(text, architecture, values);
  const main = [
    "pragma circom 2.2.0;",
    "",
    ...[...text.templates].sort().map((template) => `include "${TEMPLATES}/${template}.circom";`),
    "",
    "template Network() {",
    ...[...text.signals, `for (var s = 0; s < ${samples}; s++) {`].map((line) => `    ${line}`),
    ...text.body.map((line) => `        ${line}`),
    "    }",
    "}",
    "",
    "component main = Network();",
    "",
  ].join("\n");
  return { main, inputs: text.inputs };
}

function emitLayer(text: PeerText, { layer, index: l, input, output }: PlacedLayer, values: Values): Values {
  const [height = 0, width = 0, channels = 0] = input.shape ?? [];
  switch (layer.kind) {
    case "dense":
    case "lora": {
      const flat = emitFlat(text, l, values);
      const name = text.component(`layer${l}`, "Dense", [input.count, output.count]);
      emitWeights(text, name, l, [input.count, output.count]);
      text.body.push(`${name}.in <== ${flat};`);
      return { name: `${name}.out`, sizes: [output.count] };
    }
    case "conv2d": {
      const { kernel, stride } = layer;
      const name = text.component(`layer${l}`, "Conv2D", [height, width, channels, layer.channels, kernel, stride]);
      emitWeights(text, name, l, [kernel, kernel, channels, layer.channels]);
      text.body.push(`${name}.in <== ${values.name};`);
      return { name: `${name}.out`, sizes: output.shape! };
    }
    case "maxPool":
    case "averagePool": {
      const template = layer.kind === "maxPool" ? "MaxPooling2D" : "SumPooling2D";
      const name = text.component(`layer${l}`, template, [height, width, channels, layer.window, layer.window]);
      text.body.push(`${name}.in <== ${values.name};`);
      return { name: `${name}.out`, sizes: output.shape! };
    }
    default:
      throw new Error(`Layer ${l} (${layer.kind}) has no counterpart in ${PEER}.`);
  }
}

function emitWeights(text: PeerText, component: string, l: number, sizes: readonly number[]): void {
  text.input(`weight${l}`, sizes);
  text.input(`bias${l}`, [sizes.at(-1)!]);
  text.body.push(`${component}.weights <== weight${l};`, `${component}.bias <== bias${l};`);
}

function emitFlat(text: PeerText, l: number, { name, sizes }: Values): string {
  if (sizes.length === 1) return name;
  const flat = text.component(`flat${l}`, "Flatten2D", sizes);
  text.body.push(`${flat}.in <== ${name};`);
  return `${flat}.out`;
}

function emitRelu(text: PeerText, { index: l, layer }: PlacedLayer, values: Values): Values {
  // A sum of activations is none below zero.
  if (layer.kind === "averagePool") return values;
  const { name, sizes } = values;
  text.templates.add("ReLU");
  const all = brackets([text.samples, ...sizes]);
  text.signals.push(`component relu${l}${all};`, `signal active${l}${all};`);
  const at = sizes.map((_, d) => `[i${d}]`).join("");
  text.body.push(
    ...sizes.map((size, d) => `for (var i${d} = 0; i${d} < ${size}; i${d}++) {`),
    `relu${l}[s]${at} = ReLU();`,
    `relu${l}[s]${at}.in <== ${name}${at};`,
    `active${l}[s]${at} <== relu${l}[s]${at}.out;`,
    "}".repeat(sizes.length),
  );
  return { name: `active${l}[s]`, sizes };
}

function emitOutput(text: PeerText, { output }: Architecture, { name }: Values): void {
  if (output.kind === "values") {
    text.signals.push(`signal output value[${text.samples}][${output.values}];`);
    text.body.push(`value[s] <== ${name};`);
    return;
  }
  text.signals.push(`signal output class[${text.samples}];`);
  const argmax = text.component("argmax", "ArgMax", [output.classes]);
  text.body.push(`${argmax}.in <== ${name};`, `class[s] <== ${argmax}.out;`);
}

function brackets(sizes: readonly number[]): string {
  return sizes.map((size) => `[${size}]`).join("");
}
