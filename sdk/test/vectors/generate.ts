// SPDX-License-Identifier: MIT
// Writes the vector files beside this one anew, after the specification has changed on purpose. From the root:
// npm exec -- node sdk/test/vectors/generate.ts && npm exec -- biome check --write sdk/test/vectors
import { join } from "node:path";
import { writeFileAtomic } from "../../src/utils/index.ts";
import { makeVectors, vectorText } from "./vectors.ts";

for (const [name, vector] of Object.entries(makeVectors())) {
  const path = join(import.meta.dirname, `${name}.json`);
  await writeFileAtomic(path, vectorText(vector));
  console.log(path);
}
