// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type NextActionName, nextActionNames } from "@commonweight/sdk";
import { unproven } from "../../../sdk/test/support/facts.ts";
import { nextStep, type Situation } from "../../src/operator/nextStep.ts";

const leave = { draws: true, opens: false, proves: false };

function situation(action: NextActionName, changes: Partial<Situation> = {}): Situation {
  const next = { action, until: 2_000 };
  return {
    now: 1_000,
    status: "Training",
    next,
    submission: unproven,
    unopened: [],
    recordDue: false,
    payeeShares: 0n,
    ...changes,
  };
}

describe("nextStep", () => {
  it("does what is due for an operator, until the same time", () => {
    const due = {
      proveModel: "prove",
      proveScore: "prove",
      commit: "commit",
      claim: "claim",
      settle: "settle",
    } as const;
    for (const [action, step] of Object.entries(due)) {
      assert.deepEqual(nextStep(situation(action as NextActionName), leave), { kind: "do", step, until: 2_000 });
    }
  });

  it("draws where it may, and waits for others where not", () => {
    const drawing = situation("drawChunks", { status: "Opening" });
    assert.deepEqual(nextStep(drawing, leave), { kind: "do", step: "drawChunks", until: 2_000 });
    assert.deepEqual(nextStep(drawing, { ...leave, draws: false }), { kind: "wait", until: 2_000 });
  });

  it("proves a training record with its batches only, while nothing else is due", () => {
    const proving = { status: "Proving", recordDue: true } as const;
    const withBatches = { ...leave, proves: true };
    const due = { kind: "do", step: "proveRecord", until: 2_000 };
    assert.deepEqual(nextStep(situation("wait", proving), withBatches), due);
    assert.deepEqual(nextStep(situation("wait", proving), leave), { kind: "wait", until: 2_000 });
    const proven = situation("wait", { ...proving, recordDue: false });
    assert.deepEqual(nextStep(proven, withBatches), { kind: "wait", until: 2_000 });
    assert.deepEqual(nextStep(situation("proveModel", proving), withBatches), { ...due, step: "prove" });
  });

  it("opens chunks in the sponsor's place with a time-lock only, in Opening only, while some are not open", () => {
    const waiting = situation("wait", { status: "Opening", unopened: [2] });
    const opening = { kind: "do", step: "openChunks", until: 2_000 };
    assert.deepEqual(nextStep(waiting, { ...leave, opens: true }), opening);
    assert.deepEqual(nextStep(waiting, leave), { kind: "wait", until: 2_000 });
    const opened = { ...waiting, unopened: [] };
    assert.deepEqual(nextStep(opened, { ...leave, opens: true }), { kind: "wait", until: 2_000 });
    const training = { ...waiting, status: "Training" } as const;
    assert.deepEqual(nextStep(training, { ...leave, opens: true }), { kind: "wait", until: 2_000 });
  });

  it("waits for what only sponsors and backers do", () => {
    for (const action of ["sealChunks", "openChunks", "contribute"] as const) {
      assert.deepEqual(nextStep(situation(action), leave), { kind: "wait", until: 2_000 });
    }
  });

  it("ends where it is too late to commit, but not before", () => {
    for (const status of ["Opening", "Proving", "Claiming", "Reserve"] as const) {
      const late = situation("wait", { status, submission: undefined });
      assert.equal(nextStep(late, leave).kind, "end", status);
      assert.equal(nextStep(situation("wait", { status }), leave).kind, "wait", status);
    }
    for (const status of ["Draft", "Funding"] as const) {
      const early = situation("wait", { status, submission: undefined });
      assert.equal(nextStep(early, leave).kind, "wait", status);
    }
  });

  it("takes out money first, also where it is too late to commit", () => {
    const late = situation("withdraw", { status: "Proving", submission: undefined });
    assert.deepEqual(nextStep(late, leave), { kind: "do", step: "withdraw", until: 2_000 });
  });

  it("ends where nothing is due, once the payee has its shares", () => {
    const settled = situation("none", { status: "Settled" });
    assert.deepEqual(nextStep(settled, leave), {
      kind: "end",
      because: "the bounty is Settled, and nothing is due any more",
    });
    const due = { ...settled, payeeShares: 5n };
    assert.equal((nextStep(due, leave) as { step: string }).step, "claimShares");
    const none = situation("none", { status: "None", payeeShares: 5n });
    assert.deepEqual(nextStep(none, leave), { kind: "end", because: "there is no such bounty" });
  });

  it("has an answer to everything that can be due", () => {
    for (const action of nextActionNames)
      assert.ok(["do", "wait", "end"].includes(nextStep(situation(action), leave).kind));
  });
});
