// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when the file system refuses what a store asks of it, for example where its folder is a file. */
export class StoreAccessError extends BaseError {
  readonly location: string;

  constructor(parameters: { location: string; action: "read" | "written" | "listed" | "removed"; cause: unknown }) {
    const { location, action, cause } = parameters;
    const expected = "a folder in which this user may read and write";
    super(`${location} cannot be ${action}; expected it in ${expected}.`, { name: "StoreAccessError", cause });
    this.location = location;
  }
}

/** Thrown when a record of a store cannot be trusted: it is cut short, was changed, or is of another kind or version. */
export class StoreRecordError extends BaseError {
  /** Where the record is: a path, or a name in memory. */
  readonly location: string;

  /** `advice`: what to do about it; to restore it from a copy unless given. */
  constructor(parameters: { location: string; problem: string; expected: string; advice?: string; cause?: unknown }) {
    const { location, problem, expected, cause } = parameters;
    const { advice = "Restore it from a copy: what it held cannot be computed again." } = parameters;
    super(`${location} ${problem}; expected ${expected}.`, {
      name: "StoreRecordError",
      cause,
      metaMessages: [`The file was left as it is. ${advice}`],
    });
    this.location = location;
  }
}

/** Thrown when a store holds another secret under the same name: neither is lost. */
export class StoreConflictError extends BaseError {
  readonly location: string;

  constructor(parameters: { location: string }) {
    const { location } = parameters;
    super(`${location} holds another secret already; expected none, or the same.`, { name: "StoreConflictError" });
    this.location = location;
  }
}

/** Thrown when a store does not hold what was asked for. */
export class StoreRecordMissingError extends BaseError {
  readonly location: string;

  constructor(parameters: { location: string }) {
    const { location } = parameters;
    super(`${location} does not exist; expected a secret that was saved before it was committed to.`, {
      name: "StoreRecordMissingError",
    });
    this.location = location;
  }
}

/**
 * Thrown when a salt would serve a second challenge. Two digests of one salt cancel it, and would tell a reader of the chain
 * about the words that it hides.
 */
export class SaltReusedError extends BaseError {
  readonly location: string;

  constructor(parameters: { location: string; first: string; second: string }) {
    const { location, first, second } = parameters;
    super("The salt has served another challenge already; expected a fresh salt, see `randomFieldElement`.", {
      name: "SaltReusedError",
      metaMessages: [`Sealed first: ${first}`, `Asked for: ${second}`, `Record: ${location}`],
    });
    this.location = location;
  }
}

/**
 * Thrown when a passphrase or key does not open a store. Nothing was read or written. A wrong passphrase and a changed header
 * cannot be told apart; neither the passphrase nor the key is in the message.
 */
export class StorePassphraseError extends BaseError {
  readonly location: string;

  constructor(parameters: { location: string; secret: "passphrase" | "key"; expected?: string }) {
    const { location, secret, expected = `the ${secret} that the store was encrypted with` } = parameters;
    super(`${location} does not open with this ${secret}; expected ${expected}.`, {
      name: "StorePassphraseError",
      metaMessages: [
        "Nothing was read or written. If the passphrase is right, the header was changed: restore it from a copy.",
      ],
    });
    this.location = location;
  }
}

/** Thrown when an encrypted store is opened without a passphrase or key: nothing must be written to it in plain. */
export class StoreLockedError extends BaseError {
  readonly location: string;

  constructor(parameters: { location: string }) {
    const { location } = parameters;
    super(
      `${location} is the header of an encrypted store; expected the store to be opened with its passphrase or key.`,
      {
        name: "StoreLockedError",
      },
    );
    this.location = location;
  }
}

/** Thrown when a store that is opened with a passphrase or key holds records in plain. */
export class StoreUnencryptedError extends BaseError {
  /** A record that is not encrypted. */
  readonly location: string;

  constructor(parameters: { location: string }) {
    const { location } = parameters;
    super(`${location} is not encrypted; expected a store that is encrypted throughout.`, {
      name: "StoreUnencryptedError",
      metaMessages: ["`encryptStore` encrypts a plain store, and finishes where it was interrupted."],
    });
    this.location = location;
  }
}

/** Thrown when a copy of a store holds other secrets under names that the store has already: nothing was restored. */
export class StoreRestoreConflictError extends BaseError {
  /** Every record that differs. */
  readonly locations: readonly string[];

  constructor(parameters: { backup: string; locations: readonly string[] }) {
    const { backup, locations } = parameters;
    super(`${backup} holds ${locations.length} other secrets under names that are taken; expected none, or the same.`, {
      name: "StoreRestoreConflictError",
      metaMessages: [
        "Nothing was restored. Restore into another folder to have both. Records that differ:",
        ...locations,
      ],
    });
    this.locations = locations;
  }
}
