// SPDX-License-Identifier: MIT
/**
 * The branch trees beside the contract tests: each test file has one, and each tree a test file; both speak of the same custom errors;
 * and of every error of the contracts there is a test that meets it.
 *
 *   npm run check:trees
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const find = (pattern: string): string[] => globSync(pattern, { cwd: root, exclude: ["contracts/mocks/**"] }).sort();
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const errors = find("contracts/**/*.sol").flatMap((file) =>
  Array.from(read(file).matchAll(/^ *error (\w+)\(/gm), ([, name]) => name!),
);
const tests = find("test/contracts/**/*.t.sol");
const trees = find("test/contracts/**/*.tree");
if (errors.length === 0 || tests.length === 0) throw new Error(`no errors or no contract tests found under ${root}`);

const complaints = [
  ...tests.filter((test) => !existsSync(join(root, treeOf(test)))).map((test) => `${test} has no ${treeOf(test)}`),
  ...trees.filter((tree) => !tests.some((test) => treeOf(test) === tree)).map((tree) => `${tree} has no test file`),
  ...tests.filter((test) => trees.includes(treeOf(test))).flatMap(disagreements),
];
const met = new Set(tests.flatMap((test) => errorsMet(read(test))));
for (const error of errors.filter((name) => !met.has(name))) complaints.push(`${error} is met by no contract test`);

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exit(1);
console.log(`${tests.length} contract tests agree with their trees, and meet each of ${errors.length} errors`);

function treeOf(test: string): string {
  return test.replace(/\.t\.sol$/, ".tree");
}

function disagreements(test: string): string[] {
  const inTest = errorsMet(read(test));
  const inTree = errors.filter((error) => new RegExp(`\\b${error}\\b`).test(read(treeOf(test))));
  return [
    ...inTree
      .filter((error) => !inTest.includes(error))
      .map((error) => `${treeOf(test)}: ${error} is not met in the test`),
    ...inTest.filter((error) => !inTree.includes(error)).map((error) => `${test}: ${error} is not in the tree`),
  ];
}

/** By its selector, or by a function that expects it: `expectStatusMismatch` expects StatusMismatch. */
function errorsMet(text: string): string[] {
  return errors.filter((error) => new RegExp(`\\.${error}\\.selector\\b|\\bexpect${error}\\b`).test(text));
}
