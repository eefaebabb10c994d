// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  changeStorePassphrase,
  changeUnlock,
  createStore,
  encryptedMedium,
  encryptRecords,
  encryptStore,
  fileMedium,
  fileStore,
  memoryMedium,
  type ReplaceableMedium,
  type StoreUnlock,
} from "../../src/index.ts";
import { assertRejects, assertThrows, inFolder, integerBelow, seededRandom } from "../fixtures.ts";
import { cheap, exampleEvaluationSet, exampleKey, exampleSubmission, loadExample } from "../support/secrets.ts";

const HEADER = "store.json";
const wrong: StoreUnlock = { passphrase: "incorrect horse" };
const key: StoreUnlock = { key: new Uint8Array(32).fill(9) };

/** Runs an action with a folder that holds an encrypted store of two submissions. */
function withStore(action: (folder: string, files: string[]) => Promise<void>, unlock = key): Promise<void> {
  return inFolder(async (folder) => {
    const store = fileStore(folder, unlock);
    await store.saveSubmission(exampleSubmission(1));
    await store.saveSubmission(exampleSubmission(2));
    await action(folder, await submissionFiles(folder));
  });
}

async function submissionFiles(folder: string): Promise<string[]> {
  return (await readdir(join(folder, "submissions"))).sort().map((name) => join(folder, "submissions", name));
}

/** All files below a folder with what is in them. */
async function snapshot(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.sort().map(async (file) => [file, await readFile(file, "utf8")] as const)));
}

describe("an encrypted store", () => {
  for (const [what, unlock] of [
    ["a passphrase", cheap],
    ["a key", key],
  ] as const) {
    it(`gives back with ${what} what was saved, in another process's eyes too`, () =>
      withStore(async (folder) => {
        const store = fileStore(folder, unlock);
        assert.deepEqual(await loadExample(store, exampleSubmission(1)), exampleSubmission(1));
        assert.equal((await store.listSubmissions(exampleKey)).length, 2);
        await store.saveSubmission(exampleSubmission(1));
        const { secret, chunksRoot } = exampleEvaluationSet();
        await store.saveEvaluationSet(secret);
        assert.deepEqual(await fileStore(folder, unlock).loadEvaluationSet({ ...secret, chunksRoot }), secret);
      }, unlock));
  }

  it("still refuses a second challenge for a salt", () =>
    withStore(async (folder) => {
      const { submission, words } = exampleSubmission(1);
      const moved = { ...exampleSubmission(1), submission, words, chainId: 1 };
      await assertRejects(fileStore(folder, key).saveSubmission(moved), "SaltReusedError", /another challenge/);
    }));

  it("holds neither words nor salts in plain, in files that only their owner can read", () =>
    withStore(async (folder) => {
      const secret = exampleSubmission(1);
      const files = await snapshot(folder);
      assert.equal(files.size, 5);
      for (const [file, text] of files) {
        assert.ok(!text.includes(secret.words.slice(2, 66)), file);
        assert.ok(!text.includes(secret.architecture.name), file);
        assert.equal((await stat(file)).mode & 0o777, 0o600, file);
      }
    }));

  it("encrypts the same record differently each time", async () => {
    const [first, second] = [memoryMedium(), memoryMedium()];
    await encryptedMedium(first, key).create("salts/1.json", "text");
    await second.create(HEADER, (await first.read(HEADER))!);
    await encryptedMedium(second, key).create("salts/1.json", "text");
    assert.notEqual(await first.read("salts/1.json"), await second.read("salts/1.json"));
  });

  it("asks for the least and the most work that it takes, in its header", async () => {
    const medium = memoryMedium();
    await encryptedMedium(medium, { ...cheap, cost: 15 }).create("salts/1.json", "text");
    const { derivation } = JSON.parse((await medium.read(HEADER))!);
    assert.deepEqual(
      { ...derivation, salt: derivation.salt.length },
      {
        name: "scrypt",
        cost: 15,
        blockSize: 8,
        parallelism: 1,
        salt: 66,
      },
    );
  });

  it("opens with another spelling of the same passphrase", async () => {
    const medium = memoryMedium();
    await encryptedMedium(medium, { passphrase: "caf\u00e9", cost: 14 }).create("salts/1.json", "text");
    assert.equal(await encryptedMedium(medium, { passphrase: "cafe\u0301" }).read("salts/1.json"), "text");
  });

  it("reads as empty, and writes nothing, before anything was saved", async () => {
    const medium = memoryMedium();
    const encrypted = encryptedMedium(medium, cheap);
    assert.equal(await encrypted.read("salts/1.json"), undefined);
    assert.deepEqual(await encrypted.list(""), []);
    assert.deepEqual(await medium.list(""), []);
  });

  it("lists its records without its header", async () => {
    const encrypted = encryptedMedium(memoryMedium(), key);
    await encrypted.create("salts/1.json", "text");
    assert.deepEqual(await encrypted.list(""), ["salts/1.json"]);
  });

  it("has one header when many writers begin at once", () =>
    inFolder(async (folder) => {
      await Promise.all([1, 2, 3].map((seed) => fileStore(folder, cheap).saveSubmission(exampleSubmission(seed))));
      assert.equal((await fileStore(folder, cheap).listSubmissions(exampleKey)).length, 3);
    }));

  it("takes reads and writes at once from its first moment", () =>
    inFolder(async (folder) => {
      const encrypted = encryptedMedium(fileMedium(folder), key);
      const names = Array.from({ length: 12 }, (_, i) => `salts/${i}.json`);
      // Each begins at another step of the one before.
      const works = names.map(async (name, i) => {
        for (let step = 0; step < i * 3; step++) await null;
        await encrypted.read(name);
        return encrypted.create(name, name);
      });
      assert.ok((await Promise.all(works)).every(Boolean));
      for (const name of names) assert.equal(await encrypted.read(name), name);
    }));

  for (const [what, unlock, expected] of [
    ["an empty passphrase", { passphrase: "" }, 'The store\'s passphrase is ""; expected a text that is not empty.'],
    ["a short key", { key: new Uint8Array(31) }, "The number of bytes of the store's key is 31; expected 32."],
    ["too little work", { ...cheap, cost: 13 }, "cost is 13; expected an integer from 14 to 19."],
    ["too much work", { ...cheap, cost: 20 }, "cost is 20; expected an integer from 14 to 19."],
  ] as const) {
    it(`is not made with ${what}`, () => {
      assertThrows(() => encryptedMedium(memoryMedium(), unlock), "InvalidValueError", expected);
    });
  }
});

describe("the wrong passphrase", () => {
  it("is an error before anything is read or written, and is not in the message", () =>
    withStore(async (folder) => {
      const before = await snapshot(folder);
      const store = fileStore(folder, wrong);
      const message = /store.json does not open with this passphrase; expected the passphrase that the store was/;
      for (const action of [
        () => store.saveSubmission(exampleSubmission(3)),
        () => loadExample(store, exampleSubmission(1)),
        () => store.listSubmissions(exampleKey),
      ]) {
        await assertRejects(action(), "StorePassphraseError", message);
        await assert.rejects(action(), (error: Error) => !JSON.stringify([error.message, error]).includes("horse"));
      }
      assert.deepEqual(await snapshot(folder), before);
    }, cheap));

  it("is told from a key, and a wrong key from a right one", async () => {
    const [locked, keyed] = [memoryMedium(), memoryMedium()];
    await encryptedMedium(locked, cheap).create("salts/1.json", "text");
    await encryptedMedium(keyed, key).create("salts/1.json", "text");
    const read = (medium: ReplaceableMedium, unlock: StoreUnlock) =>
      encryptedMedium(medium, unlock).read("salts/1.json");
    await assertRejects(read(locked, key), "StorePassphraseError", /this key; expected the passphrase/);
    await assertRejects(read(keyed, cheap), "StorePassphraseError", /this passphrase; expected the key/);
    await assertRejects(read(keyed, { key: new Uint8Array(32) }), "StorePassphraseError", /this key; expected the key/);
  });

  it("does not stay with a medium whose header is mended", async () => {
    const medium = memoryMedium();
    await encryptedMedium(medium, key).create("salts/1.json", "text");
    const header = (await medium.read(HEADER))!;
    await medium.replace(HEADER, header.slice(0, 40));
    const encrypted = encryptedMedium(medium, key);
    await assertRejects(encrypted.read("salts/1.json"), "StoreRecordError", /is cut short or not of this format/);
    await medium.replace(HEADER, header);
    assert.equal(await encrypted.read("salts/1.json"), "text");
  });

  it("can be changed, in one step that leaves the records as they are", () =>
    withStore(async (folder, files) => {
      const before = await Promise.all(files.map((file) => readFile(file, "utf8")));
      const next: StoreUnlock = { passphrase: "another horse", cost: 14 };
      await assertRejects(changeStorePassphrase(folder, wrong, next), "StorePassphraseError", /does not open/);
      await changeStorePassphrase(folder, cheap, next);
      assert.deepEqual(await Promise.all(files.map((file) => readFile(file, "utf8"))), before);
      assert.deepEqual(await loadExample(fileStore(folder, next), exampleSubmission(1)), exampleSubmission(1));
      await assertRejects(
        fileStore(folder, cheap).listSubmissions(exampleKey),
        "StorePassphraseError",
        /does not open/,
      );
    }, cheap));

  it("cannot be changed where there is no encrypted store", () =>
    assertRejects(changeUnlock(memoryMedium(), cheap, key), "StoreRecordError", /memory:store.json does not exist/));
});

describe("a record of an encrypted store", () => {
  for (const [what, damage, expected] of [
    [
      "under the name of another",
      ([first, second]: string[]) => copyFile(first!, second!),
      /is the record of another name/,
    ],
    ["cut short", ([, second]: string[]) => truncate(second!, 200), /is cut short, or not of this format/],
    ["emptied", ([, second]: string[]) => truncate(second!, 0), /is cut short, or not of this format/],
    [
      "of a later version",
      ([, second]: string[]) => edit(second!, '"version": 1', '"version": 2'),
      /format and version/,
    ],
    [
      "with less in it",
      ([, second]: string[]) => edit(second!, /[0-9a-f]{2}"\n/, '"\n'),
      /was changed, or is the record/,
    ],
    ["with next to nothing in it", ([, second]: string[]) => edit(second!, /0x[0-9a-f]+/, "0x00"), /was changed, or/],
  ] as const) {
    it(`is refused, and left as it is, when ${what}`, () =>
      withStore(async (folder, files) => {
        await damage(files);
        const damaged = await snapshot(folder);
        await assertRejects(fileStore(folder, key).listSubmissions(exampleKey), "StoreRecordError", expected);
        assert.deepEqual(await snapshot(folder), damaged);
      }));
  }

  it("of another store is refused, of the same name and passphrase though it is", () =>
    withStore((folder, [file]) =>
      withStore(async (_, [other]) => {
        await copyFile(other!, file!);
        await assertRejects(
          fileStore(folder, key).listSubmissions(exampleKey),
          "StoreRecordError",
          /or store; expected/,
        );
      }),
    ));

  it("is refused in plain: who has no key must not put one there", () =>
    withStore(async (folder, [file]) => {
      const medium = memoryMedium();
      await createStore(medium).saveSubmission(exampleSubmission(1));
      const [name] = await medium.list("submissions/");
      await writeFile(file!, (await medium.read(name!))!);
      await assertRejects(
        fileStore(folder, key).listSubmissions(exampleKey),
        "StoreUnencryptedError",
        /is not encrypted/,
      );
    }));

  it("is never read as another when one of its bytes is changed, nor is the header", () =>
    withStore(async (folder, [file]) => {
      const random = seededRandom(12);
      for (const path of [file!, join(folder, HEADER)]) {
        const bytes = await readFile(path);
        for (let run = 0; run < 30; run++) {
          const damaged = Buffer.from(bytes);
          const at = integerBelow(random, damaged.length);
          damaged[at] = damaged[at]! ^ (1 << integerBelow(random, 7));
          await writeFile(path, damaged);
          const read = fileStore(folder, key).listSubmissions(exampleKey);
          const found = await read.catch((error: Error) => error.name);
          if (typeof found === "string") assert.match(found, /^Store(Record|Passphrase|Unencrypted)Error$/);
          else assert.deepEqual(new Set(found), new Set([exampleSubmission(1), exampleSubmission(2)]), `byte ${at}`);
        }
        await writeFile(path, bytes);
      }
    }));
});

async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
}

describe("the header of an encrypted store", () => {
  it("may not ask for more work or memory than there is any need for, or less", () =>
    withStore(async (folder) => {
      for (const [from, to] of [
        ['"cost": 14', '"cost": 30'],
        ['"cost": 14', '"cost": 1'],
        ['"blockSize": 8', '"blockSize": 1048576'],
        ['"parallelism": 1', '"parallelism": 1000'],
      ] as const) {
        const file = join(folder, HEADER);
        const header = await readFile(file, "utf8");
        await edit(file, from, to);
        await assertRejects(
          fileStore(folder, cheap).listSubmissions(exampleKey),
          "StoreRecordError",
          /store.json is cut short or not of this format; expected the whole header of an encrypted store/,
        );
        await writeFile(file, header);
      }
    }, cheap));

  it("may not be changed in what it says of the work", () =>
    withStore(async (folder) => {
      await edit(join(folder, HEADER), '"cost": 14', '"cost": 15');
      await assertRejects(
        fileStore(folder, cheap).listSubmissions(exampleKey),
        "StorePassphraseError",
        /does not open/,
      );
    }, cheap));

  it("is missed where there are encrypted records", () =>
    withStore(async (folder) => {
      await rm(join(folder, HEADER));
      const message = /store.json does not exist; expected the header/;
      await assertRejects(fileStore(folder, key).listSubmissions(exampleKey), "StoreRecordError", message);
      await assertRejects(fileStore(folder, key).saveSubmission(exampleSubmission(3)), "StoreRecordError", message);
      await assertRejects(encryptStore(folder, key), "StoreRecordError", message);
    }));

  it("keeps a plain store out", () =>
    withStore(async (folder) => {
      const before = await snapshot(folder);
      const store = fileStore(folder);
      const message = /store.json is the header of an encrypted store; expected the store to be opened with/;
      await assertRejects(store.saveSubmission(exampleSubmission(3)), "StoreLockedError", message);
      await assertRejects(store.listSubmissions(exampleKey), "StoreLockedError", message);
      await assertRejects(loadExample(store, exampleSubmission(1)), "StoreLockedError", message);
      assert.deepEqual(await snapshot(folder), before);
    }));
});

describe("a writer to an encrypted store that is killed", () => {
  it("leaves whole records, and a store that goes on", { timeout: 60_000 }, () =>
    inFolder(async (folder) => {
      const script = fileURLToPath(new URL("../support/savingProcess.ts", import.meta.url));
      const writer = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
      const exited = once(writer, "exit");
      let saved = 0;
      for await (const line of createInterface({ input: writer.stdout })) {
        saved = Number(line);
        if (saved === 3) writer.kill("SIGKILL");
      }
      assert.deepEqual(await exited, [null, "SIGKILL"]);
      const found = await fileStore(folder, cheap).listSubmissions(exampleKey);
      assert.ok(found.length >= saved && found.length <= saved + 1, `${found.length} of ${saved}`);
      for (let seed = 1; seed <= saved + 1; seed++)
        await fileStore(folder, cheap).saveSubmission(exampleSubmission(seed));
      assert.equal((await fileStore(folder, cheap).listSubmissions(exampleKey)).length, saved + 1);
    }),
  );
});

describe("a plain store", () => {
  /** A store in plain of three submissions and a set, with 8 records: 3 + 1, and a salt for each model and chunk. */
  async function plainStore(medium: ReplaceableMedium): Promise<void> {
    const store = createStore(medium);
    for (const seed of [1, 2]) await store.saveSubmission(exampleSubmission(seed));
    await store.saveEvaluationSet(exampleEvaluationSet().secret);
  }
  const RECORDS = 7;

  it("is refused with a passphrase until it is encrypted, and then reads as before", () =>
    inFolder(async (folder) => {
      await plainStore(fileMedium(folder));
      const message = /json is not encrypted; expected a store that is encrypted throughout/;
      await assertRejects(
        fileStore(folder, cheap).saveSubmission(exampleSubmission(3)),
        "StoreUnencryptedError",
        message,
      );
      await assertRejects(fileStore(folder, cheap).listSubmissions(exampleKey), "StoreUnencryptedError", message);

      assert.equal(await encryptStore(folder, cheap), RECORDS);
      const store = fileStore(folder, cheap);
      assert.deepEqual(await loadExample(store, exampleSubmission(2)), exampleSubmission(2));
      const { secret, chunksRoot } = exampleEvaluationSet();
      assert.deepEqual(await store.loadEvaluationSet({ ...secret, chunksRoot }), secret);
      for (const [file, text] of await snapshot(folder)) {
        assert.match(text, /"kind": "commonweight.encrypted-(record|store)"/, file);
        assert.equal((await stat(file)).mode & 0o777, 0o600, file);
      }
      assert.equal(await encryptStore(folder, cheap), 0);
      await assertRejects(encryptStore(folder, wrong), "StorePassphraseError", /does not open/);
    }));

  it("leaves no half-written secret when it is encrypted, and touches nothing else", () =>
    inFolder(async (folder) => {
      await plainStore(fileMedium(folder));
      const leftover = join(folder, "salts", `${"0x12"}.json.0123456789ab.new`);
      const others = [join(folder, "salts", "notes.new"), join(folder, "other.json.0123456789ab.new")];
      for (const file of [leftover, ...others]) await writeFile(file, "half a sec");
      await encryptStore(folder, cheap);
      const left = [...(await snapshot(folder)).keys()].filter((file) => file.endsWith(".new"));
      assert.deepEqual(new Set(left), new Set(others));
    }));

  it("is left as it is where a record is damaged", () =>
    inFolder(async (folder) => {
      await plainStore(fileMedium(folder));
      const [file] = await submissionFiles(folder);
      await edit(file!, '"bounty": "1"', '"bounty": "2"');
      const before = await snapshot(folder);
      await assertRejects(encryptStore(folder, cheap), "StoreRecordError", /was changed: its content has the checksum/);
      assert.deepEqual(await snapshot(folder), before);
    }));

  it("goes on being encrypted where that was interrupted, at any point", async () => {
    for (let steps = 0; steps <= RECORDS; steps++) {
      const medium = memoryMedium();
      await plainStore(medium);
      let left = steps;
      const failing: ReplaceableMedium = {
        ...medium,
        replace: async (name, text) => {
          if (left-- === 0) throw new Error("killed");
          await medium.replace(name, text);
        },
      };
      const done: number | string = await encryptRecords(failing, key).catch((error: Error) => error.message);
      assert.equal(done, steps === RECORDS ? RECORDS : "killed");
      assert.equal(await encryptRecords(medium, key), RECORDS - steps);
      const store = createStore(encryptedMedium(medium, key));
      assert.equal((await store.listSubmissions(exampleKey)).length, 2);
    }
  });
});
