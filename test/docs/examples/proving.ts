// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { recordingConsole } from "../recordingConsole.ts";
import { tinySubmission } from "../tinySubmission.ts";

/** A submission to prove, and a program `rapidsnark` on the PATH. */
export async function proving(folder: string) {
  const programs = join(folder, "programs");
  const log = join(folder, "proofs.log");
  const script = join(import.meta.dirname, "../rapidsnark.ts");
  await mkdir(programs);
  const program = `#!/bin/sh\nexec "${process.execPath}" "${script}" "${log}" "$@"\n`;
  await writeFile(join(programs, "rapidsnark"), program, { mode: 0o755 });
  const usual = process.env.PATH;
  process.env.PATH = [programs, usual].join(delimiter);
  const { console, lines } = recordingConsole();
  return {
    fixtures: { ...(await tinySubmission()), console },
    check: async () => {
      assert.equal(await readFile(log, "utf8"), "proven\n".repeat(3));
      assert.equal((await readdir(join(folder, ".commonweight/proofs"))).length, 3);
      assert.ok(lines.includes("model started, 0 of 3"), `${lines}`);
      assert.match(lines.at(-1)!, / proven, 3 of 3$/);
    },
    close: async () => {
      process.env.PATH = usual;
    },
  };
}
