// SPDX-License-Identifier: MIT

export { type Mismatch, ModelImportError } from "../model/import/errors.ts";
export { BaseError, type BaseErrorParameters } from "./BaseError.ts";
export { BeaconUnavailableError, RoundToComeError } from "./beacon.ts";
export { ChainMismatchError, ChainUnreachableError, ContractMissingError, DeploymentMissingError } from "./chain.ts";
export { ChunksIncompleteError, ChunksUndrawnError } from "./chunks.ts";
export { ContentLimitError, ContentMismatchError, ContentMissingError, ContentServerError } from "./content.ts";
export { ContractRevertError, UndecodedRevertError } from "./contract.ts";
export {
  EndpointLagsError,
  EndpointsDisagreeError,
  EndpointsFailedError,
  InvalidResponseError,
} from "./endpoints.ts";
export { InsufficientAllowanceError, InsufficientBalanceError, InsufficientEtherError } from "./funds.ts";
export { SharesMissingError } from "./governance.ts";
export { InvalidFileError } from "./InvalidFileError.ts";
export { describeValue, InvalidValueError } from "./InvalidValueError.ts";
export {
  DeadlinePassedError,
  LiquidityMissingError,
  PoolMissingError,
  PoolPriceMismatchError,
  PositionMissingError,
  SlippageExceededError,
  UniswapMissingError,
} from "./market.ts";
export { NodeOnlyError } from "./platform.ts";
export {
  ChunkWordsMismatchError,
  ProofJobsFailedError,
  ProofProcessError,
  ProofRejectedError,
  ProverError,
  ProverExitError,
  ProverOutputError,
  ProverStartError,
  ProverTimeoutError,
  PublicInputMismatchError,
  WitnessError,
  WitnessInputsError,
} from "./proving.ts";
export { QueuedJobFailedError, QueueKeyError, QueueUnreachableError, SealedMessageError } from "./queue.ts";
export { isProtocolRevert, type RevertName, revertSentence } from "./revertSentences.ts";
export {
  FeeTooHighError,
  TransactionPendingError,
  TransactionRefusedError,
  TransactionReplacedError,
} from "./sending.ts";
export {
  SaltReusedError,
  StoreAccessError,
  StoreConflictError,
  StoreLockedError,
  StorePassphraseError,
  StoreRecordError,
  StoreRecordMissingError,
  StoreRestoreConflictError,
  StoreUnencryptedError,
} from "./storage.ts";
export {
  TimelockCiphertextError,
  TimelockClosedError,
  TimelockContentError,
  TimelockMismatchError,
  TimelockNetworkError,
  TimelockSignatureError,
  TimelockTooEarlyError,
  TimelockTooLateError,
} from "./timelock.ts";
export { toTypedError, withTypedErrors } from "./toTypedError.ts";
export { AccountMissingError, EventMissingError, TransactionRevertedError } from "./transactions.ts";
export type { ReadErrorType, SpendErrorType, WriteErrorType } from "./types.ts";
