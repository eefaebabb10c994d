// SPDX-License-Identifier: MIT
import type { Architecture, Layer, LoraLayer } from "../architecture.ts";
import type { MatrixValues } from "../layers.ts";
import { layersOf, type PlacedLayer } from "../placement.ts";
import { assembleNetwork, type LayerValues } from "./assemble.ts";
import { type Mismatch, ModelImportError } from "./errors.ts";
import type { ImportedInput, ImportedLayer } from "./layered.ts";
import type { OnnxGraph } from "./onnx/decode.ts";
import { recogniseLayers } from "./onnx/recognise.ts";
import { baseScaleFor, type ImportedModel, type ImportOptions, inputFactorOf } from "./tensors.ts";

/**
 * The network that a graph is, layer by layer, if it computes what the architecture does.
 *
 * @throws {@link ModelImportError} listing every node that cannot be expressed, or else every layer that differs from the architecture's
 * @example
 * const { network } = importGraph({ graph: await loadOnnx("digits.onnx"), architecture });
 */
export function importGraph(
  parameters: { graph: OnnxGraph; architecture: Architecture } & ImportOptions,
): ImportedModel {
  const { graph, architecture, baseScales } = parameters;
  const imported = recogniseLayers(graph);
  const placedLayers = layersOf(architecture);
  const problems: Mismatch[] = inputProblems(architecture, imported.input);
  if (imported.layers.length !== placedLayers.length) {
    const kinds = imported.layers.map(({ kind }) => kind);
    const more = kinds.length > MOST_LISTED ? ` and ${kinds.length - MOST_LISTED} more` : "";
    const found = kinds.slice(0, MOST_LISTED).join(", ") + more;
    problems.push({ place: "layers", expected: placedLayers.map(({ layer }) => layer.kind).join(", "), found });
  }
  let adapters = 0;
  const layers = placedLayers.map((placed): LayerValues => {
    const layer = imported.layers[placed.index];
    const baseScale = placed.layer.kind === "lora" ? baseScales?.[adapters++] : undefined;
    if (!layer || layer.kind !== placed.layer.kind) {
      if (layer)
        problems.push({
          place: placeOf(placed),
          expected: placed.layer.kind,
          found: `${layer.kind} (${layer.source})`,
        });
      return { matrices: [] };
    }
    problems.push(...settingProblems(placed, layer), ...shapeProblems(placed, layer, architecture));
    if (problems.length > 0) return { matrices: [] };
    return valuesOf(placed, layer, baseScale, problems);
  });
  if (problems.length > 0)
    throw new ModelImportError(`The graph ${graph.name} does not fit ${architecture.name}`, problems);
  const network = assembleNetwork(
    architecture,
    layers,
    inputFactorOf(architecture, scaleOf(imported.inputScale, parameters)),
  );
  const matches = imported.layers.map(({ source }, l) => ({
    place: `layers.${l}`,
    names: [source],
    by: "graph" as const,
  }));
  return { network, matches, unused: imported.unused };
}

/** The most layers that a message lists. */
const MOST_LISTED = 20;

/** A graph that multiplies its input itself reads integers, unless something else is said. */
function scaleOf(graphScale: number, { inputScale }: ImportOptions): number | undefined {
  if (graphScale === 1) return inputScale;
  return graphScale * (inputScale ?? 1);
}

function placeOf({ index }: PlacedLayer): string {
  return `layers.${index}`;
}

function inputProblems({ input }: Architecture, found: ImportedInput): Mismatch[] {
  const describe = (own: ImportedInput | Architecture["input"]) =>
    own.kind === "symbols" ? `${own.context} of ${own.symbols} symbols` : `${own.features} features`;
  const isSame = describe(input) === describe(found);
  const shapes = [input, found].map((own) => (own.kind === "features" && own.shape ? String(own.shape) : ""));
  // A graph that reads features may make an image of them itself.
  if (isSame && (shapes[1] === "" || shapes[0] === "" || shapes[0] === shapes[1])) return [];
  const sides = { expected: `${describe(input)} ${shapes[0]}`.trim(), found: `${describe(found)} ${shapes[1]}`.trim() };
  return [{ place: "input", ...sides }];
}

/** Settings that are not shapes of weights. */
function settingProblems(placed: PlacedLayer, layer: ImportedLayer): Mismatch[] {
  const own = placed.layer as Layer & Record<string, unknown>;
  const settings = {
    conv2d: ["kernel", "stride", "padding"],
    maxPool: ["window"],
    averagePool: ["window"],
    residual: ["from"],
  };
  const names = Object.hasOwn(settings, layer.kind) ? settings[layer.kind as keyof typeof settings] : [];
  return names.flatMap((name) => {
    const [expected, found] = [own[name], (layer as unknown as Record<string, unknown>)[name]];
    if (expected === found) return [];
    return [{ place: `${placeOf(placed)}.${name}`, expected: String(expected), found: `${found} (${layer.source})` }];
  });
}

/** Matrices of an imported layer, in our order. */
function matricesOf(layer: ImportedLayer): MatrixValues[] {
  switch (layer.kind) {
    case "dense":
    case "conv2d":
    case "embedding":
      return [layer.values];
    case "lora":
      return [{ weights: layer.down, biases: [] }, layer.up];
    case "experts":
      return [layer.router, ...layer.experts];
    default:
      return [];
  }
}

function shapeProblems(placed: PlacedLayer, layer: ImportedLayer, { output }: Architecture): Mismatch[] {
  const matrices = matricesOf(layer);
  if (matrices.length !== placed.matrices.length) {
    const expected = `${placed.matrices.length - 1} experts`;
    return [{ place: placeOf(placed), expected, found: `${matrices.length - 1} (${layer.source})` }];
  }
  return placed.matrices.flatMap(({ role, rows, columns }, m) => {
    const { weights } = matrices[m]!;
    const all = placed.isLast && output.kind === "logits" ? rows + 1 : rows;
    if (weights.length === all && weights[0]!.length === columns) return [];
    const found = `${weights.length} × ${weights[0]!.length} (${layer.source})`;
    return [{ place: `${placeOf(placed)}.${role}`, expected: `${all} × ${columns}`, found }];
  });
}

function valuesOf(
  placed: PlacedLayer,
  layer: ImportedLayer,
  baseScale: number | undefined,
  problems: Mismatch[],
): LayerValues {
  const matrices = matricesOf(layer);
  if (layer.kind !== "lora") return { matrices };
  const scale = baseScaleFor(placed as PlacedLayer & { layer: LoraLayer }, layer.base, baseScale, problems);
  return { matrices, baseScale: scale };
}
