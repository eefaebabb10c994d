// SPDX-License-Identifier: MIT
export {
  type AddressBook,
  type Deployment,
  deploymentOf,
  loadAddressBook,
  loadDeployment,
  parseDeployment,
} from "./deployment.ts";
export { type UniswapBook, type UniswapContracts, uniswapBook, uniswapOf } from "./uniswap.ts";
