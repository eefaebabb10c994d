// SPDX-License-Identifier: MIT
/**
 * Sizes of the contracts' code, compiled with the production profile, against the limit of the EVM and the snapshot in
 * bench/sizes.json.
 *
 *   npm exec -- node scripts/checks/sizes.ts             prints them
 *   npm exec -- node scripts/checks/sizes.ts --check     also fails on a change of more than a tenth
 *   npm exec -- node scripts/checks/sizes.ts --update    also writes the snapshot
 */
import { buildForProduction } from "./production.ts";
import { type Measurement, report, snapshotAt } from "./snapshot.ts";

/** EIP-170: longest code of a contract, in bytes. */
const LIMIT = 24_576;

/** What the compiler makes of a library whose functions are all internal: nothing that is ever deployed. */
const EMPTY_LIBRARY = 100;

const hre = await buildForProduction();
const measured: Measurement[] = [];
for (const name of (await hre.artifacts.getAllFullyQualifiedNames()).values()) {
  if (name.startsWith("contracts/mocks/")) continue;
  const { deployedBytecode, contractName } = await hre.artifacts.readArtifact(name);
  const value = (deployedBytecode.length - "0x".length) / 2;
  if (value > EMPTY_LIBRARY) measured.push({ name: contractName, value, limit: LIMIT });
}
measured.sort((a, b) => (a.name < b.name ? -1 : 1));

process.exitCode = await report(measured, {
  path: snapshotAt("sizes.json"),
  script: "scripts/checks/sizes.ts",
  unit: "bytes",
});
