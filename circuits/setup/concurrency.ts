// SPDX-License-Identifier: GPL-3.0-or-later

/** Runs a task as soon as one of a fixed number of places is free, in the order of the calls. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** @param places - how many tasks may run at once */
export function createLimit(places: number): Limit {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resume) => waiting.push(resume));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // A place is handed on, not freed, so that no later call can take it in between.
      if (next) next();
      else free++;
    }
  };
}
