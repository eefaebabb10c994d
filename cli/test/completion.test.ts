// SPDX-License-Identifier: MIT
// The script that a person loads asks the program, at each press of Tab, what can come next.
import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import { runCli } from "./support/testIo.ts";

/** What a command line writes: to the console itself, as shells read it. */
async function commonweight(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const log = mock.method(console, "log", (line: string) => lines.push(line));
  try {
    const { code, stdout, stderr } = await runCli(args);
    assert.equal(code, 0, stderr);
    return `${stdout}${lines.join("\n")}`;
  } finally {
    log.mock.restore();
  }
}

describe("shell completion", () => {
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
    const { code, stderr } = await runCli(["completion", "tcsh"]);
    assert.equal(code, 2);
    assert.match(stderr, /Allowed choices are zsh, bash, fish/);
  });
});
