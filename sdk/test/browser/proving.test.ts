// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page as Tab } from "playwright-core";
import { type CircuitArtifacts, verifyProof } from "../../src/index.ts";
import { readProof } from "../../src/proving/batch/proofStore.ts";
import { type Bundle, bundle } from "../support/bundle.ts";
import { serveFiles } from "../support/server.ts";
import { buildTinyCircuit, tinyInputs } from "../support/tinyCircuit.ts";
import type { Page } from "./page.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const skip = existsSync(executablePath)
  ? false
  : `There is no Chromium at ${executablePath}: install it, or say by CHROMIUM_PATH where it is.`;

declare const page: Page;

describe("proving in a browser", () => {
  let files: Bundle["files"];

  before(async () => {
    const source = JSON.stringify(fileURLToPath(new URL("./page.ts", import.meta.url)));
    const { files: built } = await bundle(`import { page } from ${source}; Object.assign(globalThis, { page });`);
    files = built;
  });

  it("bundles the page and its worker", () => {
    const names = [...files.keys()];
    assert.ok(names.includes("entry.js"), names.join());
    assert.ok(
      names.some((name) => /prover\.worker-.*\.js$/.test(name)),
      names.join(),
    );
  });

  describe("in Chromium", { skip }, () => {
    let artifacts: CircuitArtifacts;
    let server: Awaited<ReturnType<typeof serveFiles>>;
    let browser: Browser;
    let tab: Tab;
    let folder: string;
    const problems: string[] = [];

    before(async () => {
      artifacts = await buildTinyCircuit();
      const built = dirname(artifacts.wasm);
      server = await serveFiles(async (name) => {
        if (name === "index.html") return '<!doctype html><script type="module" src="/entry.js"></script>';
        if (name.startsWith("artifacts/")) return readFile(join(built, basename(name)));
        // A folder of which a file was replaced.
        if (name === "wrong/circuit.zkey") return readFile(join(built, "circuit.wasm"));
        if (name.startsWith("wrong/")) return readFile(join(built, basename(name)));
        return files.get(name);
      });
      folder = `${server.url}/artifacts`;
      browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
      tab = await browser.newPage();
      tab.on("pageerror", (error) => problems.push(String(error)));
      await tab.goto(`${server.url}/index.html`);
      await tab.waitForFunction(() => "page" in globalThis);
    });

    after(async () => {
      await browser?.close();
      server?.close();
    });

    it("makes proofs that the contracts take, in workers, while the page goes on", async () => {
      const secrets: [string, string][] = [
        ["3", "5"],
        ["2", "11"],
        ["7", "13"],
      ];
      const text = await tab.evaluate(([folder, secrets]) => page.prove(folder, secrets, 2), [
        folder,
        secrets,
      ] as const);
      const { proofs, steps, ticks } = JSON.parse(text) as { proofs: object[]; steps: string[]; ticks: number };
      assert.deepEqual(problems, []);
      assert.equal(proofs.length, 3);
      for (const [i, plain] of proofs.entries()) {
        const proof = readProof(JSON.stringify(plain));
        assert.ok(proof, `proof ${i}`);
        const { publicInputs } = tinyInputs([BigInt(secrets[i]![0]), BigInt(secrets[i]![1])]);
        assert.ok(verifyProof({ verifyingKey: artifacts.verifyingKey, publicInputs, proof }), `proof ${i}`);
      }
      assert.deepEqual(steps.slice(0, 2), ["0 started", "1 started"]);
      assert.deepEqual(steps.filter((step) => step.endsWith("proven")).sort(), ["0 proven", "1 proven", "2 proven"]);
      assert.ok(ticks > 0, "the page stood still");
    });

    it("says what is wrong with inputs, from bytes", async () => {
      const said = await tab.evaluate((folder) => page.proveFalse(folder), folder);
      assert.match(said, /WitnessError/);
      assert.match(said, /SealChunk/);
    });

    it("refuses artifacts that are missing, or not those of the report", async () => {
      const load = (url: string) => tab.evaluate((url) => page.load(url), url);
      assert.match(
        await load(`${server.url}/nowhere`),
        /report\.json cannot be read; expected a file of circuit artifacts/,
      );
      assert.match(await load(`${server.url}/wrong`), /circuit\.zkey has \d+ bytes; expected \d+/);
    });
  });
});
