// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDuration, parseTime } from "../../src/format/duration.ts";

describe("parseDuration", () => {
  it("adds up parts, in words or units", () => {
    const cases: [string, number][] = [
      ["3 days", 259_200],
      ["1 day", 86_400],
      ["90min", 5_400],
      ["1 h 30 min", 5_400],
      ["2 weeks", 1_209_600],
      ["45 s", 45],
    ];
    for (const [text, seconds] of cases) assert.equal(parseDuration(text), seconds, text);
  });

  it("takes nothing else", () => {
    for (const text of [
      "",
      "3",
      "days",
      "-3 days",
      "3 fortnights",
      "1.5 h",
      "3 days or so",
      "9999999999999999 weeks",
    ]) {
      assert.equal(parseDuration(text), undefined, text);
    }
  });
});

describe("parseTime", () => {
  it("reads a time in the zone that it names", () => {
    assert.equal(parseTime("2027-01-05 12:00Z"), 1_799_150_400);
    assert.equal(parseTime("2027-01-05T13:00:00+01:00"), 1_799_150_400);
  });

  it("takes nothing else", () => {
    for (const text of ["", "tomorrow", "2027-01-05", "2027-13-05 12:00Z", "05.01.2027 12:00"]) {
      assert.equal(parseTime(text), undefined, text);
    }
  });
});
