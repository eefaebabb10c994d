// SPDX-License-Identifier: MIT
import {
  AccountMissingError,
  AccumulatorOverflowError,
  ChainMismatchError,
  ChainUnreachableError,
  ContentLimitError,
  ContentMismatchError,
  ContentMissingError,
  ContentServerError,
  ContractRevertError,
  DeadlinePassedError,
  DeploymentMissingError,
  InsufficientAllowanceError,
  InsufficientBalanceError,
  InsufficientEtherError,
  InvalidFileError,
  InvalidValueError,
  LiquidityMissingError,
  ModelImportError,
  PoolMissingError,
  PoolPriceMismatchError,
  PositionMissingError,
  SaltReusedError,
  SharesMissingError,
  SlippageExceededError,
  StoreAccessError,
  StoreConflictError,
  StoreLockedError,
  StorePassphraseError,
  StoreRecordError,
  StoreRecordMissingError,
  StoreRestoreConflictError,
  StoreUnencryptedError,
  TrainingOverflowError,
  TransactionPendingError,
  TransactionRefusedError,
  TransactionReplacedError,
  TransactionRevertedError,
  UndecodedRevertError,
  UniswapMissingError,
} from "@commonweight/sdk";
import { CommanderError } from "commander";
import { ArtifactsMissingError } from "./artifacts.ts";
import { InvalidTermsError } from "./bounty/document.ts";
import {
  AnswerNo,
  DeclinedError,
  DevelopmentKeyRefusedError,
  GovernanceMissingError,
  InsufficientMoneyError,
  NotDueError,
  NotOwnerError,
  SecretMissingError,
  SettingError,
  UnknownNameError,
  UsageError,
  WalletError,
} from "./errors.ts";

/** How a run ends: scripts decide by it what to do next. Listed by `commonweight --help`. */
export const EXIT_CODES = {
  done: 0,
  /** Anything that has no code of its own. */
  failed: 1,
  /** The command line: an unknown command, a missing argument, a setting that is wrong or missing. */
  usage: 2,
  /** A file or a value that is not what it should be. */
  input: 3,
  /** The chain refuses: a wrong status, too little money, somebody was faster. */
  refused: 4,
  /** No answer, or none of the chain that was meant. Try again. */
  unreachable: 5,
  /** Keys and secrets: missing, locked, damaged, or in conflict with others. */
  secrets: 6,
  /** A person said no. */
  declined: 7,
  /** What was asked for was found out, and the answer is no: the result is written all the same. */
  no: 8,
} as const;

const CLASSES = [
  [EXIT_CODES.no, [AnswerNo]],
  [EXIT_CODES.declined, [DeclinedError]],
  [
    EXIT_CODES.usage,
    [
      SettingError,
      UnknownNameError,
      UsageError,
      ArtifactsMissingError,
      CommanderError,
      DeploymentMissingError,
      UniswapMissingError,
    ],
  ],
  [
    EXIT_CODES.secrets,
    [
      WalletError,
      SecretMissingError,
      AccountMissingError,
      SaltReusedError,
      StoreAccessError,
      StoreConflictError,
      StoreLockedError,
      StorePassphraseError,
      StoreRecordError,
      StoreRecordMissingError,
      StoreRestoreConflictError,
      StoreUnencryptedError,
    ],
  ],
  [EXIT_CODES.unreachable, [ChainUnreachableError, ChainMismatchError, ContentServerError, TransactionPendingError]],
  [
    EXIT_CODES.refused,
    [
      ContractRevertError,
      UndecodedRevertError,
      TransactionRefusedError,
      TransactionReplacedError,
      TransactionRevertedError,
      NotDueError,
      NotOwnerError,
      DevelopmentKeyRefusedError,
      InsufficientAllowanceError,
      InsufficientBalanceError,
      InsufficientEtherError,
      DeadlinePassedError,
      GovernanceMissingError,
      InsufficientMoneyError,
      LiquidityMissingError,
      PoolMissingError,
      PoolPriceMismatchError,
      PositionMissingError,
      SharesMissingError,
      SlippageExceededError,
    ],
  ],
  [
    EXIT_CODES.input,
    [
      InvalidTermsError,
      InvalidFileError,
      InvalidValueError,
      ModelImportError,
      AccumulatorOverflowError,
      TrainingOverflowError,
      ContentMissingError,
      ContentMismatchError,
      ContentLimitError,
    ],
  ],
] as const;

/** The code of an error, by what caused it first in the order above. */
export function exitCodeOf(error: unknown): number {
  for (let cause = error; cause !== undefined; cause = cause instanceof Error ? cause.cause : undefined) {
    for (const [code, classes] of CLASSES) {
      if (classes.some((type) => cause instanceof type)) return code;
    }
  }
  return EXIT_CODES.failed;
}
