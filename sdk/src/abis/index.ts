// SPDX-License-Identifier: MIT
export { architectureRegistryAbi } from "./architectureRegistry.ts";
export { beaconAbi } from "./beacon.ts";
export {
  type BountyStatus,
  bountyStatusNames,
  type Ordering,
  orderingNames,
  type RecordStatus,
  recordStatusNames,
} from "./enums.ts";
export { modelGovernanceAbi } from "./modelGovernance.ts";
export { modelGovernorAbi } from "./modelGovernor.ts";
export { modelLicensesAbi } from "./modelLicenses.ts";
export { modelSharesAbi } from "./modelShares.ts";
export { shareOffersAbi } from "./shareOffers.ts";
export { tokenAbi } from "./token.ts";
export { trainingBountiesAbi } from "./trainingBounties.ts";
export { trainingRecordsAbi } from "./trainingRecords.ts";
export { uniswapFactoryAbi } from "./uniswapFactory.ts";
export { uniswapPoolAbi } from "./uniswapPool.ts";
export { uniswapPositionManagerAbi } from "./uniswapPositionManager.ts";
export { uniswapQuoterAbi } from "./uniswapQuoter.ts";
export { uniswapRouterAbi } from "./uniswapRouter.ts";
