// SPDX-License-Identifier: MIT
// Packs the packages, installs them in a fresh project outside the workspace, and runs the quick start of the SDK there: by Node, and bundled
// for browsers by Vite. Prints what it does; the first thing that fails ends it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { codeBlocksOf } from "../../scripts/docs/codeBlocks.ts";
import { npm, packPackages } from "../../scripts/package/pack.ts";
import { KEY, quickStart } from "../docs/examples/quickStart.ts";

const run = promisify(execFile);
const started = performance.now();
const step = (text: string) =>
  console.log(`${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${text}`);

const packed = await packPackages("build/packages");
step(`packed ${packed.map(({ name, version }) => `${name} ${version}`).join(" and ")}`);

const project = await mkdtemp(join(tmpdir(), "commonweight-project-"));
let chain: Awaited<ReturnType<typeof quickStart>> | undefined;
try {
  await writeFile(
    join(project, "package.json"),
    JSON.stringify({ name: "fresh-project", private: true, type: "module" }),
  );
  const tarballs = packed.map(({ tarball }) => tarball);
  await npm(
    ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=dev", ...tarballs],
    project,
  );
  const installed = await readdir(join(project, "node_modules"));
  step(`installed them in a fresh project, with ${installed.length} folders of packages`);
  assert.deepEqual(await readdir(join(project, "node_modules/@commonweight")), ["sdk"], "circuits stay outside");

  const [block] = codeBlocksOf(await readFile("sdk/README.md", "utf8")).filter(
    ({ example }) => example === "quick-start",
  );
  assert.ok(block, "The quick start of sdk/README.md is missing.");
  const prelude = `
    import { privateKeyToAccount } from "viem/accounts";
    const { json, url } = globalThis.chain ?? JSON.parse(process.env.CHAIN);
    const account = privateKeyToAccount("${KEY}");
  `;
  const quickStartSource = `${prelude}\n${block.code}`;
  chain = await quickStart();
  const { json, url } = chain.fixtures;

  await writeFile(join(project, "quickStart.mjs"), quickStartSource);
  const byNode = await run(process.execPath, ["quickStart.mjs"], {
    cwd: project,
    env: { CHAIN: JSON.stringify({ json, url }) },
  });
  assert.match(byNode.stdout, /bounty 1: 0 of 100000000; contribute until \d+\naccepted: 1000000\n/);
  assert.equal(await chain.paid(), 1_000_000n);
  step("the quick start ran by Node");

  await build({
    root: project,
    configFile: false,
    logLevel: "silent",
    build: {
      target: "es2023",
      rolldownOptions: { input: join(project, "quickStart.mjs"), output: { entryFileNames: "page.js" } },
    },
  });
  const bundled = join(project, "dist/page.js");
  const code = await readFile(bundled, "utf8");
  assert.doesNotMatch(code, /["']node:/, "The bundle imports a module of Node.");
  const page = `globalThis.chain = ${JSON.stringify({ json, url })}; await import("./dist/page.js");`;
  await writeFile(join(project, "page.mjs"), page);
  const byBundle = await run(process.execPath, ["page.mjs"], { cwd: project, env: {} });
  assert.match(byBundle.stdout, /bounty 1: 1000000 of 100000000; wait until \d+\naccepted: 1000000\n/);
  assert.equal(await chain.paid(), 2_000_000n);
  step(`it ran bundled by Vite: ${Math.round(code.length / 1_000)} kB`);

  for (const { name, folder } of packed) {
    const { bin } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
      bin?: Record<string, string>;
    };
    for (const program of Object.keys(bin ?? {})) {
      const { stdout } = await npm(["exec", "--no", "--", program, "--help"], project);
      assert.match(stdout, new RegExp(program));
      step(`${name}: ${program} --help answers`);
    }
  }
} finally {
  await chain?.close();
  await rm(project, { recursive: true });
}
step("everything that a fresh project needs is in the packages");
