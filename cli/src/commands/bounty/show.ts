// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { accountText, readAccount } from "../../bounty/account.ts";
import { readInlineSpec, titleOf } from "../../bounty/spec.ts";
import { readStandings, standingsTable } from "../../bounty/standings.ts";
import { meaningOf, waitsFor } from "../../bounty/statusText.ts";
import { deadlineText, potOf, readSummary, termsFacts } from "../../bounty/summary.ts";
import type { Context } from "../../context.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { nextText } from "../../submission/nextText.ts";
import { formatAmount } from "../../token.ts";

/** Where a bounty stands, what it waits for, its terms, and what it means for an account. */
export async function show(context: Context, bounty: bigint, options: { account?: Address }): Promise<Result> {
  const reader = await context.reader();
  const summary = await readSummary(reader, bounty);
  const { status, terms, facts } = summary;
  const [token, deadline, standings, task, account, now] = await Promise.all([
    context.token(terms.token),
    reader.getNextDeadline({ bounty }),
    readStandings(reader, summary),
    reader.getTaskDefinition({ task: terms.task }),
    options.account && readAccount(context, summary, options.account),
    context.chainTime(),
  ]);
  const spec = readInlineSpec(terms);
  const architecture = /^0x0+$/.test(terms.architecture)
    ? "any that is registered for the task in time"
    : (await reader.getArchitectureDefinition({ architecture: terms.architecture })).name;
  const recipe = terms.training && (await reader.getRecipeDefinition({ recipe: terms.training.recipe }));
  const head = formatFacts([
    ["bounty", `${bounty}: ${titleOf(terms)}`],
    ["status", `${status}. ${meaningOf(status)}`],
    ["until", deadlineText(summary, deadline, now)],
    ["waits for", waitsFor(summary)],
    ["pot", `${formatAmount(potOf(facts), token)}, of which ${formatAmount(facts.contributed, token)} paid in`],
    ["submissions", `${facts.submissions}, of which ${facts.ranked} ranked`],
    ["shares of the model", facts.shares],
  ]);
  const description = formatFacts([
    ["kind", spec?.kind || undefined],
    ["license", spec?.license || undefined],
    ["data card", spec?.dataCard || undefined],
    ["spec", spec ? undefined : terms.specUri || undefined],
    ["task", task.name],
    ["architecture", architecture],
    ["recipe", recipe?.name],
    ...termsFacts(terms, token, now),
  ]);
  const parts = [
    head,
    account && `${accountText(account, summary, token)}\nnext  ${nextText(account.next, now)}`,
    standings.length > 0 && standingsTable(standings, summary, task),
    description,
  ].filter(Boolean);
  const json = { ...summary, spec, task, recipe, token, deadline: Number(deadline), now, standings, account };
  return { json, text: parts.join("\n\n") };
}
