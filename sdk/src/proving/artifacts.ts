// SPDX-License-Identifier: MIT
import { z } from "zod";
import { BaseError } from "../errors/BaseError.ts";
import { hashFile, keepFile, openFile, pathIn } from "../utils/fileAccess.ts";
import { readFileBytes } from "../utils/files.ts";
import { type G1Coordinates, type G2Coordinates, readZkeyHeader } from "./zkeyHeader.ts";

/** A Groth16 verifying key as snarkjs writes it: decimal, projective coordinates. */
export interface SnarkjsVerifyingKey {
  protocol: "groth16";
  curve: "bn128";
  /** Public signals, the constant wire not included: one less than the length of `IC`. */
  nPublic: number;
  vk_alpha_1: G1Coordinates;
  vk_beta_2: G2Coordinates;
  vk_gamma_2: G2Coordinates;
  vk_delta_2: G2Coordinates;
  /** The pairing of alpha and beta, an element of Fq12: two of Fq6, each three of Fq2. */
  vk_alphabeta_12: string[][][];
  IC: G1Coordinates[];
}

/** What proving a circuit takes, as files that were checked to belong together: plain values, which can be sent to a worker. */
export interface CircuitArtifacts {
  /** Name of the circuit, for example `seal-chunk.digits-28`. */
  name: string;
  /** Path of the witness generator; its URL in a browser. */
  wasm: string;
  /** Path of the proving key; its URL in a browser. */
  zkey: string;
  verifyingKey: SnarkjsVerifyingKey;
  /** Whether the key was made with published secrets: anyone can then prove anything, and only local chains may use it. */
  development: boolean;
}

/** Names of the files of a folder of artifacts. */
export const artifactFiles = {
  wasm: "circuit.wasm",
  zkey: "circuit.zkey",
  verifyingKey: "verification_key.json",
  report: "report.json",
} as const;

/**
 * Alpha in G1 of every development key: they are all made from the same published secrets. It stands in the key itself, so that
 * no renaming, copying or lost note hides what a key is. It stops accidents. Whoever edits a key's points on purpose could
 * as well make a key from secrets of their own; against that only a ceremony helps.
 */
export const developmentKeyAlpha: G1Coordinates = [
  "9925947843105163597693425059280729984346765495167272554282037903572601741179",
  "14201499502833527597860713218787912282765957017109604523882801664726146503911",
  "1",
];

/**
 * Whether a verifying key was made from the published secrets of development keys.
 *
 * @param verifyingKey - the key, or just its alpha
 * @example
 * if (isDevelopmentKey(verifyingKey) && !isLocalChain) throw new Error("Anyone can forge proofs for this key.");
 */
export function isDevelopmentKey(verifyingKey: Pick<SnarkjsVerifyingKey, "vk_alpha_1">): boolean {
  const [x, y] = verifyingKey.vk_alpha_1;
  // Compared as numbers: a leading zero in the text is no other key.
  return BigInt(x) === BigInt(developmentKeyAlpha[0]) && BigInt(y) === BigInt(developmentKeyAlpha[1]);
}

const decimal = z.string().regex(/^\d+$/);
const pair = z.tuple([decimal, decimal]);
const g1 = z.tuple([decimal, decimal, decimal]);
const g2 = z.tuple([pair, pair, pair]);

const verifyingKeySchema = z
  .object({
    protocol: z.literal("groth16"),
    curve: z.literal("bn128"),
    nPublic: z.int().nonnegative(),
    vk_alpha_1: g1,
    vk_beta_2: g2,
    vk_gamma_2: g2,
    vk_delta_2: g2,
    vk_alphabeta_12: z.array(z.array(z.array(decimal))),
    IC: z.array(g1),
  })
  .refine((key) => key.IC.length === key.nPublic + 1, "IC must have one point more than there are public signals");

// The report says more; this is what tells whether files belong together.
const reportSchema = z.object({
  name: z.string().min(1),
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

/**
 * Loads a folder of artifacts, and checks that nothing in it is missing, cut short or of another circuit.
 *
 * @param folder - holds the files of {@link artifactFiles}; in a browser its URL. There every file is fetched once, and kept in memory
 * @throws {@link BaseError} naming the first file that is wrong, with what was found and expected
 * @example
 * const artifacts = await loadArtifacts("circuits/build/seal-chunk.digits-28-0123456789abcdef");
 */
export async function loadArtifacts(folder: string): Promise<CircuitArtifacts> {
  const report = await readJson(pathIn(folder, artifactFiles.report), reportSchema);
  const checked = (file: string): Promise<string> => {
    const expected = report.files[file];
    if (expected === undefined) {
      throw new BaseError(`${pathIn(folder, artifactFiles.report)} does not list ${file}.`);
    }
    return checkedFile(pathIn(folder, file), expected, report.name);
  };
  const wasm = await checked(artifactFiles.wasm);
  const zkey = await checked(artifactFiles.zkey);
  const verifyingKey = await readJson(await checked(artifactFiles.verifyingKey), verifyingKeySchema);
  const artifacts: CircuitArtifacts = {
    name: report.name,
    wasm,
    zkey,
    verifyingKey,
    development: isDevelopmentKey(verifyingKey),
  };
  await assertKeyOfCircuit(artifacts);
  return artifacts;
}

/**
 * Refuses a proving key that is not the one of a circuit's verifying key. Proofs made with another circuit's key, or an
 * older build's, verify nowhere; this says so before minutes are spent on one.
 *
 * @param artifacts - `zkey` is read only as far as its header
 * @throws {@link BaseError} naming the file and the first part that differs
 */
export async function assertKeyOfCircuit(
  artifacts: Pick<CircuitArtifacts, "name" | "zkey" | "verifyingKey">,
): Promise<void> {
  const { name, zkey, verifyingKey } = artifacts;
  const header = await readZkeyHeader(zkey);
  if (header.nPublic !== verifyingKey.nPublic) {
    throw new BaseError(`${zkey} is the key of another circuit than ${name}.`, {
      metaMessages: [`Public inputs of the key: ${header.nPublic}`, `Expected: ${verifyingKey.nPublic}`],
    });
  }
  const parts = ["vk_alpha_1", "vk_beta_2", "vk_gamma_2", "vk_delta_2", "IC"] as const;
  for (const part of parts) {
    const found = JSON.stringify(header[part]);
    const expected = JSON.stringify(verifyingKey[part]);
    if (found !== expected) {
      throw new BaseError(`${zkey} is the key of another circuit than ${name}, or of another build of it.`, {
        metaMessages: [`${part} of the key: ${found}`, `Expected: ${expected}`],
      });
    }
  }
}

/** Where a file can be read, once it was found to be the one expected. */
async function checkedFile(path: string, expected: { bytes: number; sha256: string }, name: string): Promise<string> {
  const missing = (cause: unknown): never => {
    throw new BaseError(`${path} is missing; it belongs to the circuit ${name}.`, { cause });
  };
  const kept = await keepFile(path).catch(missing);
  const file = await openFile(kept).catch(missing);
  const bytes = file.size;
  await file.close();
  if (bytes !== expected.bytes) {
    throw new BaseError(`${path} has ${bytes} bytes; expected ${expected.bytes}, for the circuit ${name}.`);
  }
  const sha256 = await hashFile(kept);
  if (sha256 !== expected.sha256) {
    throw new BaseError(`${path} is not the file that was built for the circuit ${name}.`, {
      metaMessages: [`SHA-256: ${sha256}`, `Expected: ${expected.sha256}`],
    });
  }
  return kept;
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = new TextDecoder().decode(await readFileBytes(path));
  } catch (cause) {
    throw new BaseError(`${path} cannot be read; expected a file of circuit artifacts.`, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BaseError(`${path} is not JSON; it may have been cut short.`, { cause });
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    throw new BaseError(`${path} has not the expected form.`, { details: z.prettifyError(result.error) });
  }
  return result.data;
}
