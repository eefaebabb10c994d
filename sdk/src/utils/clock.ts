// SPDX-License-Identifier: MIT

/** Time as the code that waits sees it; tests hand in one that does not wait. */
export interface Clock {
  /** In milliseconds; only differences mean anything. */
  now(): number;
  /** Resolves once so much time has passed. */
  wait(milliseconds: number): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
