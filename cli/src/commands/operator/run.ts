// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type IntegerModel, loadModel, parseTimelock, readFileBytes } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { jsonReport, type Report, textReport } from "../../operator/events.ts";
import { operate } from "../../operator/operate.ts";
import { readSituation } from "../../operator/readSituation.ts";
import { createSteps } from "../../operator/steps.ts";
import { findCommitted, holds } from "../../submission/secret.ts";

interface RunOptions {
  model?: string;
  payee?: Address;
  maxBond?: string;
  timelock?: string;
  batches?: string;
  labels?: string;
  scale: number;
  draw: boolean;
  poll: number;
  processes?: number;
  prover?: string;
}

/** Watches a bounty, and does what is due next, until nothing is. */
export async function runOperator(context: Context, bounty: bigint, options: RunOptions): Promise<undefined> {
  const { payee, maxBond, processes, prover, poll } = options;
  const at = (path: string) => resolve(context.io.cwd, path);
  const { labels, scale } = options;
  const batches = options.batches === undefined ? undefined : { batches: options.batches, labels, scale };
  const report = context.isJson ? jsonReport(context.io) : textReport(context.io);
  const model = options.model === undefined ? undefined : await loadModel(at(options.model));
  const timelock =
    options.timelock === undefined ? undefined : parseTimelock(String(await readFileBytes(at(options.timelock))));
  report({ event: "start", bounty, operator: (await context.wallet()).account.address });
  const steps = createSteps(context, { bounty, model, payee, maxBond, processes, prover, timelock, batches, report });

  await operate({
    prepare: async () => {
      await context.resendOpen((text, isWarning) => report({ event: isWarning ? "warning" : "resent", text }));
      // A store without what the wallet is committed to is known before hours are waited in vain.
      await warnOfOtherModel(context, { bounty, model, report });
    },
    read: () => readSituation(context, bounty),
    steps,
    leave: { draws: options.draw, opens: timelock !== undefined, proves: batches !== undefined },
    wait: (seconds) => setTimeout(seconds * 1000),
    poll,
    report,
  });
  return undefined;
}

/** A replacement is never made unasked. */
async function warnOfOtherModel(
  context: Context,
  { bounty, model, report }: { bounty: bigint; model: IntegerModel | undefined; report: Report },
): Promise<void> {
  const committed = await findCommitted(context, bounty);
  if (committed === undefined || model === undefined || holds(committed.secret, model)) return;
  const text =
    "The wallet is committed to another model than the one given, and goes on with that. submission replace puts this one in its place.";
  report({ event: "warning", text });
}
