// SPDX-License-Identifier: MIT
import { join } from "node:path";
import { BaseError, fileMedium, InvalidFileError, nameSchema, parseWith } from "@commonweight/sdk";
import { encryptKeystoreJson } from "ethers";
import { type Address, getAddress, type Hex, isHex, type PrivateKeyAccount } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { WalletError } from "../errors.ts";
import { decryptKeystore, type KeystoreFile, parseKeystore } from "./keystoreFile.ts";
import { accountOf } from "./privateKey.ts";

/** An encrypted key in a folder. */
export interface Keystore {
  name: string;
  /** As the file says; undefined where it says none. That it is so shows when the key is unlocked. */
  address: Address | undefined;
  path: string;
}

/** Which key of which folder. */
export interface KeystoreParameters {
  folder: string;
  /** Lower-case letters, digits and single hyphens. */
  name: string;
  passphrase: string;
}

/** 2^17, at 1 KiB of memory each: what Ethereum's tools use. */
const DEFAULT_COST = 17;

/**
 * Keeps a new key, or one that is handed in, encrypted in a file that only its owner can read. Never takes the place of another.
 *
 * @param parameters - `privateKey`: 32 bytes in hexadecimal, from a file or typed, never from a command line; a random one unless given.
 * `cost`: 2^cost is scrypt's work factor (17 unless given)
 * @throws {@link WalletError} where the name is taken, the passphrase is empty, or the key is malformed
 * @throws {@link InvalidValueError} where the name is none
 */
export async function createKeystore(
  parameters: KeystoreParameters & { privateKey?: string | undefined; cost?: number | undefined },
): Promise<Keystore> {
  const { passphrase, privateKey = generatePrivateKey(), cost = DEFAULT_COST } = parameters;
  assertPassphrase(passphrase);
  const { address } = accountOf(privateKey, "The key");
  const digits = privateKey.trim().replace(/^0x/, "");
  const json = await encryptKeystoreJson({ address, privateKey: `0x${digits}` }, passphrase, {
    scrypt: { N: 2 ** cost, r: 8, p: 1 },
  });
  return save(parameters, parseKeystore(JSON.parse(json)));
}

/**
 * Takes over an encrypted key of another tool, still under its passphrase, once that has opened it.
 *
 * @param parameters - `json`: the content of its file
 * @throws {@link InvalidValueError} where it is no keystore of version 3, or asks for more work than any does
 * @throws {@link WalletError} where the passphrase does not open it, or the name is taken
 */
export async function importKeystore(parameters: KeystoreParameters & { json: string }): Promise<Keystore> {
  const file = parseKeystore(parseJson(parameters.json));
  const { address } = await decryptKeystore(file, parameters.passphrase, "The keystore");
  return save(parameters, { ...file, address });
}

/**
 * The keys of a folder, by name.
 *
 * @throws {@link InvalidFileError} naming a file that is no keystore
 */
export async function listKeystores(folder: string): Promise<Keystore[]> {
  const files = await fileMedium(folder).list("");
  return Promise.all(
    files.map(async (file) => {
      const name = file.replace(/\.json$/, "");
      return keystoreOf(folder, name, (await read(folder, name))!);
    }),
  );
}

/**
 * The account of a key.
 *
 * @throws {@link WalletError} where there is none of the name, or the passphrase is another
 * @throws {@link InvalidFileError} where the file is no keystore of version 3, or asks for more work than any does
 */
export async function unlockKeystore({ folder, name, passphrase }: KeystoreParameters): Promise<PrivateKeyAccount> {
  return decryptKeystore(await requireKeystore(folder, name), passphrase, pathOf(folder, name));
}

/** @throws {@link WalletError} where there is none of the name */
export async function requireKeystore(folder: string, name: string): Promise<KeystoreFile> {
  const file = await read(folder, parseWith(nameSchema, name, "The name of the key"));
  if (file !== undefined) return file;
  const names = (await fileMedium(folder).list("")).map((other) => other.replace(/\.json$/, ""));
  throw new WalletError(`${pathOf(folder, name)} does not exist; expected an encrypted key.`, [
    names.length === 0 ? "The folder has no keys." : `Keys of the folder: ${names.join(", ")}`,
  ]);
}

async function read(folder: string, name: string): Promise<KeystoreFile | undefined> {
  const text = await fileMedium(folder).read(`${name}.json`);
  if (text === undefined) return undefined;
  try {
    return parseKeystore(parseJson(text));
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause;
    throw new InvalidFileError(pathOf(folder, name), cause.shortMessage, { cause });
  }
}

async function save({ folder, name }: KeystoreParameters, file: KeystoreFile): Promise<Keystore> {
  parseWith(nameSchema, name, "The name of the key");
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (await fileMedium(folder).create(`${name}.json`, text)) return keystoreOf(folder, name, file);
  throw new WalletError(`${pathOf(folder, name)} exists; expected a name that is free: a key is never overwritten.`);
}

function keystoreOf(folder: string, name: string, { address }: KeystoreFile): Keystore {
  const digits = address === undefined || isHex(address) ? address : `0x${address}`;
  const checked = digits === undefined ? undefined : getAddress(digits.toLowerCase() as Hex);
  return { name, address: checked, path: pathOf(folder, name) };
}

function pathOf(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}

function assertPassphrase(passphrase: string): void {
  if (passphrase === "") throw new WalletError("The passphrase is empty; expected one.");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WalletError(`The keystore is ${text.length} characters that are no complete JSON; expected a whole one.`);
  }
}
