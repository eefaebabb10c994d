// SPDX-License-Identifier: MIT
import { toField } from "../../src/proving/field.ts";
import type { CircuitInputs } from "../../src/proving/inputs.ts";

/** True inputs of the tiny circuit, which differ by the secrets. */
export function tinyInputs(secrets: readonly [bigint, bigint]): CircuitInputs {
  const challenge = 7n;
  const [dataCommitment, digest] = [toField(secrets[0] * secrets[1]), toField((secrets[0] + secrets[1]) * challenge)];
  return {
    inputs: { dataCommitment, challenge, digest, secrets },
    publicInputs: [dataCommitment, challenge, digest],
  };
}
