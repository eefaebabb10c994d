// SPDX-License-Identifier: MIT
/** Where a store keeps its records: named texts that are written once and never changed. */
export interface StoreMedium {
  /**
   * Keeps a text durably, in one step: after a crash there is all of it or nothing.
   *
   * @returns false where the name is taken, and nothing was written
   */
  create(name: string, text: string): Promise<boolean>;
  /** The text under a name; undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  /** Names that begin with a prefix, in order. */
  list(prefix: string): Promise<string[]>;
  /** A name as it reads in messages. */
  locate(name: string): string;
}
