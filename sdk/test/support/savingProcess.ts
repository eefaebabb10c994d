// SPDX-License-Identifier: MIT
// A process that saves one secret after the other into an encrypted store, and says so, until it is killed.
import { fileStore } from "../../src/storage/index.ts";
import { cheap, exampleSubmission } from "./secrets.ts";

const store = fileStore(process.argv[2]!, cheap);
for (let seed = 1; ; seed++) {
  await store.saveSubmission(exampleSubmission(seed));
  process.stdout.write(`${seed}\n`);
}
