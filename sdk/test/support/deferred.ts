// SPDX-License-Identifier: MIT

/** A promise for callbacks to settle. */
export function deferred<value>() {
  let resolve!: (value: value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<value>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}
