// SPDX-License-Identifier: GPL-3.0-or-later

/** A mutant that no test can notice, as nothing is lost. */
export interface Explained {
  /** Of the template, relative to the repository; undefined for what the generator writes. */
  file: string | undefined;
  statement: string;
  reason: string;
}

export const explained: readonly Explained[] = [];
