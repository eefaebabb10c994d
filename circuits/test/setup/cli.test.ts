// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { matricesOf, parseArchitecture } from "@commonweight/sdk/model";
import { listCircuits, loadArchitecture, REPOSITORY } from "../../generator/index.ts";
import { assertWithinLimits, CONSTRAINT_LIMITS, formatTable, rowOf } from "../../setup/table.ts";
import { createTestFolder } from "../support/folder.ts";

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

describe("npm run circuits -- design", () => {
  const task = "digits-28";
  const folder = createTestFolder();
  after(() => rmSync(folder, { recursive: true }));
  const file = (text: string) => {
    const path = join(folder, "draft.json");
    writeFileSync(path, text);
    return path;
  };

  it("prints an architecture with the lanes that a draft lacks", async () => {
    const architecture = loadArchitecture("digits-mlp");
    const layers = architecture.layers.map((layer) => ({ ...layer, lanes: undefined }));
    const { code, output } = await run("design", file(JSON.stringify({ ...architecture, layers })), task);
    assert.equal(code, 0);
    const designed = parseArchitecture(JSON.parse(output));
    assert.deepEqual(
      matricesOf(designed).map(({ lanes }) => lanes),
      [{ over: "samples" }, { over: "outputs", stride: 18 }],
    );
  });

  const refused: [what: string, parameters: () => string[], message: RegExp][] = [
    ["no task", () => ["draft.json"], /^design takes a file and the name of a task; got draft\.json\./],
    ["a file that is missing", () => [join(folder, "none.json"), task], /none\.json cannot be read; expected the JSON/],
    [
      "text that is no JSON",
      () => [file('{ "layers": ['), task],
      /draft\.json is not JSON; expected an architecture\./,
    ],
    ["JSON without layers", () => [file("[]"), task], /draft\.json has no list of layers; expected an architecture\./],
    ["an unknown layer", () => [file('{ "layers": [{ "kind": "attention" }] }'), task], /architecture\./],
    ["an unknown task", () => [file('{ "layers": [{}] }'), "digits"], /expected one of denoise-28, digits-28, /],
  ];
  for (const [what, parameters, message] of refused) {
    it(`refuses ${what}`, async () => {
      const { code, output, errors } = await run("design", ...parameters());
      assert.equal(code, 1);
      assert.equal(output, "");
      assert.match(errors, message);
      assert.doesNotMatch(errors, /\n {4}at /, "a stack trace");
    });
  }
});

describe("npm run circuits -- explain", () => {
  it("refuses an unknown circuit, and more than one", async () => {
    const unknown = await run("explain", "seal-chunk.digits");
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.errors,
      /The name of the circuit is seal-chunk\.digits; expected one of seal-chunk\.denoise-28, /,
    );
    const two = await run("explain", "seal-chunk.digits-28", "seal-chunk.digits-84");
    assert.equal(two.code, 1);
    assert.match(two.errors, /^explain takes one name; got seal-chunk\.digits-28 seal-chunk\.digits-84\./);
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

describe("npm run circuits -- build", () => {
  const folder = createTestFolder();
  after(() => rmSync(folder, { recursive: true }));

  it("explains and builds the circuits of an architecture from a file", async () => {
    const architecture = loadArchitecture("digits-mlp");
    const [hidden, ...rest] = architecture.layers;
    const file = join(folder, "narrow.json");
    writeFileSync(
      file,
      JSON.stringify({ ...architecture, name: "narrow", layers: [{ ...hidden, outputs: 2 }, ...rest] }),
    );
    const { code, output, errors } = await run("build", file, "digits-28");
    assert.equal(code, 0, errors);
    assert.match(output, /seal-model\.narrow/);
    assert.match(output, /evaluate-model\.digits-28\.narrow/);
    assert.match(output, /architecture register .*narrow\.json --task digits-28 --artifacts circuits\/build\n$/);
  });

  it("refuses what is no architecture, and a missing task", async () => {
    const file = join(folder, "broken.json");
    writeFileSync(file, "{}");
    assert.match((await run("build", file, "digits-28")).errors, /has no list of layers; expected an architecture/);
    assert.match((await run("build", file)).errors, /^build takes a file and the name of a task; got /);
  });
});
