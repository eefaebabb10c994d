// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keccak256, stringToHex, zeroHash } from "viem";
import { inlineSpec, readInlineSpec, titleOf } from "../../src/bounty/spec.ts";

const spec = { title: "Ziffern äöü", kind: "compress", license: "CC0", dataCard: "Drawn." };

describe("inlineSpec", () => {
  it("is read back", () => {
    assert.deepEqual(readInlineSpec(inlineSpec(spec)), spec);
    assert.equal(titleOf(inlineSpec(spec)), spec.title);
  });

  it("is not believed with another hash, or where it is no JSON", () => {
    assert.equal(readInlineSpec({ ...inlineSpec(spec), specHash: zeroHash }), undefined);
    const uri = `data:application/json;base64,${Buffer.from("no").toString("base64")}`;
    assert.equal(readInlineSpec({ specUri: uri, specHash: keccak256(stringToHex("no")) }), undefined);
  });

  it("cannot move the cursor of whoever looks at it", () => {
    assert.equal(titleOf(inlineSpec({ ...spec, title: "a\u001b[2Jb\nc\u202e" })), "a [2Jb c ");
    assert.equal(titleOf({ specUri: "ipfs://x\u001b[2J", specHash: zeroHash }), "ipfs://x [2J");
    assert.equal(titleOf({ specUri: "", specHash: zeroHash }), "untitled");
  });
});
