// SPDX-License-Identifier: MIT
import type { Mismatch } from "./errors.ts";
import type { Slot } from "./slots.ts";
import { describeShape, type Tensor } from "./tensor.ts";

/**
 * Where a slot's numbers come from: the name of a tensor; with `transpose` of one that is stored as [inputs, outputs]; names of tensors that
 * are one for each expert; or null for biases that the network does not have, which are zeros then.
 */
export type TensorSource = string | { tensor: string; transpose: true } | readonly string[] | null;

/** By place, for example `{ "layers.0.weights": "fc1.weight" }`. */
export type TensorMapping = Readonly<Record<string, TensorSource>>;

/** A slot and the tensor that was found for it. */
export interface Match {
  slot: Slot;
  /** What the file has, in the shape of the slot. */
  tensor: Tensor;
  /** Names in the file. */
  names: string[];
  /** Whether the mapping said so, the name is the place, or the shape decided. */
  by: "mapping" | "name" | "shape";
}

export interface Matching {
  matches: Match[];
  mismatches: Mismatch[];
  /** Names of tensors that no slot uses. */
  unused: string[];
}

/**
 * Finds a tensor for every slot: the one that the mapping names; else one whose name is the place; else by shape. Where several tensors
 * of one shape are left for as many slots, they are taken in the order of their names, numbers compared as numbers, if the names
 * differ in numbers alone, as `fc1.weight` and `fc2.weight` do; else it has to be said. A name that ends with weight is never taken for biases,
 * nor one that ends with bias for weights. Biases go with the weights of their layer, as
 * `fc1.bias` with `fc1.weight`.
 */
export function matchTensors(slots: readonly Slot[], tensors: readonly Tensor[], mapping: TensorMapping): Matching {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const left = new Set(byName.keys());
  const found = new Map<Slot, Match>();
  const mismatches: Mismatch[] = [];
  const take = (slot: Slot, tensor: Tensor, names: string[], by: Match["by"]) => {
    for (const name of names) left.delete(name);
    found.set(slot, { slot, tensor, names, by });
  };

  for (const place of Object.keys(mapping)) {
    if (slots.some((slot) => slot.place === place)) continue;
    const expected = `one of ${slots.map((slot) => slot.place).join(", ")}`;
    mismatches.push({ place: `The mapping of ${place}`, expected, found: place });
  }
  const failed = new Set<Slot>();
  for (const slot of slots) {
    const source = Object.hasOwn(mapping, slot.place) ? mapping[slot.place] : undefined;
    const own = byName.get(slot.place);
    const isByName = source === undefined && own !== undefined;
    if (source === undefined && !isByName) continue;
    const result = resolve(slot, isByName ? slot.place : source!, byName);
    if ("tensor" in result) take(slot, result.tensor, result.names, isByName ? "name" : "mapping");
    else {
      mismatches.push({ place: slot.place, ...result });
      failed.add(slot);
    }
  }
  const open = () => slots.filter((slot) => !found.has(slot) && !failed.has(slot));
  const candidatesOf = (slot: Slot) => {
    const fitting = [...left].filter((name) => sameShape(byName.get(name)!.shape, slot.shape) && mayBe(slot, name));
    return naturalOrder(fitting);
  };

  // Weights first, so that biases can follow them.
  for (const isBias of [false, true]) {
    if (isBias) {
      for (const slot of open()) {
        const partner = isBiasOf(slot) && biasBeside(slot, found, left);
        if (partner && sameShape(byName.get(partner)!.shape, slot.shape))
          take(slot, byName.get(partner)!, [partner], "shape");
      }
    }
    const group = open().filter((slot) => isBiasOf(slot) === isBias);
    for (const slot of group) {
      if (found.has(slot) || failed.has(slot)) continue;
      const rivals = group.filter((other) => !found.has(other) && sameShape(other.shape, slot.shape));
      const candidates = candidatesOf(slot);
      const isClear = candidates.length <= 1 || (candidates.length === rivals.length && areNumbered(candidates));
      if (candidates.length > 0 && !isClear) {
        const listed = candidates.map((name) => `${name} ${describeShape(slot.shape)}`).join(", ");
        for (const rival of rivals) {
          failed.add(rival);
          mismatches.push({
            place: rival.place,
            expected: "a mapping that says which",
            found: `several of its shape: ${listed}`,
          });
        }
        continue;
      }
      for (const [r, rival] of rivals.entries()) {
        const name = candidates[r];
        if (name !== undefined) take(rival, byName.get(name)!, [name], "shape");
      }
    }
  }
  for (const slot of open()) {
    if (slot.isOptional) continue;
    mismatches.push({
      place: slot.place,
      expected: `a tensor ${describeShape(slot.shape)}`,
      found: alternatives(slot, left, byName),
    });
  }
  const matches = slots.flatMap((slot) => found.get(slot) ?? []);
  return { matches, mismatches, unused: tensors.map(({ name }) => name).filter((name) => left.has(name)) };
}

function isBiasOf({ part }: Slot): boolean {
  return part.endsWith("biases");
}

/** A name that says weight is none of biases, nor the other way round. */
function mayBe(slot: Slot, name: string): boolean {
  return !(isBiasOf(slot) ? /weights?$/i : /bias(es)?$/i).test(name);
}

/** `fc1.bias` where the weights of the layer came from `fc1.weight`. */
function biasBeside(slot: Slot, found: ReadonlyMap<Slot, Match>, left: ReadonlySet<string>): string | undefined {
  const isRouter = slot.part.startsWith("router");
  for (const match of found.values()) {
    if (match.slot.layer !== slot.layer || match.slot.part.startsWith("router") !== isRouter) continue;
    const [name] = match.names;
    const partner = name?.replace(/weights?$/, (end) => (end === "weight" ? "bias" : "biases"));
    if (partner !== undefined && partner !== name && left.has(partner)) return partner;
  }
  return undefined;
}

type Sides = Pick<Mismatch, "expected" | "found">;

/** The tensor that a mapping asks for, in the shape of the slot. */
function resolve(
  slot: Slot,
  source: TensorSource,
  byName: ReadonlyMap<string, Tensor>,
): { tensor: Tensor; names: string[] } | Sides {
  const expected = `a tensor ${describeShape(slot.shape)}`;
  if (source === null) {
    if (!isBiasOf(slot)) return { expected, found: "null, which stands for biases that are zeros" };
    const count = slot.shape.reduce((product, length) => product * length, 1);
    return { tensor: { name: slot.place, shape: slot.shape, values: new Float64Array(count) }, names: [] };
  }
  const names = typeof source === "string" ? [source] : "tensor" in source ? [source.tensor] : [...source];
  const missing = names.filter((name) => !byName.has(name));
  if (missing.length > 0) return { expected, found: `no tensor ${missing.join(", ")} in the file` };
  const tensors = names.map((name) => byName.get(name)!);
  const shapes = tensors.map(({ name, shape }) => `${name} ${describeShape(shape)}`).join(", ");
  if (Array.isArray(source)) {
    const [count, ...own] = slot.shape;
    if (own.length === 0 || tensors.length !== count || tensors.some(({ shape }) => !sameShape(shape, own))) {
      return { expected: `${expected}, or ${count} tensors ${describeShape(own)}`, found: shapes };
    }
    const values = Float64Array.from(tensors.flatMap((tensor) => [...tensor.values]));
    return { tensor: { name: names.join(" "), shape: slot.shape, values }, names };
  }
  const isTransposed = typeof source === "object";
  const tensor = isTransposed ? transpose(tensors[0]!) : tensors[0]!;
  if (!sameShape(tensor.shape, slot.shape))
    return { expected, found: `${shapes}${isTransposed ? ", transposed" : ""}` };
  return { tensor, names };
}

function transpose({ name, shape, values }: Tensor): Tensor {
  const [rows, columns] = shape;
  if (shape.length !== 2) return { name, shape, values };
  const swapped = Float64Array.from(values, (_, at) => values[(at % rows!) * columns! + Math.floor(at / rows!)]!);
  return { name, shape: [columns!, rows!], values: swapped };
}

/** What is left that a slot could have meant. */
function alternatives({ shape }: Slot, left: ReadonlySet<string>, byName: ReadonlyMap<string, Tensor>): string {
  const others = [...left].map((name) => byName.get(name)!);
  if (others.length === 0) return "none that is left";
  const swapped = others.find((other) => shape.length === 2 && sameShape([...other.shape].reverse(), shape));
  const hint = swapped ? `; ${swapped.name} has it transposed: map it with transpose` : "";
  const listed = others.slice(0, 8).map((other) => `${other.name} ${describeShape(other.shape)}`);
  const more = others.length > 8 ? ` and ${others.length - 8} more` : "";
  return `${listed.join(", ")}${more}${hint}`;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, i) => length === b[i]);
}

/** Names whose numbers are compared as numbers: `fc2` before `fc10`. */
function naturalOrder(names: readonly string[]): string[] {
  const parts = (name: string) => name.split(/(\d+)/);
  return [...names].sort((one, other) => {
    const [a, b] = [parts(one), parts(other)];
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] === b[i]) continue;
      if (i % 2 === 1 && Number(a[i]) !== Number(b[i])) return Number(a[i]) - Number(b[i]);
      return a[i]! < b[i]! ? -1 : 1;
    }
    return a.length - b.length;
  });
}

/** Whether names differ in their numbers alone. */
function areNumbered(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.replaceAll(/\d+/g, "#"))).size === 1;
}
