// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { BeaconUnavailableError, drandRounds, evmnet } from "../../src/index.ts";

const SIGNATURE =
  "06ded8c05af23042a0caf9b404c6140f9ec64adbaf82f04d5c37153e8412ed580f827c7d5ac7d02ca0bbd989d07594729bdcde7d6dc1001191c59dc9033d31b2";
const PATH = `/${evmnet.chainHash.slice(2)}/public/513`;

/** What a server may answer, by the first part of its path. */
const answers: Record<string, { status?: number; body: string }> = {
  honest: { body: JSON.stringify({ round: 513, randomness: "7314", signature: SIGNATURE }) },
  missing: { status: 404, body: "" },
  garbled: { body: "<html>" },
  short: { body: JSON.stringify({ round: 513, signature: SIGNATURE.slice(2) }) },
  later: { body: JSON.stringify({ round: 514, signature: SIGNATURE }) },
  lying: { body: JSON.stringify({ round: 513, signature: `${SIGNATURE.slice(0, -1)}3` }) },
  endless: { body: " ".repeat(1_000_000) },
};

describe("rounds from drand's servers", () => {
  let server: Server;
  let at: (name: string) => string;

  before(async () => {
    server = createServer((request, response) => {
      const [, name] = request.url!.split("/");
      assert.equal(request.url, `/${name}${PATH}`);
      const { status = 200, body } = answers[name!]!;
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    at = (name) => `http://127.0.0.1:${port}/${name}`;
  });
  after(() => server.close());

  it("are verified, and fetched from the first that has them", async () => {
    assert.equal(await drandRounds({ endpoints: [at("honest")] })(513n), `0x${SIGNATURE}`);
    const bad = Object.keys(answers).filter((name) => name !== "honest");
    assert.equal(await drandRounds({ endpoints: [...bad, "honest"].map(at) })(513n), `0x${SIGNATURE}`);
  });

  it("are refused with what each server said", async () => {
    const expected: [name: string, problem: RegExp][] = [
      ["missing", /HTTP status 404/],
      ["garbled", /JSON/],
      ["short", /answer\.signature .*expected 64 bytes in hexadecimal/],
      ["later", /round 514, expected 513/],
      ["lying", /a signature that is not evmnet's of this round/],
      ["endless", /more than 10000 characters/],
    ];
    const endpoints = [...expected.map(([name]) => at(name)), "http://127.0.0.1:9"];
    await assert.rejects(drandRounds({ endpoints })(513n), (error) => {
      assert.ok(error instanceof BeaconUnavailableError, `${error}`);
      assert.equal(error.metaMessages.length, endpoints.length);
      for (const [i, [name, problem]] of expected.entries()) {
        assert.ok(error.metaMessages[i]!.startsWith(at(name)));
        assert.match(error.metaMessages[i]!, problem);
      }
      return true;
    });
  });
});
