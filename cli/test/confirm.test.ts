// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "node:test";
import { createConfirm } from "../src/confirm.ts";
import { DeclinedError } from "../src/errors.ts";
import type { Io } from "../src/io.ts";
import { testIo } from "./support/testIo.ts";

const CTRL_C = "\u0003";

describe("a confirmation", () => {
  /** Asks a person who types something once the question is there; undefined ends the input. */
  function ask(typed: string | undefined): { answer: Promise<void>; stderr(): string } {
    const { io, stderr } = testIo({ isTTY: true });
    const stdin: PassThrough & Io["stdin"] = Object.assign(new PassThrough(), { isTTY: true });
    let isAsked = false;
    const write = (text: string) => {
      io.stderr.write(text);
      if (isAsked || !text.includes("Pay 5 TUSD?")) return;
      isAsked = true;
      setImmediate(() => (typed === undefined ? stdin.end() : stdin.write(typed)));
    };
    const answer = createConfirm({ ...io, stdin, stderr: { isTTY: true, columns: 80, write } }, false)("Pay 5 TUSD?");
    return { answer, stderr };
  }

  it("asks whoever watches, and goes on with a yes", async () => {
    for (const typed of ["y\n", "\n"]) {
      const { answer, stderr } = ask(typed);
      await answer;
      assert.match(stderr(), /Pay 5 TUSD\?/);
    }
  });

  it("stops with a no, with Ctrl-C, and where the input ends", async () => {
    for (const [typed, message] of [
      ["n\n", "Declined. It was not done."],
      [CTRL_C, "There was no answer. It was not done."],
      [undefined, "There was no answer. It was not done."],
    ] as const) {
      await assert.rejects(
        ask(typed).answer,
        (error) => error instanceof DeclinedError && error.shortMessage === message,
        String(typed),
      );
    }
  });

  it("stops where the input has ended before", async () => {
    const { io } = testIo({ isTTY: true });
    for await (const _ of io.stdin);
    await assert.rejects(createConfirm(io, false)("Pay 5 TUSD?"), /There was no answer/);
  });

  it("does not ask where told to go on", async () => {
    const { io, stderr } = testIo({ isTTY: true, input: "n\n" });
    await createConfirm(io, true)("Pay 5 TUSD?");
    assert.equal(stderr(), "");
  });

  it("stops where nobody can be asked, and says what it would have asked", async () => {
    const { io, stderr } = testIo({ input: "y\n" });
    const answer = createConfirm(io, false)("Pay 5 TUSD?");
    await assert.rejects(answer, /Nobody can be asked here: Pay 5 TUSD\? It was not done\. Give --yes/);
    assert.equal(stderr(), "");
  });
});
