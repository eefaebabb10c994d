// SPDX-License-Identifier: MIT
import { buildCircuit } from "../../../circuits/setup/build.ts";
import type { CircuitArtifacts } from "../../src/proving/index.ts";

export { tinyInputs } from "./tinyInputs.ts";

/** With the public inputs of SealChunk, and four constraints: proven in a tenth of a second. */
const main = `pragma circom 2.2.0;

template Tiny() {
    signal input dataCommitment;
    signal input challenge;
    signal input digest;
    signal input secrets[2];

    dataCommitment === secrets[0] * secrets[1];
    digest === (secrets[0] + secrets[1]) * challenge;
}

component main {public [dataCommitment, challenge, digest]} = Tiny();
`;

/** Artifacts of the circuit, whose name makes it prove SealChunk for all that `prove` knows. */
export function buildTinyCircuit(): Promise<CircuitArtifacts> {
  return buildCircuit({ name: "seal-chunk.tiny", main });
}
