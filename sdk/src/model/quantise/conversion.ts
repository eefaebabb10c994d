// SPDX-License-Identifier: MIT
import type { RegressionTask } from "../../data/task.ts";
import { largestShifted } from "../completeness.ts";
import { type MatrixValues, patchIndices } from "../layers.ts";
import { type LayerTrace, stepOf } from "../network.ts";
import type { PlacedLayer } from "../placement.ts";
import { quantiseEmbedding } from "./embedding.ts";
import { baseScaleOf, type FloatNetwork, type FloatTrace, floatEvaluatorOf, matricesAt } from "./float.ts";
import { quantiseLora } from "./lora.ts";
import {
  type Columns,
  quantiseExperts,
  quantiseHidden,
  quantiseLogits,
  quantiseValues,
  type Units,
} from "./matrices.ts";
import { commonLayers, type OwnUnits, tiedUnits, tiesOf } from "./ties.ts";

/** What a network is quantised from. */
export interface Source {
  placed: readonly PlacedLayer[];
  network: FloatNetwork;
  /** The network that the integers shall follow, where it is another: the one before weights were pruned. */
  reference?: FloatNetwork | undefined;
  /** [samples] of integer inputs. */
  calibration: readonly (readonly number[])[];
  /** Of a network that gives values. */
  regression: RegressionTask | undefined;
}

/** Integers for all matrices, and how they do on the calibration samples. */
export interface Conversion {
  matrices: MatrixValues[];
  /** [samples][outputs] */
  outputs: number[][];
  /** [samples][outputs]: of the network of real numbers, in the units of the outputs. */
  references: number[][];
}

/** Vectors on which scales and biases of a layer are settled; more change little. */
const MOST_VECTORS = 2000;

/** Passes after which layers that a residual adds have to live with the units that they have. */
const MOST_PASSES = 4;

/** What can be tried. */
export interface Attempt {
  /** Of activations: what shall not saturate. */
  quantile: number;
  /** By layer: what shall not saturate there instead. */
  quantiles?: ReadonlyMap<number, number>;
  /** Bits of the widest weights whose inputs shall all have one unit, besides those that must. */
  commonUpTo: number;
}

/** Prepares a network for being quantised in several ways. */
export function createConversion(
  architecture: Parameters<typeof floatEvaluatorOf>[0],
  source: Source,
): (attempt: Attempt) => Conversion {
  const floats = source.calibration.map(floatEvaluatorOf(architecture, source.reference ?? source.network));
  const sorted = source.placed.map((placed) => sortedActivations(placed, floats));
  const ties = tiesOf(source.placed);
  return ({ quantile, quantiles, commonUpTo }) => {
    const common = commonLayers(source.placed, commonUpTo);
    const ranges = sorted.map((rows, l) => {
      const share = quantiles?.get(l) ?? quantile;
      return rows.map((values) => values[Math.ceil(share * values.length) - 1] ?? 0);
    });
    let tied = new Map<number, number[]>();
    for (let pass = 1; ; pass++) {
      const converted = convert(source, { floats, ranges, common, tied });
      const wanted = new Map(ties.flatMap((tie) => [...tiedUnits(tie, converted.own)]));
      if (pass === MOST_PASSES || sameUnits(wanted, tied)) return converted;
      tied = wanted;
    }
  };
}

function sameUnits(a: ReadonlyMap<number, number[]>, b: ReadonlyMap<number, number[]>): boolean {
  return [...a].every(([layer, units]) => {
    return units.every((unit, i) => Math.abs(unit - (b.get(layer)?.[i] ?? -1)) <= 1e-9 * unit);
  });
}

/** [rows][all vectors], ascending: the activations of a layer that a ReLU ends. Of others nothing. */
function sortedActivations(
  { index, isLast, layer, output }: PlacedLayer,
  floats: readonly FloatTrace[],
): Float64Array[] {
  if (isLast || !("requantise" in layer) || layer.kind === "lora") return [];
  const rows = output.shape?.[2] ?? output.count;
  const all = floats.flatMap(({ layers }) => layers[index]!.sums);
  return Array.from({ length: rows }, (_, i) => Float64Array.from(all, (sums) => Math.max(sums[i]!, 0)).sort());
}

/** What is known before a pass over the layers. */
interface Plan {
  floats: readonly FloatTrace[];
  /** [layers][rows]: the real activation that the largest integer stands for. */
  ranges: readonly (readonly number[])[];
  /** Layers whose rows share a unit. */
  common: ReadonlySet<number>;
  /** By layer: units that are given. */
  tied: ReadonlyMap<number, readonly number[]>;
}

/** One pass over the layers: each is quantised on what the integers before it give. */
function convert(source: Source, plan: Plan): Conversion & { own: Map<number, OwnUnits> } {
  const { placed, calibration, regression } = source;
  const traces: LayerTrace[][] = calibration.map(() => []);
  const matrices: MatrixValues[] = [];
  const own = new Map<number, OwnUnits>();
  const units: Units[] = [];
  let outputScale = 1;
  for (const layer of placed) {
    const inputs = calibration.map((sample, s) =>
      layer.index === 0 ? sample : traces[s]![layer.index - 1]!.activations,
    );
    const before = units.at(-1) ?? { units: [1 / layer.input.maximum], offsets: [0] };
    const converted = convertLayer(source, plan, layer, inputs, before, units);
    matrices.push(...converted.matrices);
    units.push(converted);
    if (converted.own) own.set(layer.index, converted.own);
    if (converted.scale !== undefined) outputScale = converted.scale;
    const step = stepOf(layer, converted.matrices);
    for (const [s, input] of inputs.entries()) traces[s]!.push(step(input, traces[s]!));
  }
  return {
    matrices,
    own,
    outputs: traces.map((layers) => {
      const values = layers.at(-1)!.accumulators[0]!;
      return regression ? values : [0, ...values];
    }),
    references: plan.floats.map(({ outputs }) => {
      return outputs.map((value) => (regression ? value : value - outputs[0]!) * outputScale);
    }),
  };
}

interface ConvertedLayer extends Units {
  matrices: MatrixValues[];
  own?: OwnUnits;
  /** Of the last layer: integer output by real output. */
  scale?: number;
}

function convertLayer(
  { placed: all, network, regression }: Source,
  { floats, ranges, common, tied }: Plan,
  placed: PlacedLayer,
  inputs: readonly (readonly number[])[],
  before: Units,
  units: readonly Units[],
): ConvertedLayer {
  const { index, layer, isLast, matrices: shapes } = placed;
  const values = matricesAt(placed, network.matrices);
  const wishes = { ranges: ranges[index]!, isCommon: common.has(index), tied: tied.get(index) };
  const picks = picksOf(inputs.length, placed.positions);
  const columnsOf = (vectorAt: (pick: Pick) => readonly number[]): Columns => ({
    ...before,
    maximum: placed.input.maximum,
    vectors: picks.map(vectorAt),
    sums: picks.map(({ sample, position }) => floats[sample]!.layers[index]!.sums[position]!),
  });
  const whole = () => columnsOf(({ sample }) => inputs[sample]!);
  switch (layer.kind) {
    case "dense": {
      if (!isLast) return hidden(quantiseHidden(layer, shapes[0]!, values[0]!, whole(), wishes));
      const last = regression
        ? { ...quantiseValues(regression, shapes[0]!, values[0]!, whole()), scale: largestShifted(regression) }
        : quantiseLogits(layer.accumulatorBits!, shapes[0]!, values[0]!, whole());
      const { scale, ...matrix } = last;
      return { matrices: [matrix], units: [], offsets: [], scale };
    }
    case "conv2d": {
      const indices = patchIndices(layer, placed.input.shape!);
      const patches = columnsOf(({ sample, position }) => {
        return indices[position]!.map((at) => (at < 0 ? 0 : inputs[sample]![at]!));
      });
      return hidden(quantiseHidden(layer, shapes[0]!, values[0]!, patches, wishes));
    }
    case "lora": {
      const [down, up] = shapes as [(typeof shapes)[0], (typeof shapes)[0]];
      const [a, b] = values as [MatrixValues, MatrixValues];
      return hidden(quantiseLora(layer, [down, up], [a, b], whole(), baseScaleOf(placed, all, network)));
    }
    case "experts": {
      const chosen = picks.map(({ sample }) => floats[sample]!.layers[index]!);
      const routing = {
        routerSums: chosen.map(({ router }) => router!),
        choices: chosen.map(({ choice }) => choice!),
      };
      return hidden(quantiseExperts(layer, shapes, values, whole(), wishes, routing));
    }
    case "embedding": {
      const { offsets, ...table } = quantiseEmbedding(shapes[0]!, values[0]!, wishes);
      return { ...hidden(table), offsets };
    }
    case "maxPool":
      return { ...before, matrices: [] };
    case "averagePool":
      return { units: before.units.map((unit) => unit / layer.window ** 2), offsets: before.offsets, matrices: [] };
    case "residual":
      return { ...sumOf(before, units[layer.from]!), matrices: [] };
  }
}

function hidden({ matrices, units, natural, isRigid }: ReturnType<typeof quantiseHidden>): ConvertedLayer {
  return { matrices, units, offsets: units.map(() => 0), own: { natural, isRigid } };
}

/** What the sums of two layers' integers stand for, whose units are equal or nearly so. */
function sumOf(a: Units, b: Units): Units {
  const at = (list: readonly number[], k: number) => list[k % list.length]!;
  const length = Math.max(a.units.length, b.units.length);
  const indices = Array.from({ length }, (_, k) => k);
  return {
    units: indices.map((k) => Math.max(at(a.units, k), at(b.units, k))),
    offsets: indices.map((k) => at(a.offsets, k) + at(b.offsets, k)),
  };
}

/** A vector that a layer's matrices are applied to. */
interface Pick {
  sample: number;
  position: number;
}

/** Vectors spread over samples and positions alike. */
function picksOf(samples: number, positions: number): Pick[] {
  const total = samples * positions;
  let step = Math.ceil(total / MOST_VECTORS);
  // Steps that share a factor with the number of positions would miss some of them.
  while (greatestCommonDivisor(step, positions) > 1) step++;
  return Array.from({ length: Math.ceil(total / step) }, (_, n) => {
    return { sample: Math.floor((n * step) / positions), position: (n * step) % positions };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
