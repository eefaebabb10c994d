// SPDX-License-Identifier: GPL-3.0-or-later

// npm run test:forgeries -- [PART …]
import { parseArgs } from "node:util";
import { formatForgeries, formatStatements, idleAssertions } from "./report.ts";
import { runTests, testFiles } from "./tests.ts";

const USAGE = `Lists every forgery that the tests try on the templates and on the circuits that ship, with the statement that stops it;
then the statements of the templates, with how many forgeries each has stopped.

  npm run test:forgeries               all; the circuits that ship take most of the time
  npm run test:forgeries -- PART …     those of tests whose path contains a part, such as nn/Router or shipped

Fails if a test fails; and, where all are tried, if an assertion of a template stops none.
`;

const { values, positionals: parts } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean" } } });
if (values.help) process.stdout.write(USAGE);
else await main();

async function main(): Promise<void> {
  const files = testFiles(parts);
  if (files.length === 0) return fail([`PART is ${parts.join(" or ")}; expected part of a test's path.`]);
  const { forgeries, failures } = await runTests(files);
  process.stdout.write(`${formatForgeries(forgeries)}\n`);
  process.stdout.write(`${formatStatements(forgeries)}\n`);
  fail([...failures, ...(parts.length === 0 ? idleAssertions(forgeries) : [])]);
}

function fail(reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  process.stderr.write(`${reasons.join("\n")}\n`);
  process.exitCode = 1;
}
