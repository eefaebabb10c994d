// SPDX-License-Identifier: GPL-3.0-or-later

// A record of every forgery that tests try, for `npm run test:forgeries`. Nothing is recorded unless FORGERIES names a folder.
import { appendFileSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeEach } from "node:test";
import { REPOSITORY } from "../../generator/index.ts";
import type { TestCircuit } from "./circuit.ts";
import { type Line, Lines } from "./lines.ts";

/** A forgery that was stopped. */
export interface RecordedForgery {
  /** The file of the test, relative to the repository. */
  file: string;
  test: string;
  /** Its name, if one test tries several. */
  name?: string;
  /**
   * The statement at which circom's own witness generator stops it; or, if it takes a prover who does not run that, of every
   * constraint that it breaks. Each may be one of several that cannot be told apart.
   */
  stoppedBy: Line[][];
}

const folder = process.env.FORGERIES;
const linesOf = new WeakMap<TestCircuit, Lines>();
let test = "";
if (folder !== undefined) {
  beforeEach((context) => {
    test = (context as { fullName: string }).fullName;
  });
}

/**
 * @param constraints - of the unsimplified system, that the forgery breaks
 * @param refusal - of the witness generator
 */
export function recordForgery(
  circuit: TestCircuit,
  name: string | undefined,
  constraints: readonly number[],
  refusal: string | undefined,
): void {
  if (folder === undefined) return;
  if (!linesOf.has(circuit)) linesOf.set(circuit, new Lines(circuit.main));
  const lines = linesOf.get(circuit)!;
  const [, template, line] = /Error in template (\w+?)_\d+ line: (\d+)/.exec(refusal ?? "") ?? [];
  const stoppedBy =
    template === undefined
      ? constraints.map((constraint) => lines.of(circuit.transparent, constraint))
      : [[lines.at(template, Number(line))]];
  const recorded: RecordedForgery = {
    file: relative(REPOSITORY, process.argv[1]!),
    test,
    ...(name === undefined ? {} : { name }),
    stoppedBy: [...new Set(stoppedBy.map((candidates) => JSON.stringify(candidates)))].map((json) => JSON.parse(json)),
  };
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(recorded)}\n`);
}
