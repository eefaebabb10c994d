// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compiled, publishedManifest } from "../../scripts/package/manifest.ts";

const manifest = {
  name: "a",
  version: "1.0.0",
  private: true,
  exports: { ".": "./src/index.ts", "./b": { browser: "./src/b.browser.ts", default: "./src/b.ts" } },
  browser: { "./src/files.ts": "./src/files.browser.ts", "csv-parse/sync": "csv-parse/browser/esm/sync" },
  sideEffects: ["./src/worker.ts"],
  dependencies: { viem: "2.57.20" },
  devDependencies: { vite: "8.3.8" },
};

describe("a published package.json", () => {
  it("leads to compiled files and their types, and is not private", () => {
    const dist = (name: string) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
    assert.deepEqual(publishedManifest(manifest), {
      name: "a",
      version: "1.0.0",
      exports: { ".": dist("index"), "./b": { browser: dist("b.browser"), default: dist("b") } },
      browser: { "./dist/files.js": "./dist/files.browser.js", "csv-parse/sync": "csv-parse/browser/esm/sync" },
      sideEffects: ["./dist/worker.js"],
      dependencies: { viem: "2.57.20" },
      engines: { node: ">=22" },
      files: ["dist"],
    });
  });

  it("has programs where the folder has", () => {
    const { files, bin } = publishedManifest({ ...manifest, bin: { a: "bin/a.js" } });
    assert.deepEqual([files, bin], [["dist", "bin"], { a: "bin/a.js" }]);
    assert.equal(compiled("../src/index.ts"), "../dist/index.js");
  });

  it("asks for exact versions", () => {
    const dependencies = { viem: "^2.57.20" };
    assert.throws(() => publishedManifest({ ...manifest, dependencies }), /depends on viem \^2\.57\.20/);
  });
});
