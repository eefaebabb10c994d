// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { keccak256, stringToHex } from "viem";
import {
  backupStore,
  canonicalJson,
  changeStorePassphrase,
  encryptedMedium,
  encryptStore,
  fileMedium,
  fileStore,
  restoreStore,
  type StoreUnlock,
} from "../../src/index.ts";
import { assertRejects, inFolder } from "../fixtures.ts";
import { cheap, exampleEvaluationSet, exampleKey, exampleSubmission, loadExample } from "../support/secrets.ts";

const key: StoreUnlock = { key: new Uint8Array(32).fill(1) };
const otherKey: StoreUnlock = { key: new Uint8Array(32).fill(2) };

interface Places {
  folder: string;
  other: string;
  file: string;
}

/** Runs an action with the paths of two stores and a backup, none of which exist. */
function inPlaces(action: (places: Places) => Promise<void>): Promise<void> {
  return inFolder((root) =>
    action({ folder: join(root, "store"), other: join(root, "other"), file: join(root, "copies", "store.backup") }),
  );
}

async function save(folder: string, unlock: StoreUnlock | undefined, ...seeds: number[]): Promise<void> {
  const store = fileStore(folder, unlock);
  for (const seed of seeds) await store.saveSubmission(exampleSubmission(seed));
}

/** All files below a folder with what is in them; none where there is no folder. */
async function snapshot(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.sort().map(async (file) => [file, await readFile(file, "utf8")] as const)));
}

async function assertHolds(folder: string, unlock: StoreUnlock | undefined, ...seeds: number[]): Promise<void> {
  const store = fileStore(folder, unlock);
  for (const seed of seeds)
    assert.deepEqual(await loadExample(store, exampleSubmission(seed)), exampleSubmission(seed));
  assert.equal((await store.listSubmissions(exampleKey)).length, seeds.length);
}

for (const [what, unlock] of [
  ["a plain store", undefined],
  ["an encrypted store", key],
] as const) {
  describe(`a backup of ${what}`, () => {
    it("restores a store that was lost, as it was", () =>
      inPlaces(async ({ folder, file }) => {
        await save(folder, unlock, 1, 2);
        const { secret, chunksRoot } = exampleEvaluationSet();
        await fileStore(folder, unlock).saveEvaluationSet(secret);
        const record = { chainId: 1, escrow: secret.escrow, bounty: 4n, operator: secret.sponsor, salt: 5n };
        await fileStore(folder, unlock).saveTrainingRecord(record);
        const before = await snapshot(folder);
        assert.equal(await backupStore(folder, file), 8);
        assert.equal((await stat(file)).mode & 0o777, 0o600);
        await rm(folder, { recursive: true });

        assert.deepEqual(await restoreStore(file, folder), { restored: 8, unchanged: 0 });
        assert.deepEqual(await snapshot(folder), before);
        for (const path of before.keys()) assert.equal((await stat(path)).mode & 0o777, 0o600, path);
        assert.deepEqual(await fileStore(folder, unlock).loadEvaluationSet({ ...secret, chunksRoot }), secret);
        assert.deepEqual(await fileStore(folder, unlock).loadTrainingRecord(record), record);
        assert.deepEqual(await restoreStore(file, folder), { restored: 0, unchanged: 8 });
      }));

    it("adds what the store has not, and leaves what it has", () =>
      inPlaces(async ({ folder, file }) => {
        await save(folder, unlock, 1, 2);
        await backupStore(folder, file, unlock);
        await rm(join(folder, "submissions"), { recursive: true });
        await save(folder, unlock, 2, 3);
        const before = await snapshot(folder);
        // The same secret was encrypted anew: that it is the same shows when it is opened.
        if (unlock !== undefined)
          await assertRejects(restoreStore(file, folder), "StoreLockedError", /is the header of/);
        assert.deepEqual(await restoreStore(file, folder, unlock), { restored: 1, unchanged: 3 });
        await assertHolds(folder, unlock, 1, 2, 3);
        const after = await snapshot(folder);
        for (const [path, text] of before) assert.equal(after.get(path), text, path);
      }));

    it("overwrites no other secret: all are listed, and nothing is written", () =>
      inPlaces(async ({ folder, other, file }) => {
        await save(folder, unlock, 1, 2);
        await backupStore(folder, file);
        await save(other, undefined, 3);
        const [name] = await fileMedium(other).list("salts/");
        const text = (await fileMedium(other).read(name!))!;
        const names = await fileMedium(folder).list("salts/");
        await rm(folder, { recursive: true });
        // Two salts that were used for something else: only a hand can bring that there.
        const medium = unlock === undefined ? fileMedium(folder) : encryptedMedium(fileMedium(folder), unlock);
        for (const taken of names) await medium.create(taken, text);

        const before = await snapshot(folder);
        await assert.rejects(restoreStore(file, folder, unlock), (error: Error & { locations?: string[] }) => {
          assert.equal(error.name, "StoreRestoreConflictError", `${error}`);
          assert.deepEqual(
            error.locations,
            names.map((taken) => join(folder, taken)),
          );
          for (const location of error.locations ?? []) assert.ok(error.message.includes(location));
          return true;
        });
        assert.deepEqual(await snapshot(folder), before);
      }));

    it("takes the place of an older one that has nothing else, and of no other", () =>
      inPlaces(async ({ folder, other, file }) => {
        await save(folder, unlock, 1);
        await backupStore(folder, file);
        await save(folder, unlock, 2);
        assert.equal(await backupStore(folder, file), 4);
        await save(other, unlock, 1);
        const before = await readFile(file, "utf8");
        await assertRejects(
          backupStore(other, file),
          "InvalidFileError",
          /store.backup: The file is a backup with \d rec/,
        );
        assert.equal(await readFile(file, "utf8"), before);
        await writeFile(file, "a letter");
        await assertRejects(backupStore(folder, file), "InvalidFileError", /no complete JSON; expected a whole backup/);
        assert.equal(await readFile(file, "utf8"), "a letter");
      }));

    it("goes on being restored where that was interrupted", () =>
      inPlaces(async ({ folder, file }) => {
        await save(folder, unlock, 1, 2);
        await backupStore(folder, file);
        const whole = await snapshot(folder);
        for (const path of whole.keys()) {
          if (!path.endsWith("store.json")) await rm(path);
        }
        assert.deepEqual(await restoreStore(file, folder), { restored: 4, unchanged: 0 });
        assert.deepEqual(await snapshot(folder), whole);
      }));

    it("is not made of nothing", () =>
      inPlaces(async ({ folder, file }) => {
        const message = /The number of records in .*store is 0; expected at least one/;
        await assertRejects(backupStore(folder, file, unlock), "InvalidValueError", message);
        assert.deepEqual(await snapshot(join(file, "..")), new Map());
      }));
  });
}

describe("a backup", () => {
  it("goes into a store with another key, encrypted with that", () =>
    inPlaces(async ({ folder, other, file }) => {
      await save(folder, key, 1, 2);
      await backupStore(folder, file, key);
      await save(other, otherKey, 2, 3);
      await assertRejects(restoreStore(file, other), "StoreLockedError", /store.backup: store.json is the header/);
      await assertRejects(restoreStore(file, other, key), "StorePassphraseError", /other.store.json does not open/);
      await assertRejects(
        restoreStore(file, other, otherKey),
        "StorePassphraseError",
        /store.backup: store.json does not/,
      );
      assert.deepEqual(await restoreStore(file, other, key, otherKey), { restored: 2, unchanged: 2 });
      await assertHolds(other, otherKey, 1, 2, 3);
    }));

  it("from before the passphrase was changed goes into the store", () =>
    inPlaces(async ({ folder, file }) => {
      await save(folder, cheap, 1);
      await backupStore(folder, file);
      const next: StoreUnlock = { passphrase: "another horse", cost: 14 };
      await changeStorePassphrase(folder, cheap, next);
      assert.deepEqual(await restoreStore(file, folder, cheap, next), { restored: 0, unchanged: 2 });
      await assertHolds(folder, next, 1);
    }));

  it("in plain goes into an encrypted store, encrypted", () =>
    inPlaces(async ({ folder, other, file }) => {
      await save(folder, undefined, 1);
      await backupStore(folder, file);
      await save(other, key, 2);
      await assertRejects(restoreStore(file, other), "StoreLockedError", /other.store.json is the header/);
      assert.deepEqual(await restoreStore(file, other, key), { restored: 2, unchanged: 0 });
      await assertHolds(other, key, 1, 2);
      for (const text of (await snapshot(other)).values()) assert.match(text, /"kind": "commonweight.encrypted-/);
    }));

  it("that is encrypted does not go into a store in plain", () =>
    inPlaces(async ({ folder, other, file }) => {
      await save(folder, key, 1);
      await backupStore(folder, file);
      await save(other, undefined, 2);
      const before = await snapshot(other);
      await assertRejects(restoreStore(file, other, key), "StoreUnencryptedError", /is not encrypted/);
      assert.deepEqual(await snapshot(other), before);
    }));

  it("is not made of a store whose encryption was interrupted, or one that does not open", () =>
    inPlaces(async ({ folder, other, file }) => {
      await save(other, undefined, 1);
      await save(folder, key, 2);
      const [name] = await fileMedium(other).list("submissions/");
      await fileMedium(folder).create(name!, (await fileMedium(other).read(name!))!);
      await assertRejects(backupStore(folder, file), "StoreUnencryptedError", /store.submissions.*is not encrypted/);
      await encryptStore(folder, key);
      await assertRejects(backupStore(folder, file, otherKey), "StorePassphraseError", /does not open with this key/);
      assert.equal(await backupStore(folder, file, key), 3);
    }));

  it("is not made of a damaged store, nor restored from one: damage is found before it is copied", () =>
    inPlaces(async ({ folder, other, file }) => {
      await save(folder, key, 1);
      const [name] = await fileMedium(folder).list("submissions/");
      const text = (await fileMedium(folder).read(name!))!;
      await fileMedium(folder).replace(name!, text.replace(/0x[0-9a-f]{8}/, "0x00000000"));
      await assertRejects(
        backupStore(folder, file, key),
        "StoreRecordError",
        /was changed, or is the record of another/,
      );
      await backupStore(folder, file);
      await assertRejects(
        restoreStore(file, other, key),
        "StoreRecordError",
        /store.backup: submissions.*was changed, or/,
      );
      assert.deepEqual(await snapshot(other), new Map());
    }));

  for (const [what, change, expected] of [
    ["cut short", (text: string) => text.slice(0, -20), /no complete JSON; expected a whole backup of a store/],
    ["changed", (text: string) => text.replace('"bounty\\": \\"1', '"bounty\\": \\"2'), /backup.checksum is/],
    ["of a later version", (text: string) => text.replace('"version": 1', '"version": 2'), /version is 2; expected 1/],
    ["another file", () => '{"format":"other"}', /backup.format is "other"; expected "commonweight-store-backup"/],
    [
      "with a name that leads elsewhere",
      withName("submissions/../../evil.json"),
      /A name in backup.records is ".*"; expected that of a record/,
    ],
    [
      "with a name from the root",
      withName("/evil.json"),
      /A name in backup.records is ".*"; expected that of a record/,
    ],
    [
      "with a name of another folder",
      withName("keys/evil.json"),
      /A name in backup.records is ".*"; expected that of a record/,
    ],
    ["with a name of the language", withName("__proto__"), /backup.checksum is/],
    ["with what is no record", withName("salts/0x00.json"), /salts.0x00.json is cut short or not of this format/],
  ] as const) {
    it(`is refused when it is ${what}, and nothing is written`, () =>
      inPlaces(async ({ folder, other, file }) => {
        await save(folder, undefined, 1);
        await backupStore(folder, file);
        const text = await readFile(file, "utf8");
        assert.notEqual(change(text), text);
        await writeFile(file, change(text));
        const name = what === "with what is no record" ? "StoreRecordError" : "InvalidFileError";
        await assertRejects(restoreStore(file, other), name, expected);
        assert.deepEqual(await snapshot(other), new Map());
      }));
  }

  it("is missed where there is none", () =>
    inPlaces(({ folder, file }) => assertRejects(restoreStore(file, folder), "InvalidFileError", /cannot be read/)));
});

/** A backup with a record of another name, and the checksum that goes with it. */
function withName(name: string): (text: string) => string {
  return (text) => {
    const backup = JSON.parse(text);
    const records = `${JSON.stringify(backup.records).slice(0, -1)},${JSON.stringify(name)}:"evil"}`;
    const checksum = keccak256(stringToHex(canonicalJson(JSON.parse(records))));
    return JSON.stringify({ ...backup, checksum, records: 0 }).replace('"records":0', `"records":${records}`);
  };
}
