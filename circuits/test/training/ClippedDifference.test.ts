// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("what logits lack, with its sign, for every label", async () => {
  const circuit = await compileTraining("ClippedDifference", "3, 10, 7, 1, 3", ["label", "logit"]);
  for (let label = 0; label < 3; label++) {
    for (let z = -50; z <= 50; z += 3) {
      const logits = [z, 7];
      const expected = logits.map((logit, k) => {
        const isLabel = label === k + 1;
        const bound = isLabel ? 10 : label === 0 ? -10 : 0;
        const excess = isLabel ? bound - logit : logit - bound;
        const clipped = Math.min(Math.max(Math.floor((excess + 1) / 2), 0), 7);
        return toField(BigInt(isLabel ? -clipped : clipped));
      });
      const inputs = {
        label: [0, 1, 2].map((j) => (j === label ? 1n : 0n)),
        logit: logits.map((logit) => toField(BigInt(logit))),
      };
      assert.deepEqual(outputsOf(circuit, inputs, ["error[0]", "error[1]"]), expected, `${label}, ${z}`);
    }
  }
  const honest = assertAccepted(circuit, { label: [0n, 1n, 0n], logit: [3n, 12n] });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(2), { given: /^(label|logit)/ }), []);
  const far = { label: [0n, 1n, 0n], logit: [3n, 64n] };
  assertRejected(circuit, { inputs: far }, /clip.*bits/);
  const inputs = { label: [0n, 1n, 0n], logit: [3n, 12n] };
  assertRejected(circuit, { name: "an error without its sign", inputs, changes: { "error[0]": 4n } }, /error/);
});
