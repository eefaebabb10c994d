// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileStore, sealModel, storeKind } from "@commonweight/sdk";
import { randomModel, seededRandom, tinyArchitecture } from "../../../../sdk/test/fixtures.ts";
import { makeFolder } from "../../support/folder.ts";
import { runCli } from "../../support/testIo.ts";

const escrow = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const operator = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const at = { chainId: 31_337, escrow, bounty: 1n, operator } as const;

describe("commonweight store", () => {
  let folder: string;
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runCli(args, {
      cwd: folder,
      env: { COMMONWEIGHT_CONFIG: join(folder, "config.yaml"), COMMONWEIGHT_STORE: join(folder, "store"), ...env },
    });
  const secret = sealModel({ ...at, model: randomModel(tinyArchitecture, seededRandom(1)) });

  before(async () => {
    folder = await makeFolder();
    await writeFile(join(folder, "config.yaml"), "");
    await writeFile(join(folder, "first.txt"), "first\n");
    await writeFile(join(folder, "second.txt"), "second\n");
    await fileStore(join(folder, "store")).saveSubmission(secret);
  });
  after(() => rm(folder, { recursive: true }));

  it("encrypts a store in plain, which then opens with the passphrase only", async () => {
    const { code, json, stderr } = await run(["store", "encrypt", "--json", "--passphrase-file", "first.txt"]);
    assert.equal(code, 0, stderr);
    assert.equal(json<{ records: number }>().records, 2, "the submission, and the use of its salt");
    assert.equal(await storeKind(join(folder, "store")), "encrypted");
    await assert.rejects(fileStore(join(folder, "store")).listSubmissions(at), { name: "StoreLockedError" });
    const opened = fileStore(join(folder, "store"), { passphrase: "first" });
    assert.deepEqual(await opened.listSubmissions(at), [secret]);
  });

  it("gives it another passphrase, where the present one is right", async () => {
    const wrong = await run(["store", "passphrase", "first.txt"], { COMMONWEIGHT_PASSPHRASE: "wrong" });
    assert.equal(wrong.code, 6);
    const { code } = await run(["store", "passphrase", "second.txt"], { COMMONWEIGHT_PASSPHRASE: "first" });
    assert.equal(code, 0);
    const opened = fileStore(join(folder, "store"), { passphrase: "second" });
    assert.deepEqual(await opened.listSubmissions(at), [secret]);
  });

  it("copies it into one file that tells nothing, and brings it back where it is lost", async () => {
    const env = { COMMONWEIGHT_PASSPHRASE: "second" };
    const copied = await run(["store", "backup", "copy.backup"], env);
    assert.equal(copied.code, 0, copied.stderr);
    assert.ok(!(await readFile(join(folder, "copy.backup"), "utf8")).includes(secret.words.slice(2, 66)));
    await rm(join(folder, "store"), { recursive: true });
    const first = await run(["store", "restore", "copy.backup", "--json"], env);
    assert.deepEqual([first.code, first.json<{ restored: number }>().restored], [0, 2], first.stderr);
    const again = await run(["store", "restore", "copy.backup", "--json"], env);
    assert.equal(again.json<{ restored: number }>().restored, 0);
    assert.deepEqual(await fileStore(join(folder, "store"), { passphrase: "second" }).listSubmissions(at), [secret]);
  });

  it("refuses a copy that is cut short, and leaves the store as it is", async () => {
    const text = await readFile(join(folder, "copy.backup"), "utf8");
    await writeFile(join(folder, "cut.backup"), text.slice(0, text.length / 2));
    const { code, stderr } = await run(["store", "restore", "cut.backup"], { COMMONWEIGHT_PASSPHRASE: "second" });
    assert.equal(code, 3);
    assert.match(stderr, /cut.backup/);
    assert.deepEqual(await fileStore(join(folder, "store"), { passphrase: "second" }).listSubmissions(at), [secret]);
  });
});
