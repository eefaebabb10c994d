// SPDX-License-Identifier: MIT
import type { ChainMismatchError, ChainUnreachableError, ContractMissingError } from "./chain.ts";
import type { ContractRevertError, UndecodedRevertError } from "./contract.ts";
import type { EndpointsDisagreeError, EndpointsFailedError } from "./endpoints.ts";
import type { InsufficientAllowanceError, InsufficientBalanceError, InsufficientEtherError } from "./funds.ts";
import type { InvalidValueError } from "./InvalidValueError.ts";
import type { DeadlinePassedError, PoolMissingError, UniswapMissingError } from "./market.ts";
import type {
  FeeTooHighError,
  TransactionPendingError,
  TransactionRefusedError,
  TransactionReplacedError,
} from "./sending.ts";
import type { AccountMissingError, EventMissingError, TransactionRevertedError } from "./transactions.ts";

/** What reading from a contract can throw. */
export type ReadErrorType =
  | ChainUnreachableError
  | ContractMissingError
  | ContractRevertError
  | EndpointsDisagreeError
  | EndpointsFailedError
  | InvalidValueError
  | UndecodedRevertError;

/** What sending a transaction can throw. */
export type WriteErrorType =
  | ReadErrorType
  | AccountMissingError
  | ChainMismatchError
  | EventMissingError
  | FeeTooHighError
  | InsufficientEtherError
  | TransactionPendingError
  | TransactionRefusedError
  | TransactionReplacedError
  | TransactionRevertedError;

/** What sending a transaction that takes tokens can throw. */
export type SpendErrorType = WriteErrorType | InsufficientAllowanceError | InsufficientBalanceError;

/** What reading from a pool can throw. */
export type MarketReadErrorType = ReadErrorType | PoolMissingError | UniswapMissingError;

/** What sending a transaction to Uniswap can throw. */
export type MarketWriteErrorType = SpendErrorType | MarketReadErrorType | DeadlinePassedError;
