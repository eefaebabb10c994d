// SPDX-License-Identifier: MIT

// node proveOnce.ts WASM ZKEY VERIFYING-KEY INPUTS
//
// One proof in a process of its own, so that its peak of memory is that of the proof. Prints what it took as JSON.
import { readFile } from "node:fs/promises";
import { terminateProver } from "@commonweight/sdk/proving";
import { groth16, type MemoryWitness, wtns } from "snarkjs";
import type { Measurement } from "./measure.ts";

const [wasm, zkey, verifyingKeyPath, inputsPath] = process.argv.slice(2) as [string, string, string, string];
const inputs = JSON.parse(await readFile(inputsPath, "utf8")) as Record<string, unknown>;
const verifyingKey = JSON.parse(await readFile(verifyingKeyPath, "utf8")) as object;

const witness: MemoryWitness = { type: "mem" };
const [witnessSeconds] = await timed(() => wtns.calculate(inputs, wasm, witness));
const [proveSeconds, { proof, publicSignals }] = await timed(() => groth16.prove(zkey, witness));
const [verifySeconds, valid] = await timed(() => groth16.verify(verifyingKey, publicSignals, proof));
if (!valid) throw new Error(`The proof of ${zkey} is not valid.`);
// maxRSS is in kibibytes.
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
const measurement: Measurement = { witnessSeconds, proveSeconds, verifySeconds, peakMegabytes };
process.stdout.write(JSON.stringify(measurement));
await terminateProver();

async function timed<result>(action: () => Promise<result>): Promise<[seconds: number, result]> {
  const start = performance.now();
  const result = await action();
  return [(performance.now() - start) / 1000, result];
}
