// SPDX-License-Identifier: MIT
import type { OnnxNode } from "./decode.ts";
import { Refusal } from "./refusal.ts";

/** An integer attribute, or what it is when it is left out. */
export function integerOf({ attributes }: OnnxNode, name: string, absent: number): number {
  const value = attributes[name];
  return typeof value === "number" ? value : absent;
}

/** A list of integers. */
export function integersOf({ attributes }: OnnxNode, name: string): number[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) ? value : undefined;
}

/**
 * The one length that stands for height and width alike.
 *
 * @param absent - what it is when it is left out
 * @throws {@link Refusal} if they differ
 */
export function squareOf(node: OnnxNode, name: string, absent: number, count = 2): number {
  const values = integersOf(node, name) ?? Array<number>(count).fill(absent);
  const [first] = values;
  if (values.length === count && first !== undefined && values.every((value) => value === first)) return first;
  throw new Refusal(`its ${name} are [${values.join(", ")}]; expected ${count} equal ones`);
}

/** Refuses settings that our layers do not have. */
export function assertPlain(node: OnnxNode, settings: Record<string, number>): void {
  for (const [name, expected] of Object.entries(settings)) {
    const value = integerOf(node, name, expected);
    if (value !== expected) throw new Refusal(`its ${name} is ${value}; expected ${expected}`);
  }
  const padding = node.attributes.auto_pad;
  if (padding !== undefined && padding !== "NOTSET" && padding !== "VALID") {
    throw new Refusal(`its auto_pad is ${String(padding)}; expected pads as numbers`);
  }
}
