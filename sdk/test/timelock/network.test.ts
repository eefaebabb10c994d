// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Hex } from "viem";
import {
  BeaconUnavailableError,
  developmentQuicknet,
  developmentQuicknetRounds,
  evmnet,
  firstRoundFrom,
  quicknet,
  quicknetRounds,
  roundTime,
  timelockNetwork,
  verifyTimelockRound,
} from "../../src/index.ts";
import { assertThrows } from "../fixtures.ts";

/** Rounds that quicknet published. */
const published: [round: bigint, signature: Hex][] = [
  [1_000n, "0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"],
  [1_001n, "0xb33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41"],
];

describe("rounds that open time-locks", () => {
  it("are accepted as quicknet published them", () => {
    for (const [round, signature] of published) assert.equal(verifyTimelockRound(quicknet, round, signature), true);
  });

  it("are refused for another round, another network, negated, off the curve, and at infinity", () => {
    const [[round, signature], [, other]] = published as [[bigint, Hex], [bigint, Hex]];
    const negated: Hex = `0x9${signature.slice(3)}`;
    const offCurve: Hex = `${signature.slice(0, -2)}38` as Hex;
    const infinity: Hex = `0xc0${"00".repeat(47)}`;
    const notCompressed: Hex = `0x3${signature.slice(3)}`;
    for (const forgery of [other, negated, offCurve, infinity, notCompressed]) {
      assert.equal(verifyTimelockRound(quicknet, round, forgery), false, forgery);
    }
    assert.equal(verifyTimelockRound(quicknet, round + 1n, signature), false);
    assert.equal(verifyTimelockRound(developmentQuicknet, round, signature), false);
    assertThrows(
      () => verifyTimelockRound(quicknet, round, "0xb4"),
      "InvalidValueError",
      "The length of the signature is 1; expected 48 bytes.",
    );
  });

  it("are signed by the development quicknet, whose secret is known", async () => {
    for (let round = 1n; round <= 3n; ++round) {
      const signature = await developmentQuicknetRounds(round);
      assert.equal(verifyTimelockRound(developmentQuicknet, round, signature), true);
      assert.equal(verifyTimelockRound(quicknet, round, signature), false);
    }
  });

  it("are each the first that does not come before a time", () => {
    const schedules = fc.constantFrom(quicknet, developmentQuicknet, evmnet);
    const afterGenesis = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(schedules, afterGenesis, (network, seconds) => {
        const time = network.genesis + seconds;
        const round = firstRoundFrom(network, time);
        assert.ok(roundTime(network, round) >= time);
        if (round > 1n) assert.ok(roundTime(network, round - 1n) < time);
      }),
      { seed: 1 },
    );
  });
});

describe("the network of a time-lock", () => {
  it("is quicknet on any chain, and the development quicknet on a local one", () => {
    for (const chainId of [1, 31_337, 59_144]) assert.equal(timelockNetwork(quicknet.chainHash, chainId), quicknet);
    assert.equal(timelockNetwork(developmentQuicknet.chainHash, 31_337), developmentQuicknet);
  });

  it("is refused where it is the development quicknet and others use the chain, or is not known", () => {
    assertThrows(
      () => timelockNetwork(developmentQuicknet.chainHash, 59_144),
      "TimelockNetworkError",
      "The time-lock waits for the development quicknet, whose rounds anybody can sign ahead of time, and the chain is 59144; " +
        "expected quicknet, or a local chain.",
    );
    assertThrows(
      () => timelockNetwork(evmnet.chainHash, 31_337),
      "TimelockNetworkError",
      `The time-lock waits for the network ${evmnet.chainHash}, which is not known, and the chain is 31337; ` +
        "expected quicknet or the development quicknet.",
    );
  });
});

describe("rounds from drand's servers", () => {
  it("are verified by quicknet's key", async () => {
    const [[, signature], [, other]] = published as [[bigint, Hex], [bigint, Hex]];
    const answers: Record<string, Hex> = { honest: signature, lying: other };
    const server = createServer((request, response) => {
      const [, name, ...path] = request.url!.split("/");
      assert.equal(path.join("/"), `${quicknet.chainHash.slice(2)}/public/1000`);
      response.end(JSON.stringify({ round: 1_000, signature: answers[name!]!.slice(2) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = (name: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
    try {
      assert.equal(await quicknetRounds({ endpoints: [at("lying"), at("honest")] })(1_000n), signature);
      await assert.rejects(quicknetRounds({ endpoints: [at("lying")] })(1_000n), (error) => {
        assert.ok(error instanceof BeaconUnavailableError, `${error}`);
        assert.match(error.metaMessages[0]!, /a signature that is not quicknet's of this round/);
        return true;
      });
    } finally {
      server.close();
    }
  });
});
