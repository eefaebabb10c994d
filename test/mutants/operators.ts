// SPDX-License-Identifier: MIT

// What is changed, and into what.

/** Comparisons: each into its neighbours. What becomes always true or always false is left to removed checks. */
const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", "!="],
  "<=": ["<", "=="],
  ">": [">=", "!="],
  ">=": [">", "=="],
  "==": ["<=", ">=", "!="],
  "!=": ["<", ">", "=="],
};

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
};

const BITS: Readonly<Record<string, readonly string[]>> = {
  "&": ["|"],
  "|": ["&"],
  "^": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
};

/** Kinds of operators of two operands, each with what an operator turns into. */
export const BINARY: readonly (readonly [kind: string, table: Readonly<Record<string, readonly string[]>>])[] = [
  ["arithmetic", ARITHMETIC],
  ["comparison", COMPARISONS],
  ["boolean", { "&&": ["||"], "||": ["&&"] }],
  ["bits", BITS],
];

/** Functions of assembly. */
export const ASSEMBLY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    add: "sub",
    sub: "add",
    mul: "div",
    div: "mul",
    mod: "mul",
    addmod: "mulmod",
    mulmod: "addmod",
    lt: "gt",
    gt: "lt",
    and: "or",
    or: "and",
    xor: "and",
    shl: "shr",
    shr: "shl",
  }),
);

/** Members of libraries and enumerations that round, or choose, the other way. */
export const MEMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    min: "max",
    max: "min",
    Floor: "Ceil",
    Ceil: "Floor",
    Trunc: "Expand",
    Expand: "Trunc",
  }),
);
