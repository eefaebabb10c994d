// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { type Address, createWalletClient, custom, defineChain, http } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { assertRejects, assertThrows, inFolder } from "../../../sdk/test/fixtures.ts";
import {
  createKeystore,
  environmentAccount,
  openSigner,
  openWallet,
  readPassphrase,
  signerTransport,
} from "../../src/keys/index.ts";
import { withSigner } from "../support/fakeSigner.ts";

const privateKey = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const address = privateKeyToAddress(privateKey);
const other: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const passphrase = "correct horse battery staple";
const environment = { COMMONWEIGHT_PRIVATE_KEY: privateKey };
const cost = 10;

/** Runs an action with a folder that has encrypted keys of some names. */
function withKeys(names: string[], action: (folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    for (const name of names) await createKeystore({ folder, name, passphrase, cost });
    await action(folder);
  });
}

describe("a wallet", () => {
  it("opens the key in the environment", () =>
    inFolder(async (folder) => {
      const { from, account, transport } = await openWallet({ env: environment, folder });
      assert.deepEqual([from, account.type, account.address], ["environment", "local", address]);
      const chain = http("http://127.0.0.1:1");
      assert.equal(transport(chain), chain);
    }));

  it("opens the only encrypted key, or the one that is named, with a passphrase from where there is one", () =>
    withKeys(["mine"], async (folder) => {
      const file = join(folder, "passphrase");
      await writeFile(file, `${passphrase}\n`);
      for (const [env, source] of [
        [{ COMMONWEIGHT_PASSPHRASE: passphrase }, {}],
        [{ COMMONWEIGHT_PASSPHRASE: "another" }, { file }],
        [{}, { ask: async () => passphrase }],
      ] as const) {
        const { from, account } = await openWallet({ env, folder, passphrase: source });
        assert.deepEqual([from, account.type], ["keystore", "local"]);
      }
      await createKeystore({ folder, name: "other", passphrase, privateKey, cost });
      const { account } = await openWallet({ env: { COMMONWEIGHT_PASSPHRASE: passphrase }, folder, name: "other" });
      assert.equal(account.address, address);
    }));

  it("never guesses between several", () =>
    withKeys(["a", "b"], async (folder) => {
      const open = openWallet({ env: {}, folder });
      await assertRejects(open, "WalletError", /has 2 encrypted keys; expected the name of one of them/);
      await assert.rejects(openWallet({ env: {}, folder }), /\n\na: 0x[0-9a-fA-F]{40}\nb: 0x[0-9a-fA-F]{40}/);
      const signer = "http://127.0.0.1:1";
      for (const [parameters, count] of [
        [{ env: environment, folder, name: "a" }, 2],
        [{ env: environment, folder, signer }, 2],
        [{ env: {}, folder, signer, name: "a" }, 2],
        [{ env: environment, folder, signer, name: "a" }, 3],
      ] as const) {
        const message = new RegExp(`There are ${count} keys to sign with; expected one`);
        await assertRejects(openWallet(parameters), "WalletError", message);
      }
      // What is named wins over what merely lies there; and `from` over both.
      assert.equal((await openWallet({ env: environment, folder })).from, "environment");
      const env = { ...environment, COMMONWEIGHT_PASSPHRASE: passphrase };
      assert.equal((await openWallet({ env, folder, name: "a", from: "keystore" })).from, "keystore");
      assert.equal((await openWallet({ env, folder, name: "a", from: "environment" })).from, "environment");
    }));

  it("says where it looked when there is none", () =>
    inFolder(async (folder) => {
      const open = (from?: "environment" | "keystore" | "signer") => openWallet({ env: {}, folder, from });
      await assertRejects(open(), "WalletError", /There is no key to sign with; expected one/);
      await assert.rejects(open(), /or set COMMONWEIGHT_PRIVATE_KEY\. .* has no encrypted keys/);
      await assertRejects(open("environment"), "WalletError", /COMMONWEIGHT_PRIVATE_KEY is not set/);
      await assertRejects(open("keystore"), "WalletError", /has no encrypted keys; expected one/);
      await assertRejects(open("signer"), "WalletError", /No signer is named; expected its JSON-RPC endpoint/);
    }));

  it("is refused when it is not the account that is meant", () =>
    inFolder(async (folder) => {
      const message = `The environment key is that of ${address}; expected that of ${other}.`;
      await assertRejects(openWallet({ env: environment, folder, address: other }), "WalletError", message);
      const lower = address.toLowerCase() as Address;
      assert.equal((await openWallet({ env: environment, folder, address: lower })).account.address, address);
    }));

  it("asks nobody for the passphrase of a key that is not there", () =>
    inFolder(async (folder) => {
      const ask = () => assert.fail("asked");
      const open = openWallet({ env: {}, folder, name: "mine", passphrase: { ask } });
      await assertRejects(open, "WalletError", /mine.json does not exist/);
    }));
});

describe("secrets", () => {
  it("are in no message, cause, property or account, whatever goes wrong", () =>
    withKeys(["mine"], async (folder) => {
      const secret = "s3cret-passphrase";
      const cut = privateKey.slice(0, -1);
      const path = join(folder, "mine.json");
      const whole = await readFile(path, "utf8");
      const attempts: (() => unknown)[] = [
        () => openWallet({ env: { COMMONWEIGHT_PRIVATE_KEY: cut }, folder }),
        () => openWallet({ env: { COMMONWEIGHT_PRIVATE_KEY: `${privateKey}00` }, folder }),
        () => openWallet({ env: environment, folder, address: other }),
        () => openWallet({ env: environment, folder, name: "mine" }),
        () => openWallet({ env: { COMMONWEIGHT_PASSPHRASE: secret }, folder, name: "mine" }),
        () => openWallet({ env: { COMMONWEIGHT_PASSPHRASE: secret }, folder, name: "none" }),
        () => openWallet({ env: {}, folder, name: "mine", passphrase: { ask: async () => secret } }),
        () => openWallet({ env: {}, folder, signer: `http://user:${secret}@127.0.0.1:1/${secret}?key=${secret}` }),
        () => openWallet({ env: {}, folder, signer: `nonsense:${secret}` }),
        () => createKeystore({ folder, name: "mine", passphrase: secret, privateKey, cost }),
        () => createKeystore({ folder, name: "UP", passphrase: secret, privateKey, cost }),
        () => createKeystore({ folder, name: "new", passphrase: secret, privateKey: cut, cost }),
        () => readPassphrase("it", { ask: async (question) => `${secret}${question}` }, { repeat: true }),
      ];
      for (const [i, attempt] of attempts.entries()) {
        await assert.rejects(
          async () => attempt(),
          (error: Error) => {
            const shown = `${inspect(error, { depth: null, showHidden: true })}${error.message}${error.stack}`;
            assert.ok(!shown.includes(secret) && !shown.includes(privateKey.slice(2, -2)), `attempt ${i}: ${shown}`);
            assert.match(error.name, /^(WalletError|InvalidValueError|InvalidFileError)$/, `attempt ${i}: ${shown}`);
            return true;
          },
        );
      }
      assert.equal(await readFile(path, "utf8"), whole);
      const { account } = await openWallet({ env: environment, folder });
      assert.ok(!inspect(account, { depth: null, showHidden: true }).includes(privateKey.slice(2)));
    }));

  it("come from the environment as they are copied, and are refused loudly when they are malformed", () => {
    assert.equal(environmentAccount({})?.address, undefined);
    assert.equal(environmentAccount({ COMMONWEIGHT_PRIVATE_KEY: "" })?.address, undefined);
    for (const key of [
      privateKey,
      privateKey.slice(2),
      ` ${privateKey}\n`,
      privateKey.toUpperCase().replace("X", "x"),
    ]) {
      assert.equal(environmentAccount({ COMMONWEIGHT_PRIVATE_KEY: key })?.address, address);
    }
    for (const [key, length] of [
      [privateKey.slice(0, -1), 65],
      [`${privateKey}0`, 67],
      [`0x0x${privateKey.slice(4)}`, 66],
      ["test test test", 14],
    ] as const) {
      const message = `COMMONWEIGHT_PRIVATE_KEY is malformed: ${length} characters; expected 0x and 64 hexadecimal digits.`;
      assertThrows(() => environmentAccount({ COMMONWEIGHT_PRIVATE_KEY: key }), "WalletError", message);
    }
  });
});

describe("a passphrase", () => {
  it("is what a file holds, but for the line break at its end", () =>
    inFolder(async (folder) => {
      const file = join(folder, "passphrase");
      for (const [text, expected] of [
        ["a b\n", "a b"],
        ["a b\r\n", "a b"],
        ["a\n\n", "a\n"],
        [" a ", " a "],
      ] as const) {
        await writeFile(file, text);
        assert.equal(await readPassphrase("it", { file, env: { COMMONWEIGHT_PASSPHRASE: "other" } }), expected);
      }
      await writeFile(file, "\n");
      await assertRejects(readPassphrase("it", { file }), "WalletError", /passphrase is empty; expected a passphrase/);
      await mkdir(join(folder, "taken"));
      for (const name of ["absent", "taken"]) {
        const reading = readPassphrase("it", { file: join(folder, name) });
        await assertRejects(reading, "InvalidFileError", /cannot be read; expected a file with the passphrase/);
      }
    }));

  it("is asked for only where it is nowhere else, and twice where it is new", async () => {
    const questions: string[] = [];
    const answering = (...answers: string[]) => ({
      ask: async (question: string) => {
        questions.push(question);
        return answers.shift()!;
      },
    });
    assert.equal(await readPassphrase("the key mine", { ...answering(), env: { COMMONWEIGHT_PASSPHRASE: "x" } }), "x");
    assert.equal(await readPassphrase("the key mine", answering("y")), "y");
    assert.equal(await readPassphrase("the key mine", answering("z", "z"), { repeat: true }), "z");
    assert.deepEqual(questions, ["Passphrase for the key mine", "Passphrase for the key mine", "The same again"]);
    const differing = readPassphrase("it", answering("a", "b"), { repeat: true });
    await assertRejects(differing, "WalletError", /The two passphrases differ; expected the same twice/);
    await assertRejects(readPassphrase("it", answering("")), "WalletError", /The passphrase is empty/);
    const empty = readPassphrase("it", { env: { COMMONWEIGHT_PASSPHRASE: "" } });
    await assertRejects(empty, "WalletError", /COMMONWEIGHT_PASSPHRASE is empty; expected a passphrase/);
    await assertRejects(readPassphrase("it", {}), "WalletError", /There is no passphrase for it, and nobody to ask/);
  });
});

describe("an external signer", () => {
  const hash = `0x${"12".repeat(32)}`;
  const signature = `0x${"34".repeat(65)}`;
  const answers = {
    eth_accounts: [address.toLowerCase()],
    eth_chainId: "0x7a69",
    eth_sendTransaction: hash,
    eth_signTypedData_v4: signature,
  };
  const chain = defineChain({
    id: 31_337,
    name: "local",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });

  it("signs and sends; everything else goes to the chain", () =>
    withSigner(answers, ({ url, asked }) =>
      inFolder(async (folder) => {
        const { from, account, transport } = await openWallet({ env: {}, folder, signer: url });
        assert.deepEqual([from, account], ["signer", { address, type: "json-rpc" }]);
        const askedOfChain: string[] = [];
        const request = async ({ method }: { method: string }) => {
          askedOfChain.push(method);
          return "0x7a69";
        };
        const client = createWalletClient({ account, chain, transport: transport(custom({ request })) });
        assert.equal(await client.sendTransaction({ to: other, value: 1n }), hash);
        const typed = {
          domain: { name: "x" },
          types: { A: [{ name: "b", type: "uint256" }] },
          message: { b: 1n },
        } as const;
        assert.equal(await client.signTypedData({ ...typed, primaryType: "A" }), signature);
        assert.deepEqual(asked, ["eth_accounts", "eth_sendTransaction", "eth_signTypedData_v4"]);
        assert.ok(askedOfChain.includes("eth_chainId") && !askedOfChain.includes("eth_sendTransaction"));
      }),
    ));

  it("is asked for the account that is meant, among several", () =>
    withSigner({ ...answers, eth_accounts: [other, address] }, async ({ url }) => {
      const { account } = await openSigner({ url, address: address.toLowerCase() as Address });
      assert.equal(account.address, address);
      await assertRejects(openSigner({ url }), "WalletError", /has 2 accounts; expected the address of one of them/);
      await assert.rejects(openSigner({ url }), new RegExp(`Its accounts: ${other}, ${address}`));
      const absent = openSigner({ url, address: escrow });
      await assertRejects(absent, "WalletError", new RegExp(`has no account ${escrow}; expected one`));
    }));

  it("is refused without accounts, without an answer, and on another chain", async () => {
    await withSigner({ eth_accounts: [] }, ({ url }) =>
      assertRejects(openSigner({ url }), "WalletError", /has no account; expected one/),
    );
    await withSigner({}, ({ url }) =>
      assertRejects(openSigner({ url }), "WalletError", /does not say which accounts it has; expected an answer to/),
    );
    await withSigner(answers, async ({ url }) => {
      await openSigner({ url, chainId: 31_337 });
      await assertRejects(openSigner({ url, chainId: 1 }), "WalletError", /is on chain 31337; expected chain 1/);
    });
    const url = "ws://127.0.0.1:1";
    await assertRejects(
      openSigner({ url }),
      "WalletError",
      /address is malformed; expected a URL that begins with http/,
    );
  });

  it("that does not tell its chain is taken at the chain's word", () =>
    withSigner({ eth_accounts: [address] }, async ({ url }) => {
      assert.equal((await openSigner({ url, chainId: 1 })).account.address, address);
    }));

  it("is asked once for a transaction, and not again when it fails", () =>
    withSigner({ eth_accounts: [address] }, async ({ url, asked }) => {
      const { account, transport } = await openSigner({ url });
      const reading = custom({ request: async () => "0x7a69" });
      const client = createWalletClient({ account, chain, transport: signerTransport(transport, reading) });
      await assert.rejects(client.sendTransaction({ to: other, value: 1n }));
      assert.equal(asked.filter((method) => method === "eth_sendTransaction").length, 1);
    }));
});

const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
