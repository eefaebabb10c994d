// SPDX-License-Identifier: MIT
// Every block of TypeScript in the documentation runs, and its types hold.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import ts from "typescript";
import { inFolder } from "../../sdk/test/fixtures.ts";
import { documentedBlocks } from "./documents.ts";
import { type Example, harnessOf, type MakeHarness, MODULES, writeModule } from "./harness.ts";

const root = join(import.meta.dirname, "../..");
const examples = new Map<string, Example>();
const unnamed: string[] = [];
for (const { document, ...block } of await documentedBlocks("ts")) {
  if (block.example === undefined) unnamed.push(`${document}:${block.line}`);
  else {
    const example = examples.get(block.example) ?? { document, name: block.example, blocks: [] };
    examples.set(block.example, example);
    example.blocks.push(block);
  }
}

/** Runs an action with the process in another folder: examples name files as their readers would. */
async function inWorkingFolder(folder: string, action: () => Promise<void>): Promise<void> {
  const usual = process.cwd();
  process.chdir(folder);
  try {
    await action();
  } finally {
    process.chdir(usual);
  }
}

describe("the documentation", () => {
  const modules: string[] = [];

  before(() => rm(MODULES, { recursive: true, force: true }));
  after(() => rm(MODULES, { recursive: true, force: true }));

  it("names an example before every block of TypeScript", () => {
    assert.deepEqual(unnamed, []);
    assert.ok(examples.size > 0);
  });

  for (const example of examples.values()) {
    it(`runs ${example.name}, of ${example.document}`, (t) =>
      inFolder(async (folder) => {
        const place = harnessOf(example.name);
        const { [place.function]: make } = (await import(join(import.meta.dirname, place.file))) as Record<
          string,
          MakeHarness
        >;
        assert.ok(make, `${place.file} exports no ${place.function}`);
        const harness = await make(folder);
        try {
          const path = await writeModule(example, harness);
          modules.push(path);
          if (harness.missing) return t.skip(harness.missing);
          await inWorkingFolder(folder, async () => {
            const { run } = (await import(path)) as {
              run: (fixtures: object, step: (number: number) => Promise<unknown>) => Promise<void>;
            };
            await run(harness.fixtures, async (number) => harness.steps?.[number]?.());
            await harness.check();
          });
        } finally {
          await harness.close();
        }
      }));
  }

  it("has the types that it says", () => {
    assert.equal(modules.length, examples.size, "examples that ran");
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: modules }, ts.sys, root);
    // Types that are declared beside the sources that need them, and those of Hardhat's plugins.
    const ambient = ["sdk/src/proving/snarkjs.d.ts", "circuits/setup/ffjavascript.d.ts", "hardhat.config.ts"];
    const program = ts.createProgram([...ambient.map((file) => join(root, file)), ...modules], options);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
    assert.deepEqual(problems, []);
  });
});
