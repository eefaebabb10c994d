// SPDX-License-Identifier: MIT
// From a file of terms to what the contract takes, with every bound that the contract has, so that all mistakes are told at once and before
// anything is sent.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  BaseError,
  type BountyTerms,
  orderingNames,
  pointsPerChunk,
  type Task,
  withTypedErrors,
} from "@commonweight/sdk";
import { erc20Abi, type Hex, keccak256, zeroHash } from "viem";
import { readContract } from "viem/actions";
import type { Context } from "../context.ts";
import { formatAmount, type Token } from "../token.ts";
import { openTerms, refuse, type TermsDocument } from "./document.ts";
import { type Evaluation, readEvaluation } from "./evaluation.ts";
import { address, amount, BPS, idOf, integer, oneOf, percent, someText, time } from "./parsers.ts";
import { inlineSpec, LARGEST_URI } from "./spec.ts";
import { readTraining } from "./training.ts";
import { readWindows } from "./windows.ts";

const MOST_PRIZES = 8;
const MOST_TIERS = 8;
const MOST_DRAWN = 16;
const LEAST_BACKERS = 2_000;
const MOST_TREASURY = 5_000;
const MOST_ROYALTY = 2_000;
/** The entry fee is at most a tenth of the operator's bond. */
const BOND_PER_FEE = 10n;

/** What a file of terms says, checked. */
export interface TermsPlan {
  terms: Omit<BountyTerms, "sponsor" | "task" | "chunks" | "chunksRoot">;
  evaluation: Evaluation;
  token: Token;
}

/**
 * Reads and checks a file of terms.
 *
 * @param now - the chain's time, after which the windows come
 * @throws {@link InvalidTermsError} with every mistake there is
 */
export async function readTermsFile(context: Context, path: string, now: number): Promise<TermsPlan> {
  const file = await openTerms(path);
  const folder = dirname(path);
  const [reader, deployment] = [await context.reader(), await context.deployment()];
  const settings = await reader.getEscrowSettings();

  const spec = await readSpec(file, folder);
  const token = await readTokenTerm(context, file);
  const taskId = file.read("task", idOf("the name of a task", deployment.tasks));
  const task = taskId && (await readTask(context, file, taskId));
  const windows = readWindows(file, { now, minimum: settings.minimumWindow });
  const architecture = file.read("architecture", (text) =>
    text === "any" ? zeroHash : idOf("any, or the name of an architecture", deployment.architectures)(text),
  );
  const until = file.read("architecturesUntil", time, { default: 0 });
  if (architecture !== zeroHash && until) file.refuse("architecturesUntil", 'nothing where architecture is not "any"');
  if (architecture === zeroHash && until && windows && until > windows.trainingEnds) {
    file.refuse("architecturesUntil", "a time that is not after trainingEnds");
  }
  if (taskId && architecture && architecture !== zeroHash) await checkPair(context, file, { taskId, architecture });

  const ordering = file.read("ordering", oneOf(orderingNames));
  const minimumScore = file.read("minimumScore", integer(0, 2 ** 32 - 1));
  const drawnChunks = file.read("drawnChunks", integer(1, MOST_DRAWN));
  const evaluation = await readEvaluation(file, { folder, task });
  checkDraw(file, { evaluation, drawnChunks, minimumScore, minimumSamples: settings.minimumSamples });

  const prizesBps = readPrizes(file);
  const shares = readShares(file);
  const amounts = readAmounts(file, token);
  if (token) await checkBond(context, file, { token, bond: amounts.sponsorBond });
  const parent = BigInt(file.read("parent", integer(1, Number.MAX_SAFE_INTEGER), { default: 0 }) ?? 0);
  const royaltyBps = file.read("royalty", percent(0, MOST_ROYALTY), { default: 0 });
  if (royaltyBps && parent === 0n) file.refuse("royalty", "nothing without a parent");
  if (parent > 0n) await checkParent(context, file, { parent, token });
  const licenseTiers = await readTiers(file, folder, token);
  const training = await readTraining(context, file, { folder, architecture, parent });
  file.finish();

  // Whatever was missing or wrong has been told: the rest is there.
  const terms = {
    token: token!.address,
    architecture: architecture!,
    architecturesUntil: until!,
    ordering: ordering!,
    minimumScore: minimumScore!,
    drawnChunks: drawnChunks!,
    prizesBps,
    shares,
    ...amounts,
    windows: windows!,
    parent,
    royaltyBps: royaltyBps!,
    licenseTiers,
    training,
    ...spec,
  };
  return { terms, evaluation: evaluation!, token: token! };
}

async function readSpec(file: TermsDocument, folder: string): Promise<{ specUri: string; specHash: Hex }> {
  const title = file.read("title", someText(100));
  const kind = file.read("kind", someText(100), { default: "" });
  const license = file.read("license", someText(100), { default: "" });
  const dataCard = file.read("dataCard", someText(LARGEST_URI), { default: "" });
  if (file.has("spec")) {
    const specUri = file.read("spec.uri", someText(LARGEST_URI));
    const specHash = await hashFile(file, "spec.file", folder);
    return { specUri: specUri ?? "", specHash };
  }
  const spec = inlineSpec({ title: title ?? "", kind: kind ?? "", license: license ?? "", dataCard: dataCard ?? "" });
  if (spec.specUri.length > LARGEST_URI) {
    const expected = `with title, kind and license no more than ${LARGEST_URI} bytes as base64, which are ${spec.specUri.length}; or spec, for what is longer`;
    file.refuse("dataCard", expected);
  }
  return spec;
}

/** The hash of what a term names. */
async function hashFile(file: TermsDocument, term: string, folder: string): Promise<Hex> {
  const name = file.read(term, someText(4_096));
  if (name === undefined) return zeroHash;
  try {
    return keccak256(await readFile(resolve(folder, name)));
  } catch {
    file.refuse(term, "a file that can be read");
    return zeroHash;
  }
}

async function readTokenTerm(context: Context, file: TermsDocument): Promise<Token | undefined> {
  const found = file.read("token", address);
  if (found === undefined) return undefined;
  if (!(await (await context.reader()).isTokenAllowed({ token: found }))) {
    file.refuse("token", "a token that the escrow's owner has allowed");
    return undefined;
  }
  return context.token(found);
}

async function readTask(context: Context, file: TermsDocument, task: Hex): Promise<Task | undefined> {
  const reader = await context.reader();
  try {
    const [{ retired }, definition] = await Promise.all([
      reader.getRegistryTask({ task }),
      reader.getTaskDefinition({ task }),
    ]);
    if (retired) file.refuse("task", "a task that is not retired");
    return definition;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    file.refuse("task", `a task of the registry: ${error.shortMessage.replace(/\.$/, "")}`);
    return undefined;
  }
}

async function checkPair(
  context: Context,
  file: TermsDocument,
  { taskId, architecture }: { taskId: Hex; architecture: Hex },
): Promise<void> {
  try {
    const { retired } = await (await context.reader()).getRegistryPair({ task: taskId, architecture });
    if (retired) file.refuse("architecture", "one that is not retired for the task");
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    file.refuse("architecture", "one that is registered for the task: see `commonweight architecture list`");
  }
}

function checkDraw(
  file: TermsDocument,
  parameters: {
    evaluation: Evaluation | undefined;
    drawnChunks: number | undefined;
    minimumScore: number | undefined;
    minimumSamples: number;
  },
): void {
  const { evaluation, drawnChunks, minimumScore, minimumSamples } = parameters;
  if (evaluation === undefined || drawnChunks === undefined) return;
  const { task, chunks } = evaluation;
  const unshown = chunks - Math.ceil(chunks / 4);
  if (drawnChunks > unshown)
    file.refuse("drawnChunks", `at most ${unshown}: ${chunks} chunks, less those that are shown`);
  const most = drawnChunks * pointsPerChunk(task);
  if (most < minimumSamples) {
    file.refuse(
      "drawnChunks",
      `chunks with at least ${minimumSamples} samples together on this chain; they have ${most}`,
    );
  }
  if (minimumScore !== undefined && minimumScore > most) {
    file.refuse("minimumScore", `at most ${most}, the samples of the drawn chunks`);
  }
}

function readPrizes(file: TermsDocument): number[] {
  const count = file.length("prizes") ?? 0;
  if (count < 1 || count > MOST_PRIZES) {
    file.refuse("prizes", `a list of 1 to ${MOST_PRIZES} parts in per cent`);
    return [];
  }
  const prizes = Array.from({ length: count }, (_, i) => file.read(`prizes.${i}`, percent(1, BPS)));
  const rising = prizes.findIndex((bps, i) => i > 0 && (bps ?? 0) > (prizes[i - 1] ?? BPS));
  if (rising > 0) file.refuse(`prizes.${rising}`, "no more than the prize before it");
  checkSum(file, "prizes", prizes);
  return prizes.map((bps) => bps ?? 0);
}

function checkSum(file: TermsDocument, term: string, parts: readonly (number | undefined)[]): void {
  if (parts.includes(undefined)) return;
  const sum = parts.reduce<number>((total, bps) => total + bps!, 0);
  if (sum !== BPS) file.refuse(term, `100 % together; they are ${sum / 100} %`);
}

function readShares(file: TermsDocument): BountyTerms["shares"] {
  const backersBps = file.read("shares.backers", percent(LEAST_BACKERS, BPS));
  const operatorsBps = file.read("shares.operators", percent(0, BPS));
  const sponsorBps = file.read("shares.sponsor", percent(0, BPS));
  const treasuryBps = file.read("shares.treasury", percent(0, MOST_TREASURY));
  checkSum(file, "shares", [backersBps, operatorsBps, sponsorBps, treasuryBps]);
  return {
    backersBps: backersBps ?? 0,
    operatorsBps: operatorsBps ?? 0,
    sponsorBps: sponsorBps ?? 0,
    treasuryBps: treasuryBps ?? 0,
  };
}

function readAmounts(file: TermsDocument, token: Token | undefined) {
  const goal = file.read("goal", amount(token, 1n)) ?? 0n;
  const cap = file.read("cap", amount(token, 1n)) ?? 0n;
  const sponsorBond = file.read("sponsorBond", amount(token, 1n)) ?? 0n;
  const operatorBond = file.read("operatorBond", amount(token, 1n)) ?? 0n;
  const entryFee = file.read("entryFee", amount(token, 0n)) ?? 0n;
  if (goal > 0n && cap > 0n && goal > cap) file.refuse("goal", "no more than cap");
  if (operatorBond > 0n && entryFee * BOND_PER_FEE > operatorBond) {
    const most = token ? `, ${formatAmount(operatorBond / BOND_PER_FEE, token)}` : "";
    file.refuse("entryFee", `at most a tenth of operatorBond${most}`);
  }
  return { goal, cap, sponsorBond, operatorBond, entryFee };
}

async function checkBond(
  context: Context,
  file: TermsDocument,
  { token, bond }: { token: Token; bond: bigint },
): Promise<void> {
  const writer = await context.writer();
  const call = {
    address: token.address,
    abi: erc20Abi,
    functionName: "balanceOf",
    args: [writer.account.address],
  } as const;
  const balance = await withTypedErrors(() => readContract(writer, call));
  if (bond > balance)
    file.refuse("sponsorBond", `no more than the ${formatAmount(balance, token)} that the wallet holds`);
}

async function checkParent(
  context: Context,
  file: TermsDocument,
  { parent, token }: { parent: bigint; token: Token | undefined },
): Promise<void> {
  const reader = await context.reader();
  if (parent > (await reader.getBountyCount())) return file.refuse("parent", "the number of a bounty that there is");
  const [facts, terms] = await Promise.all([reader.getFacts({ bounty: parent }), reader.getTerms({ bounty: parent })]);
  if (facts.shares === undefined) file.refuse("parent", "a bounty that is settled, so that there is a model");
  else if (token && terms.token !== token.address)
    file.refuse("parent", `a bounty in the same token; it is in ${terms.token}`);
}

async function readTiers(
  file: TermsDocument,
  folder: string,
  token: Token | undefined,
): Promise<BountyTerms["licenseTiers"]> {
  const count = file.length("licenseTiers") ?? 0;
  if (count > MOST_TIERS) file.refuse("licenseTiers", `at most ${MOST_TIERS}`);
  const tiers: BountyTerms["licenseTiers"][number][] = [];
  for (let i = 0; i < count; i++) {
    const price = file.read(`licenseTiers.${i}.price`, amount(token, 1n)) ?? 0n;
    const termsUri = file.read(`licenseTiers.${i}.termsUri`, (text) =>
      text.length <= LARGEST_URI ? text : refuse(`at most ${LARGEST_URI} characters`),
    );
    tiers.push({ price, termsUri: termsUri ?? "", termsHash: await hashFile(file, `licenseTiers.${i}.file`, folder) });
  }
  return tiers;
}
