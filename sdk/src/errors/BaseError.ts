// SPDX-License-Identifier: MIT

/** What a {@link BaseError} may carry beside its short message. */
export interface BaseErrorParameters {
  /** The error underneath; its message becomes the details unless `details` is given. */
  cause?: unknown;
  /** What the layer below said, word for word. */
  details?: string | undefined;
  /** Path of the page in the documentation that explains the error, for example `docs/circuits.md`. */
  docsPath?: string | undefined;
  /** Facts that let a reader debug from the message alone, one a line. */
  metaMessages?: readonly string[] | undefined;
  /** Name of the error; subclasses pass their own. */
  name?: string | undefined;
}

/**
 * The root of every error that this package throws on purpose. Its message is the short message, then the facts,
 * the documentation path and the details, each on lines of its own.
 *
 * @example
 * throw new BaseError("The key file is of another circuit.", { metaMessages: ["Expected: seal-chunk.digits-28"] });
 */
export class BaseError extends Error {
  override name = "BaseError";
  readonly shortMessage: string;
  readonly details: string | undefined;
  readonly docsPath: string | undefined;
  readonly metaMessages: readonly string[];

  constructor(shortMessage: string, parameters: BaseErrorParameters = {}) {
    const { cause, docsPath, metaMessages = [] } = parameters;
    const details = parameters.details ?? detailsOf(cause);
    const lines = [
      shortMessage,
      ...(metaMessages.length > 0 ? ["", ...metaMessages] : []),
      ...((docsPath ?? details) ? [""] : []),
      ...(docsPath ? [`Docs: ${docsPath}`] : []),
      ...(details ? [`Details: ${details}`] : []),
    ];
    super(lines.join("\n"), cause === undefined ? undefined : { cause });
    if (parameters.name !== undefined) this.name = parameters.name;
    this.shortMessage = shortMessage;
    this.details = details;
    this.docsPath = docsPath;
    this.metaMessages = metaMessages;
  }

  /**
   * Follows the chain of causes.
   *
   * @returns its last error
   */
  walk(): unknown;
  /**
   * Follows the chain of causes.
   *
   * @param matches - the test an error has to pass
   * @returns the first error, this one included, that passes; null if none does
   */
  walk(matches: (error: unknown) => boolean): unknown | null;
  walk(matches?: (error: unknown) => boolean): unknown | null {
    let current: unknown = this;
    for (;;) {
      if (matches?.(current)) return current;
      const next = current instanceof Error ? current.cause : undefined;
      if (next === undefined) return matches ? null : current;
      current = next;
    }
  }
}

function detailsOf(cause: unknown): string | undefined {
  if (cause instanceof BaseError) return cause.details ?? cause.shortMessage;
  if (cause instanceof Error) return cause.message;
  return undefined;
}
