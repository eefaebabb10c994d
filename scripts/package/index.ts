// SPDX-License-Identifier: MIT
// Builds the packages as npm publishes them, to build/packages.
import { relative } from "node:path";
import { packPackages } from "./pack.ts";

for (const { name, version, tarball } of await packPackages("build/packages")) {
  console.log(`${name} ${version}: ${relative(".", tarball)}`);
}
