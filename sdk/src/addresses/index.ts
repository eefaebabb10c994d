// SPDX-License-Identifier: MIT
export {
  type AddressBook,
  type Deployment,
  deploymentOf,
  loadAddressBook,
  loadDeployment,
  parseDeployment,
} from "./deployment.ts";
