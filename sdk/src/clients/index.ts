// SPDX-License-Identifier: MIT
export type {
  ClosedNonce,
  SendingEvent,
  SendingPolicy,
  SignedTransaction,
} from "../actions/internal/sending/policy.ts";
export {
  type CommonweightActions,
  type CommonweightActionsParameters,
  commonweightActions,
} from "./commonweightActions.ts";
export {
  type BoundClient,
  type CreateCommonweightClientParameters,
  createCommonweightClient,
} from "./createCommonweightClient.ts";
export { type MarketActions, type MarketActionsParameters, marketActions } from "./marketActions.ts";
export { sendingPolicy } from "./sendingPolicy.ts";
