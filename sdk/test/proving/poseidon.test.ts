// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import fc from "fast-check";
import { FIELD_ORDER, poseidon, poseidonEx } from "../../src/proving/index.ts";
import { assertThrows, checkProperty, edgeFieldElement } from "../fixtures.ts";

const FULL_ROUNDS = 8;
const constantsPath = createRequire(import.meta.url).resolve("circomlib/circuits/poseidon_constants.circom");
const constantsText = readFileSync(constantsPath, "utf8");

/** The constants of one width, flattened, as circomlib publishes them. */
function constants(table: "C" | "M" | "P" | "S", width: number): bigint[] {
  const start = constantsText.indexOf(`function POSEIDON_${table}(t)`);
  const branch = constantsText.indexOf(`(t==${width})`, start);
  const end = constantsText.indexOf("}", branch);
  return [...constantsText.slice(branch, end).matchAll(/0x[0-9a-f]+/g)].map(([text]) => BigInt(text));
}

const sum = (values: bigint[]) => values.reduce((a, b) => a + b, 0n) % FIELD_ORDER;
const power5 = (x: bigint) => x ** 5n % FIELD_ORDER;

/**
 * circomlib's template, statement by statement: another algorithm than ours, which it is equal to only with the same
 * constants, since it uses sparse matrices in the partial rounds.
 */
function circomlibPoseidonEx(partialRounds: number, initialState: bigint, inputs: readonly bigint[]): bigint {
  const t = inputs.length + 1;
  const [C, M, P, S] = (["C", "M", "P", "S"] as const).map((table) => constants(table, t)) as [
    bigint[],
    bigint[],
    bigint[],
    bigint[],
  ];
  assert.equal(C.length, FULL_ROUNDS * t + partialRounds);
  const ark = (state: bigint[], from: number) => state.map((x, i) => x + C[from + i]!);
  const mix = (state: bigint[], matrix: bigint[]) =>
    state.map((_, i) => sum(state.map((x, j) => matrix[j * t + i]! * x)));
  const half = FULL_ROUNDS / 2;

  let state = ark([initialState, ...inputs], 0);
  for (let r = 0; r < half; r++) state = mix(ark(state.map(power5), (r + 1) * t), r < half - 1 ? M : P);
  for (let r = 0; r < partialRounds; r++) {
    const row = S.slice((2 * t - 1) * r, (2 * t - 1) * (r + 1));
    const first = power5(state[0]!) + C[(half + 1) * t + r]!;
    const mixed = [first, ...state.slice(1)];
    state = mixed.map((x, i) => (i === 0 ? sum(mixed.map((y, j) => row[j]! * y)) : sum([x, first * row[t + i - 1]!])));
  }
  for (let r = 0; r < half - 1; r++) {
    state = mix(ark(state.map(power5), (half + 1) * t + partialRounds + r * t), M);
  }
  return mix(state.map(power5), M)[0]!;
}

describe("poseidon", () => {
  // From the tests of circomlib and circomlibjs.
  const known: [number[], bigint][] = [
    [[1], 18586133768512220936620570745912940619677854269274689475585506675881198879027n],
    [[1, 2], 7853200120776062878684798364095072458815029376092732009249414926327459813530n],
    [[1, 2, 0, 0, 0], 1018317224307729531995786483840663576608797660851238720571059489595066344487n],
    [[3, 4, 0, 0, 0], 5811595552068139067952687508729883632420015185677766880877743348592482390548n],
    [[1, 2, 3, 4, 5, 6], 20400040500897583745843009878988256314335038853985262692600694741116813247201n],
    [
      Array.from({ length: 16 }, (_, i) => i + 1),
      9989051620750914585850546081941653841776809718687451684622678807385399211877n,
    ],
  ];
  for (const [inputs, output] of known) {
    it(`gives circomlib's hash of ${inputs}`, () => assert.equal(poseidon(inputs.map(BigInt)), output));
  }

  it("refuses no inputs, more than sixteen, and what is no field element", () => {
    assertThrows(() => poseidon([]), "InvalidValueError", "The number of inputs of Poseidon is 0; expected 1 to 16.");
    assertThrows(() => poseidon(Array.from({ length: 17 }, () => 0n)), "InvalidValueError", /is 17; expected 1 to 16/);
    assertThrows(() => poseidon([0n, FIELD_ORDER]), "InvalidValueError", /^Input 1 of Poseidon is 2188/);
    assertThrows(() => poseidonEx(-1n, [0n]), "InvalidValueError", /^The initial state of Poseidon is -1;/);
  });
});

describe("poseidonEx", () => {
  for (const [inputs, partialRounds] of [
    [2, 57],
    [3, 56],
    [16, 68],
  ] as const) {
    it(`equals circomlib's template, with its published constants, for ${inputs} inputs`, () => {
      const list = fc.array(edgeFieldElement, { minLength: inputs, maxLength: inputs });
      checkProperty(
        fc.property(edgeFieldElement, list, (initialState, values) => {
          assert.equal(poseidonEx(initialState, values), circomlibPoseidonEx(partialRounds, initialState, values));
        }),
        10,
      );
    });
  }
});
