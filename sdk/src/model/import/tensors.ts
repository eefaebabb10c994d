// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { Architecture, LoraLayer } from "../architecture.ts";
import type { MatrixValues } from "../layers.ts";
import { layersOf, type PlacedLayer } from "../placement.ts";
import type { FloatNetwork } from "../quantise/float.ts";
import { assembleNetwork, findBaseScale, type LayerValues } from "./assemble.ts";
import { type Mismatch, ModelImportError } from "./errors.ts";
import { type Match, matchTensors, type TensorMapping } from "./matching.ts";
import { patchRowsOf, reorderColumns, rowsOf, transposed } from "./order.ts";
import { flattenedImage, type Slot, slotsOf } from "./slots.ts";
import type { Tensor } from "./tensor.ts";

/** A network of real numbers, and where it came from. */
export interface ImportedModel {
  network: FloatNetwork;
  /** By place in the architecture: the names of the tensors or nodes, and what decided. */
  matches: { place: string; names: string[]; by: "mapping" | "name" | "shape" | "graph" }[];
  /** Names of tensors of the file that nothing uses. */
  unused: string[];
}

/** How a file's numbers are to be understood. */
export interface ImportOptions {
  /**
   * What training multiplied the integers of the task's features with. Unless given, features were divided by the largest,
   * 2^featureBits − 1; of an ONNX graph that multiplies its input itself, they are taken as integers.
   */
  inputScale?: number | undefined;
  /** For each lora layer what a step of its frozen base stands for, where the file does not have the base. */
  baseScales?: readonly number[] | undefined;
}

/**
 * The network that named tensors are, as PyTorch writes them: matrices [outputs, inputs], convolutions [channels, inputs, kernel, kernel],
 * images flattened channels first, embeddings [symbols, dimensions], experts stacked [experts, outputs, inputs], adapters as A [rank, inputs]
 * and B [outputs, rank] with their factor multiplied into B. `matchTensors` says which tensor goes where.
 *
 * @param parameters - `mapping`: which tensor is which, where names and shapes do not say
 * @throws {@link ModelImportError} listing every place without a tensor, with the shape expected and what was found
 * @example
 * const { network, unused } = importTensors({
 *   tensors: await loadSafetensors("digits.safetensors"),
 *   architecture,
 *   mapping: { "layers.0.weights": "fc1.weight" },
 * });
 */
export function importTensors(
  parameters: { tensors: readonly Tensor[]; architecture: Architecture; mapping?: TensorMapping } & ImportOptions,
): ImportedModel {
  const { tensors, architecture, mapping = {}, baseScales } = parameters;
  const placedLayers = layersOf(architecture);
  const { matches, mismatches, unused } = matchTensors(slotsOf(architecture), tensors, mapping);
  const problems = [...mismatches];
  let adapters = 0;
  const layers = placedLayers.map((placed) => {
    const own = matches.filter(({ slot }) => slot.layer === placed.index);
    const given = placed.layer.kind === "lora" ? baseScales?.[adapters++] : undefined;
    if (problems.some(({ place }) => place.startsWith(`layers.${placed.index}.`))) return { matrices: [] };
    return layerValues(placed, own, given, problems);
  });
  if (problems.length > 0) throw new ModelImportError(`The tensors do not fit ${architecture.name}`, problems);
  const network = assembleNetwork(architecture, layers, inputFactorOf(architecture, parameters.inputScale));
  return { network, matches: matches.map(({ slot, names, by }) => ({ place: slot.place, names, by })), unused };
}

/** What first weights are multiplied with, whose network read integers times `inputScale`, so that they read integers over the largest. */
export function inputFactorOf({ input }: Architecture, inputScale: number | undefined): number {
  if (inputScale === undefined || input.kind === "symbols") return 1;
  if (!Number.isFinite(inputScale) || inputScale <= 0) {
    throw new InvalidValueError({ subject: "inputScale", value: inputScale, expected: "a positive finite number" });
  }
  return inputScale * (2 ** input.featureBits - 1);
}

function layerValues(
  placed: PlacedLayer,
  matches: readonly Match[],
  baseScale: number | undefined,
  problems: Mismatch[],
): LayerValues {
  const tensorOf = (part: Slot["part"]) => matches.find(({ slot }) => slot.part === part)?.tensor;
  const image = flattenedImage(placed);
  const rows = (part: Slot["part"]) => reorderColumns(rowsOf(tensorOf(part)!), image);
  const list = (part: Slot["part"]) => [...tensorOf(part)!.values];
  const { layer } = placed;
  switch (layer.kind) {
    case "dense":
      return { matrices: [{ weights: rows("weights"), biases: list("biases") }] };
    case "conv2d":
      return { matrices: [{ weights: patchRowsOf(tensorOf("weights")!), biases: list("biases") }] };
    case "embedding":
      return { matrices: [{ weights: transposed(rowsOf(tensorOf("table")!)), biases: [] }] };
    case "lora": {
      const down: MatrixValues = { weights: rows("down"), biases: [] };
      const up: MatrixValues = { weights: rowsOf(tensorOf("up")!), biases: list("biases") };
      const scale = baseScaleFor({ ...placed, layer }, tensorOf("base") && rows("base"), baseScale, problems);
      return { matrices: [down, up], baseScale: scale };
    }
    case "experts": {
      const stacked = tensorOf("experts.weights")!;
      const size = stacked.values.length / layer.experts;
      const biases = rowsOf(tensorOf("experts.biases")!);
      const experts = biases.map((own, e): MatrixValues => {
        const values = stacked.values.subarray(e * size, (e + 1) * size);
        return { weights: reorderColumns(rowsOf({ shape: stacked.shape.slice(1), values }), image), biases: own };
      });
      return { matrices: [{ weights: rows("router.weights"), biases: list("router.biases") }, ...experts] };
    }
    case "maxPool":
    case "averagePool":
    case "residual":
      return { matrices: [] };
  }
}

/** The scale of a frozen base: as given, or as the base in the file has it. */
export function baseScaleFor(
  placed: PlacedLayer & { layer: LoraLayer },
  base: readonly (readonly number[])[] | undefined,
  given: number | undefined,
  problems: Mismatch[],
): number {
  const scale = given ?? (base && findBaseScale(placed, base));
  if (scale !== undefined && Number.isFinite(scale) && scale > 0) return scale;
  const found = base ? "another base" : given === undefined ? "neither the base nor its scale" : String(given);
  const expected = "the architecture's frozen base times one positive number, or that number in baseScales";
  problems.push({ place: `layers.${placed.index}.base`, expected, found });
  return 1;
}
