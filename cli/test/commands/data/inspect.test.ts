// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { tinyTask } from "../../../../sdk/test/fixtures.ts";
import { makeFolder } from "../../support/folder.ts";
import { type Ran, runCli } from "../../support/testIo.ts";

describe("commonweight data inspect", () => {
  let cwd: string;
  before(async () => {
    cwd = await makeFolder();
    await writeFile(join(cwd, "task.json"), JSON.stringify(tinyTask));
  });
  after(() => rm(cwd, { recursive: true }));

  async function inspect(csv: string, ...options: string[]): Promise<Ran> {
    await writeFile(join(cwd, "samples.csv"), csv);
    return runCli(["data", "inspect", "samples.csv", "--task", "task.json", ...options], { cwd });
  }

  it("counts samples, labels, chunks, and what would be altered", async () => {
    const { code, stdout, stderr } = await inspect("0,1,3,0\n4,1,0.4,1\n0,1,3,0\n0,1,3,2\n2,1,2,2\n");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^samples +5 of 3 features from 0 to 4$/m);
    assert.match(stdout, /^labels +0: 2, 1: 1, 2: 2$/m);
    assert.match(stdout, /^constant features +1, which tell nothing$/m);
    assert.match(stdout, /^duplicates +1, which count twice$/m);
    assert.match(stdout, /^contradictions +1: the same features with different labels$/m);
    assert.match(stdout, /^for tiny +1 chunks, and 1 samples that fill no whole one$/m);
    assert.match(stdout, /^times 1 +1 are rounded, 1 that are one above the largest become the largest$/m);
    assert.match(stdout, /\nIt fits tiny\.\n$/);
  });

  it("says why a file does not fit, and what scale would", async () => {
    const { stdout } = await inspect("0,128,255,0\n0,0,0,7\n");
    assert.match(
      stdout,
      /It does not fit tiny:\n {2}2 features times 1 are not from 0 to 3; column 2 of sample 1 is 128\./,
    );
    assert.match(stdout, /1 labels are not from 0 to 2; column 4 of sample 2 is 7\./);
    assert.match(stdout, /With --scale 0\.01176\d* the largest feature becomes the largest integer\./);
    const scaled = await inspect("0,128,255,0\n0,0,0,2\n", "--scale", "0.011764705882352941", "--json");
    assert.deepEqual(scaled.json<{ task: object }>().task, {
      name: "tiny",
      fits: true,
      problems: [],
      chunks: 0,
      left: 2,
      clamped: 0,
      rounded: 1,
    });
  });

  it("says where a file has other features, or is none", async () => {
    assert.match((await inspect("0,1,0\n")).stdout, /tiny has 3 features; the samples have 2\./);
    const broken = await inspect("0,1,x,0\n");
    assert.equal(broken.code, 3);
    assert.match(broken.stderr, /samples\.csv:1: Column 3 is "x"; expected a number\./);
    assert.equal((await inspect("0,1,2,0\n", "--scale", "0")).code, 2);
  });
});
