// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type SnarkjsVerifyingKey, toContractProof, toContractVerifyingKey } from "../../src/proving/index.ts";
import { assertThrows } from "../fixtures.ts";

const g2 = (first: number): [[string, string], [string, string], [string, string]] => [
  [`${first}`, `${first + 1}`],
  [`${first + 2}`, `${first + 3}`],
  ["1", "0"],
];

describe("calldata", () => {
  it("puts the imaginary part of G2 coordinates first", () => {
    const proof = toContractProof({ pi_a: ["1", "2", "1"], pi_b: g2(3), pi_c: ["7", "8", "1"] });
    assert.deepEqual(proof, {
      a: [1n, 2n],
      b: [
        [4n, 3n],
        [6n, 5n],
      ],
      c: [7n, 8n],
    });
  });

  it("does so for every point of a verifying key", () => {
    const key: SnarkjsVerifyingKey = {
      protocol: "groth16",
      curve: "bn128",
      nPublic: 1,
      vk_alpha_1: ["1", "2", "1"],
      vk_beta_2: g2(10),
      vk_gamma_2: g2(20),
      vk_delta_2: g2(30),
      vk_alphabeta_12: [],
      IC: [
        ["3", "4", "1"],
        ["5", "6", "1"],
      ],
    };
    const swapped = (first: bigint) => [
      [first + 1n, first],
      [first + 3n, first + 2n],
    ];
    assert.deepEqual(toContractVerifyingKey(key), {
      alpha: [1n, 2n],
      beta: swapped(10n),
      gamma: swapped(20n),
      delta: swapped(30n),
      ic: [
        [3n, 4n],
        [5n, 6n],
      ],
    });
  });

  it("refuses points that are not affine", () => {
    const proof = { pi_a: ["1", "2", "1"], pi_b: g2(3), pi_c: ["0", "1", "0"] } as const;
    const malformed = {
      ...proof,
      pi_a: [...proof.pi_a] as [string, string, string],
      pi_c: [...proof.pi_c] as [string, string, string],
    };
    assertThrows(
      () => toContractProof(malformed),
      "InvalidValueError",
      'The third coordinate of pi_c is "0"; expected 1.',
    );
  });
});
