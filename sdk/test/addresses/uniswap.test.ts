// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getAddress } from "viem";
import { uniswapBook, uniswapOf } from "../../src/index.ts";
import { assertThrows } from "../fixtures.ts";

describe("Uniswap on a chain", () => {
  it("is four contracts, each with an address of its own, on every chain of the book", () => {
    const chains = Object.keys(uniswapBook).map(Number);
    assert.ok(chains.includes(59_144), "Linea");
    for (const chain of chains) {
      const addresses = Object.values(uniswapOf(chain));
      assert.equal(new Set(addresses).size, 4);
      for (const address of addresses) assert.equal(address, getAddress(address), "its checksum");
    }
  });

  it("is refused with the chain and what is missing there", () => {
    const { factory, router } = uniswapOf(59_144);
    assertThrows(
      () => uniswapOf(7, { 7: { factory, router } }),
      "UniswapMissingError",
      "Of Uniswap v3 on the chain 7 no address is known for: positionManager, quoter.",
    );
    assertThrows(
      () => uniswapOf(8),
      "UniswapMissingError",
      "Of Uniswap v3 on the chain 8 no address is known for: factory, positionManager, quoter, router.",
    );
  });
});
