// SPDX-License-Identifier: MIT
import {
  bytesToWords,
  decodeModel,
  definitionId,
  encodeModel,
  type IntegerModel,
  StoreRecordMissingError,
  type SubmissionFacts,
  type SubmissionSecret,
  sealModel,
  wordsToBytes,
} from "@commonweight/sdk";
import { type Address, isAddressEqual } from "viem";
import type { Context } from "../context.ts";
import { NotDueError, SecretMissingError } from "../errors.ts";

/** What a wallet is committed to: as the chain counts it, and as the store keeps it. */
export interface Committed {
  facts: SubmissionFacts;
  secret: SubmissionSecret;
}

/**
 * What the wallet is committed to in a bounty; undefined where there is nothing.
 *
 * @throws {@link SecretMissingError} where the store does not hold it
 */
export async function findCommitted(context: Context, bounty: bigint): Promise<Committed | undefined> {
  const writer = await context.writer();
  const facts = await writer.getSubmission({ bounty, operator: writer.account.address });
  if (facts === undefined) return undefined;
  const key = { ...(await keyOf(context, bounty)), submissionHash: facts.submissionHash };
  try {
    return { facts, secret: await (await context.store()).loadSubmission(key) };
  } catch (cause) {
    if (!(cause instanceof StoreRecordMissingError)) throw cause;
    throw new SecretMissingError({ bounty, operator: key.operator, store: context.settings.store, cause });
  }
}

/**
 * What the wallet is committed to in a bounty.
 *
 * @throws {@link NotDueError} where there is nothing
 * @throws {@link SecretMissingError} where the store does not hold it
 */
export async function requireCommitted(context: Context, bounty: bigint): Promise<Committed> {
  const committed = await findCommitted(context, bounty);
  if (committed !== undefined) return committed;
  const operator = (await context.writer()).account.address;
  throw new NotDueError(`${operator} has no submission in bounty ${bounty}; expected one.`, [
    "`commonweight submission commit` makes one, while the bounty is in Training.",
  ]);
}

/**
 * A model, sealed for the wallet and a bounty. One that was sealed for the same before is taken from the store: after a crash between
 * sealing and sending it must not get another salt.
 *
 * @param payee - receives prize and shares; the wallet unless given
 */
export async function sealOnce(
  context: Context,
  parameters: { bounty: bigint; model: IntegerModel; payee?: Address | undefined },
): Promise<SubmissionSecret> {
  const { bounty, model } = parameters;
  const [reader, key] = await Promise.all([context.reader(), keyOf(context, bounty)]);
  const payee = parameters.payee ?? key.operator;
  const kept = await (await context.store()).listSubmissions(key);
  const same = kept.find((secret) => isAddressEqual(secret.submission.payee, payee) && holds(secret, model));
  if (same !== undefined) return same;
  const terms = await reader.getTerms({ bounty });
  const task = await reader.getTaskDefinition({ task: terms.task });
  return sealModel({ ...key, payee, model, task });
}

/** Whether a secret is of just this model. */
export function holds({ architecture, words }: SubmissionSecret, model: IntegerModel): boolean {
  if (definitionId(architecture) !== definitionId(model.architecture)) return false;
  const { salt } = decodeModel(architecture, bytesToWords(words));
  return wordsToBytes(encodeModel(model, salt)) === words;
}

async function keyOf(context: Context, bounty: bigint) {
  const [{ chainId, trainingBounties }, writer] = await Promise.all([context.deployment(), context.writer()]);
  return { chainId, escrow: trainingBounties, bounty, operator: writer.account.address };
}
