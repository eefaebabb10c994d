// SPDX-License-Identifier: MIT
import {
  AccountMissingError,
  ChainMismatchError,
  ChainUnreachableError,
  ContractRevertError,
  DeploymentMissingError,
  InsufficientAllowanceError,
  InsufficientBalanceError,
  InsufficientEtherError,
  InvalidFileError,
  InvalidValueError,
  SaltReusedError,
  StoreAccessError,
  StoreConflictError,
  StoreRecordError,
  StoreRecordMissingError,
  TransactionRevertedError,
  UndecodedRevertError,
} from "@commonweight/sdk";
import { CommanderError } from "commander";
import { DeclinedError, NotDueError, SecretMissingError, SettingError, WalletError } from "./errors.ts";

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
} as const;

const CLASSES = [
  [EXIT_CODES.declined, [DeclinedError]],
  [EXIT_CODES.usage, [SettingError, CommanderError, DeploymentMissingError]],
  [
    EXIT_CODES.secrets,
    [
      WalletError,
      SecretMissingError,
      AccountMissingError,
      SaltReusedError,
      StoreAccessError,
      StoreConflictError,
      StoreRecordError,
      StoreRecordMissingError,
    ],
  ],
  [EXIT_CODES.unreachable, [ChainUnreachableError, ChainMismatchError]],
  [
    EXIT_CODES.refused,
    [
      ContractRevertError,
      UndecodedRevertError,
      TransactionRevertedError,
      NotDueError,
      InsufficientAllowanceError,
      InsufficientBalanceError,
      InsufficientEtherError,
    ],
  ],
  [EXIT_CODES.input, [InvalidFileError, InvalidValueError]],
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
