// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle } from "../support/bundle.ts";

const sdk = fileURLToPath(new URL("../../", import.meta.url));

/** Entry points that are for Node alone: workers of a queue connect to a Redis. */
const nodeOnly = ["./proving/queue"];

/** Bytes, minified, of a page that reads a bounty's status: the escrow's ABI and the part of viem that calls contracts, and little else. */
const ONE_READ = 170_000;

const manifest = JSON.parse(await readFile(join(sdk, "package.json"), "utf8")) as {
  exports: Record<string, string>;
  browser: Record<string, string>;
  sideEffects: string[];
};

describe("the SDK in a bundle for browsers", () => {
  for (const name of Object.keys(manifest.exports).filter((name) => !nodeOnly.includes(name))) {
    it(`takes nothing of Node with ${name}`, async () => {
      const { ofNode, modules } = await bundle(`export * from "${join("@commonweight/sdk", name)}";`);
      // tlock-js asks for it where there is no \`window\`, and only then.
      const known = (importer: string) => importer.includes("/tlock-js/age/utils-crypto.js");
      const unknown = ofNode.filter(({ importers }) => !importers.every(known));
      assert.deepEqual(unknown, []);
      assert.ok(modules.length > 0);
    });
  }

  it("is as small as what is used of it", async () => {
    const { size, modules } = await bundle('export { getBountyStatus } from "@commonweight/sdk";');
    assert.ok(size < ONE_READ, `${size} bytes; expected less than ${ONE_READ}`);
    const ours = modules.filter((id) => id.startsWith(join(sdk, "src"))).map((id) => id.slice(sdk.length));
    for (const part of ["src/model", "src/proving", "src/storage", "src/timelock", "src/data", "src/market"]) {
      assert.deepEqual(
        ours.filter((id) => id.startsWith(part)),
        [],
      );
    }
    for (const library of ["snarkjs", "zod", "tlock-js", "csv-parse", "@noble/curves"]) {
      const found = modules.filter((id) => id.includes(`/node_modules/${library}/`) && !id.includes("/viem/"));
      assert.deepEqual(found, [], library);
    }
  });

  it("refuses what works in Node only, once it is called", async () => {
    const { files } = await bundle('export { poseidon, NodeOnlyError, fileStore } from "@commonweight/sdk";');
    const code = Buffer.from(files.get("entry.js")!).toString("base64");
    const page = await import(`data:text/javascript;base64,${code}`);
    assert.equal(typeof page.poseidon([1n, 2n]), "bigint");
    const store = () => page.fileStore("folder");
    assert.throws(
      store,
      (error: Error) => error instanceof page.NodeOnlyError && /works in Node only/.test(String(error)),
    );
  });

  it("has for every module of Node one that says the same names", async () => {
    const files = (await readdir(join(sdk, "src"), { recursive: true })).filter((file) => file.endsWith(".browser.ts"));
    const replaced = Object.entries(manifest.browser).filter(([from]) => from.startsWith("./"));
    assert.deepEqual(replaced.map(([, to]) => to).sort(), files.map((file) => `./src/${file}`).sort());
    for (const [from, to] of replaced) {
      assert.equal(to, from.replace(/\.ts$/, ".browser.ts"));
      const [node, browser] = await Promise.all([import(join(sdk, from)), import(join(sdk, to))]);
      assert.deepEqual(Object.keys(browser).sort(), Object.keys(node).sort(), from);
    }
  });
});
