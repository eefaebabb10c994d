// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when the chain does not hold every chunk of a bounty's evaluation set, so that their paths cannot be known. */
export class ChunksIncompleteError extends BaseError {
  readonly bounty: bigint;
  readonly sealed: number;
  readonly expected: number;

  constructor(parameters: { bounty: bigint; sealed: number; expected: number }) {
    const { bounty, sealed, expected } = parameters;
    super(`${sealed} chunks of bounty ${bounty} are sealed; expected all ${expected}.`, {
      name: "ChunksIncompleteError",
    });
    this.bounty = bounty;
    this.sealed = sealed;
    this.expected = expected;
  }
}

/** Thrown when chunks are asked for that the score round has not drawn. */
export class ChunksUndrawnError extends BaseError {
  readonly bounty: bigint;

  constructor(parameters: { bounty: bigint }) {
    const { bounty } = parameters;
    super(`The chunks that score bounty ${bounty} are not drawn; expected \`drawChunks\` to have drawn them.`, {
      name: "ChunksUndrawnError",
    });
    this.bounty = bounty;
  }
}
