// SPDX-License-Identifier: MIT
import { buildCircuit } from "../../../circuits/setup/build.ts";
import type { CircuitArtifacts, CircuitInputs } from "../../src/proving/index.ts";
import { toField } from "../../src/proving/index.ts";

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

/** True inputs of the circuit, which differ by the secrets. */
export function tinyInputs(secrets: readonly [bigint, bigint]): CircuitInputs {
  const challenge = 7n;
  const [dataCommitment, digest] = [toField(secrets[0] * secrets[1]), toField((secrets[0] + secrets[1]) * challenge)];
  return {
    inputs: { dataCommitment, challenge, digest, secrets },
    publicInputs: [dataCommitment, challenge, digest],
  };
}
