// SPDX-License-Identifier: MIT
/**
 * Sizes of the contracts' code, compiled with the production profile, against the limit of the EVM and the snapshot in
 * bench/sizes.json.
 *
 *   npm exec -- node scripts/checks/sizes.ts             prints them
 *   npm exec -- node scripts/checks/sizes.ts --check     also fails on a change of more than a tenth
 *   npm exec -- node scripts/checks/sizes.ts --update    also writes the snapshot
 */
import { buildForProduction, deployableContracts } from "./production.ts";
import { report, snapshotAt } from "./snapshot.ts";

/** EIP-170: longest code of a contract, in bytes. */
const LIMIT = 24_576;

const contracts = await deployableContracts(await buildForProduction());
const measured = contracts.map(({ name, bytes }) => ({ name, value: bytes, limit: LIMIT }));

process.exitCode = await report(measured, {
  path: snapshotAt("sizes.json"),
  script: "scripts/checks/sizes.ts",
  unit: "bytes",
});
