// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { cp, mkdir, readdir, realpath, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { encryptStore, fileStore } from "@commonweight/sdk";
import type { Check } from "../../../src/doctor/check.ts";
import { checkMachine } from "../../../src/doctor/machine.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";
import type { Ran } from "../../support/testIo.ts";

const GIB = 2 ** 30;

describe("checkMachine", () => {
  const roomy = { nodeVersion: "v24.1.0", freeMemory: 8 * GIB, totalMemory: 16 * GIB, freeDisk: async () => 50 * GIB };
  const states = async (changes: Partial<typeof roomy>) =>
    (await checkMachine({ ...roomy, ...changes }, "/data")).map(({ state }) => state);

  it("takes a machine with room", async () => {
    assert.deepEqual(await states({}), ["ok", "ok", "ok"]);
    assert.deepEqual(await states({ nodeVersion: "v22.18.0" }), ["ok", "ok", "ok"]);
  });

  it("says what is too old, or too little", async () => {
    assert.deepEqual(await states({ nodeVersion: "v22.17.9" }), ["fail", "ok", "ok"]);
    assert.deepEqual(await states({ nodeVersion: "v20.20.0" }), ["fail", "ok", "ok"]);
    assert.deepEqual(await states({ freeMemory: GIB }), ["ok", "warn", "ok"]);
    assert.deepEqual(await states({ freeDisk: async () => GIB }), ["ok", "ok", "warn"]);
    assert.deepEqual(await states({ freeDisk: async () => 0 }), ["ok", "ok", "fail"]);
  });
});

describe("commonweight doctor", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  /** The state of a check, and the rest of it as a line. */
  function find(ran: Ran, name: string): { state: string; line: string } {
    const check = ran.json<{ checks: Check[] }>().checks.find((one) => one.name.startsWith(name));
    assert.ok(check, `${name} was not looked at`);
    return { state: check.state, line: `${check.found} | ${check.advice}` };
  }

  const doctor = (env: Record<string, string> = {}) => chain.as("sponsor", ["doctor", "--json"], { env });

  it("finds everything in place on a development chain, and ends with 0", async () => {
    const ran = await doctor();
    assert.equal(ran.code, 0, ran.stderr + ran.stdout);
    for (const name of ["Node", "chain at 127.0.0.1", "deployment", "gas", "store", "content"]) {
      assert.equal(find(ran, name).state, "ok", name);
    }
    for (const name of ["seal-chunk.tiny", "seal-model.tiny-mlp", "evaluate-model.tiny.tiny-mlp"]) {
      assert.deepEqual(find(ran, name).line, "whole, with a development key, as the chain has | undefined", name);
    }
    assert.match(find(ran, "key").line, /in plain in COMMONWEIGHT_PRIVATE_KEY/);
    // The chain's year is not the test's.
    assert.equal(find(ran, "clock").state, "warn");
  });

  it("writes the same for people, with what to do", async () => {
    const { code, stdout } = await chain.as("sponsor", ["doctor"]);
    assert.equal(code, 0);
    assert.match(stdout, /^✓ deployment +escrow 0x\w{40}$/m);
    assert.match(stdout, /^! key .*\n +For more than unattended runs and tests, encrypt it\.$/m);
  });

  it("fails where no endpoint answers, with the findings on standard output all the same", async () => {
    const ran = await doctor({ COMMONWEIGHT_RPC: "http://127.0.0.1:1/key-in-the-path" });
    assert.equal(ran.code, 1);
    assert.equal(find(ran, "chain at 127.0.0.1:1").state, "fail");
    assert.doesNotMatch(
      JSON.stringify(ran.json<{ checks: Check[] }>().checks.map(({ name }) => name)),
      /key-in-the-path/,
    );
    assert.match(ran.stderr, /One check failed\./);
  });

  it("fails without an endpoint, without a deployment, and with one of another chain", async () => {
    const none = await doctor({ COMMONWEIGHT_RPC: "" });
    assert.match(find(none, "chain").line, /no endpoint is set \| Give --rpc/);
    const missing = await doctor({ COMMONWEIGHT_DEPLOYMENT: join(chain.folder, "nowhere.json") });
    assert.equal(find(missing, "deployment").state, "fail");
    const empty = join(chain.folder, "31337.json");
    const nowhere = { ...chain.devnet.deployment, fromBlock: 0, beacon: `0x${"11".repeat(20)}` };
    await writeFile(empty, JSON.stringify(nowhere));
    const other = await doctor({ COMMONWEIGHT_DEPLOYMENT: empty });
    assert.match(find(other, "deployment").line, /no code of beacon on chain 31337/);
  });

  it("fails where artifacts are missing, or are damaged", async () => {
    const folder = join(chain.folder, "artifacts");
    await mkdir(folder);
    const missing = await doctor({ COMMONWEIGHT_ARTIFACTS: folder });
    assert.equal(missing.code, 1);
    assert.match(
      find(missing, "seal-chunk.tiny").line,
      /holds no circuit seal-chunk\.tiny .* Only who proves with this/,
    );
    for (const name of await readdir(chain.devnet.artifacts)) {
      await cp(await realpath(join(chain.devnet.artifacts, name)), join(folder, name), { recursive: true });
    }
    await truncate(join(folder, "seal-model.tiny-mlp", "circuit.zkey"), 100);
    const damaged = await doctor({ COMMONWEIGHT_ARTIFACTS: folder });
    assert.match(find(damaged, "seal-model.tiny-mlp").line, /circuit\.zkey has 100 bytes; expected \d+/);
    assert.equal(find(damaged, "seal-chunk.tiny").state, "ok");
  });

  it("tells a plain store from an encrypted one, without opening it", async () => {
    const store = join(chain.folder, "a-store");
    await mkdir(store);
    assert.match(find(await doctor({ COMMONWEIGHT_STORE: store }), "store").line, /not encrypted \| Encrypt it/);
    await encryptStore(store, { passphrase: "a passphrase of some length" });
    await assert.rejects(fileStore(store).listSubmissions({ chainId: 1, escrow: "0x", bounty: 1n, operator: "0x" }));
    assert.match(find(await doctor({ COMMONWEIGHT_STORE: store }), "store").line, /encrypted; keep a copy of it/);
    await rm(store, { recursive: true });
    assert.match(find(await doctor({ COMMONWEIGHT_STORE: store }), "store").line, /is not there yet/);
  });

  it("says which keys there are, and that several are too many", async () => {
    assert.match(find(await doctor({ COMMONWEIGHT_PRIVATE_KEY: "" }), "key").line, /none: this machine can look/);
    const two = await doctor({ COMMONWEIGHT_SIGNER: "http://127.0.0.1:1" });
    assert.equal(find(two, "key").state, "fail");
    const malformed = await doctor({ COMMONWEIGHT_PRIVATE_KEY: "0x12" });
    assert.match(find(malformed, "key").line, /COMMONWEIGHT_PRIVATE_KEY is malformed: 4 characters/);
    const absent = await doctor({ COMMONWEIGHT_PRIVATE_KEY: "", COMMONWEIGHT_WALLET: "mine" });
    assert.match(find(absent, "key").line, /has no key mine/);
  });

  it("fails where content is to come from a server that is not there", async () => {
    assert.equal(find(await doctor({ COMMONWEIGHT_IPFS: "http://127.0.0.1:1" }), "content").state, "fail");
  });
});
