// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { definitionId } from "@commonweight/sdk";
import { tinyArchitecture } from "../../../../sdk/test/fixtures.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";

/** Another name, and so another architecture with the same circuits. */
const other = { ...tinyArchitecture, name: "tiny-other" };

describe("commonweight architecture", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
    await writeFile(join(chain.folder, "other.json"), JSON.stringify(other));
  });
  after(() => chain.close());

  it("lists what is registered, and for which tasks", async () => {
    const { code, stdout, stderr } = await chain.as("backer", ["architecture", "list"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^tiny +accuracy +4$/m);
    assert.match(stdout, /^tiny-mlp +42 +tiny$/m);
  });

  it("shows one by its name, layer by layer, or by its id", async () => {
    const { stdout } = await chain.as("backer", ["architecture", "show", "tiny-mlp"]);
    assert.match(stdout, /^tasks +tiny$/m);
    assert.match(stdout, /^0 +dense +outputs 4, weightBits 3/m);
    assert.match(stdout, /^2 +2 × 5 +4 +6$/m);
    const id = definitionId(tinyArchitecture);
    const byId = await chain.as("backer", ["architecture", "show", id, "--json"]);
    assert.deepEqual(byId.json<{ architecture: object }>().architecture, tinyArchitecture);
    const unknown = await chain.as("backer", ["architecture", "show", "gpt"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /There is no architecture "gpt"; expected one of tiny-mlp\./);
  });

  it("is registered by the owner alone, with the keys of its artifacts, once", async () => {
    const artifacts = join(chain.folder, "artifacts");
    await mkdir(artifacts);
    for (const name of ["seal-model.tiny-mlp", "evaluate-model.tiny.tiny-mlp"]) {
      const link = join(artifacts, name.replace("tiny-mlp", "tiny-other"));
      await symlink(join(chain.devnet.artifacts, name), link, "junction");
    }
    const env = { COMMONWEIGHT_ARTIFACTS: artifacts };
    const args = ["architecture", "register", "other.json", "--task", "tiny"];
    const refused = await chain.as("sponsor", args, { env });
    assert.equal(refused.code, 4);
    assert.match(refused.stderr, /To register an architecture is for the owner, 0x\w+; the wallet is 0x\w+\./);
    const done = await chain.as("owner", args, { env });
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stdout, /^Registered tiny-other, 0x\w+, for tiny \(2 transactions\)\.$/m);
    assert.match((await chain.as("owner", args, { env })).stdout, /^It was registered before/);
    assert.match((await chain.as("backer", ["architecture", "list"])).stdout, /^tiny-other +42 +tiny$/m);
  });

  it("is refused without artifacts, with two builds of one circuit, and where the file is no architecture", async () => {
    const args = ["architecture", "register", "other.json"];
    const missing = await chain.as("owner", args);
    assert.equal(missing.code, 3);
    assert.match(missing.stderr, /The folder has no circuit for seal-model\.tiny-other; expected one\./);
    const twice = join(chain.folder, "twice");
    await mkdir(twice);
    for (const hash of ["0", "1"]) {
      const link = join(twice, `seal-model.tiny-other-${hash.repeat(16)}`);
      await symlink(join(chain.folder, "artifacts", "seal-model.tiny-other"), link, "junction");
    }
    const two = await chain.as("owner", args, { env: { COMMONWEIGHT_ARTIFACTS: twice } });
    assert.match(two.stderr, /The folder has seal-model\.tiny-other-0+, seal-model\.tiny-other-1+ for/);
    await writeFile(join(chain.folder, "wrong.json"), JSON.stringify({ ...other, layers: [] }));
    const wrong = await chain.as("owner", ["architecture", "register", "wrong.json"]);
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /wrong\.json: architecture\.layers/);
    const task = await chain.as("owner", [...args, "--task", "letters"]);
    assert.match(task.stderr, /There is no task "letters"; expected one of tiny\./);
  });
});
