// SPDX-License-Identifier: MIT
// Writes the documentation of what the SDK exports to build/api; with --check only looks whether every export is documented.
import { documented } from "./documented.ts";
import { entryPointsOf } from "./entryPoints.ts";

const { app, project } = await documented({
  entryPoints: [...new Set([...entryPointsOf("sdk").values()].flat())],
  tsconfig: "scripts/docs/tsconfig.json",
  readme: "sdk/README.md",
});
if (project === undefined) {
  process.exitCode = 1;
} else if (process.argv.includes("--check")) {
  console.log("Every export is documented.");
} else {
  await app.generateDocs(project, "build/api");
  console.log("The documentation of the SDK is in build/api.");
}
