// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import { stringToHex, toHex } from "viem";
import {
  BaseError,
  developmentQuicknet,
  evmnet,
  formatTimelock,
  parseTimelock,
  quicknet,
  type Timelock,
} from "../../src/index.ts";
import { LARGEST_CIPHERTEXT, lockToRound } from "../../src/timelock/ciphertext.ts";
import { assertThrows } from "../fixtures.ts";
import { tinySet, tinyTimelock } from "../support/timelock.ts";

describe("a time-lock's document", () => {
  let timelock: Timelock;
  let text: string;

  before(async () => {
    timelock = await tinyTimelock(tinySet());
    text = formatTimelock(timelock);
  });

  it("is read as it was written", () => {
    assert.equal(timelock.round, 1_000n);
    assert.equal(timelock.network, developmentQuicknet.chainHash);
    assert.deepEqual(parseTimelock(text), timelock);
  });

  it("holds the largest set there can be", async () => {
    const round = 2n ** 53n - 1n;
    const ciphertext = await lockToRound(quicknet, round, toHex(new Uint8Array(24_000)));
    assert.ok(ciphertext.length <= LARGEST_CIPHERTEXT && ciphertext.length > LARGEST_CIPHERTEXT - 500);
    const largest: Timelock = {
      ...timelock,
      network: quicknet.chainHash,
      chainId: Number.MAX_SAFE_INTEGER,
      round,
      ciphertexts: Array(64).fill(ciphertext),
    };
    assert.deepEqual(parseTimelock(formatTimelock(largest)), largest);
  });

  it("takes 4.4 kB for a chunk of 84 samples, and 282 kB for 64 of them", async () => {
    const ciphertext = await lockToRound(quicknet, 40_000_000n, toHex(new Uint8Array(2_944)));
    assert.equal(ciphertext.length, 4_404);
    const chunks = { network: quicknet.chainHash, round: 40_000_000n, ciphertexts: Array(64).fill(ciphertext) };
    assert.equal(formatTimelock({ ...timelock, ...chunks }).length, 282_414);
  });

  /** The document with some of its fields changed. */
  const changed = (changes: object): string => JSON.stringify({ ...JSON.parse(text), ...changes });

  it("is refused by its size before it is parsed", () => {
    assertThrows(
      () => parseTimelock(" ".repeat(2_103_297)),
      "InvalidValueError",
      "The number of characters of the time-lock is 2103297; expected at most 2103296.",
    );
    assertThrows(
      () => parseTimelock(text.slice(0, -10)),
      "InvalidValueError",
      /^The time-lock is ".* characters that are no complete JSON"; expected a whole document\.$/,
    );
  });

  it("is refused with the field that is of another shape", () => {
    const [ciphertext] = timelock.ciphertexts;
    const bad: [changes: object, message: RegExp][] = [
      [{ format: "commonweight-model" }, /^timelock\.format is "commonweight-model"; expected "commonweight-timelock"/],
      [{ version: 2 }, /^timelock\.version is 2; expected 1, the only version/],
      [{ extra: 1 }, /^timelock\.extra is 1; expected no such key/],
      [{ chainId: -1 }, /^timelock\.chainId is -1; expected an integer from 1/],
      [{ escrow: "0x12" }, /^timelock\.escrow is "0x12"; expected an address/],
      [{ sponsor: undefined }, /^timelock\.sponsor is missing; expected an address/],
      [{ chunksRoot: "0x12" }, /^timelock\.chunksRoot is "0x12"; expected 32 bytes in hexadecimal/],
      [{ network: 1 }, /^timelock\.network is 1; expected 32 bytes/],
      [{ round: 0 }, /^timelock\.round is 0; expected an integer from 1/],
      [{ round: 1.5 }, /^timelock\.round is 1\.5; expected an integer/],
      [{ round: "1000" }, /^timelock\.round is "1000"; expected an integer/],
      [{ ciphertexts: "none" }, /^timelock\.ciphertexts is "none"; expected a list/],
      [{ ciphertexts: [ciphertext] }, /^timelock\.ciphertexts is a list of 1; expected 2 to 64 ciphertexts/],
      [{ ciphertexts: Array(65).fill(ciphertext) }, /a list of 65; expected 2 to 64 ciphertexts/],
      [{ ciphertexts: [ciphertext, 1] }, /^timelock\.ciphertexts\[1\] is 1; expected a text/],
    ];
    for (const [changes, message] of bad) {
      assertThrows(() => parseTimelock(changed(changes)), "InvalidValueError", message);
    }
    assertThrows(() => parseTimelock("[]"), "InvalidValueError", /^timelock is a list of 0; expected an object/);
  });

  it("is refused for a network that is not known, or whose secret is published", () => {
    for (const changes of [{ network: evmnet.chainHash }, { chainId: 59_144 }]) {
      assertThrows(() => parseTimelock(changed(changes)), "TimelockNetworkError", /^The time-lock waits for the/);
    }
  });

  it("is refused with the chunk whose ciphertext is none, or is locked to another round or network", async () => {
    const good = timelock.ciphertexts[0]!;
    const words = tinySet().chunks[1]!.words;
    const twoKeys = atob(good).replace("-> tlock", "-> X25519 one\nAAAA\n-> tlock");
    const bad: [ciphertext: string, problem: RegExp][] = [
      ["", /is not base64/],
      ["AAA", /is not base64/],
      [`${good.slice(0, -4)}A-==`, /is not base64/],
      ["A".repeat(LARGEST_CIPHERTEXT + 4), /has 32804 characters; expected at most 32800/],
      ["AAAA", /is not a file of the age format with one key, encrypted to a round/],
      [btoa(twoKeys), /is not a file of the age format/],
      [btoa(atob(good).replace("-> tlock", "-> X25519")), /is not a file of the age format/],
      [good.slice(0, 200), /is not a file of the age format/],
      [good.slice(0, 400), /holds -?\d+ bytes; expected whole words/],
      [await lockToRound(developmentQuicknet, 1_000n, stringToHex("nothing")), /holds 7 bytes; expected whole words/],
      [
        await lockToRound(developmentQuicknet, 999n, words),
        /is locked to round "999 of [0-9a-f]{64}"; expected "1000 of/,
      ],
      [await lockToRound(quicknet, 1_000n, words), /is locked to round "1000 of 52db9ba7.*"; expected "1000 of/],
    ];
    for (const [ciphertext, problem] of bad) {
      const ciphertexts = timelock.ciphertexts.with(1, ciphertext);
      assertThrows(() => parseTimelock(changed({ ciphertexts })), "TimelockCiphertextError", problem);
      assertThrows(
        () => parseTimelock(changed({ ciphertexts })),
        "TimelockCiphertextError",
        /^The ciphertext of chunk 1 /,
      );
    }
  });

  it("is read or refused by a named error, whatever was done to it", () => {
    const place = fc.nat({ max: text.length - 1 });
    fc.assert(
      fc.property(place, fc.nat({ max: 40 }), fc.string({ maxLength: 40 }), (at, cut, put) => {
        try {
          parseTimelock(text.slice(0, at) + put + text.slice(at + cut));
        } catch (error) {
          assert.ok(error instanceof BaseError, `${error}`);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
