// SPDX-License-Identifier: MIT
import { BaseError } from "@commonweight/sdk";

/** Thrown when a setting is missing or wrong. It says where each setting can be given. */
export class SettingError extends BaseError {
  constructor(problem: string, facts: readonly string[] = []) {
    super(problem, { name: "SettingError", metaMessages: facts });
  }
}

/** Thrown when no key can be used: none is there, several are, or the one asked for stays locked. */
export class WalletError extends BaseError {
  constructor(problem: string, facts: readonly string[] = [], cause?: unknown) {
    super(problem, { name: "WalletError", metaMessages: facts, cause });
  }
}

/** Thrown when a person declines, or cannot be asked. Nothing was sent. */
export class DeclinedError extends BaseError {
  constructor(problem: string) {
    super(problem, { name: "DeclinedError" });
  }
}

/** Thrown where a step is not due: too early, too late, or done in another way. Nothing was sent. */
export class NotDueError extends BaseError {
  constructor(problem: string, facts: readonly string[] = []) {
    super(problem, { name: "NotDueError", metaMessages: facts });
  }
}

/** Thrown where the store lacks what a wallet is committed to: nothing but a copy of the store brings it back. */
export class SecretMissingError extends BaseError {
  constructor(parameters: { bounty: bigint; operator: string; store: string; cause: unknown }) {
    const { bounty, operator, store, cause } = parameters;
    super(
      `The store does not hold the model that ${operator} is committed to in bounty ${bounty}; expected its words and salt.`,
      {
        name: "SecretMissingError",
        cause,
        metaMessages: [
          `Store: ${store}`,
          "Without it the submission can be neither proven nor claimed. Restore a copy of the store, or give the store where it is.",
        ],
      },
    );
  }
}
