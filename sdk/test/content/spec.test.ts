// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Hex, keccak256, stringToHex } from "viem";
import { assertSpec, gatewayContentStore, memoryContentStore, putSpec, readSpec } from "../../src/content/index.ts";
import { assertRejects, assertThrows } from "../fixtures.ts";
import { withContentServer } from "../support/contentServer.ts";

const spec = '{"title":"Handwritten digits — 64 pixels","kind":"compress"}';
const specHash = keccak256(stringToHex(spec));

describe("the spec of a bounty", () => {
  it("is put with what the terms need, and read back", async () => {
    const store = memoryContentStore();
    const reference = await putSpec(store, spec);
    assert.deepEqual(reference, { specUri: `ipfs://${await store.put(new TextEncoder().encode(spec))}`, specHash });
    assert.equal(new TextDecoder().decode(await readSpec(store, reference)), spec);
    assert.deepEqual(await putSpec(store, new TextEncoder().encode(spec)), reference);
  });

  it("is read from a data: URI, whoever else has it", async () => {
    for (const specUri of [
      `data:application/json,${encodeURIComponent(spec)}`,
      `data:application/json;base64,${Buffer.from(spec).toString("base64")}`,
    ]) {
      const bytes = await readSpec(memoryContentStore(), {
        specUri,
        specHash: specHash.toUpperCase().replace("X", "x") as Hex,
      });
      assert.equal(new TextDecoder().decode(bytes), spec);
    }
  });

  it("is refused when it is not that of the hash", async () => {
    const store = memoryContentStore();
    const { specUri } = await putSpec(store, `${spec} `);
    const message = new RegExp(`The spec of ${specUri} has the hash 0x[0-9a-f]{64}; expected ${specHash}`);
    await assertRejects(readSpec(store, { specUri, specHash }), "ContentMismatchError", message);
    const data = { specUri: "data:,other", specHash };
    await assertRejects(readSpec(store, data), "ContentMismatchError", /has the hash .*; expected/);
    assertThrows(() => assertSpec(new Uint8Array(), { specUri, specHash }), "ContentMismatchError", message);
  });

  it("is looked for nowhere else", async () => {
    await withContentServer(async (server) => {
      const source = gatewayContentStore(server.url);
      for (const specUri of [`${server.url}/spec.json`, "file:///etc/passwd", "", "spec.json"]) {
        const message = /specUri is ".*"; expected a URI that begins with ipfs:\/\/ or data:/;
        await assertRejects(readSpec(source, { specUri, specHash }), "InvalidValueError", message);
      }
      await assertRejects(
        readSpec(source, { specUri: "ipfs://../spec", specHash }),
        "InvalidValueError",
        /a CID, with no/,
      );
      await assertRejects(
        readSpec(source, { specUri: "data:nothing", specHash }),
        "InvalidValueError",
        /a whole data: URI/,
      );
      assert.deepEqual(server.requests, []);
    });
  });

  it("has at most a MiB", async () => {
    const store = memoryContentStore();
    const long = new Uint8Array(2 ** 20 + 1);
    await assertRejects(putSpec(store, long), "ContentLimitError", /bytes of the spec is 1048577; expected at most/);
    const specUri = `ipfs://${await store.put(long)}`;
    await assertRejects(readSpec(store, { specUri, specHash: keccak256(long) }), "ContentLimitError", /is 1048577/);
    const data = { specUri: `data:,${"a".repeat(2 ** 22)}`, specHash };
    await assertRejects(readSpec(store, data), "ContentLimitError", /The number of characters of the spec's URI/);
  });
});
