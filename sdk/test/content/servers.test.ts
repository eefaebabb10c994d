// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { parseCid } from "../../src/content/cid.ts";
import {
  type ContentSource,
  combinedContentSource,
  connectIpfs,
  gatewayContentStore,
  type HttpOptions,
  kuboContentStore,
  memoryContentStore,
} from "../../src/content/index.ts";
import { assertRejects, assertThrows, seededRandom } from "../fixtures.ts";
import { type ContentServer, type Lie, withContentServer } from "../support/contentServer.ts";

const hello = new TextEncoder().encode("hello world");
const HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
const large = (() => {
  const random = seededRandom(5);
  return Uint8Array.from({ length: 2 ** 20 + 1 }, () => random() * 256);
})();

/** Runs an action with a server that has all blocks of `large`, and lies from some request on. */
function withLarge(action: (server: ContentServer, cid: string) => Promise<void>, lie?: Lie): Promise<void> {
  return withContentServer(
    async (server) => {
      const cid = await kuboOf(server).put(large);
      server.requests.length = 0;
      await action(server, cid);
    },
    ({ url, ...rest }) =>
      url.pathname.includes("put") || url.pathname.includes("pin") ? undefined : lie?.({ url, ...rest }),
  );
}

function kuboOf({ url }: ContentServer, options?: HttpOptions) {
  return kuboContentStore(url, options);
}

const sources: [string, (server: ContentServer, options?: HttpOptions) => ContentSource][] = [
  ["a gateway", ({ url }, options) => gatewayContentStore(url, options)],
  ["Kubo", kuboOf],
];

for (const [what, sourceOf] of sources) {
  describe(`content of ${what}`, () => {
    it("comes block by block, each checked", () =>
      withLarge(async (server, cid) => {
        assert.ok(Buffer.from(await sourceOf(server).get(cid)).equals(large));
        assert.equal(server.requests.length, 3);
        assert.equal(await sourceOf(server).has(cid), true);
        server.blocks.delete(HELLO);
        assert.equal(await sourceOf(server).has(HELLO), false);
      }));

    it("is refused when it is something else", () =>
      withLarge(
        (server, cid) =>
          assertRejects(sourceOf(server).get(cid), "ContentMismatchError", /127.0.0.1.* has 4 bytes of another hash/),
        ({ response }) => Boolean(response.end("evil")),
      ));

    it("is refused when one bit of one block is", () =>
      withLarge(async (server, cid) => {
        for (const [name, bytes] of [...server.blocks]) {
          const changed = Uint8Array.from(bytes);
          changed[changed.length >> 1]! ^= 4;
          server.blocks.set(name, changed);
          await assertRejects(sourceOf(server).get(cid), "ContentMismatchError", /bytes of another hash/);
          server.blocks.set(name, bytes);
        }
      }));

    it("is refused when it is another content that the server has", () =>
      withLarge(async (server, cid) => {
        server.blocks.set(cid, hello);
        await assertRejects(sourceOf(server).get(cid), "ContentMismatchError", /11 bytes of another hash/);
      }));

    it("is not taken in when it announces too much", () =>
      withLarge(
        (server, cid) =>
          assertRejects(sourceOf(server).get(cid), "ContentLimitError", /is 1000000000; expected at most 2097152/),
        // No byte of it is ever sent: what counts is what was announced.
        ({ response }) => Boolean(response.writeHead(200, { "content-length": 1_000_000_000 }).flushHeaders() ?? true),
      ));

    it("is dropped when it does not end", { timeout: 60_000 }, async () => {
      let sent = 0;
      let closed: Promise<void> | undefined;
      await withLarge(
        async (server, cid) => {
          await assertRejects(sourceOf(server).get(cid), "ContentLimitError", /expected at most 2097152/);
          await closed;
          // What fits into buffers on the way comes on top.
          assert.ok(sent < 64 * 2 ** 20, `${sent} bytes`);
        },
        ({ response }) => {
          const part = new Uint8Array(2 ** 16);
          closed = new Promise((resolve) => response.on("close", resolve));
          const send = () => {
            while (!response.destroyed) {
              sent += part.length;
              if (!response.write(part)) return void response.once("drain", send);
            }
          };
          send();
          return true;
        },
      );
    });

    it("is dropped when it unfolds to more than it announced", () => {
      const small = gzipSync(new Uint8Array(2 ** 24));
      return withLarge(
        (server, cid) => assertRejects(sourceOf(server).get(cid), "ContentLimitError", /expected at most 2097152/),
        ({ response }) =>
          Boolean(response.writeHead(200, { "content-encoding": "gzip", "content-length": small.length }).end(small)),
      );
    });

    it("is dropped when it never comes", () =>
      withLarge(
        (server, cid) =>
          assertRejects(
            sourceOf(server, { timeoutMs: 50 }).get(cid),
            "ContentServerError",
            /gave no whole answer in 50 ms/,
          ),
        () => true,
      ));

    it("is dropped when it stops half-way", () =>
      withLarge(
        (server, cid) => assertRejects(sourceOf(server).get(cid), "ContentServerError", /gave no whole answer\.$/),
        ({ response }) => {
          response.writeHead(200, { "content-length": 1000 });
          response.write("half", () => response.destroy());
          return true;
        },
      ));

    it("lacks a block", () =>
      withLarge(async (server, cid) => {
        const last = [...server.blocks.keys()].find((name) => name !== cid)!;
        server.blocks.delete(last);
        const name = what === "Kubo" ? "ContentServerError" : "ContentMissingError";
        await assertRejects(sourceOf(server).get(cid), name, /./);
        assert.equal(await sourceOf(server).has(cid), false);
      }));

    it("is refused with what the server says", () =>
      withLarge(
        async (server, cid) => {
          await assert.rejects(sourceOf(server).get(cid), (error: Error & { status?: number }) => {
            assert.deepEqual([error.name, error.status], ["ContentServerError", 403], `${error}`);
            assert.match(error.message, /answered 403.*\n\nDetails: come back with a key/);
            return true;
          });
          await assertRejects(sourceOf(server).has(cid), "ContentServerError", /answered 403/);
        },
        ({ response }) => Boolean(response.writeHead(403).end("come back\n with a key")),
      ));

    it("is asked for with the user and password of the address", () => {
      let authorization: string | undefined;
      return withLarge(
        async (server, cid) => {
          const url = server.url.replace("//", "//us%C3%A9r:pass@");
          await sourceOf({ ...server, url }).get(cid);
          assert.equal(authorization, `Basic ${Buffer.from("us\u00e9r:pass").toString("base64")}`);
        },
        ({ response }) => {
          authorization = response.req.headers.authorization;
          return undefined;
        },
      );
    });

    it("is asked for with the headers that were given", () => {
      let authorization: string | undefined;
      return withLarge(
        async (server, cid) => {
          await sourceOf(server, { headers: { authorization: "Bearer 1" } }).get(cid);
          assert.equal(authorization, "Bearer 1");
        },
        ({ response }) => {
          authorization = response.req.headers.authorization;
          return undefined;
        },
      );
    });

    it("needs a server, whose password is in no message", async () => {
      const source = sourceOf({ url: "http://user:secret@127.0.0.1:1/?token=secret" } as ContentServer);
      await assert.rejects(source.get(HELLO), (error: Error) => {
        assert.equal(error.name, "ContentServerError", `${error}`);
        return !/secret/.test(`${error.message} ${error.stack}`);
      });
      for (const url of ["", "ipfs.io", "file:///etc/passwd", "javascript:1"]) {
        assertThrows(() => sourceOf({ url } as ContentServer), "InvalidValueError", /expected the address of a server/);
      }
    });
  });
}

describe("a gateway", () => {
  it("below a path is asked there", () =>
    withContentServer(
      async (server) => {
        await assertRejects(gatewayContentStore(`${server.url}/sub`).get(HELLO), "ContentMissingError", /is not in/);
        assert.deepEqual(server.requests, [`GET /sub/ipfs/${HELLO}`]);
      },
      ({ response }) => Boolean(response.writeHead(404).end()),
    ));
});

describe("Kubo", () => {
  it("pins content once it is whole", () =>
    withContentServer(async (server) => {
      const cid = await kuboOf(server).put(large);
      assert.deepEqual([...server.pinned], [cid]);
      assert.equal(server.requests.at(-1), "POST /api/v0/pin/add");
      assert.equal(cid, await memoryContentStore().put(large));
    }));

  for (const [what, answer, expected] of [
    [
      "under another CID",
      { Key: "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku" },
      /was put as bafkreihd/,
    ],
    ["under no CID", { Key: "../evil" }, /was put as ..\/evil; expected the CID of the block/],
    ["somehow", {}, /was put as "\{\}"; expected the CID of the block/],
  ] as const) {
    it(`is not believed when it puts a block ${what}`, () =>
      withContentServer(
        async (server) => {
          await assertRejects(kuboOf(server).put(hello), "ContentMismatchError", expected);
          assert.deepEqual([...server.pinned], []);
        },
        ({ response }) => Boolean(response.end(JSON.stringify(answer))),
      ));
  }

  it("says why it does not put or pin", async () => {
    for (const command of ["block/put", "pin/add"]) {
      await withContentServer(
        (server) =>
          assertRejects(kuboOf(server).put(hello), "ContentServerError", new RegExp(`${command} answered 507`)),
        ({ url, response }) => url.pathname.endsWith(command) && Boolean(response.writeHead(507).end("disk full")),
      );
    }
  });
});

describe("a server of IPFS", () => {
  it("is taken for what it is", () =>
    withContentServer(async ({ url }) => {
      const server = await connectIpfs(url);
      assert.equal(server.kind, "kubo");
      if (server.kind === "kubo") assert.equal(await server.store.put(hello), HELLO);
    }));

  for (const [what, status, body] of [
    ["knows no such path", 404, "not found"],
    ["has a page for everything", 200, "<html>IPFS</html>"],
    ["only takes GET", 405, ""],
  ] as const) {
    it(`is taken for a gateway where it ${what}`, () =>
      withContentServer(
        async (server) => {
          server.blocks.set(HELLO, hello);
          const { kind, store } = await connectIpfs(server.url);
          assert.equal(kind, "gateway");
          assert.deepEqual(await store.get(HELLO), hello);
        },
        ({ url, response }) => url.pathname === "/api/v0/version" && Boolean(response.writeHead(status).end(body)),
      ));
  }

  it("is missed where there is none", () =>
    assertRejects(connectIpfs("http://127.0.0.1:1"), "ContentServerError", /gave no whole answer/));
});

describe("several sources", () => {
  it("are asked in turn: one that lacks a block, has another, or is away, is passed over", () =>
    withLarge(async (server, cid) => {
      const folder = memoryContentStore();
      const away = gatewayContentStore("http://127.0.0.1:1");
      const source = combinedContentSource([folder, away, gatewayContentStore(server.url)]);
      assert.equal(await source.has(cid), true);
      assert.ok(Buffer.from(await source.get(cid)).equals(large));

      await folder.put(large);
      server.requests.length = 0;
      assert.ok(Buffer.from(await source.get(cid)).equals(large));
      assert.deepEqual(server.requests, []);

      await folder.blocks.put(parseCid(cid), hello);
      assert.ok(Buffer.from(await source.get(cid)).equals(large));
      assert.deepEqual(server.requests, [`GET /ipfs/${cid}`]);
    }));

  it("are blamed where all fail, the one that lies rather than the one that lacks", async () => {
    const [empty, lying] = [memoryContentStore(), memoryContentStore()];
    await lying.blocks.put(parseCid(HELLO), large.subarray(0, 4));
    await assertRejects(combinedContentSource([empty]).get(HELLO), "ContentMissingError", /is not in memory/);
    const both = combinedContentSource([lying, empty]);
    await assertRejects(both.get(HELLO), "ContentMismatchError", /4 bytes of another hash/);
    const message = "The number of sources is 0; expected at least one.";
    assertThrows(() => combinedContentSource([]), "InvalidValueError", message);
  });

  it("do not hide what is no matter of where content is", async () => {
    const broken = memoryContentStore();
    broken.blocks.get = () => Promise.reject(new Error("no disk"));
    broken.blocks.has = () => Promise.reject(new Error("no disk"));
    const source = combinedContentSource([broken, memoryContentStore()]);
    await assert.rejects(source.get(HELLO), /no disk/);
    await assert.rejects(source.has(HELLO), /no disk/);
  });
});
