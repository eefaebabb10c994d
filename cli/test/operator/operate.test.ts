// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BaseError,
  BeaconUnavailableError,
  ChainUnreachableError,
  ContractRevertError,
  FeeTooHighError,
  type NextActionName,
  type SubmissionFacts,
  TransactionPendingError,
} from "@commonweight/sdk";
import type { RunEvent } from "../../src/operator/events.ts";
import type { Situation, StepName } from "../../src/operator/nextStep.ts";
import { stepNames } from "../../src/operator/nextStep.ts";
import { operate, type StepDone } from "../../src/operator/operate.ts";

const POLL = 12;

/** What is due, by the time from which on it is; a step that was done makes way for the next. */
type Plan = readonly { from: number; action: NextActionName }[];

/** A chain that goes by waiting alone, and what a run does on it. */
function simulate(
  plan: Plan,
  fail: (step: StepName | "prepare" | "read", time: number) => Error | undefined = () => undefined,
) {
  let [time, place] = [0, 0];
  const events: RunEvent[] = [];
  const waits: number[] = [];
  const done: string[] = [];
  /** What was done, and what came before it. */
  const all: string[] = [];
  const read = async (): Promise<Situation> => {
    const error = fail("read", time);
    if (error) throw error;
    const current = plan[place];
    const isDue = current !== undefined && time >= current.from;
    const next = isDue
      ? { action: current.action, until: current.from + 100 }
      : { action: current ? ("wait" as const) : ("none" as const), until: current?.from };
    const status = current === undefined ? "Settled" : "Training";
    return { now: time, status, next, submission: undefined, unopened: [], recordDue: false, payeeShares: 0n };
  };
  const doStep = (step: StepName) => async (): Promise<StepDone> => {
    const error = fail(step, time);
    if (error) throw error;
    done.push(`${step} at ${time}`);
    all.push(`${step} at ${time}`);
    place += 1;
    return { text: step, facts: {} };
  };
  const steps = Object.fromEntries(stepNames.map((step) => [step, doStep(step)])) as Record<
    StepName,
    () => Promise<StepDone>
  >;
  const wait = async (seconds: number) => {
    waits.push(seconds);
    time += seconds;
    if (waits.length > 1_000) throw new Error("It waits forever.");
  };
  const run = operate({
    prepare: async () => {
      const error = fail("prepare", time);
      if (error) throw error;
      all.push(`prepared at ${time}`);
    },
    read,
    steps,
    leave: { draws: true, opens: false, proves: false },
    wait,
    poll: POLL,
    report: (event) => events.push(event),
  });
  return { run, events, waits, all, done, kinds: () => events.map(({ event }) => event) };
}

const unreachable = () => new ChainUnreachableError({ url: "http://127.0.0.1:1", cause: undefined });
const refused = () =>
  new BaseError("It cannot be sent.", {
    cause: new ContractRevertError({
      errorName: "StatusMismatch",
      args: [],
      functionName: "commit",
      address: undefined,
    }),
  });

describe("operate", () => {
  it("does each step when it is due, and ends when nothing is", async () => {
    const { run, done, kinds } = simulate([
      { from: 0, action: "commit" },
      { from: 30, action: "proveModel" },
      { from: 40, action: "claim" },
    ]);
    await run;
    assert.deepEqual(done, ["commit at 0", "prove at 30", "claim at 40"]);
    assert.deepEqual(kinds(), ["step", "done", "wait", "step", "done", "wait", "step", "done", "end"]);
  });

  it("looks at the chain at least every poll, not past a deadline, and says once what it waits for", async () => {
    const { run, waits, events } = simulate([{ from: 30, action: "claim" }]);
    await run;
    assert.deepEqual(waits, [12, 12, 6]);
    assert.deepEqual(events[0], { event: "wait", status: "Training", now: 0, until: 30 });
    assert.equal(events.filter(({ event }) => event === "wait").length, 1);
  });

  it("waits as long as it takes for a chain and a beacon that do not answer", async () => {
    const { run, done, events } = simulate([{ from: 0, action: "drawChunks" }], (what, time) => {
      if (what === "read" && time < 600) return unreachable();
      return what === "drawChunks" && time < 1_200
        ? new BeaconUnavailableError({ round: 1n, problems: [] })
        : undefined;
    });
    await run;
    assert.deepEqual(done, ["drawChunks at 1200"]);
    assert.deepEqual(events[0], {
      event: "retry",
      step: undefined,
      text: "No chain answers at http://127.0.0.1:1.",
      seconds: POLL,
    });
  });

  it("brings to an end first what a run before it has signed, however long that takes", async () => {
    const { run, all } = simulate([{ from: 0, action: "claim" }], (what, time) =>
      what === "prepare" && time < 36 ? new TransactionPendingError({ nonce: 0, hashes: [] }) : undefined,
    );
    await run;
    assert.deepEqual(all, ["prepared at 36", "claim at 36"]);
  });

  it("waits out fees that are too high, and a transaction that may be mined yet", async () => {
    const { run, done } = simulate([{ from: 0, action: "claim" }], (what, time) => {
      if (what !== "claim" || time >= 600) return undefined;
      return time < 300
        ? new FeeTooHighError({ feePerGas: 2n, maximumFeePerGas: 1n })
        : new TransactionPendingError({ nonce: 0, hashes: [] });
    });
    await run;
    assert.deepEqual(done, ["claim at 600"]);
  });

  it("decides anew where the chain refuses, since it may have moved", async () => {
    let refusals = 0;
    const { run, done } = simulate([{ from: 0, action: "commit" }], (what) => {
      if (what !== "commit" || refusals === 2) return undefined;
      refusals += 1;
      return refused();
    });
    await run;
    assert.deepEqual(done, ["commit at 24"]);
  });

  it("gives up where the chain refuses one step three times in a row", async () => {
    const { run, waits } = simulate([{ from: 0, action: "commit" }], (what) =>
      what === "commit" ? refused() : undefined,
    );
    await assert.rejects(run, /It cannot be sent/);
    assert.equal(waits.length, 2);
  });

  it("ends at once with any other error", async () => {
    const { run, waits } = simulate([{ from: 0, action: "commit" }], (what) =>
      what === "commit" ? new Error("The disk is full.") : undefined,
    );
    await assert.rejects(run, /The disk is full/);
    assert.deepEqual(waits, []);
  });

  it("does not repeat a step in a loop on a node that lags behind", async () => {
    const { run, done } = simulate([
      { from: 0, action: "claim" },
      { from: 0, action: "claim" },
      { from: 0, action: "claim" },
    ]);
    await run;
    assert.deepEqual(done, ["claim at 0", "claim at 12", "claim at 24"]);
  });

  for (const [what, makeError, told] of [
    ["an error", () => new Error("The record is damaged."), "The record is damaged."],
    ["three refusals", refused, "It cannot be sent."],
  ] as const) {
    it(`loses the stipend by ${what}, and not the prize`, async () => {
      let time = 0;
      const events: RunEvent[] = [];
      const done: StepName[] = [];
      const steps = Object.fromEntries(
        stepNames.map((step) => [
          step,
          async () => {
            if (step === "proveRecord") throw makeError();
            done.push(step);
            return { text: step, facts: {} };
          },
        ]),
      ) as Record<StepName, () => Promise<StepDone>>;
      await operate({
        read: async () => {
          const action = done.length > 0 ? "none" : time < 100 ? "wait" : "claim";
          const status = done.length > 0 ? "Settled" : time < 100 ? "Proving" : "Claiming";
          const common = { submission: { claimed: false } as SubmissionFacts, unopened: [], payeeShares: 0n };
          return { now: time, status, next: { action, until: 100 }, recordDue: time < 100, ...common };
        },
        steps,
        leave: { draws: true, opens: false, proves: true },
        wait: async (seconds) => {
          time += seconds;
        },
        poll: POLL,
        report: (event) => events.push(event),
      });
      assert.deepEqual(done, ["claim"]);
      const text = `The training record is not proven, and no stipend paid: ${told}`;
      assert.deepEqual(
        events.filter(({ event }) => event === "warning"),
        [{ event: "warning", text }],
      );
    });
  }
});
