// SPDX-License-Identifier: MIT
import type { IntegerModel, ProofProgress, Timelock } from "@commonweight/sdk";
import { type Address, isAddressEqual } from "viem";
import type { Context } from "../context.ts";
import { NotDueError, SettingError } from "../errors.ts";
import { commitOnce } from "../submission/commit.ts";
import { type ProveOptions, proveCommitted } from "../submission/prove.ts";
import { requireCommitted } from "../submission/secret.ts";
import { formatAmount, parseAmount, SHARE } from "../token.ts";
import type { BatchOptions } from "../training/batches.ts";
import { proveStanding } from "../training/prove.ts";
import type { Report } from "./events.ts";
import type { StepName } from "./nextStep.ts";
import type { StepDone } from "./operate.ts";

export interface StepsParameters extends ProveOptions {
  bounty: bigint;
  /** What is committed to; not needed once something is. */
  model: IntegerModel | undefined;
  /** Receives prize and shares; the wallet unless given. */
  payee: Address | undefined;
  /** The most that bond and entry fee together may be, in the token's units; without it any. */
  maxBond: string | undefined;
  timelock: Timelock | undefined;
  /** What was trained on; without it no training record is proven. */
  batches: BatchOptions | undefined;
  report: Report;
}

/** What each step of an operator does. All can be repeated. */
export function createSteps(context: Context, parameters: StepsParameters): Record<StepName, () => Promise<StepDone>> {
  const { bounty, report } = parameters;
  const warn = (text: string) => report({ event: "warning", text });
  const money = async (amount: bigint) => {
    const { token } = await (await context.reader()).getTerms({ bounty });
    return formatAmount(amount, await context.token(token));
  };

  return {
    async commit() {
      const { model, payee } = parameters;
      if (model === undefined) {
        throw new SettingError(`Bounty ${bounty} takes submissions, and there is no model to commit to.`, [
          "Give --model with a model file.",
        ]);
      }
      await assertBond(context, bounty, parameters.maxBond);
      const { secret, sequence, hash } = await commitOnce(context, { bounty, model, payee, warn });
      return {
        text: `Committed to ${secret.submission.modelCommitment}, number ${sequence} among equals.`,
        facts: { sequence, hash, submission: secret.submission },
      };
    },
    async drawChunks() {
      const { draw, chunks, hash } = await (await context.writer()).drawChunks({ bounty });
      return { text: `Drawn for the ${draw}: chunks ${chunks.join(", ")}.`, facts: { draw, chunks, hash } };
    },
    async openChunks() {
      // Decided upon only where there is one.
      const timelock = parameters.timelock!;
      const { opened, transactions } = await (await context.writer()).openTimelockedChunks({ bounty, timelock });
      const hashes = transactions.map(({ hash }) => hash);
      return { text: `Opened chunks ${opened.join(", ")}.`, facts: { opened, hashes } };
    },
    async prove() {
      const proven = await proveCommitted(context, bounty, parameters, proofReport(report));
      const ranked = proven.rank === undefined ? "not ranked" : `rank ${proven.rank + 1} by now`;
      return { text: `${proven.score} right on ${proven.counted.length} chunks, ${ranked}.`, facts: { ...proven } };
    },
    async proveRecord() {
      const { processes, prover } = parameters;
      // Decided upon only where there are batches.
      const options = { ...parameters.batches!, processes, prover, finish: true };
      const { drawn, hashes } = await proveStanding(context, bounty, options, proofReport(report));
      return { text: `${drawn.length} drawn steps and both ends are proven.`, facts: { drawn, hashes } };
    },
    async claim() {
      const { submission, words } = (await requireCommitted(context, bounty)).secret;
      const { amount, prize, hash } = await (await context.writer()).claim({ bounty, submission, words });
      const text = `Prize ${prize + 1}, ${await money(amount)}, is credited to ${submission.payee}.`;
      return { text, facts: { amount, prize, payee: submission.payee, hash } };
    },
    async settle() {
      const { shares, hash } = await (await context.writer()).settle({ bounty });
      return { text: `The model's shares are at ${shares}.`, facts: { shares, hash } };
    },
    async claimShares() {
      const writer = await context.writer();
      const committed = await writer.getCommittedSubmission({ bounty, operator: writer.account.address });
      const payee = committed?.payee ?? writer.account.address;
      const own = await writer.claimShares({ bounty });
      const others = isAddressEqual(payee, writer.account.address)
        ? { amount: 0n, hash: undefined }
        : await writer.claimShares({ bounty, beneficiary: payee });
      const amount = own.amount + others.amount;
      const hashes = [own.hash, others.hash].filter((hash) => hash !== undefined);
      return { text: `Claimed ${formatAmount(amount, SHARE)}.`, facts: { amount, payee, hashes } };
    },
    async credit() {
      const { amount, hash } = await (await context.writer()).credit({ bounty });
      return { text: `Credited ${await money(amount)}.`, facts: { amount, hash } };
    },
    async withdraw() {
      const writer = await context.writer();
      const { token } = await writer.getTerms({ bounty });
      const { amount, hash } = await writer.withdraw({ token });
      return { text: `Withdrew ${await money(amount)}.`, facts: { amount, hash } };
    },
  };
}

/** Reports each proof once. */
function proofReport(report: Report) {
  let told = 0;
  return (done: number, total: number, { id }: ProofProgress) => {
    if (done > told) report({ event: "proof", id, done, total });
    told = done;
  };
}

/** @throws {@link NotDueError} where bond and fee together are more than the operator allows */
async function assertBond(context: Context, bounty: bigint, maxBond: string | undefined): Promise<void> {
  if (maxBond === undefined) return;
  const terms = await (await context.reader()).getTerms({ bounty });
  const token = await context.token(terms.token);
  const needed = terms.operatorBond + terms.entryFee;
  if (needed <= parseAmount("--max-bond", maxBond, token)) return;
  throw new NotDueError(
    `Bounty ${bounty} takes ${formatAmount(needed, token)} as bond and fee; expected at most ${maxBond}, as --max-bond says.`,
  );
}
