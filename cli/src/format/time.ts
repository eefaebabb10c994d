// SPDX-License-Identifier: MIT

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** A duration in its two largest units: `2 d 3 h`, `59 s`. @param seconds Rounded down; a negative one has no sign. */
export function formatDuration(seconds: number): string {
  let rest = Math.floor(Math.abs(seconds));
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count === 0 && (parts.length === 0 || unit === "s")) continue;
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 s";
}

/** A time in the zone of this machine, and how far it is: `2027-01-02 14:00 (in 2 h)`. @param seconds Since 1970. @param now The chain's. */
export function formatTime(seconds: number, now: number): string {
  const distance = seconds - now;
  const relative = distance >= 0 ? `in ${formatDuration(distance)}` : `${formatDuration(distance)} ago`;
  return `${localTime(seconds)} (${relative})`;
}

/** A time in the zone of this machine, to the minute. @param seconds Since 1970. */
export function localTime(seconds: number): string {
  // Swedish writes dates as ISO 8601 does, in local time.
  return new Date(seconds * 1000).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
}
