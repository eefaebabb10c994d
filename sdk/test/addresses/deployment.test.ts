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
  trainingRecords: address,
  architectureRegistry: address,
  beacon: address,
  modelShares: address,
  modelGovernance: address,
  modelLicenses: address,
  shareOffers: address,
  libraries: { "contracts/libraries/Groth16.sol:Groth16": address },
  tasks: { "digits-28": `0x${"ab".repeat(32)}` },
  architectures: {},
  recipes: {},
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
    assertThrows(
      () => parseDeployment({ ...record, libraries: 1 }),
      "InvalidValueError",
      "deployment.libraries is 1; expected an object.",
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

  it("is refused with the file that is missing, cut short, or wrong in a field", () =>
    inFolder(async (folder) => {
      const path = join(folder, "31337.json");
      await assertRejects(loadDeployment(path), "InvalidFileError", /31337\.json: The file cannot be read;/);
      const contents: [string, RegExp][] = [
        [
          JSON.stringify(record).slice(0, 50),
          /31337\.json: 50 characters .* expected a whole record of a deployment\./,
        ],
        [
          JSON.stringify({ ...record, modelShares: "0x12" }),
          /31337\.json: deployment\.modelShares is "0x12"; expected/,
        ],
        [JSON.stringify({ ...record, chainId: 1 }), /31337\.json: deployment\.chainId is 1; expected 31337, as the/],
      ];
      for (const [content, message] of contents) {
        await writeFile(path, content);
        await assertRejects(loadDeployment(path), "InvalidFileError", message);
        await assertRejects(loadAddressBook(folder), "InvalidFileError", message);
      }
    }));

  it("is taken from a file that is not named after a chain", () =>
    inFolder(async (folder) => {
      const path = join(folder, "rehearsal.json");
      await writeFile(path, JSON.stringify(record));
      assert.deepEqual(await loadDeployment(path), parseDeployment(record));
    }));

  it("is refused with the folder that is missing", () =>
    inFolder((folder) =>
      assertRejects(
        loadAddressBook(join(folder, "none")),
        "InvalidFileError",
        /none: The folder cannot be read; expected a folder of deployments\./,
      ),
    ));
});
