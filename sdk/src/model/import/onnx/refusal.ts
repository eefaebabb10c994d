// SPDX-License-Identifier: MIT

/** Why a node cannot be expressed; caught where the node was read, and told with all others. Not exported to users. */
export class Refusal extends Error {}

/** A node reads what could not be understood, of which somebody was told already. */
export class Unknown extends Error {}
