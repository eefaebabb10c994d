// SPDX-License-Identifier: MIT
import { readFileBytes } from "@commonweight/sdk";
import { WalletError } from "../errors.ts";

/** Where a passphrase comes from: the first of these that there is. None is ever an argument of a command, where other users could read it. */
export interface PassphraseSource {
  /** A file that holds nothing else; a line break at its end is no part of the passphrase. */
  file?: string | undefined;
  /** Variables of the environment, for {@link PASSPHRASE_VARIABLE}. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Asks a person, without showing what is typed. */
  ask?: ((question: string) => Promise<string>) | undefined;
}

/** The variable that holds the passphrase. */
export const PASSPHRASE_VARIABLE = "COMMONWEIGHT_PASSPHRASE";

/**
 * A passphrase.
 *
 * @param what - what it opens, for the question and for messages
 * @param options - `repeat`: asks twice, for a passphrase that is new
 * @throws {@link InvalidFileError} where the file cannot be read
 * @throws {@link WalletError} where there is none, it is empty, or the two that were typed differ; none is in the message
 */
export async function readPassphrase(
  what: string,
  { file, env = {}, ask }: PassphraseSource,
  { repeat = false }: { repeat?: boolean } = {},
): Promise<string> {
  const variable = env[PASSPHRASE_VARIABLE];
  if (file !== undefined) {
    const text = new TextDecoder()
      .decode(await readFileBytes(file, "a file with the passphrase"))
      .replace(/\r?\n$/, "");
    return notEmpty(text, `The file ${file}`);
  }
  if (variable !== undefined) return notEmpty(variable, PASSPHRASE_VARIABLE);
  if (ask === undefined) {
    throw new WalletError(`There is no passphrase for ${what}, and nobody to ask; expected one.`, [
      `Set ${PASSPHRASE_VARIABLE}, or name a file that holds it.`,
    ]);
  }
  const typed = notEmpty(await ask(`Passphrase for ${what}`), "The passphrase");
  if (repeat && (await ask("The same again")) !== typed) {
    throw new WalletError("The two passphrases differ; expected the same twice.");
  }
  return typed;
}

function notEmpty(passphrase: string, where: string): string {
  if (passphrase !== "") return passphrase;
  throw new WalletError(`${where} is empty; expected a passphrase.`);
}
