// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "./compiler.ts";
import { type Mutant, mutantsOf, mutate } from "./mutants.ts";

const FILE = "Sample.sol";

/** All mutants of a contract with these members, after a comment with a letter of two bytes. */
function mutantsIn(members: string): { text: string; mutants: Mutant[] } {
  const text = `pragma solidity ^0.8.30;\n// é\ncontract Sample {\n${members}\n}\n`;
  return { text, mutants: mutantsOf(FILE, text, parse([FILE], { [FILE]: text })[FILE]!) };
}

/** Kinds of mutants, and what they make of the line that they change. */
function changesIn(members: string): string[] {
  return mutantsIn(members).mutants.map(({ kind, mutated }) => `${kind}: ${mutated}`);
}

/** The same of an expression of two numbers `a` and `b`, without what every function has. */
function changesOf(expression: string, type = "uint256"): string[] {
  const head = `function f(uint256 a, uint256 b) public pure returns (${type}) {`;
  return changesIn(`${head}\nreturn ${expression};\n}`)
    .filter((change) => !change.startsWith("early return"))
    .map((change) => change.replace("return ", "").replace(";", ""));
}

test("arithmetic turns into its opposite", () => {
  assert.deepEqual(changesOf("a + b"), ["arithmetic to -: a - b"]);
  assert.deepEqual(changesOf("a - b"), ["arithmetic to +: a + b"]);
  assert.deepEqual(changesOf("a * b"), ["arithmetic to /: a / b"]);
  assert.deepEqual(changesOf("a / b"), ["arithmetic to *: a * b"]);
  assert.deepEqual(changesOf("a % b"), ["arithmetic to *: a * b"]);
});

test("what binds more or less than before keeps its operands", () => {
  assert.deepEqual(changesOf("a - b % a"), ["arithmetic to +: a + (b % a)", "arithmetic to *: a - (b * a)"]);
});

test("comparisons turn into their neighbours", () => {
  assert.deepEqual(changesOf("a < b", "bool"), [
    "comparison to !=: a != b",
    "comparison to <=: a <= b",
    "negated result: !(a < b)",
  ]);
  assert.deepEqual(changesOf("a == b", "bool"), [
    "comparison to !=: a != b",
    "comparison to <=: a <= b",
    "comparison to >=: a >= b",
  ]);
});

test("equality with zero only turns into its opposite, as nothing is below", () => {
  assert.deepEqual(changesOf("a != 0", "bool"), ["comparison to ==: a == 0", "literal + 1: a != 1"]);
});

test("booleans and bits turn into their opposites", () => {
  assert.deepEqual(changesOf("true && false", "bool"), [
    "literal to false: false && false",
    "boolean to ||: true || false",
    "negated result: !(true && false)",
    "literal to true: true && true",
  ]);
  assert.deepEqual(changesOf("a & b"), ["bits to |: a | b"]);
  assert.deepEqual(changesOf("a << b"), ["bits to >>: a >> b"]);
  assert.deepEqual(changesOf("~a"), ["removed ~: a"]);
});

test("conditions are negated", () => {
  assert.deepEqual(changesOf("a < b ? a : b"), [
    "comparison to !=: a != b ? a : b",
    "comparison to <=: a <= b ? a : b",
    "negated condition: !(a < b) ? a : b",
  ]);
});

test("numbers become one more and one less, however they are written", () => {
  assert.deepEqual(changesOf("1_0e2"), ["literal + 1: 1001", "literal - 1: 999"]);
  assert.deepEqual(changesOf("0xff"), ["literal + 1: 0x100", "literal - 1: 0xfe"]);
  assert.deepEqual(changesOf("2 days"), ["literal + 1: 3 days", "literal - 1: 1 days"]);
  assert.deepEqual(changesOf("type(uint256).max"), ["literal - 1: (type(uint256).max - 1)"]);
});

test("lengths of types stay", () => {
  assert.deepEqual(changesIn("uint256[2] private _pair;"), []);
  assert.deepEqual(changesIn("function f(bytes memory a) public pure { abi.decode(a, (uint256[2])); }").slice(1), [
    "removed call: function f(bytes memory a) public pure { {} }",
  ]);
});

test("texts are emptied", () => {
  assert.deepEqual(changesIn('string public name = "a";'), ['emptied literal: string public name = "";']);
});

test("the smaller turns into the larger, and up into down", () => {
  const library = "}\nlibrary L {\nenum R { Floor, Ceil }\nfunction min(R) internal pure {}";
  const changes = changesIn(`function f() public pure { L.min(L.R.Ceil); }\n${library}`);
  assert(changes.includes("min to max: function f() public pure { L.max(L.R.Ceil); }"));
  assert(changes.includes("Ceil to Floor: function f() public pure { L.min(L.R.Floor); }"));
});

test("statements and modifiers are removed, and functions return early", () => {
  const members = `event E();
error Bad();
uint256 private _n;
modifier guarded() {
_;
}
function f(uint256 n) public guarded {
if (n == 9) revert Bad();
_n = n;
_n += n;
++_n;
g();
emit E();
}
function g() public {}`;
  assert.deepEqual(changesIn(members), [
    "removed modifier: function f(uint256 n) public  {",
    "early return: function f(uint256 n) public guarded { return;",
    "removed check: {}",
    "comparison to !=: if (n != 9) revert Bad();",
    "comparison to <=: if (n <= 9) revert Bad();",
    "comparison to >=: if (n >= 9) revert Bad();",
    "literal + 1: if (n == 10) revert Bad();",
    "literal - 1: if (n == 8) revert Bad();",
    "removed effect: {}",
    "arithmetic to -=: _n -= n;",
    "removed effect: {}",
    "arithmetic to --: --_n;",
    "removed effect: {}",
    "removed call: {}",
    "removed event: {}",
  ]);
});

test("a check and the error that is all of it are removed once", () => {
  const members = "error Bad();\nfunction f(bool a) public pure {\nif (a) {\nrevert Bad();\n}\n}";
  assert.deepEqual(changesIn(members).slice(1), ["removed check: {}", "negated condition: if (!(a)) {"]);
});

test("a loop that counts from zero ends at the same step below a number as at it", () => {
  const kinds = (start: number): string[] =>
    mutantsIn(`function f() public {\nfor (uint256 i = ${start}; i < 9; ++i) f();\n}`).mutants.map(({ kind }) => kind);
  assert(!kinds(0).includes("comparison to !="));
  assert(kinds(1).includes("comparison to !="));
});

test("a loop keeps its step", () => {
  const changes = changesIn("function f() public {\nfor (uint256 i = 0; i < 9; ++i) f();\n}");
  assert.deepEqual(
    changes.filter((change) => change.startsWith("removed")),
    ["removed call: for (uint256 i = 0; i < 9; ++i) {}"],
  );
});

test("assembly changes too", () => {
  const changes = changesIn(`function f(uint256 a) public pure returns (uint256 b) {
assembly {
if iszero(a) { b := add(a, 1) }
}
}`);
  assert.deepEqual(changes.slice(1), [
    "negated condition: if iszero(iszero(a)) { b := add(a, 1) }",
    "negated condition: if a { b := add(a, 1) }",
    "removed assembly: if iszero(a) { {} }",
    "assembly add to sub: if iszero(a) { b := sub(a, 1) }",
    "literal + 1: if iszero(a) { b := add(a, 2) }",
    "literal - 1: if iszero(a) { b := add(a, 0) }",
  ]);
});

test("a mutant says where it is, and its text differs there only", () => {
  const { text, mutants } = mutantsIn("function f(uint256 a) public pure returns (uint256) {\n  return a + a + a;\n}");
  const outer = mutants.find(({ mutated }) => mutated === "return (a + a) - a;")!;
  assert.equal(outer.id, "Sample.sol:5:16 arithmetic to -");
  assert.equal(outer.place, "Sample.f");
  assert.equal(outer.original, "return a + a + a;");
  assert.equal(mutate(text, outer), text.replace("a + a + a", "(a + a) - a"));
  assert.equal(new Set(mutants.map(({ id }) => id)).size, mutants.length);
});
