// SPDX-License-Identifier: MIT
export { type CommitModelParameters, commitModel } from "./commitModel.ts";
export { type CreateSealedBountyParameters, createSealedBounty } from "./createSealedBounty.ts";
export { type KeepRecordSaltParameters, keepRecordSalt } from "./keepRecordSalt.ts";
export { type ProveEvaluationSetParameters, proveEvaluationSet } from "./proveEvaluationSet.ts";
export {
  type ProveRecordParameters,
  type ProveRecordReturnType,
  proveRecord,
  type RecordParent,
} from "./proveRecord.ts";
export { type ProveSubmissionParameters, type ProveSubmissionReturnType, proveSubmission } from "./proveSubmission.ts";
export type { ProvingOptions } from "./proveWith.ts";
export {
  type OpenNonce,
  type ResendOpenParameters,
  type ResentTransaction,
  resendOpen,
} from "./resendOpen.ts";
export {
  openEvaluationSet,
  type SealEvaluationSetParameters,
  type SealedEvaluationSet,
  sealEvaluationSet,
} from "./sealEvaluationSet.ts";
export { type SealModelParameters, sealModel } from "./sealModel.ts";
export { type TimelockEvaluationSetParameters, timelockEvaluationSet } from "./timelockEvaluationSet.ts";
