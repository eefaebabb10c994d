// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { fileStore } from "@commonweight/sdk/storage";
import { assertRejects } from "../../../sdk/test/fixtures.ts";
import { exampleSubmission, loadExample } from "../../../sdk/test/support/secrets.ts";

/** An encrypted store and a plain one, each with a submission's secret. */
export async function secrets(folder: string) {
  const [passphrase, next] = ["correct horse battery staple", "a passphrase after that"];
  const [encrypted, plain] = [exampleSubmission(1), exampleSubmission(2)];
  // At the least work there is, so that the example takes no longer than it must.
  await fileStore(`${folder}/.commonweight`, { passphrase, cost: 14 }).saveSubmission(encrypted);
  await fileStore(`${folder}/plain-store`).saveSubmission(plain);
  return {
    fixtures: { passphrase, next },
    check: async () => {
      assert.deepEqual(await loadExample(fileStore(".commonweight", { passphrase: next }), encrypted), encrypted);
      assert.deepEqual(await loadExample(fileStore("elsewhere", { passphrase }), encrypted), encrypted);
      assert.deepEqual(await loadExample(fileStore("plain-store", { passphrase }), plain), plain);
      await assertRejects(
        loadExample(fileStore(".commonweight", { passphrase }), encrypted),
        "StorePassphraseError",
        /./,
      );
    },
    close: async () => undefined,
  };
}
