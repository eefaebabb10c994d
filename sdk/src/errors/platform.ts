// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown in a browser by what works with files, folders or processes. */
export class NodeOnlyError extends BaseError {
  /** What was called. */
  readonly subject: string;

  constructor(parameters: { subject: string; instead: string }) {
    const { subject, instead } = parameters;
    super(`${subject} works in Node only.`, { name: "NodeOnlyError", metaMessages: [`In a browser: ${instead}.`] });
    this.subject = subject;
  }
}

/** In the place of a function that works in Node only: throws once it is called. */
export function onlyInNode(subject: string, instead: string): () => never {
  return () => {
    throw new NodeOnlyError({ subject, instead });
  };
}
