// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { listCircuits, REPOSITORY } from "../../generator/index.ts";
import { assertWithinLimits, CONSTRAINT_LIMITS, formatTable, rowOf } from "../../setup/table.ts";

/** Runs the command line; resolves to its exit code and what it wrote. */
function run(...parameters: string[]): Promise<{ code: number; output: string; errors: string }> {
  const script = join(REPOSITORY, "circuits", "setup", "cli.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...parameters], (error, output, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), output, errors });
    });
  });
}

describe("npm run circuits", () => {
  it("lists the circuits", async () => {
    assert.deepEqual(await run("--list"), { code: 0, output: `${listCircuits().join("\n")}\n`, errors: "" });
  });

  it("refuses an unknown circuit and an unknown option, with what there is", async () => {
    const name = await run("seal-chunk.digits");
    assert.equal(name.code, 1);
    assert.match(name.errors, /^There is no circuit "seal-chunk\.digits"\.\n\nCircuits:\n {2}seal-chunk\.denoise-28\n/);
    const option = await run("--fast");
    assert.equal(option.code, 1);
    assert.match(option.errors, /^The arguments are not understood\.[\s\S]*npm run circuits -- --report/);
  });
});

describe("the table of costs", () => {
  const row = (name: string, total: number) =>
    rowOf(name, {
      constraints: { total, nonLinear: total - 1, linear: 1 },
      wires: total + 5,
      publicInputs: 3,
      privateInputs: 9,
      terms: { A: 1, B: 1, C: 1 },
      domain: 2 ** 14,
    });

  it("has limits for circuits that exist", () => {
    for (const name of Object.keys(CONSTRAINT_LIMITS)) assert.ok(listCircuits().includes(name), name);
  });

  it("aligns its columns", () => {
    const rows = [row("seal-chunk.digits-28", 15_000), row("other", 9)];
    assert.equal(
      formatTable(rows),
      [
        "circuit               constraints   limit  linear   wires  public inputs  domain",
        "seal-chunk.digits-28       15,000  15,000       1  15,005              3    2^14",
        "other                           9    none       1      14              3    2^14",
      ].join("\n"),
    );
  });

  it("passes at the limit, and fails above it with the names", () => {
    assertWithinLimits([row("seal-chunk.digits-28", 15_000), row("other", 1_000_000)]);
    assert.throws(
      () => assertWithinLimits([row("seal-chunk.digits-28", 15_001)]),
      /seal-chunk\.digits-28: 15001, expected at most 15000/,
    );
  });
});
