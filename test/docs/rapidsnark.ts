// SPDX-License-Identifier: MIT
// Stands for rapidsnark where that is not installed: the same command line, and proofs by snarkjs. Its first argument is a file to which it adds
// a line for each proof.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { groth16 } from "snarkjs";

const [log, zkey, witness, proofPath, publicPath] = process.argv.slice(2) as [string, string, string, string, string];
const { proof, publicSignals } = await groth16.prove(zkey, { type: "mem", data: readFileSync(witness) });
writeFileSync(proofPath, JSON.stringify(proof));
writeFileSync(publicPath, JSON.stringify(publicSignals));
appendFileSync(log, "proven\n");
// Workers of the curve would keep it.
process.exit(0);
