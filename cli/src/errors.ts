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
