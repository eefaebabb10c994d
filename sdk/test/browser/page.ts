// SPDX-License-Identifier: MIT
// What the page of proving.test.ts loads.

import { loadArtifacts } from "../../src/proving/artifacts.ts";
import { browserProver } from "../../src/proving/browser/browserProver.ts";
import { keepArtifacts } from "../../src/proving/browser/keepArtifacts.ts";
import { tinyInputs } from "../support/tinyInputs.ts";

const worker = () => new Worker(new URL("./prover.worker.ts", import.meta.url), { type: "module" });

/** Texts, as numbers of this size do not pass from a page to a test. */
const inWords = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
const saying = (error: Error & { failures?: Map<string, Error> }): string =>
  [error, ...(error.failures?.values() ?? [])].map(String).join("\n");

export const page = {
  /** Proofs of the tiny circuit for secrets, in workers, with artifacts from a URL. */
  async prove(folder: string, secrets: [string, string][], workers: number): Promise<string> {
    const artifacts = await loadArtifacts(folder);
    const jobs = secrets.map(([a, b], i) => ({ id: String(i), artifacts, ...tinyInputs([BigInt(a), BigInt(b)]) }));
    const steps: string[] = [];
    const onProgress = ({ id, step }: { id: string; step: string }) => steps.push(`${id} ${step}`);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const proofs = await browserProver({ worker, workers }).prove(jobs, { onProgress });
    clearInterval(timer);
    return inWords({ proofs, steps, ticks });
  },

  /** What is said of false inputs, with artifacts from bytes. */
  async proveFalse(folder: string): Promise<string> {
    const { name, verifyingKey, ...urls } = await loadArtifacts(folder);
    const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
    const artifacts = keepArtifacts({
      name,
      verifyingKey,
      wasm: await bytesOf(urls.wasm),
      zkey: await bytesOf(urls.zkey),
    });
    const { inputs, publicInputs } = tinyInputs([3n, 5n]);
    const job = { id: "false", artifacts, inputs: { ...inputs, digest: 1n }, publicInputs };
    return browserProver({ worker })
      .prove([job])
      .then(() => "There is a proof.", saying);
  },

  /** What is said of artifacts at a URL. */
  load: (folder: string): Promise<string> => loadArtifacts(folder).then(() => "They are loaded.", saying),
};

export type Page = typeof page;
