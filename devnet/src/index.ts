// SPDX-License-Identifier: MIT
export { DEVNET_ACCOUNTS, type DevnetAccount, nameAccounts } from "./accounts.ts";
export {
  type LocalChain,
  type LocalPublicClient,
  type StartLocalChainParameters,
  startLocalChain,
  type Wallet,
} from "./chain.ts";
export {
  buildDefinitions,
  type Circuits,
  type Definitions,
  keysOf,
  linkArtifacts,
  shippedDefinitions,
} from "./circuits.ts";
export {
  type DeployDevnetParameters,
  type DeployedDevnet,
  DOLLAR,
  deployDevnet,
  PROTOCOL_FEE_BPS,
  TOKEN_DECIMALS,
} from "./deployDevnet.ts";
export { buildContracts } from "./environment.ts";
export { muted } from "./muted.ts";
export { type Devnet, type StartDevnetParameters, startDevnet } from "./startDevnet.ts";
