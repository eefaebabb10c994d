// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { privateKeyToAddress } from "viem/accounts";
import { makeFolder } from "../../support/folder.ts";
import { runCli } from "../../support/testIo.ts";

const PRIVATE_KEY = `0x${"5a".repeat(32)}` as const;
const PASSPHRASE = "correct horse battery staple";

describe("commonweight keys", () => {
  let folder: string;
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runCli(args, {
      cwd: folder,
      env: { COMMONWEIGHT_CONFIG: join(folder, "config.yaml"), COMMONWEIGHT_KEYSTORE: join(folder, "keys"), ...env },
    });

  before(async () => {
    folder = await makeFolder();
    await writeFile(join(folder, "config.yaml"), "");
  });
  after(() => rm(folder, { recursive: true }));

  it("lists none where there is none, and says how to make one", async () => {
    const { code, stdout } = await run(["keys", "list"]);
    assert.equal(code, 0);
    assert.match(stdout, /has no keys. Make one: commonweight keys create/);
  });

  it("needs a passphrase, and writes nothing without one", async () => {
    const { code, stderr } = await run(["keys", "create", "mine"]);
    assert.equal(code, 6);
    assert.match(stderr, /There is no passphrase for the new key mine, and nobody to ask/);
    assert.deepEqual((await run(["keys", "list", "--json"])).json(), []);
  });

  it("keeps the key of the environment encrypted, and never shows it", async () => {
    const env = { COMMONWEIGHT_PRIVATE_KEY: PRIVATE_KEY, COMMONWEIGHT_PASSPHRASE: PASSPHRASE };
    const imported = await run(["keys", "import", "mine", "--json"], env);
    assert.equal(imported.code, 0, imported.stderr);
    const { address, path } = imported.json<{ address: string; path: string }>();
    assert.equal(address, privateKeyToAddress(PRIVATE_KEY));
    for (const text of [imported.stdout, imported.stderr, await readFile(path, "utf8")]) {
      assert.ok(!text.includes(PRIVATE_KEY.slice(2)), "the key is in what was written");
      assert.ok(!text.includes(PASSPHRASE), "the passphrase is in what was written");
    }
    const again = await run(["keys", "import", "mine"], env);
    assert.equal(again.code, 6);
    assert.match(again.stderr, /mine/);
  });

  it("takes over a keystore file of another tool, where its passphrase opens it", async () => {
    const file = join(folder, "keys", "mine.json");
    const wrong = await run(["keys", "import", "other", file], { COMMONWEIGHT_PASSPHRASE: "another" });
    assert.equal(wrong.code, 6);
    const { code } = await run(["keys", "import", "other", file], { COMMONWEIGHT_PASSPHRASE: PASSPHRASE });
    assert.equal(code, 0);
    const listed = (await run(["keys", "list", "--json"])).json<{ name: string; address: string }[]>();
    assert.deepEqual(
      listed.map(({ name, address }) => [name, address]),
      ["mine", "other"].map((name) => [name, privateKeyToAddress(PRIVATE_KEY)]),
    );
  });
});
