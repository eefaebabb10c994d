// SPDX-License-Identifier: MIT
export { fileMedium } from "./fileMedium.ts";
export { fileStore } from "./fileStore.ts";
export type { StoreMedium } from "./medium.ts";
export { memoryMedium } from "./memoryMedium.ts";
export { memoryStore } from "./memoryStore.ts";
export { type EvaluationSetSecret, evaluationSetRoot, type SubmissionSecret } from "./secrets.ts";
export {
  createStore,
  type EvaluationSetKey,
  type OperatorStore,
  type SponsorStore,
  type SubmissionsKey,
} from "./store.ts";
