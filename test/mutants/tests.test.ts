// SPDX-License-Identifier: MIT
import { test } from "node:test";
import { compileTests } from "./compiler.ts";
import { assertNearestExist, TESTS } from "./tests.ts";

test("every file of the core has tests that are nearest to it", assertNearestExist);

// Their players have the longest functions, which may need the optimizer for their stack. All tests would take a minute.
test("the invariants compile without the optimizer", () => {
  compileTests(
    TESTS.filter((test) => test.endsWith(".invariants.t.sol")),
    {},
  );
});
