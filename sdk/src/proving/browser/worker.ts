// SPDX-License-Identifier: MIT

// The worker of browserProver: proves what it is sent, one job at a time, until it is terminated. A page starts it from a module of its own,
// which imports this one, so that its bundler finds it.
import { toPlainError } from "../batch/plainError.ts";
import { prove } from "../prove.ts";
import type { WorkerAnswer, WorkerRequest } from "./messages.ts";

// TypeScript's types of a page stand for those of a worker, which differ in the parameters of postMessage.
const scope = globalThis as unknown as {
  postMessage(answer: WorkerAnswer): void;
  addEventListener(type: "message", listener: (event: MessageEvent<WorkerRequest>) => void): void;
};

scope.addEventListener("message", ({ data }) => {
  prove(data).then(
    (proof) => scope.postMessage({ proof }),
    (error: unknown) => scope.postMessage({ error: toPlainError(error) }),
  );
});
scope.postMessage({ ready: true });
