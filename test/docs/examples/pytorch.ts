// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModel } from "@commonweight/sdk/model";
import { pytorchPath } from "../../../sdk/test/model/import/architectures.ts";
import { digitsCsv } from "../digits.ts";
import { recordingConsole } from "../recordingConsole.ts";

/** Definitions as they lie in a clone, digits, and a network that PyTorch trained on others. */
export async function pytorch(folder: string) {
  for (const [kind, name] of [
    ["architectures", "digits-mlp"],
    ["tasks", "digits-28"],
  ] as const) {
    await mkdir(join(folder, "circuits", kind), { recursive: true });
    const file = join("circuits", kind, `${name}.json`);
    await copyFile(join(import.meta.dirname, "../../..", file), join(folder, file));
  }
  await copyFile(pytorchPath("digits", "safetensors"), join(folder, "digits.safetensors"));
  await writeFile(join(folder, "train.csv"), digitsCsv(200, 1));
  await writeFile(join(folder, "test.csv"), digitsCsv(200, 2));
  const { console, lines } = recordingConsole();
  return {
    fixtures: { console },
    check: async () => {
      const [float, integer, points] = lines[0]!
        .match(/^(0\.\d+) (0\.\d+) (\d+) of 112 points$/)!
        .slice(1)
        .map(Number);
      assert.ok(float! > 0.9 && integer! > 0.9 && points! > 90, lines[0]);
      assert.equal((await loadModel("digits.model.json")).architecture.name, "digits-mlp");
    },
    close: async () => undefined,
  };
}
