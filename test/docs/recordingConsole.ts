// SPDX-License-Identifier: MIT

/** What an example writes to in the console's place, and the lines that it wrote. */
export function recordingConsole(): { console: Pick<Console, "log">; lines: string[] } {
  const lines: string[] = [];
  return { console: { log: (...values) => void lines.push(values.join(" ")) }, lines };
}
