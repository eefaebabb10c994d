// SPDX-License-Identifier: MIT
// As a shell does it: the script that a person loads asks the program, in a process of its own, what can come next.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";

const BIN = join(import.meta.dirname, "../bin/commonweight.js");

async function commonweight(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...args]);
  return stdout;
}

describe("shell completion", { concurrency: true }, () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    it(`writes a script for ${shell} that asks the program`, async () => {
      const script = await commonweight("completion", shell);
      assert.match(script, /commonweight complete --/);
    });
  }

  it("offers groups, their commands, and options", async () => {
    const groups = await commonweight("complete", "--", "b");
    assert.match(groups, /^bounty\trewards for models that meet frozen terms$/m);
    const commands = await commonweight("complete", "--", "bounty", "");
    for (const name of ["init", "create", "list", "show", "contribute", "cancel", "settle", "watch"]) {
      assert.match(commands, new RegExp(`^${name}\\t`, "m"));
    }
    assert.match(await commonweight("complete", "--", "bounty", "contribute", "--"), /^--permit\t/m);
  });

  it("is listed by help, and refuses shells that it does not know", async () => {
    assert.match(await commonweight("--help"), /completion <shell>/);
    await assert.rejects(commonweight("completion", "tcsh"), { code: 2 });
  });
});
