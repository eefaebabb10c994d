// SPDX-License-Identifier: MIT
export { formatTimelock, parseTimelock, type Timelock } from "./document.ts";
export {
  developmentQuicknet,
  quicknet,
  type TimelockNetwork,
  timelockNetwork,
  verifyTimelockRound,
} from "./network.ts";
export { type OpenTimelockParameters, type OpenTimelockReturnType, openTimelock } from "./openTimelock.ts";
export { developmentQuicknetRounds, quicknetRounds } from "./rounds.ts";
