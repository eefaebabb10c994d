// SPDX-License-Identifier: MIT
import { BaseError } from "../../errors/BaseError.ts";

/** An error as it goes from one process to another: in words. */
export interface PlainError {
  name: string;
  shortMessage: string;
  metaMessages?: readonly string[] | undefined;
  docsPath?: string | undefined;
  details?: string | undefined;
}

export function toPlainError(error: unknown): PlainError {
  if (error instanceof BaseError) {
    const { name, shortMessage, metaMessages, docsPath, details } = error;
    return { name, shortMessage, metaMessages, docsPath, details };
  }
  if (error instanceof Error) return { name: error.name, shortMessage: error.message };
  return { name: "Error", shortMessage: String(error) };
}

/** The error of another process: of the same name and message, whatever its class there. */
export function fromPlainError({ shortMessage, ...rest }: PlainError): BaseError {
  return new BaseError(shortMessage, rest);
}
