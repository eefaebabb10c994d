// SPDX-License-Identifier: GPL-3.0-or-later
import { parseTask, type Task } from "@commonweight/sdk/data";
import { type Architecture, assertFits, layersOf, parseArchitecture } from "@commonweight/sdk/model";
import { InvalidValueError } from "@commonweight/sdk/proving";
import { laneBounds, narrowestStride } from "./bounds.ts";
import { evaluateModelCosts, totalOf } from "./costs.ts";
import { UnsoundLanesError } from "./errors.ts";
import { productsOf } from "./products.ts";

/** Bits of a stride that is wide enough for whatever bounds, until they are known. */
const ANY_STRIDE = 84;

/** The most layers whose form is open: every further one doubles the choices, of which each takes milliseconds. */
const MOST_OPEN_LAYERS = 10;

/** An architecture whose layers may lack `lanes`, and its experts the router's stride. */
export type Draft = Record<string, unknown> & { layers: readonly Record<string, unknown>[] };

/**
 * The architecture that a draft becomes with the lanes that make EvaluateModel cheapest on a task: over samples or over outputs
 * for each layer that may have either, with the narrowest strides that are exact. Lanes that the draft has are kept.
 *
 * @param draft - JSON of an architecture whose layers may lack `lanes`
 * @returns an architecture that fits the task
 * @throws InvalidValueError if the draft is malformed, leaves more than 10 layers open, or does not fit the task with any
 * lanes; UnsoundLanesError if the task's own lanes are too narrow for its first layer
 */
export function designArchitecture(draft: Draft, task: Task): Architecture {
  parseTask(task);
  assertFewOpen(draft);
  let best: { architecture: Architecture; constraints: number } | undefined;
  let refusal: unknown;
  for (const forms of formsOf(draft)) {
    try {
      const architecture = withForms(draft, forms, task);
      const constraints = totalOf(evaluateModelCosts(task, architecture, productsOf(task, architecture)));
      if (!best || constraints < best.constraints) best = { architecture, constraints };
    } catch (error) {
      if (!(error instanceof InvalidValueError || error instanceof UnsoundLanesError)) throw error;
      refusal ??= error;
    }
  }
  if (best) return best.architecture;
  throw refusal;
}

function assertFewOpen({ layers }: Draft): void {
  const open = layers.filter((layer) => openForms(layer).length > 1).length;
  if (open <= MOST_OPEN_LAYERS) return;
  const expected = `at most ${MOST_OPEN_LAYERS}; give the others their lanes`;
  throw new InvalidValueError({ subject: "The number of layers without lanes", value: open, expected });
}

type Form = "samples" | "outputs";

/** Every choice of forms, layer by layer; of a layer without matrices, or whose lanes are given, there is none. */
function formsOf({ layers }: Draft): (Form | undefined)[][] {
  return layers.reduce<(Form | undefined)[][]>(
    (choices, layer) => choices.flatMap((forms) => openForms(layer).map((form) => [...forms, form])),
    [[]],
  );
}

function openForms(layer: Record<string, unknown>): (Form | undefined)[] {
  if (layer.lanes !== undefined) return [undefined];
  switch (layer.kind) {
    case "dense":
    case "conv2d":
      return ["samples", "outputs"];
    case "lora":
      return ["samples"];
    case "embedding":
    case "experts":
      return ["outputs"];
    default:
      return [undefined];
  }
}

/** The draft with these forms, first with strides for whatever bounds, and then with the narrowest. */
function withForms(draft: Draft, forms: readonly (Form | undefined)[], task: Task): Architecture {
  const wide = parseArchitecture(withLanes(draft, forms, () => ANY_STRIDE));
  assertFits(wide, task);
  const placed = layersOf(wide);
  const architecture = withLanes(draft, forms, (l, matrix) => {
    const { difference } = laneBounds(placed[l]!, placed[l]!.matrices[matrix]!, task);
    return narrowestStride(difference);
  });
  return parseArchitecture(architecture);
}

function withLanes(
  draft: Draft,
  forms: readonly (Form | undefined)[],
  strideOf: (layer: number, matrix: number) => number,
): unknown {
  const layers = draft.layers.map((layer, l) => {
    const form = forms[l];
    if (form === undefined) return layer;
    // Of experts, matrix 0 is the router.
    const own = layer.kind === "experts" ? 1 : 0;
    const lanes = form === "samples" ? { over: form } : { over: form, stride: strideOf(l, own) };
    if (layer.kind !== "experts") return { ...layer, lanes };
    const router = layer.router as Record<string, unknown>;
    return { ...layer, router: { stride: strideOf(l, 0), ...router }, lanes };
  });
  return { ...draft, layers };
}
