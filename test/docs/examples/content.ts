// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commonweightActions, createSealedBounty, memoryStore } from "@commonweight/sdk";
import { folderContentStore, memoryContentStore, putSpec } from "@commonweight/sdk/content";
import { seededRandom } from "../../../sdk/test/fixtures.ts";
import { deployWorld, sealedSet, termsOf } from "../../../sdk/test/support/chain.ts";
import { startContentServer } from "../../../sdk/test/support/contentServer.ts";

/** A file to keep, a server that is Kubo and a gateway, and a bounty whose terms name the spec that is yet to be put. */
export async function content(folder: string) {
  const random = seededRandom(1);
  const bytes = Buffer.from(Uint8Array.from({ length: 3 * 2 ** 19 }, () => 256 * random()));
  await writeFile(join(folder, "optdigits.tra"), bytes);
  const spec = { title: "Digits" };
  const world = await deployWorld();
  const { actors, escrow, registry } = world;
  const terms = await termsOf(world, await putSpec(memoryContentStore(), JSON.stringify(spec)));
  const set = await sealedSet(world, 1);
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store: memoryStore() });
  const client = actors.bob.extend(commonweightActions({ escrow, registry }));
  const server = await startContentServer();
  return {
    fixtures: { client, bounty, spec },
    replace: [
      ["http://127.0.0.1:5001", server.url],
      ["https://ipfs.io", server.url],
    ] as [string, string][],
    check: async () => {
      assert.ok(bytes.equals(await readFile("copy.tra")));
      const [cid, specCid] = server.pinned;
      assert.ok(bytes.equals(await folderContentStore("elsewhere").get(cid!)));
      assert.equal(`ipfs://${specCid}`, terms.specUri);
      assert.equal(server.requests.at(-1), `GET /ipfs/${specCid}`);
    },
    close: async () => server.close(),
  };
}
