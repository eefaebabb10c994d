// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  addressToField,
  assertFieldElement,
  FIELD_ORDER,
  randomFieldElement,
  toField,
} from "../../src/proving/index.ts";
import { assertThrows } from "../fixtures.ts";

describe("the field", () => {
  it("reduces integers of either sign", () => {
    assert.equal(toField(FIELD_ORDER), 0n);
    assert.equal(toField(-1n), FIELD_ORDER - 1n);
    assert.equal(toField(-FIELD_ORDER), 0n);
  });

  it("takes 0 and p − 1, and refuses −1, p and numbers", () => {
    assertFieldElement("x", 0n);
    assertFieldElement("x", FIELD_ORDER - 1n);
    for (const value of [-1n, FIELD_ORDER, 1 as unknown as bigint]) {
      assertThrows(
        () => assertFieldElement("x", value),
        "InvalidValueError",
        /^x is .*; expected an integer from 0 to p − 1/,
      );
    }
  });

  it("draws distinct salts below p that use the whole range", () => {
    const salts = Array.from({ length: 200 }, randomFieldElement);
    for (const salt of salts) assertFieldElement("salt", salt);
    assert.equal(new Set(salts).size, salts.length);
    // Each half is missed with a probability of 2^−200.
    assert.ok(salts.some((salt) => salt > FIELD_ORDER / 2n));
    assert.ok(salts.some((salt) => salt < FIELD_ORDER / 2n));
  });

  it("reads addresses as numbers and refuses a wrong checksum", () => {
    assert.equal(addressToField("0x00000000000000000000000000000000000000ff"), 255n);
    for (const address of ["0x3c44CdDdB6a900fa2b585dd299e03d12FA4293BC", "0x00", "0x"] as const) {
      assertThrows(() => addressToField(address), "InvalidValueError", /^The address is "0x.*the checksum/);
    }
  });
});
