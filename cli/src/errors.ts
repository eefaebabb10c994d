// SPDX-License-Identifier: MIT
import { BaseError } from "@commonweight/sdk";
import type { Address } from "viem";
import { formatAmount, type Token } from "./token.ts";

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

/** Thrown when a person declines, or cannot be asked. What was asked for is not sent, nor signed. */
export class DeclinedError extends BaseError {
  /** Whether somebody said no, rather than nothing. */
  readonly isAnswered: boolean;

  constructor(problem: string, { isAnswered = false }: { isAnswered?: boolean } = {}) {
    super(problem, { name: "DeclinedError" });
    this.isAnswered = isAnswered;
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

/** Thrown when arguments or options are missing, or do not go together. */
export class UsageError extends BaseError {
  constructor(problem: string) {
    super(problem, { name: "UsageError" });
  }
}

/** Thrown when a model's governor, which anybody can create, is not there yet. */
export class GovernanceMissingError extends BaseError {
  constructor({ bounty }: { bounty: bigint }) {
    super(`The model of bounty ${bounty} has no governor yet; anybody can create it.`, {
      name: "GovernanceMissingError",
      metaMessages: [`Run: commonweight governance create ${bounty}`],
    });
  }
}

/** Thrown after a result is written whose answer is no, so that the run ends with a code that says so. */
export class AnswerNo extends Error {
  override name = "AnswerNo";
}

/** Thrown, before anything is sent, when an account holds less of a token than a command takes: in the token's own units. */
export class InsufficientMoneyError extends BaseError {
  constructor(parameters: {
    account: Address;
    needed: bigint;
    balance: bigint;
    token: Pick<Token, "symbol" | "decimals">;
    cause?: unknown;
  }) {
    const { account, needed, balance, token, cause } = parameters;
    const [has, needs, short] = [balance, needed, needed - balance].map((amount) => formatAmount(amount, token));
    super(`${account} holds ${has}; ${needs} are needed, ${short} are missing.`, {
      name: "InsufficientMoneyError",
      // The cause says the same in smallest units.
      details: "",
      cause,
    });
  }
}

/** Thrown in the place of an error of the SDK that speaks of smallest units; it has its name, and its exit code. */
export class InTokenUnitsError extends BaseError {
  constructor(problem: string, cause: BaseError) {
    // The cause says the same in smallest units.
    super(problem, {
      name: cause.name,
      details: "",
      docsPath: cause.docsPath,
      metaMessages: cause.metaMessages,
      cause,
    });
  }
}

/** Thrown where a name stands for nothing in the deployment. */
export class UnknownNameError extends BaseError {
  constructor({ what, name, known }: { what: string; name: string; known: readonly string[] }) {
    super(
      `There is no ${what} ${JSON.stringify(name)}; expected one of ${known.join(", ") || "none: there is none"}.`,
      {
        name: "UnknownNameError",
      },
    );
  }
}

/** Thrown where only the owner of a contract may. Nothing was sent. */
export class NotOwnerError extends BaseError {
  constructor({ what, owner, account }: { what: string; owner: Address; account: Address }) {
    super(`${what} is for the owner, ${owner}; the wallet is ${account}.`, {
      name: "NotOwnerError",
      metaMessages: ["Give the owner the definition and the artifacts, with the transcript of their ceremony."],
    });
  }
}

/** Thrown where a key whose secrets are published was about to reach a chain that others use. Nothing was sent. */
export class DevelopmentKeyRefusedError extends BaseError {
  constructor({ circuit, chainId }: { circuit: string; chainId: number }) {
    super(
      `${circuit} has a development key, with which anybody can forge proofs; expected one from a ceremony on chain ${chainId}.`,
      {
        name: "DevelopmentKeyRefusedError",
      },
    );
  }
}
