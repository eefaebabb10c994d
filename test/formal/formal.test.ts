// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../mutants/compiler.ts";
import { nameOf, type Property, readProperties, refuseLoops } from "./properties.ts";
import { prove } from "./prove.ts";
import { SolverMissing, versionOfSolver } from "./solver.ts";
import { proveWrong, wrongs, wrongsOf } from "./wrong.ts";

const properties = readProperties();
const needsSolver = { skip: whySkipped() };

function whySkipped(): string | false {
  try {
    versionOfSolver();
    return false;
  } catch (error) {
    if (error instanceof SolverMissing) return `${error.message} Then: npm run verify:formal.`;
    throw error;
  }
}

function propertyNamed(name: string): Property {
  return properties.find((property) => nameOf(property) === name)!;
}

/** A property of two numbers of 8 bits that is proven, violated or vacuous as its body is. */
function propertyOf(body: string): Property {
  const textWith = (end: string) =>
    `pragma solidity ^0.8.30;\ncontract Sample { function sample(uint8 a, uint8 b) external pure { ${body} ${end} } }`;
  const text = textWith("");
  const assertions = [...text.matchAll(/assert\(/g)].map(({ index }) => index);
  return {
    file: "test/formal/Sample.sol",
    contract: "Sample",
    name: "sample",
    says: "",
    text,
    reachableText: textWith("assert(false);"),
    assertions,
  };
}

test("every property has a wrong formula that breaks it, and none is for a property that is not there", () => {
  for (const property of properties) assert.notDeepEqual(wrongsOf(property), [], nameOf(property));
  for (const { property } of wrongs) assert.ok(propertyNamed(property), property);
});

test("a property stands alone in its text, at its place", () => {
  const { text, assertions } = propertyNamed("Prizes.prizeIsWithinPot");
  assert.deepEqual(text.match(/function \w+/g), ["function prizeIsWithinPot"]);
  assert.equal(text.slice(assertions[0], assertions[0]! + 14), "assert(Divisio");
});

test("a loop is refused, as the checker follows it once only", () => {
  const file = "Loop.sol";
  const text = "pragma solidity ^0.8.30;\ncontract Loop { function f() external pure { while (true) {} } }";
  assert.throws(() => refuseLoops(file, parse([file], { [file]: text })[file]!), /Loop\.sol has a WhileStatement/);
});

test("what holds is proven", needsSolver, () => {
  assert.equal(prove(propertyOf("require(a < b); assert(b - a > 0);")).verdict, "proven");
});

test("what overflows is violated, whatever is asserted", needsSolver, () => {
  assert.equal(prove(propertyOf("uint8 sum = a + b; assert(sum >= a);")).verdict, "violated");
});

test("what is asserted of nothing is vacuous", needsSolver, () => {
  assert.equal(prove(propertyOf("require(a < b && b < a); assert(a == 7);")).verdict, "vacuous");
});

test("what the solver gives up on is unproven", () => {
  const property = propertyOf("require(a < b); assert(b - a > 0);");
  assert.equal(prove(property, { ask: () => "unknown\n" }).verdict, "unproven");
  assert.equal(prove(property, { ask: () => "timeout\n" }).verdict, "unproven");
});

test("a prize that is not divided is violated", needsSolver, () => {
  const property = propertyNamed("Prizes.prizeIsWithinPot");
  assert.equal(prove(property).verdict, "proven");
  assert.equal(proveWrong(property, wrongsOf(property)[0]!).verdict, "violated");
});
