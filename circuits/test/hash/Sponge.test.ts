// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, sponge } from "@commonweight/sdk/proving";
import { compile } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, survivingChanges } from "../support/verdicts.ts";

const LENGTHS = [1, 15, 16, 17];
const LAYOUT = 2n ** 120n - 1n;

// Several lengths in one circuit, since compiling Poseidon takes seconds.
const circuit = await compile(`pragma circom 2.2.0;
include "circuits/src/hash/Sponge.circom";
template Sponges() {
    signal input in[17];
    signal output out[4];
    var lengths[4] = [${LENGTHS.join(", ")}];
    component sponge[4];
    for (var s = 0; s < 4; s++) {
        sponge[s] = Sponge(s + 1, ${LAYOUT}, lengths[s]);
        for (var i = 0; i < lengths[s]; i++) {
            sponge[s].in[i] <== in[i];
        }
        out[s] <== sponge[s].out;
    }
}
component main {public [in]} = Sponges();
`);

test("the circuit hashes as the SDK does, at lengths around the rate", () => {
  const random = seeded(1);
  for (const elements of [
    Array.from({ length: 17 }, () => 0n),
    Array.from({ length: 17 }, () => FIELD_ORDER - 1n),
    Array.from({ length: 17 }, () => random.bigint(FIELD_ORDER)),
  ]) {
    const witness = circuit.calculate({ in: elements });
    for (const [s, length] of LENGTHS.entries()) {
      const hash = sponge(BigInt(s + 1), LAYOUT, elements.slice(0, length));
      assert.equal(witness[circuit.proven.wireOf.get(`out[${s}]`)!], hash, `length ${length}`);
    }
  }
});

test("no wire of the hash can be another", () => {
  const random = seeded(2);
  const honest = assertAccepted(circuit, { in: Array.from({ length: 17 }, () => random.bigint(FIELD_ORDER)) });
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^in/ }), []);
});

test("a layout or a tag that reaches into another field of the first state does not compile", async () => {
  const main = (call: string) =>
    `pragma circom 2.2.0;\ninclude "circuits/src/hash/Sponge.circom";\ncomponent main = ${call};\n`;
  await assert.rejects(compile(main(`Sponge(1, ${2n ** 120n}, 1)`)), /assert/i);
  await assert.rejects(compile(main(`Sponge(${2n ** 32n}, 1, 1)`)), /assert/i);
});
