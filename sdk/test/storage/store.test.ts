// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Address } from "viem";
import {
  createStore,
  fileMedium,
  fileStore,
  hashSubmission,
  memoryMedium,
  memoryStore,
  type OperatorStore,
  type SponsorStore,
  sealEvaluationSet,
  sealModel,
} from "../../src/index.ts";
import {
  assertRejects,
  inFolder,
  integerBelow,
  randomChunk,
  randomModel,
  seededRandom,
  tinyArchitecture,
  tinyTask,
} from "../fixtures.ts";

const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const otherEscrow: Address = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";
const operator: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const sponsor: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const chainId = 31_337;
const salt = 123_456_789n;

function submission(changes: Partial<Parameters<typeof sealModel>[0]> & { seed?: number } = {}) {
  const { seed = 1, ...rest } = changes;
  const model = randomModel(tinyArchitecture, seededRandom(seed));
  return sealModel({ chainId, escrow, bounty: 1n, operator, model, salt, ...rest });
}

function evaluationSet(changes: Partial<Parameters<typeof sealEvaluationSet>[0]> = {}) {
  const random = seededRandom(7);
  const chunks = [randomChunk(tinyTask, random), randomChunk(tinyTask, random), randomChunk(tinyTask, random)];
  return sealEvaluationSet({ chainId, escrow, sponsor, task: tinyTask, chunks, ...changes });
}

function keyOf(secret: ReturnType<typeof submission>) {
  return { ...secret, operator: secret.submission.operator, submissionHash: hashSubmission(secret.submission) };
}

/** The paths of all records below a folder. */
async function recordsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const stores: [string, (action: (store: OperatorStore & SponsorStore) => Promise<void>) => Promise<void>][] = [
  ["in a folder", (action) => inFolder((folder) => action(fileStore(join(folder, "store"))))],
  ["in memory", (action) => action(memoryStore())],
];

for (const [where, withStore] of stores) {
  describe(`a store ${where}`, () => {
    it("gives back a submission's secret as it was saved", () =>
      withStore(async (store) => {
        const secret = submission();
        await store.saveSubmission(secret);
        assert.deepEqual(await store.loadSubmission(keyOf(secret)), secret);
      }));

    it("gives back an evaluation set's secret as it was saved", () =>
      withStore(async (store) => {
        const { secret, chunksRoot } = evaluationSet();
        await store.saveEvaluationSet(secret);
        assert.deepEqual(await store.loadEvaluationSet({ ...secret, chunksRoot }), secret);
      }));

    it("saves the same secret again, whatever the case of its addresses", () =>
      withStore(async (store) => {
        const secret = submission();
        await store.saveSubmission(secret);
        await store.saveSubmission({ ...secret, escrow: escrow.toLowerCase() as Address });
        assert.equal((await store.listSubmissions({ chainId, escrow, bounty: 1n, operator })).length, 1);
      }));

    it("lists every submission of an operator in a bounty, and no other", () =>
      withStore(async (store) => {
        const [first, second] = [submission({ seed: 1, salt: 1n }), submission({ seed: 2, salt: 2n })];
        for (const secret of [first, second, submission({ bounty: 11n, salt: 3n })]) await store.saveSubmission(secret);
        const found = await store.listSubmissions({ chainId, escrow, bounty: 1n, operator });
        assert.deepEqual(new Set(found.map(hashOf)), new Set([first, second].map(hashOf)));
        assert.deepEqual(await store.listSubmissions({ chainId, escrow, bounty: 2n, operator }), []);
      }));

    it("says what is missing", () =>
      withStore(async (store) => {
        await assertRejects(store.loadSubmission(keyOf(submission())), "StoreRecordMissingError", /does not exist/);
      }));

    it("refuses a second challenge for the salt of a model", () =>
      withStore(async (store) => {
        await store.saveSubmission(submission());
        const message = /salt has served another challenge/;
        for (const changed of [
          submission({ seed: 2 }),
          submission({ escrow: otherEscrow }),
          submission({ chainId: 1 }),
        ]) {
          await assertRejects(store.saveSubmission(changed), "SaltReusedError", message);
        }
      }));

    it("takes the salt of a model for the same challenge in another bounty", () =>
      withStore(async (store) => {
        await store.saveSubmission(submission({ bounty: 1n }));
        await store.saveSubmission(submission({ bounty: 2n }));
      }));

    it("refuses a second challenge for the salt of a chunk", () =>
      withStore(async (store) => {
        await store.saveEvaluationSet(evaluationSet().secret);
        const moved = evaluationSet({ escrow: otherEscrow }).secret;
        await assertRejects(store.saveEvaluationSet(moved), "SaltReusedError", /another challenge/);
      }));

    it("refuses one salt for two chunks of a set", () =>
      withStore(async (store) => {
        const random = seededRandom(3);
        const chunks = [1, 2].map(() => ({ ...randomChunk(tinyTask, random), salt: 5n }));
        const { secret } = evaluationSet({ chunks });
        await assertRejects(store.saveEvaluationSet(secret), "SaltReusedError", /another challenge/);
      }));

    it("refuses a salt of a chunk for a model", () =>
      withStore(async (store) => {
        const { secret } = evaluationSet();
        await store.saveEvaluationSet(secret);
        const chunkSalt = BigInt(secret.chunks[0]!.words.slice(0, 66));
        await assertRejects(store.saveSubmission(submission({ salt: chunkSalt })), "SaltReusedError", /another/);
      }));

    it("refuses words that are not those of the commitment", () =>
      withStore(async (store) => {
        const secret = submission();
        const other = submission({ seed: 2 });
        const mixed = { ...secret, words: other.words };
        await assertRejects(store.saveSubmission(mixed), "InvalidValueError", /bytesHash is/);
        const forged = { ...secret, submission: { ...secret.submission, modelCommitment: 1n } };
        await assertRejects(store.saveSubmission(forged), "InvalidValueError", /modelCommitment is 1; expected/);
        const set = evaluationSet().secret;
        const [first, ...rest] = set.chunks;
        const wrong = { ...set, chunks: [{ ...first!, digest: 1n }, ...rest] };
        await assertRejects(store.saveEvaluationSet(wrong), "InvalidValueError", /chunks\[0\].digest is 1; expected/);
      }));
  });
}

function hashOf({ submission: tuple }: ReturnType<typeof submission>): string {
  return hashSubmission(tuple);
}

describe("the files of a store", () => {
  it("can be read by their owner only, and leave nothing half-written", () =>
    inFolder(async (folder) => {
      const root = join(folder, "store");
      await fileStore(root).saveSubmission(submission());
      const files = await recordsBelow(root);
      assert.deepEqual(
        files.filter((file) => !file.endsWith(".json")),
        [],
      );
      for (const file of files) assert.equal((await stat(file)).mode & 0o777, 0o600, file);
      assert.equal((await stat(root)).mode & 0o777, 0o700);
    }));

  it("leave no secret of a writer that was killed, once the record is written again", () =>
    inFolder(async (folder) => {
      const secret = submission();
      await fileStore(folder).saveSubmission(secret);
      const [record] = await recordsBelow(join(folder, "submissions"));
      const other = join(folder, "submissions", "other.json.0123456789ab.new");
      for (const path of [`${record}.0123456789ab.new`, `${record}.ba9876543210.new`, other]) {
        await writeFile(path, "half a sec");
      }
      await fileStore(folder).saveSubmission(secret);
      assert.deepEqual(new Set(await recordsBelow(join(folder, "submissions"))), new Set([record, other]));
      assert.deepEqual(await fileStore(folder).loadSubmission(keyOf(secret)), secret);
    }));

  it("do not tell a salt by their names, nor by the record of its use", () =>
    inFolder(async (folder) => {
      await fileStore(folder).saveSubmission(submission());
      const file = (await recordsBelow(join(folder, "salts")))[0]!;
      const text = `${file}${await readFile(file, "utf8")}`;
      assert.ok(!text.includes(String(salt)) && !text.includes(salt.toString(16)));
    }));

  for (const [what, damage, expected] of [
    ["cut short", (file: string) => truncate(file, 300), /is cut short/],
    ["emptied", (file: string) => truncate(file, 0), /is cut short/],
    [
      "tampered with",
      async (file: string) => writeFile(file, (await readFile(file, "utf8")).replace('"bounty": "1"', '"bounty": "2"')),
      /was changed: its content has the checksum/,
    ],
    [
      "of a later version",
      async (file: string) => writeFile(file, (await readFile(file, "utf8")).replace('"version": 1', '"version": 2')),
      /holds commonweight.submission of version 2; expected commonweight.submission of version 1/,
    ],
  ] as const) {
    it(`are refused, and left as they are, when ${what}`, () =>
      inFolder(async (folder) => {
        const store = fileStore(folder);
        const secret = submission();
        await store.saveSubmission(secret);
        const file = (await recordsBelow(join(folder, "submissions")))[0]!;
        await damage(file);
        const damaged = await readFile(file, "utf8");
        await assertRejects(store.loadSubmission(keyOf(secret)), "StoreRecordError", expected);
        await assertRejects(store.saveSubmission(secret), "StoreRecordError", expected);
        assert.equal(await readFile(file, "utf8"), damaged);
      }));
  }

  it("name the file that is damaged", () =>
    inFolder(async (folder) => {
      const store = fileStore(folder);
      const secret = submission();
      await store.saveSubmission(secret);
      const file = (await recordsBelow(join(folder, "submissions")))[0]!;
      await truncate(file, 10);
      await assert.rejects(store.loadSubmission(keyOf(secret)), (error: Error) => error.message.includes(file));
    }));

  it("are never overwritten by another secret under the same name", () =>
    inFolder(async (folder) => {
      const store = fileStore(folder);
      const secret = submission();
      await store.saveSubmission(secret);
      // Another secret of the same tuple: only a hand can bring it there.
      const [file] = await recordsBelow(join(folder, "submissions"));
      const medium = memoryMedium();
      await createStore(medium).saveSubmission(submission({ bounty: 2n }));
      const [otherName] = await medium.list("submissions/");
      await writeFile(file!, (await medium.read(otherName!))!);
      await assertRejects(store.saveSubmission(secret), "StoreConflictError", /holds another secret already/);
    }));

  it("let one of many writers at once win, and agree with all", () =>
    inFolder(async (folder) => {
      const secret = submission();
      await Promise.all(Array.from({ length: 8 }, () => fileStore(folder).saveSubmission(secret)));
      assert.equal((await recordsBelow(folder)).length, 2);
    }));

  it("let one of two writers with one salt win, and refuse the other", () =>
    inFolder(async (folder) => {
      const results = await Promise.allSettled(
        [1, 2].map((seed) => fileStore(folder).saveSubmission(submission({ seed }))),
      );
      assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    }));

  it("fail where the folder cannot be made, and leave no record", () =>
    inFolder(async (folder) => {
      const taken = join(folder, "taken");
      await writeFile(taken, "a file, no folder");
      const secret = submission();
      const store = createStore(fileMedium(taken));
      const lists = fileStore(taken).listSubmissions(keyOf(secret));
      await assertRejects(lists, "StoreAccessError", /taken.store.json cannot be read; expected/);
      await assertRejects(
        store.saveSubmission(secret),
        "StoreAccessError",
        /taken.salts.* cannot be written; expected/,
      );
      await assertRejects(
        store.loadSubmission(keyOf(secret)),
        "StoreAccessError",
        /taken.submissions.* cannot be read;/,
      );
      await assertRejects(
        store.listSubmissions(keyOf(secret)),
        "StoreAccessError",
        /taken.submissions cannot be listed/,
      );
      assert.deepEqual(await recordsBelow(folder), [taken]);
    }));
});

describe("random damage", () => {
  it("is always found: no record with one byte changed is read as another secret", () =>
    inFolder(async (folder) => {
      const store = fileStore(folder);
      const secret = submission();
      await store.saveSubmission(secret);
      const file = (await recordsBelow(join(folder, "submissions")))[0]!;
      const bytes = await readFile(file);
      const random = seededRandom(11);
      for (let run = 0; run < 60; run++) {
        const damaged = Buffer.from(bytes);
        const at = integerBelow(random, damaged.length);
        damaged[at] = damaged[at]! ^ (1 << integerBelow(random, 7));
        await writeFile(file, damaged);
        const loaded = await store.loadSubmission(keyOf(secret)).catch((error: Error) => error.name);
        if (loaded !== "StoreRecordError") assert.deepEqual(loaded, secret, `byte ${at}`);
      }
    }));
});
