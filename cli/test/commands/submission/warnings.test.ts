// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileStore, sealModel } from "@commonweight/sdk";
import { randomModel, seededRandom, tinyArchitecture } from "../../../../sdk/test/fixtures.ts";
import { createContext } from "../../../src/context.ts";
import { storeWarnings } from "../../../src/submission/warnings.ts";
import { makeFolder } from "../../support/folder.ts";
import { testIo } from "../../support/testIo.ts";

const escrow = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const operator = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("what is said of the store before a commitment", () => {
  let folder: string;
  before(async () => {
    folder = await makeFolder();
  });
  after(() => rm(folder, { recursive: true }));

  const warningsOf = (store: string, flags: Record<string, unknown> = {}) => {
    const { io } = testIo({ cwd: folder });
    return storeWarnings(createContext(io, { store, ...flags }));
  };
  const secret = sealModel({
    chainId: 31_337,
    escrow,
    bounty: 1n,
    operator,
    model: randomModel(tinyArchitecture, seededRandom(1)),
  });

  it("is always where it is, and that nothing brings it back", async () => {
    const [first, ...others] = await warningsOf("new");
    assert.match(first!, new RegExp(`^${join(folder, "new")} is the only place where the model's words and salt are`));
    assert.match(
      first!,
      /nobody can repair that\. Copy it now, and after every commit: commonweight store backup FILE/,
    );
    assert.deepEqual(others, [], "a new store will be encrypted");
  });

  it("is that it is in plain, where it is or will be", async () => {
    assert.match((await warningsOf("new", { plainStore: "yes" }))[1]!, /not encrypted/);
    await fileStore(join(folder, "plain")).saveSubmission(secret);
    assert.match((await warningsOf("plain"))[1]!, /commonweight store encrypt/);
    await fileStore(join(folder, "encrypted"), { passphrase: "long", cost: 14 }).saveSubmission(secret);
    assert.equal((await warningsOf("encrypted", { plainStore: "yes" })).length, 1);
  });
});
