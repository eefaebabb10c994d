// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { privateKeyToAddress } from "viem/accounts";
import { assertRejects, inFolder } from "../../../sdk/test/fixtures.ts";
import { createKeystore, importKeystore, listKeystores, unlockKeystore } from "../../src/keys/index.ts";

const privateKey = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const address = privateKeyToAddress(privateKey);
const passphrase = "correct horse battery staple";
/** The least work, for tests. */
const cost = 10;

/** The vector of the standard: https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage */
const vector = {
  crypto: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "6087dab2f9fdbbfaddc31a909735c1e6" },
    ciphertext: "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
    kdf: "pbkdf2",
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: "hmac-sha256",
      salt: "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd",
    },
    mac: "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
  },
  id: "3198bc9c-6672-5ab3-d995-4942343ae5b6",
  version: 3,
};
const VECTOR_PASSPHRASE = "testpassword";
const VECTOR_KEY = "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";

describe("an encrypted key", () => {
  it("is made at random, and unlocks with its passphrase", () =>
    inFolder(async (folder) => {
      const first = await createKeystore({ folder, name: "first", passphrase, cost });
      const second = await createKeystore({ folder, name: "second", passphrase, cost });
      assert.notEqual(first.address, second.address);
      assert.equal((await unlockKeystore({ folder, name: "first", passphrase })).address, first.address);
      assert.deepEqual(await listKeystores(folder), [first, second]);
      assert.deepEqual(first, { name: "first", address: first.address, path: join(folder, "first.json") });
    }));

  it("keeps a key that is handed in, with or without 0x, and signs with it", () =>
    inFolder(async (folder) => {
      for (const [name, key] of [
        ["with", privateKey],
        ["without", `${privateKey.slice(2)}\n`],
      ] as const) {
        assert.equal((await createKeystore({ folder, name, passphrase, privateKey: key, cost })).address, address);
        const account = await unlockKeystore({ folder, name, passphrase });
        assert.equal(account.address, address);
        assert.match(await account.signMessage({ message: "hello" }), /^0x[0-9a-f]{130}$/);
      }
    }));

  it("lies in a file of the standard's version 3 that only its owner can read, without the key", () =>
    inFolder(async (root) => {
      const folder = join(root, "keystore");
      const { path } = await createKeystore({ folder, name: "mine", passphrase, privateKey, cost });
      const text = await readFile(path, "utf8");
      const { version, crypto } = JSON.parse(text);
      assert.deepEqual(
        [version, crypto.cipher, crypto.kdf, crypto.kdfparams.n],
        [3, "aes-128-ctr", "scrypt", 2 ** cost],
      );
      assert.ok(!text.includes(privateKey.slice(2)) && !text.includes(passphrase));
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
    }));

  it("is never overwritten", () =>
    inFolder(async (folder) => {
      const { path } = await createKeystore({ folder, name: "mine", passphrase, cost });
      const before = await readFile(path, "utf8");
      const message = /mine.json exists; expected a name that is free: a key is never overwritten/;
      await assertRejects(createKeystore({ folder, name: "mine", passphrase, cost }), "WalletError", message);
      const json = JSON.stringify(vector);
      const imported = importKeystore({ folder, name: "mine", passphrase: VECTOR_PASSPHRASE, json });
      await assertRejects(imported, "WalletError", message);
      assert.equal(await readFile(path, "utf8"), before);
      assert.deepEqual(await readdir(folder), ["mine.json"]);
    }));

  it("is told from others by a wrong passphrase, which is in no message", () =>
    inFolder(async (folder) => {
      await createKeystore({ folder, name: "mine", passphrase, privateKey, cost });
      const unlocking = unlockKeystore({ folder, name: "mine", passphrase: "incorrect horse" });
      await assertRejects(unlocking, "WalletError", /mine.json does not open with this passphrase; expected the one/);
    }));

  it("is missed where there is none of its name, and the others are named", () =>
    inFolder(async (folder) => {
      const unlock = () => unlockKeystore({ folder, name: "mine", passphrase });
      await assert.rejects(unlock(), /mine.json does not exist; expected an encrypted key\.\n\nThe folder has no keys/);
      for (const name of ["a", "b"]) await createKeystore({ folder, name, passphrase, cost });
      await assert.rejects(unlock(), /mine.json does not exist; expected .*\n\nKeys of the folder: a, b/);
    }));

  for (const name of ["../evil", "/evil", "a/b", "", "Mine", "a.json", "a".repeat(65)]) {
    it(`has no name such as ${JSON.stringify(name.slice(0, 10))}`, () =>
      inFolder(async (folder) => {
        const message = /The name of the key is ".*expected at most 64 lower-case letters/;
        await assertRejects(createKeystore({ folder, name, passphrase, cost }), "InvalidValueError", message);
        await assertRejects(unlockKeystore({ folder, name, passphrase }), "InvalidValueError", message);
        assert.deepEqual(await readdir(folder), []);
      }));
  }

  for (const [what, changes, expected] of [
    ["an empty passphrase", { passphrase: "" }, /The passphrase is empty; expected one/],
    ["a short key", { privateKey: privateKey.slice(0, -2) }, /The key is malformed: 64 characters; expected 0x and 64/],
    ["a key that is no number", { privateKey: `${privateKey.slice(0, -1)}g` }, /The key is malformed: 66 characters/],
    ["zero as a key", { privateKey: `0x${"0".repeat(64)}` }, /The key is no private key: zero, or not below the order/],
    ["a key beyond the order", { privateKey: `0x${"f".repeat(64)}` }, /The key is no private key: zero, or not below/],
  ] as const) {
    it(`is not made of ${what}, which is in no message`, () =>
      inFolder(async (folder) => {
        const create = () => createKeystore({ folder, name: "mine", passphrase, cost, ...changes });
        await assertRejects(create(), "WalletError", expected);
        await assert.rejects(create(), (error) => !inspect(error, { depth: null }).includes(privateKey.slice(4, -4)));
        assert.deepEqual(await readdir(folder), []);
      }));
  }
});

describe("an encrypted key of another tool", () => {
  it("is taken over with its passphrase: the standard's vector", () =>
    inFolder(async (folder) => {
      const json = JSON.stringify(vector);
      const { address: told } = await importKeystore({ folder, name: "vector", passphrase: VECTOR_PASSPHRASE, json });
      assert.equal(told, privateKeyToAddress(VECTOR_KEY));
      const account = await unlockKeystore({ folder, name: "vector", passphrase: VECTOR_PASSPHRASE });
      assert.equal(account.address, privateKeyToAddress(VECTOR_KEY));
    }));

  it("is taken over with the upper-case spelling of older tools", () =>
    inFolder(async (folder) => {
      const { crypto, ...rest } = vector;
      const json = JSON.stringify({ ...rest, Crypto: crypto });
      await importKeystore({ folder, name: "vector", passphrase: VECTOR_PASSPHRASE, json });
      assert.equal((await listKeystores(folder)).length, 1);
    }));

  it("is not taken over with another passphrase, or under another address", () =>
    inFolder(async (folder) => {
      const importing = (passphraseOf: string, json: string) =>
        importKeystore({ folder, name: "vector", passphrase: passphraseOf, json });
      const wrong = /The keystore does not open with this passphrase/;
      await assertRejects(importing("other", JSON.stringify(vector)), "WalletError", wrong);
      const moved = JSON.stringify({ ...vector, address: address.slice(2) });
      const message = /The keystore does not open; expected the key of its address/;
      await assertRejects(importing(VECTOR_PASSPHRASE, moved), "WalletError", message);
      assert.deepEqual(await readdir(folder), []);
    }));

  const scrypt = { salt: "00", n: 2 ** 18, r: 8, p: 1, dklen: 32 };
  for (const [what, change, expected] of [
    ["of version 1", { version: 1 }, /keystore.version is 1; expected 3/],
    [
      "without a cipher text",
      { crypto: { ...vector.crypto, ciphertext: undefined } },
      /ciphertext is missing; expected 32/,
    ],
    ["of another derivation", { crypto: { ...vector.crypto, kdf: "bcrypt" } }, /expected scrypt or pbkdf2/],
    [
      "that asks for endless rounds",
      { crypto: { ...vector.crypto, kdfparams: { ...vector.crypto.kdfparams, c: 1e12 } } },
      /kdfparams.c is 1000000000000; expected at most 10000000/,
    ],
    [
      "that asks for all memory",
      { crypto: { ...vector.crypto, kdf: "scrypt", kdfparams: { ...scrypt, n: 2 ** 22, r: 8 } } },
      /kdfparams.*expected at most 1 GiB of memory/,
    ],
    [
      "that asks for endless work at once",
      { crypto: { ...vector.crypto, kdf: "scrypt", kdfparams: { ...scrypt, p: 1000 } } },
      /kdfparams.p is 1000; expected at most 16/,
    ],
  ] as const) {
    it(`is refused when it is one ${what}`, () =>
      inFolder(async (folder) => {
        const json = JSON.stringify({ ...vector, ...change });
        const importing = importKeystore({ folder, name: "vector", passphrase: VECTOR_PASSPHRASE, json });
        await assertRejects(importing, "InvalidValueError", expected);
        await writeFile(join(folder, "other.json"), json);
        const unlocking = unlockKeystore({ folder, name: "other", passphrase: VECTOR_PASSPHRASE });
        await assertRejects(unlocking, "InvalidFileError", expected);
        await assertRejects(listKeystores(folder), "InvalidFileError", /other.json/);
      }));
  }

  it("is refused when it hides another derivation beside the one that is checked", () =>
    inFolder(async (folder) => {
      const endless = { ...vector.crypto, kdfparams: { ...vector.crypto.kdfparams, c: 1e12 } };
      // What is not checked is not used either: this opens with the bounded derivation, at once.
      const json = JSON.stringify({ CRYPTO: endless, Crypto: endless, ...vector });
      const { path } = await importKeystore({ folder, name: "vector", passphrase: VECTOR_PASSPHRASE, json });
      assert.ok(!(await readFile(path, "utf8")).includes("1000000000000"));
    }));

  it("is refused when it is cut short", () =>
    inFolder(async (folder) => {
      const json = JSON.stringify(vector).slice(0, 100);
      const importing = importKeystore({ folder, name: "vector", passphrase: VECTOR_PASSPHRASE, json });
      await assertRejects(importing, "WalletError", /100 characters that are no complete JSON/);
      await writeFile(join(folder, "cut.json"), json);
      const unlocking = unlockKeystore({ folder, name: "cut", passphrase });
      await assertRejects(
        unlocking,
        "InvalidFileError",
        /cut.json: The keystore is 100 characters that are no complete/,
      );
    }));
});
