// SPDX-License-Identifier: MIT

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: 3_600,
  hour: 3_600,
  d: 86_400,
  day: 86_400,
  week: 604_800,
};

const PART = /(\d+)\s*([a-z]+)/g;

/** How durations are written, for messages. */
export const DURATION_FORM = "a duration, such as 3 days or 1 h 30 min";

/** Seconds of a duration such as `3 days`, `90 min` or `1 h 30 min`; undefined where the text is none. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.replaceAll(PART, "").trim() !== "") return undefined;
  let total = 0;
  for (const [, count, unit] of trimmed.matchAll(PART)) {
    const seconds = SECONDS[unit!] ?? SECONDS[unit!.replace(/s$/, "")];
    if (seconds === undefined) return undefined;
    total += Number(count) * seconds;
  }
  return Number.isSafeInteger(total) ? total : undefined;
}

const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/;

/** Seconds since 1970 of a time such as `2027-01-05 12:00`, in the zone of this machine unless it names one; undefined where the text is none. */
export function parseTime(text: string): number | undefined {
  const trimmed = text.trim();
  if (!TIME.test(trimmed)) return undefined;
  const milliseconds = Date.parse(trimmed.replace(" ", "T"));
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
