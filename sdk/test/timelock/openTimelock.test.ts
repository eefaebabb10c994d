// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { timelockDecrypt } from "tlock-js";
import { type Hex, hexToBytes, hexToString, stringToHex } from "viem";
import {
  BeaconUnavailableError,
  type ChunkWithPath,
  chunkLeaf,
  chunkTreePath,
  chunkTreeRoot,
  developmentQuicknet,
  developmentQuicknetRounds,
  openTimelock,
  quicknet,
  roundTime,
  type SealedEvaluationSet,
  type Timelock,
  timelockEvaluationSet,
  verifyTimelockRound,
} from "../../src/index.ts";
import { lockToRound, unlock } from "../../src/timelock/ciphertext.ts";
import { assertRejects, tinyTask } from "../fixtures.ts";
import { tinySet, tinyTimelock } from "../support/timelock.ts";

describe("a time-lock", () => {
  let set: SealedEvaluationSet;
  let timelock: Timelock;
  let sealed: ChunkWithPath[];
  const round = 1_000n;
  const now = roundTime(developmentQuicknet, round);

  before(async () => {
    set = tinySet();
    timelock = await tinyTimelock(set);
    sealed = set.chunks.map(({ chunk }) => chunk);
  });

  const open = (changes: Partial<Parameters<typeof openTimelock>[0]> = {}) =>
    openTimelock({ timelock, task: tinyTask, chunks: sealed, now, ...changes });

  /** The time-lock with another ciphertext for chunk 1. */
  const withSecond = (ciphertext: string): Timelock => {
    return { ...timelock, ciphertexts: timelock.ciphertexts.with(1, ciphertext) };
  };

  it("opens to what was sealed, at the first round that does not come before a time", async () => {
    assert.equal(timelock.round, round);
    assert.deepEqual(await open(), { chunks: set.chunks, refused: [] });
    const { chunks } = await open({ chunks: [sealed[2]!] });
    assert.deepEqual(chunks, [set.chunks[2]]);

    const steps: [number, number][] = [];
    const onProgress = (done: number, total: number) => steps.push([done, total]);
    const later = await timelockEvaluationSet({ set, scoreTime: now + 1n, onProgress });
    assert.equal(later.round, round + 1n);
    assert.deepEqual(steps, [
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it("waits for quicknet unless the chain is local, and never for the development quicknet there", async () => {
    const abroad = { ...set, secret: { ...set.secret, chainId: 59_144 } };
    assert.equal((await timelockEvaluationSet({ set: abroad, scoreTime: now })).network, quicknet.chainHash);
    await assertRejects(
      timelockEvaluationSet({ set: abroad, scoreTime: now, network: developmentQuicknet }),
      "TimelockNetworkError",
      /the development quicknet, whose rounds anybody can sign ahead of time, and the chain is 59144/,
    );
  });

  it("stays closed before its round", async () => {
    const message = `Round 1000, which opens the time-lock, comes at ${now}; the time is ${now - 1n}.`;
    await assertRejects(open({ now: now - 1n }), "TimelockClosedError", message);
  });

  it("stays closed without the signature of its round", async () => {
    const wrong = await developmentQuicknetRounds(round + 1n);
    const message = `${wrong} is not the signature of round 1000 by the development quicknet.`;
    await assertRejects(open({ rounds: async () => wrong }), "TimelockSignatureError", message);
    const silent = async () => {
      throw new BeaconUnavailableError({ round, problems: ["silence"] });
    };
    await assertRejects(open({ rounds: silent }), "BeaconUnavailableError", /^No server has given round 1000/);
  });

  it("is of one evaluation set", async () => {
    const other = { ...timelock, chunksRoot: chunkTreeRoot([...sealed].reverse().map(chunkLeaf)) };
    await assertRejects(open({ timelock: other }), "TimelockMismatchError", /^The time-lock's root is 0x/);
  });

  it("names the chunks whose ciphertexts are swapped, and opens the others", async () => {
    const [first, second, third] = timelock.ciphertexts as [string, string, string];
    const { chunks, refused } = await open({ timelock: { ...timelock, ciphertexts: [second, first, third] } });
    assert.deepEqual(chunks, [set.chunks[2]]);
    assert.deepEqual(
      refused.map(({ index, error }) => [index, error.name]),
      [
        [0, "ChunkWordsMismatchError"],
        [1, "ChunkWordsMismatchError"],
      ],
    );
    assert.match(refused[0]!.error.shortMessage, /^The words of chunk 0 have the hash 0x\w+; expected the sealed 0x/);
  });

  it("names the chunk whose ciphertext holds other words, none, or does not open", async () => {
    const { words } = set.chunks[1]!;
    const lock = (bytes: Hex) => lockToRound(developmentQuicknet, round, bytes);
    const honest = atob(timelock.ciphertexts[1]!);
    const otherRound = await lockToRound(developmentQuicknet, round + 1n, words);
    const liesOfItsRound = btoa(atob(otherRound).replace("-> tlock 1001", "-> tlock 1000"));
    const flipped = (at: number) => {
      const code = honest.charCodeAt(at) ^ 1;
      return btoa(honest.slice(0, at) + String.fromCharCode(code) + honest.slice(at + 1));
    };
    const bad: [ciphertext: string, name: string, message: RegExp][] = [
      [await lock(`${words.slice(0, -1)}f` as Hex), "ChunkWordsMismatchError", /have the hash/],
      [await lock(words.slice(0, -64) as Hex), "ChunkWordsMismatchError", /have the hash/],
      [
        await lock(stringToHex("nothing")),
        "InvalidValueError",
        /The number of bytes is 7; expected a positive multiple of 32/,
      ],
      [liesOfItsRound, "TimelockCiphertextError", /chunk 1 does not open by its round/],
      [flipped(honest.length - 1), "TimelockCiphertextError", /chunk 1 does not open by its round/],
      [btoa(honest.slice(0, -1)), "TimelockCiphertextError", /chunk 1 does not open by its round/],
    ];
    for (const [ciphertext, name, message] of bad) {
      const { chunks, refused } = await open({ timelock: withSecond(ciphertext) });
      assert.deepEqual(chunks, [set.chunks[0], set.chunks[2]]);
      assert.deepEqual(
        refused.map(({ index, error }) => [index, error.name]),
        [[1, name]],
      );
      assert.match(refused[0]!.error.shortMessage, message);
    }
  });

  it("names the chunk that was sealed with another commitment or digest than its words have", async () => {
    for (const what of ["dataCommitment", "digest"] as const) {
      const lying = sealed.map((chunk) => (chunk.index === 1 ? { ...chunk, [what]: chunk[what] + 1n } : chunk));
      const leaves = lying.map(chunkLeaf);
      const { chunks, refused } = await open({
        timelock: { ...timelock, chunksRoot: chunkTreeRoot(leaves) },
        chunks: lying.map((chunk) => ({ ...chunk, path: chunkTreePath(leaves, chunk.index) })),
      });
      assert.deepEqual(
        chunks.map(({ chunk }) => chunk.index),
        [0, 2],
      );
      const word = what === "digest" ? "digest" : "commitment";
      assert.match(refused[0]!.error.shortMessage, new RegExp(`^The words of chunk 1 have the ${word} `));
    }
  });

  it("is opened by drand's own library", async (context) => {
    // It writes what it got to the console.
    context.mock.method(console, "log", () => undefined);
    const { chainHash, key, genesis, period } = developmentQuicknet;
    const info = {
      public_key: key.slice(2),
      period: Number(period),
      genesis_time: Number(genesis),
      hash: chainHash.slice(2),
      groupHash: "",
      schemeID: "bls-unchained-g1-rfc9380",
      metadata: { beaconID: "development" },
    };
    const signature = (await developmentQuicknetRounds(round)).slice(2);
    const beacon = { round: Number(round), randomness: "", signature };
    const options = { disableBeaconVerification: true, noCache: false };
    const client = {
      options,
      latest: async () => beacon,
      get: async () => beacon,
      chain: () => ({ baseUrl: "", info: async () => info }),
    };
    const words = await timelockDecrypt(atob(timelock.ciphertexts[0]!), client);
    assert.deepEqual(new Uint8Array(words), hexToBytes(set.chunks[0]!.words));
  });
});

describe("a file that drand's tools locked to a round of quicknet", () => {
  /** From the tests of drand's tlock: round 12,040,883, and what it says once it is open. */
  const file =
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHRsb2NrIDEyMDQwODgzIDUyZGI5YmE3" +
    "MGUwY2MwZjZlYWY3ODAzZGQwNzQ0N2ExZjU0Nzc3MzVmZDNmNjYxNzkyYmE5NDYw" +
    "MGM4NGU5NzEKa1JjK01NSEUwS005b1V0SmNLTWZGb1JFVzBXN1JQbTNtdzZpVUJ1" +
    "cGNXVkZkZDJQb1h6U0JrK25TM01BNnBKNwpHZDl3REhmVU5hTldXTWw2cGVia2Jh" +
    "OUVNZGJDWnBuQVNtOWFIb3hqUitwaGFVT2xoS1ppZGl5ZHBLSStPS2N0CmxvT2ZP" +
    "SW9KaGtndTVTRnJUOGVVQTJUOGk3aTBwQlBzTDlTWUJUZEJQb28KLS0tIEl6Q1Js" +
    "WSt1RXp0d21CbEg0cTFVZGNJaW9pS2l0M0c0bHVxNlNjT2w3UUUKDI4cDlPHPgjy" +
    "UnBmtsw6U2LlKh8iDf0E1PfwDenmKFfQaAGm0WLxdlzP8Q==";
  const round = 12_040_883n;
  const signature =
    "0x929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394";

  it("opens by the signature that quicknet published", async () => {
    assert.equal(verifyTimelockRound(quicknet, round, signature), true);
    assert.equal(hexToString(await unlock(0, file, signature)), "hello world");
  });
});
