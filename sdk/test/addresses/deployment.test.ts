// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { deploymentOf, loadAddressBook, loadDeployment, parseDeployment } from "../../src/index.ts";
import { assertRejects, assertThrows, inFolder } from "../fixtures.ts";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const record = {
  chainId: 31_337,
  fromBlock: 12,
  trainingBounties: address.toLowerCase(),
  architectureRegistry: address,
  modelShares: address,
  libraries: { "contracts/libraries/Groth16.sol:Groth16": address },
  tasks: { "digits-28": `0x${"ab".repeat(32)}` },
  architectures: {},
};

describe("a deployment's record", () => {
  it("is read with one spelling of its addresses", () => {
    const deployment = parseDeployment(record);
    assert.equal(deployment.trainingBounties, address);
    assert.equal(deployment.fromBlock, 12n);
  });

  it("is refused with the field that is wrong", () => {
    assertThrows(
      () => parseDeployment({ ...record, modelShares: "0x12" }),
      "InvalidValueError",
      'deployment.modelShares is "0x12"; expected an address.',
    );
    assertThrows(
      () => parseDeployment({ ...record, tasks: { "digits-28": "0x12" } }),
      "InvalidValueError",
      'deployment.tasks.digits-28 is "0x12"; expected 32 bytes in hexadecimal.',
    );
  });

  it("is found by its chain, among the files of a folder", () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "31337.json"), JSON.stringify(record));
      await writeFile(join(folder, "notes.json"), "none");
      const book = await loadAddressBook(folder);
      assert.deepEqual(deploymentOf(book, 31_337), parseDeployment(record));
      assertThrows(() => deploymentOf(book, 1), "DeploymentMissingError", "No deployment is known for the chain 1.");
    }));

  it("is refused with the file that is missing or cut short", () =>
    inFolder(async (folder) => {
      const path = join(folder, "31337.json");
      await assertRejects(loadDeployment(path), "BaseError", /31337\.json cannot be read as JSON/);
      await writeFile(path, JSON.stringify(record).slice(0, 50));
      await assertRejects(loadDeployment(path), "BaseError", /31337\.json cannot be read as JSON/);
    }));
});
