// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { modelBits, saveModel } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { assertFree } from "../../documents.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";

/** Saves a published model, read back from the chain alone. */
export async function fetchModel(
  context: Context,
  bounty: bigint,
  options: { out: string; operator?: Address },
): Promise<Result> {
  const out = resolve(context.io.cwd, options.out);
  await assertFree(out);
  const { operator, model } = await (await context.reader()).getPublishedModel({ bounty, operator: options.operator });
  await saveModel(out, model);
  const { architecture } = model;
  const bits = modelBits(model);
  return {
    json: { bounty, operator, architecture: architecture.name, bits, path: out },
    text: formatFacts([
      ["model", out],
      ["bounty", String(bounty)],
      ["operator", operator],
      ["architecture", architecture.name],
      ["size", `${bits} bits`],
    ]),
  };
}
