// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createTestFolder } from "./folder.ts";

test("a new folder removes those of tests that were killed, and no other", () => {
  const own = createTestFolder();
  try {
    const { pid } = spawnSync(process.execPath, ["--eval", ""]);
    const left = join(dirname(own), `test-${pid}-left`);
    mkdirSync(left);
    writeFileSync(join(left, "proven.r1cs"), "");
    const other = createTestFolder();
    rmSync(other, { recursive: true });
    assert.notEqual(other, own);
    assert.ok(existsSync(own));
    assert.ok(!existsSync(left));
  } finally {
    rmSync(own, { recursive: true });
  }
});
