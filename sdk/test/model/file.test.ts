// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type IntegerModel, loadModel, saveModel } from "../../src/model/index.ts";
import { assertRejects, digitsMlp, inFolder, randomModel, seededRandom, tinyArchitecture } from "../fixtures.ts";

const model = randomModel(tinyArchitecture, seededRandom(1));

describe("a model file", () => {
  it("gives back what was saved, is its owner's alone, and leaves nothing beside it", () =>
    inFolder(async (folder) => {
      const path = join(folder, "models", "model.json");
      await saveModel(path, model);
      assert.deepEqual(await loadModel(path), model);
      assert.deepEqual(await loadModel(path, tinyArchitecture), model);
      assert.deepEqual(await readdir(join(folder, "models")), ["model.json"]);
      if (process.platform !== "win32") assert.equal((await stat(path)).mode & 0o777, 0o600);
    }));

  it("is not written if the model is malformed, and an older one stays", () =>
    inFolder(async (folder) => {
      const path = join(folder, "model.json");
      await saveModel(path, model);
      const malformed: IntegerModel = { ...model, matrices: [] };
      await assertRejects(saveModel(path, malformed), "InvalidValueError", /^The number of matrices/);
      assert.deepEqual(await loadModel(path), model);
    }));

  it("is refused wherever it is cut off", () =>
    inFolder(async (folder) => {
      const path = join(folder, "model.json");
      await saveModel(path, model);
      const text = await readFile(path, "utf8");
      // The last two characters are the closing brace and the end of the line, which nothing depends on.
      for (const length of [0, 1, Math.floor(text.length / 2), text.length - 2]) {
        await writeFile(path, text.slice(0, length));
        const message = new RegExp(
          `model\\.json: ${length} characters that are no complete JSON; expected a whole model file\\.$`,
        );
        await assertRejects(loadModel(path), "InvalidFileError", message);
      }
    }));

  it("is not written over a folder", () =>
    inFolder(async (folder) => {
      const path = join(folder, "taken.json");
      await mkdir(path);
      await assertRejects(saveModel(path, model), "InvalidFileError", /taken\.json: The file cannot be written;/);
      assert.deepEqual(await readdir(folder), ["taken.json"]);
    }));

  it("is refused if it is missing", () =>
    inFolder((folder) =>
      assertRejects(loadModel(join(folder, "none.json")), "InvalidFileError", /none\.json: The file cannot be read;/),
    ));

  it("is refused if it is of another architecture than expected", () =>
    inFolder(async (folder) => {
      const path = join(folder, "model.json");
      await saveModel(path, model);
      const message =
        /model\.json: architectureId is 0x[0-9a-f]{64}; expected 0x[0-9a-f]{64}, the identity of digits-mlp\.$/;
      await assertRejects(loadModel(path, digitsMlp), "InvalidFileError", message);
    }));

  type Content = Record<string, unknown> & { architecture: { name: string }; matrices: IntegerModel["matrices"] };
  const edited = (change: (matrices: Content["matrices"]) => void) => (content: Content) => {
    change(content.matrices);
    return content;
  };
  const refused: [string, (content: Content) => unknown, RegExp][] = [
    [
      "of another format",
      (c) => ({ ...c, format: "onnx" }),
      /: file\.format is "onnx"; expected "commonweight-model"\.$/,
    ],
    [
      "of another version",
      (c) => ({ ...c, version: 2 }),
      /: file\.version is 2; expected 1, the only version there is\.$/,
    ],
    ["without matrices", ({ matrices: _, ...c }) => c, /: file\.matrices is missing; expected a list\.$/],
    [
      "without an architecture",
      ({ architecture: _, ...c }) => c,
      /: file\.architecture is missing; expected a value\.$/,
    ],
    ["with an unknown key", (c) => ({ ...c, extra: "x" }), /: file\.extra is "x"; expected no such key\.$/],
    [
      "with a changed architecture",
      (c) => ({ ...c, architecture: { ...c.architecture, name: "x" } }),
      /: architectureId is 0x.*, the identity of the architecture in the file\.$/,
    ],
    ["with a malformed architecture", (c) => ({ ...c, architecture: {} }), /: architecture\.name is missing;/],
    [
      "with text for a weight",
      edited((matrices) => matrices[0]!.weights[0]!.splice(0, 1, "1" as unknown as number)),
      /: file\.matrices\[0\]\.weights\[0\]\[0\] is "1"; expected a number\.$/,
    ],
    [
      "with a weight out of range",
      edited((matrices) => matrices[0]!.weights[0]!.splice(0, 1, 99)),
      /: model\.matrices\[0\]\.weights\[0\]\[0\] is 99; expected an integer from -4 to 3\.$/,
    ],
    [
      "with a row too few",
      edited((matrices) => matrices[1]!.weights.pop()),
      /: The number of rows of model\.matrices\[1\]\.weights is 4; expected 5\.$/,
    ],
  ];
  for (const [what, change, message] of refused) {
    it(`is refused ${what}`, () =>
      inFolder(async (folder) => {
        const path = join(folder, "model.json");
        await saveModel(path, model);
        await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, "utf8")))));
        await assertRejects(loadModel(path), "InvalidFileError", message);
      }));
  }
});
