// SPDX-License-Identifier: GPL-3.0-or-later
import type { TestCircuit } from "./circuit.ts";

/**
 * Constraints of the proven system that multiply: the cost of a template inside a circuit. Linear ones remain only where a
 * template stands alone, to hold its outputs.
 */
export function multiplications({ proven }: TestCircuit): number {
  return proven.constraints.filter(({ a, b }) => a.length > 0 && b.length > 0).length;
}
