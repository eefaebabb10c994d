// SPDX-License-Identifier: GPL-3.0-or-later

/** What tests say of a mutant; `by` is the first that fails. */
export type Outcome = { kind: "killed"; by: string } | { kind: "survived" } | { kind: "does not compile" };
