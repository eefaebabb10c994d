// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { keccak256 } from "viem";
import {
  backupStore,
  encryptStore,
  fileJournal,
  fileStore,
  memoryJournal,
  type SignedTransaction,
  storeKind,
} from "../../src/index.ts";
import { assertRejects, inFolder } from "../fixtures.ts";
import { exampleKey, exampleSubmission, cheap as unlock } from "../support/secrets.ts";

const account = `0x${"aB".repeat(20).toLowerCase()}` as const;
const other = `0x${"11".repeat(20)}` as const;
const now = () => 1_700_000_000_999;

/** No transaction that a chain would take: a journal asks only whether bytes and hash belong together. */
function signed(nonce: number, fee = 0, changes: Partial<SignedTransaction> = {}): SignedTransaction {
  const rawTransaction = `0x02${nonce.toString(16).padStart(4, "0")}${fee.toString(16).padStart(4, "0")}` as const;
  const hash = keccak256(rawTransaction);
  return { chainId: 31_337, account, nonce, hash, rawTransaction, functionName: "commit", ...changes };
}

describe("a journal of signed transactions", () => {
  it("keeps what was signed, by nonce, until its nonce is closed", () =>
    inFolder(async (folder) => {
      for (const journal of [memoryJournal({ now }), fileJournal(folder, undefined, { now })]) {
        // Ten comes after nine, and not after one.
        for (const nonce of [10, 9, 1]) await journal.write(signed(nonce));
        await journal.write(signed(9, 1));
        await journal.write(signed(9, 1));
        const of = { chainId: 31_337, account };
        assert.deepEqual(
          (await journal.list(of)).map(({ nonce }) => nonce),
          [1, 9, 9, 10],
        );
        const [first] = await journal.list(of);
        assert.equal(first!.hash, signed(1).hash);
        const { account: kept, signedAt, ...entry } = await journal.read(first!);
        assert.equal(kept.toLowerCase(), account);
        assert.equal(signedAt, 1_700_000_000);
        const { account: _, ...expected } = signed(1);
        assert.deepEqual(entry, expected);

        await journal.close(signed(9));
        assert.deepEqual(
          (await journal.list()).map(({ nonce }) => nonce),
          [1, 10],
        );
        await journal.close(signed(9));
        await journal.close({ ...signed(1), nonce: 77 });
        assert.equal((await journal.list(of)).length, 2);
      }
    }));

  it("tells accounts and chains apart", async () => {
    const journal = memoryJournal();
    await journal.write(signed(1));
    await journal.write(signed(1, 1, { account: other }));
    await journal.write(signed(1, 2, { chainId: 1 }));
    const count = async (of?: { chainId: number; account: typeof account }) => (await journal.list(of)).length;
    assert.deepEqual(
      [await count({ chainId: 31_337, account }), await count({ chainId: 1, account }), await count()],
      [1, 1, 3],
    );
    await journal.close(signed(1));
    assert.deepEqual((await journal.list()).map(({ chainId }) => chainId).sort(), [1, 31_337]);
  });

  it("lies in files that only their owner reads, and makes no store of a folder", () =>
    inFolder(async (folder) => {
      assert.deepEqual(await fileJournal(join(folder, "nowhere")).list(), []);
      const journal = fileJournal(folder);
      await journal.write(signed(3));
      const [name] = await readdir(join(folder, "journal"));
      assert.equal(name, `31337-${account}-3-${signed(3).hash}.json`);
      assert.equal((await stat(join(folder, "journal", name!))).mode & 0o777, 0o600);
      assert.equal(await storeKind(folder), "none");
      // What is no entry is none.
      await writeFile(join(folder, "journal", "notes.json"), "{}");
      assert.equal((await journal.list()).length, 1);
    }));

  it("says so where the disk does not take an entry, so that nothing is sent", () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "journal"), "in the way");
      await assertRejects(fileJournal(folder).write(signed(1)), "StoreAccessError", /journal.* cannot be written/);
    }));

  it("is encrypted as the store is where it has what opens that, and tells nothing but names without", () =>
    inFolder(async (folder) => {
      await fileStore(folder, unlock).saveSubmission(exampleSubmission(1));
      const journal = fileJournal(folder, unlock);
      await journal.write(signed(1));
      const [open] = await journal.list();
      const path = join(folder, "journal", `31337-${account}-1-${signed(1).hash}.json`);
      assert.ok(!(await readFile(path, "utf8")).includes(signed(1).rawTransaction.slice(2)));
      assert.equal((await journal.read(open!)).rawTransaction, signed(1).rawTransaction);
      const locked = fileJournal(folder);
      assert.deepEqual(await locked.list(), [open]);
      await assertRejects(locked.read(open!), "StoreLockedError", /store\.json is the header/);
      const wrong = fileJournal(folder, { ...unlock, passphrase: "another" });
      await assertRejects(wrong.read(open!), "StorePassphraseError", /does not open/);

      // What a run wrote that had no need to open the store is read beside it, and disturbs it not.
      await locked.write(signed(2));
      const [, plain] = await journal.list();
      assert.equal((await journal.read(plain!)).nonce, 2);
      assert.equal((await fileStore(folder, unlock).listSubmissions(exampleKey)).length, 1);
      assert.equal(await storeKind(folder), "encrypted");
      assert.equal(await backupStore(folder, join(folder, "backup"), unlock), 2, "the submission and its salt alone");
      await locked.close(signed(1));
      assert.equal((await journal.list()).length, 1);
    }));

  it("is encrypted with a store that was in plain", () =>
    inFolder(async (folder) => {
      await fileStore(folder).saveSubmission(exampleSubmission(1));
      await fileJournal(folder).write(signed(5));
      assert.equal(await encryptStore(folder, unlock), 3);
      const [open] = await fileJournal(folder).list();
      await assertRejects(fileJournal(folder).read(open!), "StoreLockedError", /header/);
      assert.equal((await fileJournal(folder, unlock).read(open!)).nonce, 5);
    }));

  it("refuses an entry that was changed, cut short or renamed, with what can be done", () =>
    inFolder(async (folder) => {
      const journal = fileJournal(folder);
      await journal.write(signed(1));
      const [open] = await journal.list();
      const path = join(folder, "journal", `31337-${account}-1-${signed(1).hash}.json`);
      const text = await readFile(path, "utf8");
      for (const changed of [text.slice(0, -20), text.replace('"nonce": 1', '"nonce": 2'), ""]) {
        await writeFile(path, changed);
        await assertRejects(journal.read(open!), "StoreRecordError", /is no entry of a journal any more/);
      }
      await writeFile(path.replace("-1-0x", "-2-0x"), text);
      await assertRejects(journal.read({ ...open!, nonce: 2 }), "StoreRecordError", /is of another name/);
      await rm(path);
      await assertRejects(journal.read(open!), "StoreRecordMissingError", /does not exist/);
    }));
});
