// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk, symbolsPerChunk, type Task } from "@commonweight/sdk/data";
import {
  type Architecture,
  type AveragePoolLayer,
  baseWeights,
  type Conv2dLayer,
  type DenseLayer,
  type EmbeddingLayer,
  type ExpertsLayer,
  type LoraLayer,
  type MaxPoolLayer,
  type PlacedLayer,
  type Requantise,
  type ResidualLayer,
} from "@commonweight/sdk/model";
import type { Product } from "../products.ts";
import { type CircuitText, loop } from "./text.ts";

export interface LayerContext {
  text: CircuitText;
  task: Task;
  architecture: Architecture;
  products: readonly Product[];
}

/** A layer in its place, with what it is emitted into. */
interface Scene<layer> extends LayerContext {
  placed: PlacedLayer;
  layer: layer;
  /** Its index, which ends the names of its signals. */
  l: number;
  samples: number;
  /** Of its matrices. */
  own: readonly Product[];
  /** What it reads: [samples][count], or packed as the chunk is. */
  input: string;
}

/** Signals of a layer and what constrains them; its activations are `activation<l>`, [samples][count]. */
export function emitLayer(context: LayerContext, placed: PlacedLayer): void {
  const { text, task, products } = context;
  const { layer, index: l } = placed;
  const own = products.filter((product) => product.placed.index === l);
  const scene = { ...context, placed, l, samples: samplesPerChunk(task), own, input: inputOf(task, l) };
  text.section(`Layer ${l}: ${describe(placed, own)}.`);
  switch (layer.kind) {
    case "dense":
      if (placed.isLast) emitOutput({ ...scene, layer });
      else emitDense({ ...scene, layer });
      break;
    case "conv2d":
      emitConv2d({ ...scene, layer });
      break;
    case "maxPool":
      emitMaxPool({ ...scene, layer });
      break;
    case "averagePool":
      emitAveragePool({ ...scene, layer });
      break;
    case "residual":
      emitResidual({ ...scene, layer });
      break;
    case "embedding":
      emitEmbedding({ ...scene, layer });
      break;
    case "lora":
      emitLora({ ...scene, layer });
      break;
    case "experts":
      emitExperts({ ...scene, layer });
      break;
  }
}

function inputOf(task: Task, l: number): string {
  if (l > 0) return `activation${l - 1}`;
  return task.encoding.kind === "lanes" ? "packed" : task.encoding.kind === "dense" ? "feature" : "symbol";
}

function describe({ layer, input, output }: PlacedLayer, own: readonly Product[]): string {
  const shape = (of: PlacedLayer["input"]) => of.shape?.join("×") ?? String(of.count);
  const forms = own
    .filter(({ matrix }, i) => i === 0 || matrix.role !== own[i - 1]!.matrix.role)
    .map(({ matrix, lanes, stride, check }) => {
      const over = `${lanes} lanes of ${stride} bits over ${matrix.lanes.over}`;
      return `${own.length > 1 ? `${matrix.role}: ` : ""}${over}, ${check === "freivalds" ? "by Freivalds" : check}`;
    });
  return [`${layer.kind}, ${shape(input)} → ${shape(output)}`, ...forms].join("; ");
}

function emitResidual({ text, l, samples, layer, placed, input }: Scene<ResidualLayer>): void {
  const { count } = placed.output;
  text.add(`signal activation${l}[${samples}][${count}];`);
  const line = `activation${l}[s][i] <== ${input}[s][i] + activation${layer.from}[s][i];`;
  text.add(...loop("s", samples, loop("i", count, [line])));
}

function emitDense(scene: Scene<DenseLayer>): void {
  const { text, l, samples, layer, own, input } = scene;
  text.input(`accumulator${l}`, [samples, layer.outputs], "signed");
  emitProduct(scene, own[0]!, input, `accumulator${l}`);
  emitActivations(scene, samples, layer.outputs, layer.accumulatorBits!, layer.requantise!, `accumulator${l}`);
}

/** Activations from accumulators, [vectors][rows], which follow each other as the activations of samples do. */
function emitActivations(
  { text, l, samples }: Scene<unknown>,
  vectors: number,
  rows: number,
  accumulatorBits: number,
  { shift, activationBits }: Requantise,
  accumulator: string,
): void {
  text.component(`requantise${l}`, "RequantiseLayer", [vectors, rows, accumulatorBits, shift, activationBits]);
  text.add(`requantise${l}.accumulator <== ${accumulator};`);
  emitSamples(text, `activation${l}`, `requantise${l}.activation`, samples, vectors / samples, rows);
}

/** [samples][positions·rows] of [samples·positions][rows]. */
function emitSamples(
  text: CircuitText,
  name: string,
  vectors: string,
  samples: number,
  positions: number,
  rows: number,
): void {
  text.add(`signal ${name}[${samples}][${positions * rows}];`);
  if (positions === 1) {
    text.add(`${name} <== ${vectors};`);
    return;
  }
  const line = `${name}[s][p * ${rows} + i] <== ${vectors}[s * ${positions} + p][i];`;
  text.add(...loop("s", samples, loop("p", positions, loop("i", rows, [line]))));
}

/**
 * A product and the claim that it equals, less the biases.
 *
 * @param left - [vectors][k], or [p][k] if they are packed already
 * @param accumulator - [vectors][rows], claimed
 * @param more - what the claim contains beyond the product, of element [i][j]
 */
function emitProduct(scene: LayerContext, product: Product, left: string, accumulator: string, more = ""): void {
  const { text } = scene;
  const { index: m, matrix, vectors, lanes, stride, p, k, q, check } = product;
  const hasBiases = matrix.biasBits > 0;
  let vectorsOfProduct = left;
  let right = `weight${m}`;
  if (matrix.lanes.over === "samples") {
    text.component(`lanes${m}`, "LanesOverSamples", [vectors, matrix.rows, lanes, stride]);
    text.add(...(hasBiases ? [`lanes${m}.bias <== bias${m};`] : loop("i", q, [`lanes${m}.bias[i] <== 0;`])));
    if (!product.isPacked) vectorsOfProduct = emitPacked(text, `packed${m}`, left, product);
  } else {
    text.component(`lanes${m}`, "LanesOverOutputs", [vectors, matrix.rows, stride]);
    right = emitColumns(text, product);
    text.add(...loop("c", q, [`lanes${m}.bias[c] <== ${hasBiases ? biasElement(product) : "0"};`]));
  }
  text.add(`lanes${m}.accumulator <== ${accumulator};`, `signal claimed${m}[${p}][${q}];`);
  if (more === "") text.add(`claimed${m} <== lanes${m}.product;`);
  else text.add(...loop("i", p, loop("j", q, [`claimed${m}[i][j] <== lanes${m}.product[i][j] ${more};`])));
  text.component(`product${m}`, check === "freivalds" ? "FreivaldsProduct" : "MatrixProduct", [p, k, q]);
  text.add(`product${m}.left <== ${vectorsOfProduct};`, `product${m}.right <== ${right};`);
  text.add(check === "freivalds" ? `product${m}.product <== claimed${m};` : `product${m}.product === claimed${m};`);
}

/** Vectors packed for lanes over samples. @returns the name of the packed ones, [p][k] */
function emitPacked(text: CircuitText, name: string, vectors: string, product: Product): string {
  text.component(name, "PackVectors", [product.vectors, product.k, product.lanes, product.stride]);
  text.add(`${name}.in <== ${vectors};`);
  return `${name}.packed`;
}

/** The columns of a matrix with lanes over outputs. @returns their name, [q][k] */
function emitColumns(text: CircuitText, { index: m, matrix, k, q }: Product): string {
  const length = k + (matrix.biasBits > 0 ? 1 : 0);
  text.add(`signal column${m}[${q}][${k}];`);
  text.add(...loop("c", q, loop("j", k, [`column${m}[c][j] <== element${m}[c * ${length} + j];`])));
  return `column${m}`;
}

/** The packed biases of chunk c. */
function biasElement({ index: m, k }: Product): string {
  return `element${m}[c * ${k + 1} + ${k}]`;
}

function emitConv2d(scene: Scene<Conv2dLayer>): void {
  const { text, l, samples, layer, placed, own } = scene;
  const { positions, pool } = placed;
  const [product] = own as [Product];
  const vectors = samples * positions;
  const { channels } = layer;
  if (pool) emitWindows(scene, pool.window);
  else text.input(`accumulator${l}`, [vectors, channels], "signed; position by position");

  const patches = emitPatches(scene, product);
  const accumulator = product.isPacked ? emitLaneOrder(scene, product) : `accumulator${l}`;
  emitProduct(scene, product, patches, accumulator);
  if (pool) return;
  emitActivations(scene, vectors, channels, layer.accumulatorBits, layer.requantise, `accumulator${l}`);
}

/** Patches of every image, or of every group's packed images. @returns their name, [images · positions][k] */
function emitPatches({ text, l, samples, layer, placed, input }: Scene<Conv2dLayer>, product: Product): string {
  const { positions } = placed;
  const images = product.isPacked ? samples / product.lanes : samples;
  const { kernel, stride, padding } = layer;
  const call = text.call("Patches", [...placed.input.shape!, kernel, stride, padding]);
  text.add(`component patches${l}[${images}];`, `signal patch${l}[${images * positions}][${product.k}];`);
  text.add(
    ...loop("g", images, [
      `patches${l}[g] = ${call};`,
      `patches${l}[g].image <== ${input}[g];`,
      ...loop("p", positions, [`patch${l}[g * ${positions} + p] <== patches${l}[g].patch[p];`]),
    ]),
  );
  return `patch${l}`;
}

/** Packed images share an element position by position: accumulators in the order of lanes. @returns their name */
function emitLaneOrder({ text, l, placed, layer }: Scene<Conv2dLayer>, product: Product): string {
  const { positions } = placed;
  const { lanes, vectors } = product;
  const place = `inLanes${l}[(g * ${positions} + p) * ${lanes} + s]`;
  text.add(`signal inLanes${l}[${vectors}][${layer.channels}];`);
  text.add(
    ...loop(
      "g",
      vectors / positions / lanes,
      loop("p", positions, loop("s", lanes, [`${place} <== accumulator${l}[(g * ${lanes} + s) * ${positions} + p];`])),
    ),
  );
  return `inLanes${l}`;
}

/** Accumulators of a convolution by their windows' maxima, which a max pool will requantise. */
function emitWindows({ text, l, samples, layer, placed }: Scene<Conv2dLayer>, window: number): void {
  const { positions } = placed;
  const [height, width, channels] = placed.output.shape!;
  const members = window * window;
  const windows = positions / members;
  text.input(`maximum${l}`, [samples * windows, channels], "of a window's accumulators; signed");
  text.input(`below${l}`, [samples * windows, channels, members], "how far each stays below it, row by row");
  const call = text.call("PoolMaximum", [members, layer.accumulatorBits]);
  text.add(`signal accumulator${l}[${samples * positions}][${channels}];`);
  text.add(`component pool${l}[${samples * windows}][${channels}];`);
  const across = width / window;
  const position = `(y * ${window} + n \\ ${window}) * ${width} + x * ${window} + n % ${window}`;
  const at = `s * ${windows} + y * ${across} + x`;
  text.add(
    ...loop(
      "s",
      samples,
      loop(
        "y",
        height / window,
        loop(
          "x",
          across,
          loop("i", channels, [
            `pool${l}[${at}][i] = ${call};`,
            `pool${l}[${at}][i].maximum <== maximum${l}[${at}][i];`,
            `pool${l}[${at}][i].below <== below${l}[${at}][i];`,
            ...loop("n", members, [
              `accumulator${l}[s * ${positions} + ${position}][i] <== pool${l}[${at}][i].value[n];`,
            ]),
          ]),
        ),
      ),
    ),
  );
}

/** The maxima of the convolution's windows, requantised. */
function emitMaxPool(scene: Scene<MaxPoolLayer>): void {
  const { architecture, l, samples, placed } = scene;
  const conv = architecture.layers[l - 1] as Conv2dLayer;
  const [height, width, channels] = placed.output.shape!;
  const vectors = samples * height * width;
  emitActivations(scene, vectors, channels, conv.accumulatorBits, conv.requantise, `maximum${l - 1}`);
}

function emitAveragePool(scene: Scene<AveragePoolLayer>): void {
  const { text, l, samples, layer, placed, input } = scene;
  const call = text.call("SumPool", [...placed.input.shape!, layer.window]);
  text.add(`component pool${l}[${samples}];`, `signal activation${l}[${samples}][${placed.output.count}];`);
  text.add(
    ...loop("s", samples, [
      `pool${l}[s] = ${call};`,
      `pool${l}[s].image <== ${input}[s];`,
      `activation${l}[s] <== pool${l}[s].pooled;`,
    ]),
  );
}

/** Every symbol is looked up once; windows share what was found. */
function emitEmbedding(scene: Scene<EmbeddingLayer>): void {
  const { text, task, l, samples, layer, own, placed } = scene;
  if (task.metric !== "next-symbol") return;
  const symbols = symbolsPerChunk(task);
  const { dimensions, weightBits } = layer;
  text.input(`embedded${l}`, [symbols, dimensions], `the table's weights plus ${2 ** (weightBits - 1)}`);
  const call = text.call("Bits", [weightBits]);
  text.add(`component range${l}[${symbols}][${dimensions}];`, `signal entry${l}[${symbols}][${dimensions}];`);
  text.add(
    ...loop(
      "n",
      symbols,
      loop("i", dimensions, [
        `range${l}[n][i] = ${call};`,
        `range${l}[n][i].in <== embedded${l}[n][i];`,
        `entry${l}[n][i] <== embedded${l}[n][i] - ${2 ** (weightBits - 1)};`,
      ]),
    ),
  );
  emitProduct(scene, own[0]!, "symbol", `entry${l}`);
  text.add(`signal activation${l}[${samples}][${placed.output.count}];`);
  const line = `activation${l}[s][c * ${dimensions} + i] <== embedded${l}[s + c][i];`;
  text.add(...loop("s", samples, loop("c", task.context, loop("i", dimensions, [line]))));
}

function emitLora(scene: Scene<LoraLayer>): void {
  const { text, l, samples, layer, own, placed, input } = scene;
  const [down, up] = own as [Product, Product];
  const { rank, outputs, adapter, baseShift } = layer;
  text.input(`adapter${l}`, [samples, rank], "A·x, before rounding; signed");
  text.input(`accumulator${l}`, [samples, outputs], "signed");
  emitProduct(scene, down, input, `adapter${l}`);

  const call = text.call("RoundShift", [adapter.accumulatorBits, adapter.shift]);
  text.add(`component round${l}[${samples}][${rank}];`, `signal update${l}[${samples}][${rank}];`);
  text.add(
    ...loop(
      "s",
      samples,
      loop("r", rank, [
        `round${l}[s][r] = ${call};`,
        `round${l}[s][r].in <== adapter${l}[s][r];`,
        `update${l}[s][r] <== round${l}[s][r].rounded;`,
      ]),
    ),
  );

  // The frozen base: constants, in the lanes of what they are added to.
  const base = { ...up, k: placed.input.count };
  const packed = down.isPacked ? input : emitPacked(text, `packedInput${l}`, input, base);
  text.component(`base${l}`, "ConstantProduct", [up.p, base.k, up.q, baseWeights(layer, base.k)]);
  text.add(`base${l}.left <== ${packed};`);
  emitProduct(scene, up, `update${l}`, `accumulator${l}`, `- ${2 ** baseShift} * base${l}.product[i][j]`);
  emitActivations(scene, samples, outputs, layer.accumulatorBits, layer.requantise, `accumulator${l}`);
}

function emitExperts(scene: Scene<ExpertsLayer>): void {
  const { text, l, samples, layer, own, input } = scene;
  const [router, ...experts] = own as [Product, Product, ...Product[]];
  const count = layer.experts;
  text.input(`routerMaximum${l}`, [samples], "the router's largest value; signed");
  text.input(`routerBelow${l}`, [samples, count], "how far each stays below it");
  text.input(`choice${l}`, [samples, count], "one-hot: the first of the largest");
  text.input(`accumulator${l}`, [samples, layer.outputs], "of the chosen expert; signed");
  const call = text.call("Router", [count, layer.router.accumulatorBits]);
  text.add(`component router${l}[${samples}];`, `signal routerValue${l}[${samples}][${count}];`);
  text.add(
    ...loop("s", samples, [
      `router${l}[s] = ${call};`,
      `router${l}[s].maximum <== routerMaximum${l}[s];`,
      `router${l}[s].below <== routerBelow${l}[s];`,
      `router${l}[s].choice <== choice${l}[s];`,
      `routerValue${l}[s] <== router${l}[s].value;`,
    ]),
  );
  emitProduct(scene, router, input, `routerValue${l}`);
  for (const expert of experts) emitExpert(text, expert, input);
  emitSelection(scene, experts);
  emitActivations(scene, samples, layer.outputs, layer.accumulatorBits, layer.requantise, `accumulator${l}`);
}

/** What an expert would give, packed: `candidate<m>`, [samples][chunks]. */
function emitExpert(text: CircuitText, expert: Product, input: string): void {
  const { index: m, p, k, q } = expert;
  const right = emitColumns(text, expert);
  text.component(`product${m}`, "MatrixProduct", [p, k, q]);
  text.add(`product${m}.left <== ${input};`, `product${m}.right <== ${right};`, `signal candidate${m}[${p}][${q}];`);
  const line = `candidate${m}[s][c] <== product${m}.product[s][c] + ${biasElement(expert)};`;
  text.add(...loop("s", p, loop("c", q, [line])));
}

/** The packed outputs of the chosen expert, and only they are unpacked. */
function emitSelection({ text, l, samples, layer }: Scene<ExpertsLayer>, experts: readonly Product[]): void {
  const { q, stride } = experts[0]!;
  const call = text.call("SelectExpert", [layer.experts, q]);
  text.component(`chosen${l}`, "LanesOverOutputs", [samples, layer.outputs, stride]);
  text.add(`chosen${l}.accumulator <== accumulator${l};`, ...loop("c", q, [`chosen${l}.bias[c] <== 0;`]));
  text.add(`component select${l}[${samples}];`);
  text.add(
    ...loop("s", samples, [
      `select${l}[s] = ${call};`,
      `select${l}[s].choice <== choice${l}[s];`,
      ...experts.map(({ index: m }, e) => `select${l}[s].candidate[${e}] <== candidate${m}[s];`),
      `select${l}[s].selected === chosen${l}.product[s];`,
    ]),
  );
}

/** The last layer: logits that the labels are compared with, or values that are compared with targets. */
function emitOutput(scene: Scene<DenseLayer>): void {
  const { text, task, samples, layer, own, input } = scene;
  const [product] = own as [Product];
  if (task.metric === "squared-error") {
    text.input("error", [samples, task.targets], "z less the shifted target; signed");
    const call = text.call("SquaredError", [task.targets, task.errorBits]);
    text.add(`component squares[${samples}];`);
    text.add(...loop("s", samples, [`squares[s] = ${call};`, "squares[s].error <== error[s];"]));
    emitProduct(scene, product, input, "error", `+ ${2 ** task.targetShift} * packedTarget[i][j]`);
    return;
  }
  const label = task.metric === "next-symbol" ? `symbol[s + ${task.context}]` : "label[s]";
  text.input("deficit", [samples, layer.outputs], "how far each logit stays below the sample's level");
  text.input("right", [samples], "1 where the sample is claimed right");
  const call = text.call("StrictArgmax", [layer.outputs, layer.accumulatorBits!]);
  text.add(`component argmax[${samples}];`, `signal logit[${samples}][${layer.outputs - 1}];`);
  text.add(
    ...loop("s", samples, [
      `argmax[s] = ${call};`,
      `argmax[s].label <== ${label};`,
      "argmax[s].deficit <== deficit[s];",
      "argmax[s].right <== right[s];",
      "logit[s] <== argmax[s].logit;",
    ]),
  );
  emitProduct(scene, product, input, "logit");
}
