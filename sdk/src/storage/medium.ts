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
  /** Names that begin with a prefix, in order: those of one folder, where the prefix has a slash. */
  list(prefix: string): Promise<string[]>;
  /** A name as it reads in messages. */
  locate(name: string): string;
}

/** A medium whose texts can also be removed, as those of a journal are. */
export interface RemovableMedium extends StoreMedium {
  /** Removes a text durably; one that is not there is removed already. */
  remove(name: string): Promise<void>;
}

/** A medium that can also put a text in the place of another, as encrypting a plain store and changing a passphrase need. */
export interface ReplaceableMedium extends StoreMedium {
  /** Keeps a text durably, in one step: after a crash there is all of it, or what was there before. */
  replace(name: string, text: string): Promise<void>;
}
