// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, type Hex, hexToBigInt, numberToHex, slice } from "viem";
import {
  developmentNetwork,
  developmentRounds,
  evmnet,
  firstRoundFrom,
  roundTime,
  verifyRound,
} from "../../src/index.ts";

/** Rounds that evmnet published. */
const published: [round: bigint, signature: Hex][] = [
  [
    513n,
    "0x06ded8c05af23042a0caf9b404c6140f9ec64adbaf82f04d5c37153e8412ed580f827c7d5ac7d02ca0bbd989d07594729bdcde7d6dc1001191c59dc9033d31b2",
  ],
  [
    9_337_227n,
    "0x01d65d6128f4b2df3d08de85543d8efe06b0281d0770246ae3672e8ddd3efda0269373123458f0b5c0073eeed1c816a06809e127421513e34ee07df6987910b3",
  ],
];
const BASE_FIELD = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n;

describe("rounds of the beacon", () => {
  it("are accepted as evmnet published them", () => {
    for (const [round, signature] of published) assert.equal(verifyRound(evmnet, round, signature), true);
  });

  it("are refused for another round, another network, negated, aliased, and off the curve", () => {
    const [[round, signature], [, other]] = published as [[bigint, Hex], [bigint, Hex]];
    const [x, y] = [hexToBigInt(slice(signature, 0, 32)), hexToBigInt(slice(signature, 32))];
    const point = (px: bigint, py: bigint) => concat([numberToHex(px, { size: 32 }), numberToHex(py, { size: 32 })]);
    assert.equal(point(x, y), signature);
    const forged = [other, point(x, BASE_FIELD - y), point(x + BASE_FIELD, y), point(x, y + 1n), point(0n, 0n)];
    for (const forgery of forged) assert.equal(verifyRound(evmnet, round, forgery), false);
    assert.equal(verifyRound(evmnet, round + 1n, signature), false);
    assert.equal(verifyRound(developmentNetwork, round, signature), false);
    assert.throws(() => verifyRound(evmnet, round, "0x06"), /The length of the signature is 1; expected 64 bytes/);
  });

  it("are signed by the development beacon, whose secret is known", async () => {
    for (let round = 1n; round <= 5n; ++round) {
      const signature = await developmentRounds(round);
      assert.equal(verifyRound(developmentNetwork, round, signature), true);
      assert.equal(verifyRound(evmnet, round, signature), false);
    }
  });

  it("come at times that count from the first", () => {
    const { genesis, period } = evmnet;
    assert.equal(roundTime(evmnet, 1n), genesis);
    assert.equal(roundTime(evmnet, 3n), genesis + 2n * period);
    assert.throws(() => roundTime(evmnet, 0n), /The round is 0; expected 1 or more/);

    const expected: [time: bigint, round: bigint][] = [
      [genesis, 1n],
      [genesis + 1n, 2n],
      [genesis + period, 2n],
      [genesis + period + 1n, 3n],
    ];
    for (const [time, round] of expected) assert.equal(firstRoundFrom(evmnet, time), round);
    assert.throws(
      () => firstRoundFrom(evmnet, genesis - 1n),
      /expected the network's first round, 1727521075, or later/,
    );
  });
});
