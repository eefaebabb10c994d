// SPDX-License-Identifier: MIT
import { isDeepStrictEqual } from "node:util";
import { hasRecord, type IntegerModel, inspectRecord, modelOfRecord, storeKind } from "@commonweight/sdk";
import type { Context } from "../context.ts";
import { recordFolder, recordKey } from "../training/record.ts";

/** What somebody who is about to commit has to know of the store: it is the one thing that cannot be repaired. */
export async function storeWarnings({ settings }: Context): Promise<string[]> {
  const kind = await storeKind(settings.store);
  // A store that is yet to be made will be encrypted, unless the settings say otherwise.
  const isEncrypted = kind === "encrypted" || (kind === "none" && settings.plainStore !== "yes");
  return [
    `${settings.store} is the only place where the model's words and salt are. If it is lost, the submission can be neither proven nor claimed, and nobody can repair that. Copy it now, and after every commit: commonweight store backup FILE.`,
    ...(isEncrypted
      ? []
      : [`${settings.store} is not encrypted: whoever reads it can take the model. commonweight store encrypt.`]),
  ];
}

/**
 * The same of a training record of this wallet: one whose last checkpoint rounds to another model than the one that is committed to cannot be
 * finished, and is worth no stipend.
 */
export async function recordWarnings(
  context: Context,
  { bounty, model }: { bounty: bigint; model: IntegerModel },
): Promise<string[]> {
  const folder = recordFolder(context, await recordKey(context, bounty));
  if (!(await hasRecord(folder)) || !(await inspectRecord(folder)).isComplete) return [];
  // The last checkpoint is on the disk, so that no batch is needed to get there.
  const trained = await modelOfRecord({ folder, batches: [] });
  if (isDeepStrictEqual(trained, model)) return [];
  return [`The model is not the one that the training record in ${folder} ends with: the record cannot be finished.`];
}

/** Says a warning on standard error, also where nobody watches: a log is where somebody looks afterwards. */
export function warn({ io }: Pick<Context, "io">, text: string): void {
  io.stderr.write(`Warning: ${text}\n`);
}
