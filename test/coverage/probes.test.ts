// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileTests, parse } from "../mutants/compiler.ts";
import { failuresIn } from "../mutants/tests.ts";
import { idsOf, LIBRARIES, type Probe, probe } from "./probes.ts";
import { wordsOf } from "./verdict.ts";

const FILE = "Sample.sol";
const TESTS = "Sample.t.sol";

function probed(members: string): { original: string; text: string; probes: Probe[] } {
  const original = `pragma solidity ^0.8.30;\n// é\ncontract Sample {\n${members}\n}\n`;
  return { original, ...probe(FILE, original, parse([FILE], { [FILE]: original })[FILE]!, 0) };
}

/** Runs a test contract whose tests have these bodies, and says what of a contract with these members none of them reaches. */
async function missedBy(members: string, ...bodies: string[]): Promise<string[]> {
  const { text, probes } = probed(members);
  const functions = bodies.map((body, i) => `function test_${i}() external { ${body} }`);
  const tests = `pragma solidity ^0.8.30;\nimport "./${FILE}";
    contract SampleTest { Sample s = new Sample();\n${functions.join("\n")}\n}`;
  const artifacts = compileTests([TESTS], { [FILE]: text, [TESTS]: tests, ...LIBRARIES });
  const reached = new Set<number>();
  const failures = await failuresIn(artifacts, [TESTS], (words) => {
    for (const id of words.flatMap(idsOf)) reached.add(id);
  });
  assert.deepEqual(failures, []);
  return probes.filter(({ id }) => !reached.has(id)).map(wordsOf);
}

const inF = (body: string): string => `function f(uint256 a, uint256 b) public pure returns (uint256 r) { ${body} }`;

test("no line moves, and a probe says where it is", () => {
  const { original, text, probes } = probed("function f(bool a) public pure returns (uint256) {\nif (a)\nreturn 1;\n}");
  assert.deepEqual(
    probes.map(({ reached, line, place, text: what }) => [reached, line, place, what]),
    [
      ["run", 5, "Sample.f", "if (a)"],
      ["true", 5, "Sample.f", "a"],
      ["false", 5, "Sample.f", "a"],
      ["run", 6, "Sample.f", "return 1"],
    ],
  );
  assert.equal(text.split("\n").length, original.split("\n").length + 1); // an import at the end
});

test("a statement that is not run is missed, in a block or not", async () => {
  const f = inF("if (a == 1) r = 1; else if (a == 2) { r = 2; } else { unchecked { r = 3; } }");
  assert.deepEqual(await missedBy(f, "s.f(1, 0); s.f(2, 0); s.f(3, 0);"), []);
  assert.deepEqual(await missedBy(f, "s.f(1, 0);"), [
    "never false: a == 1",
    "never run: if (a == 2) { r = 2; } else { unchecked { r = 3; } }",
    "never true: a == 2",
    "never false: a == 2",
    "never run: r = 2",
    "never run: r = 3",
  ]);
});

test("each operand of a condition has to be both", async () => {
  const f = inF("if (a > 0 && !(b > 0 || a > 5)) r = 1;");
  const missed = ["never true: b > 0", "never true: a > 5"];
  assert.deepEqual(await missedBy(f, "s.f(0, 0); s.f(1, 0);"), missed);
  assert.deepEqual(await missedBy(f, "s.f(0, 0); s.f(1, 0); s.f(1, 1); s.f(6, 0);"), []);
});

test("a condition need not be one of a statement", async () => {
  const f = "function f(bool a, bool b) public pure returns (bool, uint256) { return (a || b, a ? 1 : 2); }";
  assert.deepEqual(await missedBy(f, "s.f(false, true);"), ["never true: a", "never false: b", "never true: a"]);
  assert.deepEqual(await missedBy(f, "s.f(true, true); s.f(false, true); s.f(false, false);"), []);
});

test("a loop has to go on, and to end", async () => {
  const f = inF("for (uint256 i = 0; i < a; ++i) r += i; while (r < b) ++r; do r--; while (r > 9);");
  assert.deepEqual(await missedBy(f, "s.f(0, 1); s.f(2, 12);"), []);
  assert.deepEqual(await missedBy(f, "s.f(0, 1);"), ["never true: i < a", "never run: r += i", "never true: r > 9"]);
  // What only a `break` ends has no condition that could go either way.
  assert.deepEqual(await missedBy(inF("while (true) if (++r > a) break;"), "s.f(3, 0);"), []);
});

test("what reverts is reached all the same", async () => {
  const f = inF('require(a > 1, "small"); if (b > 1) revert(); r = 1;');
  const bad = (a: number, b: number): string => `try s.f(${a}, ${b}) { revert(); } catch {}`;
  assert.deepEqual(await missedBy(f, bad(0, 0), bad(2, 2), "s.f(2, 0);"), []);
  assert.deepEqual(await missedBy(f, "s.f(2, 0);"), ["never false: a > 1", "never true: b > 1", "never run: revert()"]);
});

test("a try has two ways on, also where nothing is done", async () => {
  const f =
    "function f(bool a) public view { try this.g(a) {} catch {} } function g(bool a) external pure { require(a); }";
  assert.deepEqual(await missedBy(f, "s.f(true);"), ["never taken: catch {}", "never false: a"]);
  assert.deepEqual(await missedBy(f, "s.f(true); s.f(false);"), []);
});

test("assembly is probed, also where a function is pure", async () => {
  const f = inF(`assembly {
    function twice(x) -> y { if gt(x, 3) { x := 3 } y := add(x, x) }
    for { let i := 0 } lt(i, a) { i := add(i, 1) } { r := twice(i) }
    switch b case 0 { r := 9 } case 1 {}
  }`);
  assert.deepEqual(await missedBy(f, "s.f(2, 0);"), [
    "never true: gt(x, 3)",
    "never run: x := 3",
    "never taken: case 1 {}",
    "never taken: switch b case 0 { r := 9 } case 1 {}",
  ]);
  assert.deepEqual(await missedBy(f, "s.f(5, 1); s.f(0, 0); s.f(0, 2);"), []);
});

test("assembly leaves the zero word and the free memory as they were", async () => {
  const f = inF(`
    uint256 before;
    uint256 later;
    assembly { before := mload(0x40) }
    assembly { if a { r := a } }
    assembly { r := mload(0x60) later := mload(0x40) }
    require(before == later);
    bytes memory nothing;
    require(nothing.length == 0);`);
  // The block that reads the zero word has marks of its own by then: its two first statements.
  assert.deepEqual(await missedBy(f, "require(s.f(1, 0) == 1); require(s.f(0, 0) == 1);"), [
    "never false: before == later",
    "never false: nothing.length == 0",
  ]);
});
