// SPDX-License-Identifier: MIT
// Creating a bounty from a file, safe to repeat: what was sealed and when the windows end is noted beside the file before anything is sent.
import { readFile } from "node:fs/promises";
import {
  type BountyTerms,
  canonicalJson,
  InvalidFileError,
  makeChunks,
  openEvaluationSet,
  sealEvaluationSet,
  writeFileAtomic,
} from "@commonweight/sdk";
import { type Address, type Hash, type Hex, keccak256, stringToHex } from "viem";
import { z } from "zod";
import type { Context, Writer } from "../context.ts";
import { toJson } from "../output.ts";
import { readTermsFile, type TermsPlan } from "./terms.ts";

/** What is noted: nothing secret. */
const noteSchema = z.object({
  chainId: z.number(),
  escrow: z.string(),
  sponsor: z.string(),
  /** Hashes of the file, and of the samples as they were sealed. */
  file: z.string(),
  samples: z.string(),
  chunksRoot: z.string(),
  windows: z.record(z.string(), z.number()),
  bounty: z.string().optional(),
});
type Note = z.infer<typeof noteSchema>;

/** What came of it. */
export interface Created {
  bounty: bigint;
  chunks: number;
  chunksRoot: Hex;
  terms: TermsPlan["terms"];
  /** Undefined where the bounty was there already, and nothing was sent. */
  hash: Hash | undefined;
}

/** Where the note of a file lies. */
export function notePath(path: string): string {
  return `${path}.created.json`;
}

/**
 * Creates the bounty of a file of terms once: from the same file no second one, unless asked for another.
 *
 * @throws {@link InvalidTermsError} with every mistake there is, before anything is sent
 */
export async function createOnce(
  context: Context,
  path: string,
  { again = false }: { again?: boolean } = {},
): Promise<Created> {
  const [writer, { chainId, trainingBounties: escrow }] = [await context.writer(), await context.deployment()];
  const sponsor = writer.account.address;
  const note = notePath(path);
  const file = hashOf(await readText(path));
  const begun = again ? undefined : await readNote(note, { chainId, escrow, sponsor, file });
  const present = begun && (await findBounty(writer, begun, sponsor));
  if (present !== undefined) {
    const { chunks, chunksRoot, ...terms } = await writer.getTerms({ bounty: present });
    return { bounty: present, chunks, chunksRoot, terms, hash: undefined };
  }

  const now = await context.chainTime();
  const plan = await readTermsFile(context, path, now);
  const { task, samples } = plan.evaluation;
  const samplesHash = hashOf(canonicalJson(samples));
  const store = await context.store();
  const goesOn = begun?.samples === samplesHash;
  const set = goesOn
    ? openEvaluationSet(
        await store.loadEvaluationSet({ chainId, escrow, sponsor, chunksRoot: begun.chunksRoot as Hex }),
      )
    : sealEvaluationSet({ chainId, escrow, sponsor, task, chunks: makeChunks({ task, samples }) });
  const windows = goesOn && begun.windows.draftEnds! > now ? begun.windows : plan.terms.windows;
  const terms = { ...plan.terms, windows: windows as BountyTerms["windows"] };
  // The secret first: whatever the note speaks of is in the store.
  await store.saveEvaluationSet(set.secret);
  const { chunksRoot } = set;
  const begin = { chainId, escrow, sponsor, file, samples: samplesHash, chunksRoot, windows: terms.windows };
  await writeFileAtomic(note, `${toJson(begin)}\n`);
  const { bounty, hash } = await writer.createSealedBounty({ terms, set, store });
  await writeFileAtomic(note, `${toJson({ ...begin, bounty })}\n`);
  return { bounty, chunks: set.chunks.length, chunksRoot, terms, hash };
}

/** The note of this very file, of the same sponsor in the same place; undefined where there is none. */
async function readNote(
  path: string,
  expected: Pick<Note, "chainId" | "escrow" | "sponsor" | "file">,
): Promise<Note | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new InvalidFileError(path, "The file cannot be read; expected what `bounty create` noted.", { cause: error });
  });
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidFileError(path, "This is not JSON; expected what `bounty create` noted.", { cause });
  }
  const note = noteSchema.safeParse(json);
  if (!note.success) throw new InvalidFileError(path, "The file does not hold what `bounty create` notes.");
  const keys = ["chainId", "escrow", "sponsor", "file"] as const;
  return keys.every((key) => note.data[key] === expected[key]) ? note.data : undefined;
}

/** The bounty that a note is of, where there is one: a run that was killed may have created it, and not noted it. */
async function findBounty(writer: Writer, note: Note, sponsor: Address): Promise<bigint | undefined> {
  const isOurs = (terms: Pick<BountyTerms, "sponsor" | "chunksRoot">) =>
    terms.sponsor === sponsor && terms.chunksRoot === note.chunksRoot;
  let before: bigint | undefined;
  do {
    const { bounties, next } = await writer.listBounties({ before, limit: 100 });
    const found = bounties.find(({ terms }) => isOurs(terms));
    if (found) return found.bounty;
    before = next;
  } while (before !== undefined);
  return undefined;
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new InvalidFileError(path, "The file cannot be read; expected terms, as `bounty init` writes them.", {
      cause,
    });
  });
}

function hashOf(text: string): Hex {
  return keccak256(stringToHex(text));
}
