// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, type Hex, keccak256, numberToHex, pad, stringToHex } from "viem";
import { chunkChallenge, FIELD_ORDER, modelChallenge } from "../../src/proving/index.ts";
import { assertThrows } from "../fixtures.ts";

const escrow = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const other = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const hash = keccak256("0x01");
const base = { chainId: 10, escrow, commitment: 99n, bytesHash: hash } as const;

/** The seven words one by one, without an ABI coder. */
function expected(domain: string, index: number): bigint {
  const word = (value: number | bigint): Hex => numberToHex(value, { size: 32 });
  const parts = [keccak256(stringToHex(domain)), word(10), pad(escrow), pad(account), word(index), word(99), hash];
  return BigInt(keccak256(concat(parts))) % FIELD_ORDER;
}

describe("the challenges", () => {
  it("hash domain, chain, escrow, account, index, commitment and bytes, reduced mod p", () => {
    assert.equal(chunkChallenge({ ...base, sponsor: account, index: 3 }), expected("commonweight.chunk", 3));
    assert.equal(modelChallenge({ ...base, operator: account }), expected("commonweight.model", 0));
  });

  it("change with every parameter", () => {
    const chunk = { ...base, sponsor: account, index: 0 } as const;
    const all = [
      chunkChallenge(chunk),
      chunkChallenge({ ...chunk, chainId: 11 }),
      chunkChallenge({ ...chunk, escrow: other }),
      chunkChallenge({ ...chunk, sponsor: other }),
      chunkChallenge({ ...chunk, index: 1 }),
      chunkChallenge({ ...chunk, commitment: 98n }),
      chunkChallenge({ ...chunk, bytesHash: keccak256("0x02") }),
      modelChallenge({ ...base, operator: account }),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it("take chain ids as numbers and as bigints", () => {
    assert.equal(
      modelChallenge({ ...base, operator: account }),
      modelChallenge({ ...base, chainId: 10n, operator: account }),
    );
  });

  it("refuse a commitment that is not below p", () => {
    const commitment = FIELD_ORDER;
    assertThrows(
      () => modelChallenge({ ...base, commitment, operator: account }),
      "InvalidValueError",
      /^commitment is 2188/,
    );
  });
});
