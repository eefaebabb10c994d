// SPDX-License-Identifier: MIT
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { GateRequest, Passage } from "./gate.ts";
import { type LoggedEvent, startOperator } from "./operatorProcess.ts";
import { type Outcome, type Play, type Stage, setStage, startPlay } from "./stage.ts";

/** Where a run can be killed. */
export const KILLS = [
  "killed at a line of its log",
  "killed at a read of the chain",
  "killed before a transaction is passed on",
  "killed after a transaction is passed on, before the answer",
] as const;
export type Kill = (typeof KILLS)[number];

/** What a sweep found. */
export interface Sweep {
  kills: ReadonlyMap<Kill, number>;
  /** What an undisturbed run comes to; the others have to come to the same. */
  outcome: Outcome;
  /** A sentence for each thing that was lost or done twice. */
  losses: readonly string[];
}

export interface SweepOptions {
  /** Of the reads of the chain, every how many kills a run, and of the lines of its log; all where it is 1. Transactions always do. */
  every: number;
  /** What runs are killed by; lines, and then requests, unless given. */
  by?: readonly March[] | undefined;
  onKill?: ((count: number, at: string) => void) | undefined;
}

type March = "lines" | "requests";

const SENDS = "eth_sendRawTransaction";

/**
 * Plays an operator's part in a bounty three times: once undisturbed, and twice by runs that are all killed. The first is killed at its first
 * line, or request, the next at its second, and so on, until one has changed the chain or the disk; then again from the first on. So there
 * is no request and no line of the log at which no run was killed, in every state that there is.
 */
export async function sweepKills(options: SweepOptions): Promise<Sweep> {
  const stage = await setStage();
  const kills = new Map<Kill, number>();
  const losses: string[] = [];
  const onKill = (kill: Kill, at: string): void => {
    kills.set(kill, (kills.get(kill) ?? 0) + 1);
    options.onKill?.(
      [...kills.values()].reduce((sum, number) => sum + number, 0),
      at,
    );
  };
  try {
    const expected = await playUndisturbed(stage, await startPlay(stage));
    for (const by of options.by ?? (["lines", "requests"] as const)) {
      const play = await startPlay(stage);
      losses.push(...(await march(stage, play, { by, every: options.every, onKill })));
      losses.push(...differences(await play.outcome(), expected));
    }
    return { kills, outcome: expected, losses };
  } finally {
    await stage.close();
  }
}

function differences(actual: Outcome, expected: Outcome): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = actual[name as keyof Outcome];
    return found === value ? [] : [`${name}: ${found}; an undisturbed run has ${value}`];
  });
}

/** A run that nothing happens to. */
async function playUndisturbed(stage: Stage, play: Play): Promise<Outcome> {
  stage.gate.watch(
    () => "passed",
    () => {},
  );
  const errors: unknown[] = [];
  const onEvent = ({ event }: LoggedEvent): void => {
    if (event === "wait") play.advance().catch((error: unknown) => errors.push(error));
  };
  const { code, stderr } = await startOperator({ ...startOf(stage, play), onEvent }).ended;
  if (code !== 0 || errors.length > 0) {
    throw new Error(`The undisturbed run ended with ${code}: ${stderr}`, { cause: errors[0] });
  }
  return play.outcome();
}

function startOf({ env, chain }: Stage, { args }: Play) {
  return { args, env, cwd: chain.folder };
}

/** How one process of a march ended. */
type Stop =
  | { at: "request"; request: GateRequest; passage: Passage }
  | { at: "event"; event: LoggedEvent; index: number }
  | { at: "end"; code: number | undefined; stderr: string };

/** Where the next process is to be killed: at a line, or a request, or the first transaction where that comes before. */
interface Target {
  line: number;
  request: number;
  /** Whether that transaction is passed on. */
  passOn: boolean;
}

function firstTarget(by: March, every: number): Target {
  const [line, request] = by === "lines" ? [every - 1, NEVER] : [NEVER, every - 1];
  return { line, request, passOn: false };
}

const NEVER = Number.POSITIVE_INFINITY;

/** Most processes of one march: more have lost their way. */
const MOST_PROCESSES = 3_000;

/** @returns what was lost on the way */
async function march(
  stage: Stage,
  play: Play,
  parameters: { by: March; every: number; onKill: (kill: Kill, at: string) => void },
): Promise<string[]> {
  const { by, every, onKill } = parameters;
  const first = firstTarget(by, every);
  let target = first;
  let before = await stateOf(stage, play);
  for (let processes = 0; processes < MOST_PROCESSES; processes += 1) {
    const stop = await runOnce(stage, play, target);
    if (stop.at === "end") return stop.code === 0 ? [] : [`A run ended with ${stop.code}: ${stop.stderr.trim()}`];
    const at = stop.at === "event" ? `the line ${stop.event.event}` : `the request ${stop.request.method}`;
    onKill(killOf(stop), at);
    const { commitments } = await play.outcome();
    if (commitments > 1) return [`${commitments} commitments after a kill at ${at}`];

    // A run that waits is killed too, and others do their part before the next.
    const isWaiting = stop.at === "event" && stop.event.event === "wait";
    if (isWaiting) await play.advance();
    const after = await stateOf(stage, play);
    target = isWaiting || after !== before ? first : nextTarget(target, stop, every);
    before = after;
  }
  return [`No end after ${MOST_PROCESSES} processes`];
}

/** One process, until it is killed where the target says, waits, or ends. */
async function runOnce(stage: Stage, play: Play, target: Target): Promise<Stop> {
  let stop: Stop | undefined;
  let lines = 0;
  stage.gate.watch(
    ({ index, method }) => {
      // One request is stopped; what comes beside it is not answered either.
      if (stop !== undefined) return "stopped before";
      if (method === SENDS && target.request < NEVER) {
        return target.passOn ? "stopped after" : "stopped before";
      }
      return index === target.request ? "stopped before" : "passed";
    },
    (request, passage) => {
      stop ??= { at: "request", request, passage };
      child.kill();
    },
  );
  const child = startOperator({
    ...startOf(stage, play),
    onEvent: (event, running) => {
      const index = lines;
      lines += 1;
      const isDue = index === target.line || event.event === "wait";
      if (stop !== undefined || !isDue || event.event === "end") return;
      stop = { at: "event", event, index };
      running.kill();
    },
  });
  const { code, stderr } = await child.ended;
  return stop ?? { at: "end", code, stderr };
}

/** What steps change: the chain, the store, the proofs on the disk. */
async function stateOf({ chain }: Stage, play: Play): Promise<string> {
  const folder = join(chain.folder, "operator");
  const [{ transactions, status }, proofs, submissions, open] = await Promise.all([
    play.outcome(),
    namesIn(join(folder, "proofs")),
    namesIn(join(folder, "store", "submissions")),
    namesIn(join(folder, "store", "journal")),
  ]);
  return [status, transactions, proofs, submissions, open].join(" ");
}

/** Where the next process is killed, where this one has changed nothing. */
function nextTarget(target: Target, stop: Exclude<Stop, { at: "end" }>, every: number): Target {
  if (stop.at === "event") return { ...target, line: stop.index + every };
  const { index, method } = stop.request;
  if (method === SENDS && stop.passage === "stopped before") return { ...target, request: index, passOn: true };
  return { ...target, request: index + every, passOn: false };
}

function killOf(stop: Exclude<Stop, { at: "end" }>): Kill {
  if (stop.at === "event") return "killed at a line of its log";
  if (stop.request.method !== SENDS) return "killed at a read of the chain";
  return stop.passage === "stopped after"
    ? "killed after a transaction is passed on, before the answer"
    : "killed before a transaction is passed on";
}

async function namesIn(folder: string): Promise<string> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => name.endsWith(".json")).join();
}
