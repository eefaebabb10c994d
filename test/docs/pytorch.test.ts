// SPDX-License-Identifier: MIT
// Every block of Python in the documentation runs, as it stands, and the SDK reads what it writes.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadArchitecture } from "@commonweight/circuits";
import { readCsv } from "@commonweight/sdk/data";
import { importFile } from "@commonweight/sdk/import";
import { evaluateFloat, type FloatNetwork } from "@commonweight/sdk/model";
import { inFolder } from "../../sdk/test/fixtures.ts";
import { largestDifference, pytorchArchitectures } from "../../sdk/test/model/import/architectures.ts";
import { digitsCsv } from "./digits.ts";
import { documentedBlocks } from "./documents.ts";
import { pytorchMissing, runPython } from "./python.ts";

const ENDINGS = ["safetensors", "onnx"] as const;
/** PyTorch computes with numbers of 32 bits. */
const TOLERANCE = 1e-5;

describe("the Python of the documentation", async () => {
  const blocks = await documentedBlocks("python");
  const commands = (await documentedBlocks("sh"))
    .filter(({ document }) => document === "docs/operators/pytorch.md")
    .flatMap(({ code }) => [...code.matchAll(/^python (train\.py [^#\n]*)/gm)].map(([, command]) => command!.trim()));
  const codeOf = (name: string) => blocks.find(({ example }) => example === name)!.code;

  it("is known, and so are its command lines", () => {
    assert.deepEqual(
      blocks.map(({ example }) => example),
      ["pytorch-script", "pytorch-layers"],
    );
    assert.deepEqual(
      commands.map((command) => command.includes("--aware")),
      [false, true],
    );
  });

  for (const command of commands) {
    it(`trains by ${command}, and writes twice what the SDK imports`, { skip: pytorchMissing }, () =>
      inFolder(async (folder) => {
        await writeFile(join(folder, "train.py"), codeOf("pytorch-script"));
        await writeFile(join(folder, "train.csv"), digitsCsv(800, 1));
        await writeFile(join(folder, "test.csv"), digitsCsv(200, 2));
        const [script, ...args] = command.split(" ");
        const printed = await runPython(folder, script!, [...args, "--epochs", "4", "--device", "cpu"]);
        const percent = Number(/^([\d.]+) % of 200 samples are right$/m.exec(printed)?.[1]);
        assert.ok(percent > 70, printed);

        const architecture = loadArchitecture("digits-mlp");
        const { features, labels } = await readCsv(join(folder, "test.csv"));
        const outputsOf = (network: FloatNetwork) => features.map((row) => evaluateFloat(architecture, network, row));
        const networks: FloatNetwork[] = [];
        for (const ending of ENDINGS) {
          const { network, unused } = await importFile({ path: join(folder, `digits.${ending}`), architecture });
          assert.deepEqual(unused, [], ending);
          networks.push(network);
        }
        const [tensors, graph] = networks.map(outputsOf);
        assert.ok(largestDifference(tensors!, graph!) < TOLERANCE);
        const right = tensors!.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
        // Rounded activations, which training saw, are not in the file: some samples may differ by them.
        const isAware = command.includes("--aware");
        assert.ok(Math.abs(right / 2 - percent) <= (isAware ? 5 : 0.01), `${right} of 200, but ${percent} %`);
        for (const row of networks[0]!.matrices[0]!.weights) {
          const levels = row.map((weight) => (127 * weight) / Math.max(...row.map(Math.abs)));
          const isRounded = levels.every((level) => Math.abs(level - Math.round(level)) < 1e-3);
          assert.equal(isRounded, isAware, "weights of 8 bits");
        }
      }),
    );
  }

  it("declares layers that are read from either file", { skip: pytorchMissing }, () =>
    inFolder(async (folder) => {
      const imports = "import torch\nfrom torch import nn\nfrom torch.nn import functional as F\n\n\n";
      await writeFile(join(folder, "page.py"), imports + codeOf("pytorch-layers"));
      const { inputs, ...outputs } = JSON.parse(
        await runPython(folder, join(import.meta.dirname, "layers.py")),
      ) as Record<string, number[][]>;
      assert.deepEqual(Object.keys(outputs), ["lora", "moe"]);
      for (const [name, expected] of Object.entries(outputs)) {
        const architecture = pytorchArchitectures[name]!;
        for (const ending of ENDINGS) {
          const { network, unused } = await importFile({ path: join(folder, `${name}.${ending}`), architecture });
          assert.deepEqual(unused, [], `${name}.${ending}`);
          const own = inputs!.map((input) => evaluateFloat(architecture, network, input));
          assert.ok(largestDifference(own, expected) < TOLERANCE, `${name}.${ending}`);
        }
      }
    }),
  );
});
