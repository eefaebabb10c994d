// SPDX-License-Identifier: MIT

// Whether a property holds for all values.
import type { Texts } from "../mutants/compiler.ts";
import { checkModel, type Diagnostic, type Engine } from "./compiler.ts";
import type { Property } from "./properties.ts";
import { solve } from "./solver.ts";

/** Violated: there are values that break it. Unproven: the solver found neither a proof nor such values. Vacuous: no value can come. */
export type Verdict = "proven" | "violated" | "unproven" | "vacuous";

export interface Proof {
  verdict: Verdict;
  /** What does not, as the compiler says it. */
  complaints: string[];
  seconds: number;
}

export interface Options {
  engine?: Engine;
  /** For one query of many. */
  seconds?: number;
  /** Who answers, instead of z3. */
  ask?: (query: string, seconds: number) => string;
  /** Files instead of what is on the disk. */
  texts?: Texts;
}

export const SECONDS_PER_QUERY = 120;

const SAFE = /check is safe!/;
const VIOLATED = /^(BMC|CHC): .* happens here\./;

export function prove(property: Property, options: Options = {}): Proof {
  const start = performance.now();
  const diagnostics = check(property, property.text, options);
  const safe = diagnostics.filter(({ message }) => SAFE.test(message));
  const complaints = diagnostics.filter((diagnostic) => !safe.includes(diagnostic));
  let verdict = judge(property, safe, complaints);
  if (verdict === "proven" && !isReachable(property, options)) verdict = "vacuous";
  return {
    verdict,
    complaints: complaints.map(({ formattedMessage }) => formattedMessage),
    seconds: (performance.now() - start) / 1000,
  };
}

/** Proven is only what the checker says that it has proven, assertion by assertion; what it does not speak of is not. */
function judge({ file, assertions }: Property, safe: Diagnostic[], complaints: Diagnostic[]): Verdict {
  if (complaints.some(({ message }) => VIOLATED.test(message))) return "violated";
  const proven = (start: number): boolean =>
    safe.some(({ sourceLocation }) => sourceLocation?.file === file && sourceLocation.start === start);
  return complaints.length === 0 && assertions.every(proven) ? "proven" : "unproven";
}

/** Whether any values get to the end: if none did, all that is asserted on the way would hold. */
function isReachable(property: Property, options: Options): boolean {
  return check(property, property.reachableText, options).some(({ message }) => VIOLATED.test(message));
}

function check(property: Property, text: string, options: Options): Diagnostic[] {
  const { engine = "bmc", seconds = SECONDS_PER_QUERY, texts = {}, ask = solve } = options;
  const diagnostics = checkModel(property, { ...texts, [property.file]: text }, engine, (query) => ask(query, seconds));
  return diagnostics.filter(({ message }) => /^(BMC|CHC|SMTChecker)\b/.test(message));
}
