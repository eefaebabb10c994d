// SPDX-License-Identifier: MIT
import { assertFeatures } from "../../data/chunk.ts";
import type { Task } from "../../data/task.ts";
import { BaseError } from "../../errors/BaseError.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { Architecture } from "../architecture.ts";
import { assertFits } from "../fits.ts";
import type { IntegerModel } from "../network.ts";
import { layersOf } from "../placement.ts";
import { agreement, type FloatNetwork, quantise } from "../quantise.ts";
import { type Drafting, draftArchitecture, type StoredBits, type Widths } from "./draft.ts";
import { type Mismatch, ModelImportError } from "./errors.ts";
import { importGraph } from "./graph.ts";
import type { ImportedLayer, ImportedNetwork } from "./layered.ts";
import type { OnnxGraph } from "./onnx/decode.ts";
import { recogniseLayers } from "./onnx/recognise.ts";

/** An architecture for a graph, and how the graph does in it. */
export interface Proposal {
  architecture: Architecture;
  /** The graph's network of the architecture, as {@link importGraph} gives it. */
  network: FloatNetwork;
  /** The network in integers, quantised on the calibration samples. */
  model: IntegerModel;
  /** Share of the calibration samples on which both choose the same class; of a regression share of values within half a step. */
  agreement: number;
  /** For people: a sentence for each layer, and one for what was searched. */
  explanation: string[];
}

/** The share of calibration samples that narrower widths may cost. */
const TOLERANCE = 0.01;

/** Samples on which widths are searched; more change little. */
const MOST_SAMPLES = 200;

const FIRST_ACTIVATION_BITS = 6;
const FEWEST_ACTIVATION_BITS = 3;
const MOST_ACCUMULATOR_BITS = 24;

const DEFAULT_BITS: StoredBits = { weightBits: 8, biasBits: 16, embeddingBits: 6 };

/**
 * Proposes an architecture for a graph that none was registered for: its layers as they are, with the fewest bits of accumulators and
 * activations at which the integers still choose as the graph does on all but a hundredth of the samples on which wide ones do. The bits
 * are searched layer by layer on calibration data.
 *
 * @param parameters - `calibration`: [samples] of inputs as the task has them; at most 200, spread over all, are used; `inputScale`: as
 * {@link importGraph} takes it; `bits`: widths of weights, biases and tables, 8, 16 and 6 unless given
 * @throws {@link ModelImportError} listing every node that cannot be expressed, what differs from the task, or lanes of the task that
 * are too narrow; {@link InvalidValueError} if layers do not fit where they stand, or a calibration sample does not fit
 * @example
 * const { architecture, explanation } = proposeArchitecture({ graph, name: "digits-wide", task, calibration: features });
 */
export function proposeArchitecture(parameters: {
  graph: OnnxGraph;
  name: string;
  task: Task;
  calibration: readonly (readonly number[])[];
  inputScale?: number | undefined;
  bits?: Partial<StoredBits>;
}): Proposal {
  const { graph, name, task, calibration, inputScale, bits } = parameters;
  const imported = recogniseLayers(graph);
  assertTask(graph, imported, task);
  if (calibration.length === 0) {
    throw new InvalidValueError({ subject: "The number of calibration samples", value: 0, expected: "at least 1" });
  }
  const step = Math.ceil(calibration.length / MOST_SAMPLES);
  const samples = calibration.filter((_, s) => s % step === 0);
  const drafting: Drafting = { name, task, imported, bits: { ...DEFAULT_BITS, ...bits } };
  const first = imported.layers.map((layer, l) => firstWidths(layer, l === imported.layers.length - 1, task));
  const narrowest = draftArchitecture(
    drafting,
    first.map((widths) => widths && narrowed(widths)),
  );
  assertFits(narrowest, task);
  const { input } = layersOf(narrowest)[0]!;
  for (const [s, sample] of samples.entries()) assertFeatures(sample, input, `calibration[${s}]`);
  const { network } = importGraph({ graph, architecture: narrowest, inputScale });
  const best = searchWidths(drafting, first, network, samples);
  const { architecture, agreement: share, tried } = best;
  const model = quantise({ architecture, network, calibration: samples, task });
  return {
    architecture,
    network,
    model,
    agreement: share,
    explanation: [
      ...architecture.layers.map((layer, l) => sentenceOf(layer, imported.layers[l]!, l)),
      `Of ${tried} choices of bits these are the narrowest that agree with the graph on ${(100 * share).toFixed(1)} % of ${samples.length} samples.`,
    ],
  };
}

function assertTask(graph: OnnxGraph, { input, layers }: ImportedNetwork, task: Task): void {
  const problems: Mismatch[] = [];
  const check = (place: string, expected: number | string, found: number | string) => {
    if (expected !== found) problems.push({ place, expected: `${expected}, as in ${task.name}`, found: String(found) });
  };
  if (task.metric === "next-symbol") {
    check("input", "symbols", input.kind);
    if (input.kind === "symbols") {
      check("input.symbols", task.symbols, input.symbols);
      check("input.context", task.context, input.context);
    }
  } else {
    check("input", "features", input.kind);
    if (input.kind === "features") check("input.features", task.features, input.features);
  }
  const last = layers.at(-1)!;
  const outputs =
    task.metric === "next-symbol" ? task.symbols : task.metric === "squared-error" ? task.targets : task.classes;
  if (last.kind === "dense") check("output", outputs, last.values.weights.length);
  if (problems.length > 0) throw new ModelImportError(`The graph ${graph.name} does not fit ${task.name}`, problems);
}

/** Widths that a layer has at all; they are searched from there. */
function firstWidths(layer: ImportedLayer, isLast: boolean, task: Task): Widths | undefined {
  switch (layer.kind) {
    case "dense":
      if (isLast && task.metric === "squared-error") return undefined;
      return { activationBits: FIRST_ACTIVATION_BITS, shift: 8, accumulatorBits: 16 };
    case "conv2d":
    case "lora":
    case "experts":
      return { activationBits: FIRST_ACTIVATION_BITS, shift: 8, accumulatorBits: 16 };
    default:
      return undefined;
  }
}

/** What fits every task that the layer fits at all. */
function narrowed({ activationBits }: Widths): Widths {
  return { activationBits, shift: 1, accumulatorBits: activationBits + 2 };
}

interface Found {
  architecture: Architecture;
  agreement: number;
}

/**
 * First the shift of each layer at which it does best, with accumulators wide enough; then every width made narrower as long as
 * little is lost.
 */
function searchWidths(
  drafting: Drafting,
  first: readonly (Widths | undefined)[],
  network: FloatNetwork,
  samples: readonly (readonly number[])[],
): Found & { tried: number } {
  let tried = 0;
  const seen = new Map<string, Found | undefined>();
  const attempt = (widths: readonly (Widths | undefined)[]): Found | undefined => {
    const key = JSON.stringify(widths);
    if (seen.has(key)) return seen.get(key);
    tried++;
    const found = measured(drafting, widths, network, samples);
    seen.set(key, found);
    return found;
  };
  const withOne = (widths: readonly (Widths | undefined)[], l: number, one: Widths) =>
    widths.map((own, k) => (k === l ? one : own));
  let widths = [...first];
  const last = widths.length - 1;
  let best = attempt(widths);
  if (!best) {
    // Lanes of a task may leave no room for wide sums.
    widths = first.map((own) => own && narrowed(own));
    best = attempt(widths);
  }
  const places = widths.flatMap((own, l) => (own ? [l] : []));
  for (const l of places) {
    for (const change of wideChoices(drafting.imported.layers[l]!.kind, l === last)) {
      const other = withOne(widths, l, { ...widths[l]!, ...change });
      const found = attempt(other);
      if (found && (!best || found.agreement > best.agreement)) [best, widths] = [found, other];
    }
  }
  if (!best) throw refusalOf(drafting, widths, network, samples);
  const least = best.agreement - TOLERANCE;
  for (const l of places) {
    for (let narrower = true; narrower; ) {
      narrower = false;
      for (const one of narrowerThan(widths[l]!, l === last)) {
        const other = withOne(widths, l, one);
        const found = attempt(other);
        if (!found || found.agreement < least) continue;
        [best, widths, narrower] = [found, other, true];
        break;
      }
    }
  }
  return { ...best, tried };
}

/** Shifts with accumulators for sums of any sign around them; of the last layer only accumulators. */
function wideChoices(kind: ImportedLayer["kind"], isLast: boolean): Partial<Widths>[] {
  if (isLast) return [14, 16, 18, 20, 22].map((accumulatorBits) => ({ accumulatorBits }));
  // The scale of an adapter's base is given, and may need sums much wider than what is seen of them.
  const rooms = kind === "lora" ? [1, 3, 5, 7] : [1, 3];
  return [4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap((shift) =>
    rooms.map((room) => ({
      shift,
      accumulatorBits: Math.min(shift + FIRST_ACTIVATION_BITS + room, MOST_ACCUMULATOR_BITS),
    })),
  );
}

function narrowerThan({ activationBits, shift, accumulatorBits }: Widths, isLast: boolean): Widths[] {
  const least = isLast ? 8 : shift + activationBits + 1;
  const choices: Widths[] = [];
  if (accumulatorBits > least) choices.push({ activationBits, shift, accumulatorBits: accumulatorBits - 1 });
  if (isLast) return choices;
  if (shift > 1) choices.push({ activationBits, shift: shift - 1, accumulatorBits: accumulatorBits - 1 });
  if (activationBits > FEWEST_ACTIVATION_BITS) {
    choices.push({ activationBits: activationBits - 1, shift, accumulatorBits: accumulatorBits - 1 });
  }
  return choices;
}

/** How an architecture does; undefined where it cannot be, or its sums cannot be proven. */
function measured(
  drafting: Drafting,
  widths: readonly (Widths | undefined)[],
  network: FloatNetwork,
  samples: readonly (readonly number[])[],
): Found | undefined {
  try {
    return measure(drafting, widths, network, samples);
  } catch (error) {
    if (error instanceof BaseError) return undefined;
    throw error;
  }
}

function measure(
  drafting: Drafting,
  widths: readonly (Widths | undefined)[],
  network: FloatNetwork,
  samples: readonly (readonly number[])[],
): Found {
  const { task } = drafting;
  const architecture = draftArchitecture(drafting, widths);
  const model = quantise({ architecture, network, calibration: samples, task });
  return { architecture, agreement: agreement({ model, network, samples, task }) };
}

/** Why not even the first choice of widths works. */
function refusalOf(...parameters: Parameters<typeof measure>): unknown {
  try {
    measure(...parameters);
  } catch (error) {
    return error;
  }
  return new BaseError("No choice of widths works, though one does: a mistake of this package.");
}

function sentenceOf(layer: Architecture["layers"][0], imported: ImportedLayer, l: number): string {
  const from = `Layer ${l}, ${layer.kind}, from ${imported.source}`;
  if (!("accumulatorBits" in layer) || layer.accumulatorBits === undefined) return `${from}.`;
  const sums = `sums of ${layer.accumulatorBits} bits`;
  if (!layer.requantise)
    return `${from}: weights of ${layer.weightBits} bits, differences of logits of ${layer.accumulatorBits} bits.`;
  const { shift, activationBits } = layer.requantise;
  return `${from}: weights of ${layer.weightBits} bits, ${sums}, divided by 2^${shift}, activations of ${activationBits} bits.`;
}
