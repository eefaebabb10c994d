// SPDX-License-Identifier: MIT
import type { RemovableMedium, ReplaceableMedium } from "./medium.ts";

/** Keeps records in memory, for tests: they are gone with the process. */
export function memoryMedium(): ReplaceableMedium & RemovableMedium {
  const texts = new Map<string, string>();
  return {
    create: async (name, text) => {
      if (texts.has(name)) return false;
      texts.set(name, text);
      return true;
    },
    replace: async (name, text) => {
      texts.set(name, text);
    },
    remove: async (name) => {
      texts.delete(name);
    },
    read: async (name) => texts.get(name),
    list: async (prefix) => [...texts.keys()].filter((name) => name.startsWith(prefix)).sort(),
    locate: (name) => `memory:${name}`,
  };
}
