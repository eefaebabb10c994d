// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

const DOCS_PATH = "docs/decisions/0026-what-a-lying-node-can-do.md";

/** Thrown when an endpoint answers with what cannot be an answer to the request: it is asked again, or another one is. */
export class InvalidResponseError extends BaseError {
  readonly endpoint: string;
  readonly method: string;

  /** @param parameters.problem - what is wrong with the answer, as a sentence without its end */
  constructor(parameters: { endpoint: string; method: string; problem: string }) {
    const { endpoint, method, problem } = parameters;
    super(`${endpoint} answers ${method} with what cannot be: ${problem}.`, {
      name: "InvalidResponseError",
      docsPath: DOCS_PATH,
    });
    this.endpoint = endpoint;
    this.method = method;
  }
}

/** Thrown when an endpoint has not got to a block that another one has, or that it had itself. */
export class EndpointLagsError extends BaseError {
  readonly endpoint: string;
  readonly head: bigint;
  readonly expected: bigint;

  /** @param parameters.head - its latest block; `expected`: the earliest that would do */
  constructor(parameters: { endpoint: string; head: bigint; expected: bigint }) {
    const { endpoint, head, expected } = parameters;
    super(`${endpoint} is at block ${head}; expected block ${expected} or later.`, { name: "EndpointLagsError" });
    this.endpoint = endpoint;
    this.head = head;
    this.expected = expected;
  }
}

/** Thrown when no endpoint has given an answer to a request, though some of them said something. */
export class EndpointsFailedError extends BaseError {
  readonly method: string;

  /** @param parameters.problems - what each endpoint said last, with its name */
  constructor(parameters: { method: string; problems: readonly string[]; cause: unknown }) {
    const { method, problems, cause } = parameters;
    super(`No endpoint has answered ${method}; ${problems.length} were asked, each several times.`, {
      name: "EndpointsFailedError",
      cause,
      details: problems.join("\n"),
    });
    this.method = method;
  }
}

/** Thrown when endpoints say different things about what is one thing on one chain: at least one of them is wrong. */
export class EndpointsDisagreeError extends BaseError {
  /** @param parameters.subject - what they were asked about; `answers`: what each said, with its name */
  constructor(parameters: { subject: string; answers: readonly string[] }) {
    const { subject, answers } = parameters;
    super(`The endpoints disagree about ${subject}; expected them to say the same.`, {
      name: "EndpointsDisagreeError",
      docsPath: DOCS_PATH,
      metaMessages: answers,
    });
  }
}
