// SPDX-License-Identifier: MIT
export {
  type AddressBook,
  contractsOf,
  type Deployment,
  deploymentOf,
  parseDeployment,
} from "./deployment.ts";
export { loadAddressBook, loadDeployment } from "./deploymentFiles.ts";
export { type UniswapBook, type UniswapContracts, uniswapBook, uniswapOf } from "./uniswap.ts";
