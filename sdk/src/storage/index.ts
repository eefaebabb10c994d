// SPDX-License-Identifier: MIT
export { backupStore, restoreStore, type StoreRestored } from "./backup.ts";
export { encryptedMedium } from "./encryptedMedium.ts";
export { changeUnlock, encryptRecords } from "./encryptRecords.ts";
export { fileMedium } from "./fileMedium.ts";
export { changeStorePassphrase, encryptStore, fileStore, storeKind } from "./fileStore.ts";
export type { StoreUnlock } from "./header.ts";
export {
  createJournal,
  fileJournal,
  type JournalEntry,
  memoryJournal,
  type OpenTransaction,
  type TransactionJournal,
} from "./journal.ts";
export type { RemovableMedium, ReplaceableMedium, StoreMedium } from "./medium.ts";
export { memoryMedium } from "./memoryMedium.ts";
export { memoryStore } from "./memoryStore.ts";
export {
  type EvaluationSetSecret,
  evaluationSetRoot,
  type SubmissionSecret,
  type TrainingRecordSecret,
} from "./secrets.ts";
export {
  createStore,
  type EvaluationSetKey,
  type OperatorStore,
  recordPrefixes,
  type SponsorStore,
  type SubmissionsKey,
} from "./store.ts";
