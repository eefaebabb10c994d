// SPDX-License-Identifier: GPL-3.0-or-later
import { type StatementName, statements } from "@commonweight/sdk/proving";

/** Where a template stands, by its name: the text of an include. */
const FOLDERS: Readonly<Record<string, string>> = {
  Bits: "arithmetic",
  ClippedDifference: "training",
  CommitCheckpoint: "training",
  CommitData: "hash",
  CommitModel: "hash",
  ConstantProduct: "nn",
  Digest: "hash",
  Features: "model",
  FreivaldsProduct: "nn",
  FrozenLayer: "training",
  HiddenErrors: "training",
  Labels: "model",
  LanesOverOutputs: "nn",
  LanesOverSamples: "nn",
  MasterMatrix: "training",
  MatrixProduct: "nn",
  PackVectors: "nn",
  PackWords: "arithmetic",
  Patches: "nn",
  PoolMaximum: "nn",
  RateGain: "training",
  RequantiseLayer: "nn",
  RequantiseReLU: "nn",
  RequantiseSlope: "training",
  RoundShift: "nn",
  Router: "nn",
  ScaledErrors: "training",
  SealModel: "model",
  SeededNumbers: "training",
  SelectExpert: "nn",
  SignedBits: "arithmetic",
  Sponge: "hash",
  SquaredError: "nn",
  StrictArgmax: "nn",
  SumPool: "nn",
  Symbols: "model",
  TightMatrix: "nn",
  UpdatedGradient: "training",
};

/** A circuit's text as it grows: the input signals, and what constrains them. */
export class CircuitText {
  readonly #templates = new Set<string>();
  readonly #inputs: string[] = [];
  readonly #body: string[] = [];

  /** A heading among the input signals. */
  inputs(heading: string): void {
    if (this.#inputs.length > 0) this.#inputs.push("");
    this.#inputs.push(`// ${heading}`);
  }

  /** An input signal. @param meaning - what it is, and its range */
  input(name: string, sizes: readonly number[], meaning: string): void {
    const declaration = `signal input ${name}${sizes.map((size) => `[${size}]`).join("")};`;
    this.#inputs.push(`${declaration.padEnd(44)} // ${meaning}`);
  }

  /** A heading in the body, after an empty line. */
  section(...comment: string[]): void {
    this.#body.push("", ...comment.map((line) => `// ${line}`));
  }

  add(...lines: string[]): void {
    this.#body.push(...lines);
  }

  component(name: string, template: string, parameters: readonly unknown[]): void {
    this.#body.push(`component ${name} = ${this.call(template, parameters)};`);
  }

  /** The call of a template, whose file is included. */
  call(template: string, parameters: readonly unknown[]): string {
    this.#templates.add(template);
    return `${template}(${parameters.map(argument).join(", ")})`;
  }

  /** The includes of all templates that are called. */
  includes(): string[] {
    return [...this.#templates].sort().map((template) => {
      const folder = FOLDERS[template];
      if (folder === undefined) throw new Error(`There is no template ${template}.`);
      return `include "circuits/src/${folder}/${template}.circom";`;
    });
  }

  /** The whole circuit: a template of the statement's name, and the main component. */
  main(statement: StatementName, subject: string, publicInputs: readonly string[] = statements[statement]): string {
    return [
      ...header(statement, subject),
      ...this.includes(),
      "",
      `template ${statement}() {`,
      ...[...this.#inputs, ...this.#body].map((line) => (line === "" ? "" : `    ${line}`)),
      "}",
      "",
      `component main {public [${publicInputs.join(", ")}]} = ${statement}();`,
      "",
    ].join("\n");
  }
}

/** A loop over the lines. */
export function loop(variable: string, count: number | string, lines: readonly string[]): string[] {
  return [
    `for (var ${variable} = 0; ${variable} < ${count}; ${variable}++) {`,
    ...lines.map((line) => `    ${line}`),
    "}",
  ];
}

/** An argument of a template: a number, or nested lists of them. */
export function argument(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(argument).join(", ")}]` : String(value);
}

/** The first lines of every generated file. */
export function header(statement: StatementName, subject: string): string[] {
  return [
    "// SPDX-License-Identifier: GPL-3.0-or-later",
    `// Generated: ${statement} for ${subject}. Compiled in the root of the repository with -l . -l node_modules --O2.`,
    "pragma circom 2.2.0;",
    "",
  ];
}
