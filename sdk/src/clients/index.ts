// SPDX-License-Identifier: MIT
export {
  type CommonweightActions,
  type CommonweightActionsParameters,
  commonweightActions,
} from "./commonweightActions.ts";
