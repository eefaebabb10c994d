// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, it } from "node:test";
import { BaseError, type CircuitArtifacts, loadArtifacts } from "@commonweight/sdk/proving";
import { REPOSITORY } from "../../generator/index.ts";
import { type BuildProgress, buildCircuit, buildCircuits, readReport } from "../../setup/build.ts";
import { createBuildFolder, tinyCircuit } from "./tinyCircuits.ts";

const source = tinyCircuit(3);

describe("building a circuit", () => {
  let buildFolder: string;
  beforeEach(() => {
    buildFolder = createBuildFolder();
  });
  afterEach(() => rmSync(join(REPOSITORY, buildFolder), { recursive: true, force: true }));

  const entries = () => readdirSync(join(REPOSITORY, buildFolder));
  const folderOf = (artifacts: CircuitArtifacts) => dirname(artifacts.zkey);

  /** Builds, and tells the steps, each once. */
  async function build(circuit = source): Promise<{ artifacts: CircuitArtifacts; steps: string[] }> {
    const steps = new Set<string>();
    const artifacts = await buildCircuit(circuit, { buildFolder, onProgress: ({ step }) => steps.add(step) });
    return { artifacts, steps: [...steps] };
  }

  /** Builds in another process; `onProgress` may kill it. Resolves to its steps when it has ended. */
  async function buildElsewhere(onProgress: (progress: BuildProgress, kill: () => void) => void): Promise<string[]> {
    const script = join(import.meta.dirname, "buildProcess.ts");
    const child = spawn(process.execPath, [script, JSON.stringify({ source, buildFolder })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
    const steps: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const progress = JSON.parse(line) as BuildProgress;
      if (steps.at(-1) !== progress.step) steps.push(progress.step);
      onProgress(progress, () => child.kill("SIGKILL"));
    }
    await ended;
    return steps;
  }

  it("makes files that belong together, and a report", async () => {
    const { artifacts, steps } = await build();
    assert.deepEqual(steps, ["compile", "key", "done"]);
    assert.deepEqual(entries(), [basename(folderOf(artifacts))]);
    assert.match(folderOf(artifacts), /tiny\.3-[0-9a-f]{16}$/);
    assert.deepEqual(readdirSync(folderOf(artifacts)).sort(), [
      "circuit.r1cs",
      "circuit.sym",
      "circuit.wasm",
      "circuit.zkey",
      "main.circom",
      "report.json",
      "verification_key.json",
    ]);
    assert.equal(artifacts.name, "tiny.3");
    assert.equal(artifacts.development, true);
    assert.equal(artifacts.verifyingKey.nPublic, 3);
    const { constraints, wires, publicInputs, privateInputs, domain } = await readReport(artifacts);
    assert.deepEqual(
      { constraints, wires, publicInputs, privateInputs, domain },
      // Rows of the domain: five constraints, three public signals, the constant wire.
      { constraints: { total: 5, nonLinear: 5, linear: 0 }, wires: 9, publicInputs: 3, privateInputs: 1, domain: 16 },
    );
  });

  it("takes what was built before", async () => {
    const first = await build();
    const second = await build();
    assert.deepEqual(second.steps, ["ready"]);
    assert.deepEqual(second.artifacts, first.artifacts);
  });

  it("builds anew, beside the old, when the source changes", async () => {
    const first = await build();
    const second = await build({ ...source, main: source.main.replace("3 * secret", "4 * secret") });
    assert.deepEqual(second.steps, ["compile", "key", "done"]);
    assert.equal(entries().length, 2);
    assert.notDeepEqual(second.artifacts.verifyingKey, first.artifacts.verifyingKey);
  });

  it("builds anew when an included file changes", async () => {
    const included = join(buildFolder, "Included.circom");
    const template = (factor: number) =>
      `pragma circom 2.2.0;\ntemplate Included() { signal input a; signal output b; b <== ${factor} * a * a; }\n`;
    const main = `pragma circom 2.2.0;\ninclude "${included}";\ncomponent main = Included();\n`;
    writeFileSync(join(REPOSITORY, included), template(2));
    const first = await build({ name: "including", main });
    writeFileSync(join(REPOSITORY, included), template(3));
    const second = await build({ name: "including", main });
    assert.deepEqual(second.steps, ["compile", "key", "done"]);
    assert.notEqual(folderOf(second.artifacts), folderOf(first.artifacts));
  });

  it("succeeds after a build that was killed half-way, and removes what that one left", async () => {
    const steps = await buildElsewhere(({ step }, kill) => {
      if (step === "key") kill();
    });
    assert.deepEqual(steps, ["compile", "key"], "killed before it was done");
    const left = entries();
    assert.ok(left.some((name) => name.startsWith("tmp-")) && left.some((name) => name.endsWith(".lock")), `${left}`);

    const { artifacts, steps: own } = await build();
    assert.deepEqual(own, ["compile", "key", "done"], "without waiting for a process that is no more");
    assert.deepEqual(entries(), [basename(folderOf(artifacts))]);
  });

  it("does not wait for ever for a lock whose process id was given to another process", async () => {
    const { artifacts } = await build();
    rmSync(folderOf(artifacts), { recursive: true });
    const lock = `${folderOf(artifacts)}.lock`;
    // This very process exists, but has not touched the lock for two minutes.
    writeFileSync(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lock, longAgo, longAgo);
    assert.deepEqual((await build()).steps, ["compile", "key", "done"]);
    assert.equal(existsSync(lock), false);
  });

  it("builds once when two processes and a third call want the same at once", async () => {
    const [first, second, own] = await Promise.all([buildElsewhere(() => {}), buildElsewhere(() => {}), build()]);
    const all = [first, second, own.steps];
    assert.equal(all.filter((steps) => steps.includes("done")).length, 1, JSON.stringify(all));
    assert.equal(all.filter((steps) => steps.at(-1) === "ready").length, 2, JSON.stringify(all));
    assert.deepEqual(entries(), [basename(folderOf(own.artifacts))]);
  });

  it("tells what is wrong with a source, and leaves nothing", async () => {
    const broken = { name: "broken", main: "pragma circom 2.2.0;\ntemplate Broken() { signal input a }\n" };
    await assert.rejects(build(broken), (error) => {
      assert.ok(error instanceof BaseError);
      assert.match(error.shortMessage, /^broken does not compile: circom ended with 1; expected 0\.$/);
      assert.match(error.details ?? "", /Missing semicolon/);
      return true;
    });
    const missing = { name: "missing", main: 'pragma circom 2.2.0;\ninclude "circuits/src/Nowhere.circom";\n' };
    await assert.rejects(build(missing), /missing cannot be built: a file that it includes[\s\S]*Nowhere\.circom/);
    assert.deepEqual(entries(), []);
  });

  it("refuses artifacts that are damaged or mixed, naming the file, and builds them again", async () => {
    const { artifacts } = await build();
    const { artifacts: other } = await build(tinyCircuit(4));
    const damages: [file: string, content: Uint8Array | undefined, message: RegExp][] = [
      ["circuit.wasm", readFileSync(other.wasm), /circuit\.wasm (has \d+ bytes; expected \d+|is not the file)/],
      ["circuit.zkey", flipped(artifacts.zkey), /circuit\.zkey is not the file that was built for the circuit tiny\.3/],
      ["verification_key.json", undefined, /verification_key\.json is missing; it belongs to the circuit tiny\.3/],
      ["report.json", Buffer.from("{"), /report\.json is not JSON; it may have been cut short/],
      ["report.json", Buffer.from("{}"), /report\.json has not the expected form/],
    ];
    for (const [file, content, message] of damages) {
      const path = join(folderOf(artifacts), file);
      const whole = readFileSync(path);
      if (content === undefined) rmSync(path);
      else writeFileSync(path, content);
      await assert.rejects(loadArtifacts(folderOf(artifacts)), message);
      writeFileSync(path, whole);
    }
    rmSync(artifacts.zkey);
    assert.deepEqual((await build()).steps, ["rebuild", "compile", "key", "done"]);
  });
});

describe("building circuits by name", () => {
  it("refuses an unknown name before it builds anything, and tells which there are", async () => {
    const steps: BuildProgress[] = [];
    const building = buildCircuits({
      names: ["seal-chunk.digits-28", "seal-chunk.digits-29"],
      onProgress: (progress) => steps.push(progress),
    });
    await assert.rejects(building, /There is no circuit "seal-chunk\.digits-29"[\s\S]*seal-chunk\.digits-28/);
    assert.deepEqual(steps, []);
  });
});

/** A file with its last byte but sixteen changed, so that only a hash tells. */
function flipped(path: string): Uint8Array {
  const content = readFileSync(path);
  content[content.length - 16]! ^= 1;
  return content;
}
