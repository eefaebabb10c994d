// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { access, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { DevnetMissingError, loadDevnet } from "../../../src/devnet/load.ts";
import { makeFolder } from "../../support/folder.ts";
import { runCli } from "../../support/testIo.ts";

const FOLDER = "commonweight-devnet";

describe("commonweight devnet", () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await makeFolder();
  });
  afterEach(() => rm(cwd, { recursive: true }));

  /** Runs a chain, then something while it runs, then ends it. */
  async function withDevnet(args: readonly string[], meanwhile: (printed: string) => Promise<void>) {
    let failure: unknown;
    let interrupt!: () => void;
    const interrupted = new Promise<void>((resolve) => {
      interrupt = resolve;
    });
    const onStdout = (text: string) => {
      meanwhile(text)
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(interrupt);
    };
    const ran = await runCli(["devnet", "--port", "0", ...args], { cwd, interrupted, onStdout });
    if (failure !== undefined) throw failure;
    return ran;
  }

  it("writes settings that command lines work with, says what to do next, and takes everything with it", async () => {
    const ran = await withDevnet([], async (printed) => {
      const [, config] = /export COMMONWEIGHT_CONFIG=(\S+)/.exec(printed)!;
      const [, key] = /export COMMONWEIGHT_PRIVATE_KEY=(\S+)/.exec(printed)!;
      const [, token] = /The token is (0x\w+)/.exec(printed)!;
      assert.match(printed, /Their keys are published/);
      const env = { COMMONWEIGHT_CONFIG: config!, COMMONWEIGHT_PRIVATE_KEY: key! };
      const { code, stdout, stderr } = await runCli(["money", "owed", token!], { cwd, env });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /is owed 0 TUSD/);
      const { accounts } = JSON.parse(await readFile(join(cwd, FOLDER, "accounts.json"), "utf8"));
      assert.equal(accounts.find(({ name }: { name: string }) => name === "sponsor").privateKey, key);
      // What a command line keeps of this chain has no meaning for the next.
      await mkdir(join(cwd, FOLDER, "store"));
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(await readdir(cwd), []);
  });

  it("with --json says the same for programs, and leaves files that are not its own", async () => {
    const ran = await withDevnet(["--json", "--with-uniswap", "--folder", "here"], async () => {
      await writeFile(join(cwd, "here", "bounty.yaml"), "mine");
    });
    assert.equal(ran.code, 0, ran.stderr);
    const { chainId, accounts, uniswap } = ran.json<{ chainId: number; accounts: unknown[]; uniswap: object }>();
    assert.equal(chainId, 31_337);
    assert.equal(accounts.length, 10);
    assert.deepEqual(Object.keys(uniswap), ["factory", "positionManager", "quoter", "router"]);
    assert.deepEqual(await readdir(join(cwd, "here")), ["bounty.yaml"]);
  });

  it("refuses a folder that holds anything else, and touches nothing", async () => {
    await mkdir(join(cwd, FOLDER));
    await writeFile(join(cwd, FOLDER, "config.yaml"), "rpc: https://mainnet.example");
    const { code, stderr } = await runCli(["devnet"], { cwd });
    assert.equal(code, 3);
    assert.match(stderr, /The folder holds config.yaml; expected an empty folder/);
    assert.equal(await readFile(join(cwd, FOLDER, "config.yaml"), "utf8"), "rpc: https://mainnet.example");
  });

  it("refuses the folder of a chain that runs", async () => {
    await mkdir(join(cwd, FOLDER));
    await writeFile(join(cwd, FOLDER, "devnet.pid"), String(process.ppid));
    const { code, stderr } = await runCli(["devnet"], { cwd });
    assert.equal(code, 3);
    assert.match(stderr, new RegExp(`The development chain of process ${process.ppid} uses this folder`));
    await access(join(cwd, FOLDER, "devnet.pid"));
  });

  it("says to work from a clone where the package is not installed", async () => {
    const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    await assert.rejects(
      loadDevnet(() => Promise.reject(missing)),
      (error) => error instanceof DevnetMissingError && /Work from a clone/.test(error.message),
    );
    const broken = new Error("a bug");
    await assert.rejects(
      loadDevnet(() => Promise.reject(broken)),
      broken,
    );
  });
});
