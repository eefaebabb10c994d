// SPDX-License-Identifier: MIT
import {
  BeaconUnavailableError,
  ChainUnreachableError,
  ContractRevertError,
  EndpointLagsError,
  EndpointsDisagreeError,
  EndpointsFailedError,
  FeeTooHighError,
  RoundToComeError,
  TimelockClosedError,
  TransactionPendingError,
  TransactionReplacedError,
  TransactionRevertedError,
} from "@commonweight/sdk";
import type { Report } from "./events.ts";
import { type Leave, nextStep, type Situation, type StepName } from "./nextStep.ts";

/** What a step has done, for people and for programs. */
export interface StepDone {
  text: string;
  facts: Readonly<Record<string, unknown>>;
}

export interface OperateParameters {
  /** Runs before anything else, and again until it succeeds, as what waits for the chain does. */
  prepare?: () => Promise<void>;
  /** Reads the chain. */
  read: () => Promise<Situation>;
  steps: Record<StepName, () => Promise<StepDone>>;
  leave: Leave;
  /** Waits for some seconds; what looks like a clock to the run. */
  wait: (seconds: number) => Promise<void>;
  /** The longest that a run waits before it looks at the chain again, in seconds. */
  poll: number;
  report: Report;
}

/** Times that one step may be refused in a row: the chain may have moved between reading and sending, but not forever. */
const MOST_REFUSALS = 3;

/**
 * Does what is due in a bounty, step by step, until nothing is due any more: reads the chain, decides, does it, and again. Nothing is remembered
 * between two steps, so that a run that was killed goes on where it was.
 *
 * @throws what a step throws, but for what passes by itself: no answer from the chain or the beacon, a round that is to come, and, a few times,
 * a refusal because the chain moved on. What keeps a training record from being proven is a warning
 */
export async function operate(parameters: OperateParameters): Promise<void> {
  const { prepare = async () => {}, read, steps, wait, poll, report } = parameters;
  let { leave } = parameters;
  let refusals: { step: StepName | undefined; count: number } = { step: undefined, count: 0 };
  let told = "";
  let last: StepName | undefined;

  /** Without its training record an operator loses the stipend, and nothing else: its prize is still to be claimed. */
  const giveUp = (step: StepName | undefined, error: unknown): false => {
    if (step !== "proveRecord") throw error;
    leave = { ...leave, proves: false };
    const text = `The training record is not proven, and no stipend paid: ${(error as Error).message.split("\n")[0]}`;
    report({ event: "warning", text });
    return false;
  };

  /** Whether work can go on: false once it is to be tried again after a while. */
  const attempt = async (step: StepName | undefined, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (hasCause(error, REFUSALS)) {
        refusals = { step, count: refusals.step === step ? refusals.count + 1 : 1 };
        if (refusals.count >= MOST_REFUSALS) return giveUp(step, error);
      } else if (!hasCause(error, PASSING)) return giveUp(step, error);
      report({ event: "retry", step, text: (error as Error).message.split("\n")[0]!, seconds: poll });
      await wait(poll);
      return false;
    }
  };

  while (!(await attempt(undefined, prepare)));
  for (;;) {
    let situation: Situation | undefined;
    const isRead = await attempt(undefined, async () => {
      situation = await read();
    });
    if (!isRead || situation === undefined) continue;
    const { now, status } = situation;
    const next = nextStep(situation, leave);
    switch (next.kind) {
      case "end":
        report({ event: "end", text: next.because });
        return;
      case "wait": {
        const { until } = next;
        // Said once, not at every look at the chain.
        if (told !== `${status} ${until}`) report({ event: "wait", status, now, until });
        told = `${status} ${until}`;
        await wait(Math.min(poll, Math.max(until - now, 1)));
        break;
      }
      case "do": {
        const { step, until } = next;
        told = "";
        if (step === last) {
          // A node that lags behind still asks for what was just done.
          last = undefined;
          await wait(poll);
          break;
        }
        report({ event: "step", step, now, until });
        const isDone = await attempt(step, async () => report({ event: "done", step, ...(await steps[step]()) }));
        if (!isDone) break;
        refusals = { step: undefined, count: 0 };
        last = step;
      }
    }
  }
}

/** What passes without anybody's help: no answer, fees that are too high for now, a time that is to come, a transaction that may be mined yet. */
const PASSING = [
  ChainUnreachableError,
  EndpointsFailedError,
  EndpointsDisagreeError,
  EndpointLagsError,
  BeaconUnavailableError,
  RoundToComeError,
  TimelockClosedError,
  FeeTooHighError,
  TransactionPendingError,
];

/** What the chain refuses for the state that it is in. */
const REFUSALS = [ContractRevertError, TransactionRevertedError, TransactionReplacedError];

function hasCause(error: unknown, classes: readonly (new (...args: never[]) => Error)[]): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (classes.some((type) => cause instanceof type)) return true;
  }
  return false;
}
