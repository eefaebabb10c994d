// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadModel } from "@commonweight/sdk";
import { folderContentStore, putFile } from "@commonweight/sdk/content";
import { calmRecipe, lastLayerRecipe, tinyRecipe } from "../../../../sdk/test/support/recipes.ts";
import { tinyCsv } from "../../support/bountyFile.ts";
import { makeFolder } from "../../support/folder.ts";
import { type Ran, runCli } from "../../support/testIo.ts";

/** Nothing stays within its bits for long. */
const steep = {
  ...calmRecipe,
  layers: tinyRecipe.layers.map((layer) => ({ ...layer, rateShift: 1, decay: 512 })),
};

describe("commonweight train, for trial", () => {
  let cwd: string;
  const run = (...args: string[]): Promise<Ran> => {
    const env = {
      COMMONWEIGHT_CONFIG: join(cwd, "config.yaml"),
      COMMONWEIGHT_STORE: join(cwd, "store"),
      COMMONWEIGHT_CONTENT: join(cwd, "content"),
    };
    return runCli(args, { cwd, env });
  };
  const train = (changes: Readonly<Record<string, string | undefined>> = {}) => {
    const options = {
      recipe: "calm.json",
      seed: "7",
      steps: "9",
      folder: "trial",
      batches: "train.csv",
      out: "model.json",
      ...changes,
    };
    const given = Object.entries(options).filter((option): option is [string, string] => option[1] !== undefined);
    return run("train", ...given.flatMap(([name, value]) => [`--${name}`, value]));
  };
  const refused = async (ran: Promise<Ran>, code: number, message: RegExp) => {
    const { code: actual, stderr, stdout } = await ran;
    assert.match(stderr, message);
    assert.deepEqual([actual, stdout], [code, ""]);
  };

  before(async () => {
    cwd = await makeFolder();
    await writeFile(join(cwd, "config.yaml"), "");
    await writeFile(join(cwd, "train.csv"), tinyCsv(12, 2));
    for (const [name, recipe] of [
      ["calm", calmRecipe],
      ["steep", steep],
      ["inheriting", lastLayerRecipe],
    ] as const) {
      await writeFile(join(cwd, `${name}.json`), JSON.stringify(recipe));
    }
  });
  after(() => rm(cwd, { recursive: true, force: true }));

  it("trains without a chain, and the same again to the bit", async () => {
    const first = await train();
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^model .*model\.json\nsize +\d+ bits\nsteps +9 on 4 batches\nat the end +loss/);
    assert.doesNotMatch(first.stdout, /next|samples left out/);
    const again = await train({ folder: "another", out: "same.json" });
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(await loadModel(join(cwd, "same.json")), await loadModel(join(cwd, "model.json")));
    const other = await train({ folder: "third", out: "other.json", seed: "8" });
    assert.equal(other.code, 0, other.stderr);
    assert.notDeepEqual(await loadModel(join(cwd, "other.json")), await loadModel(join(cwd, "model.json")));
    assert.match(await readFile(join(cwd, "trial", "curve.svg"), "utf8"), /<title>tiny-calm, 9 steps/);
  });

  it("goes on in its folder, and names one of another training", async () => {
    assert.equal((await train()).code, 0, "the salt of the folder is taken again");
    await refused(train({ seed: "8" }), 1, /trial holds another record: its seed differs/);
    await refused(train({ out: "other.json" }), 3, /other\.json: The file holds another model/);
    await truncate(join(cwd, "third", "progress.json"), 20);
    await refused(train({ folder: "third", seed: "8", out: "x.json" }), 3, /progress\.json/);
  });

  it("takes batches by their CID, of content that is kept here", async () => {
    const cid = await putFile(folderContentStore(join(cwd, "content")), join(cwd, "train.csv"));
    const fetched = await train({ batches: `ipfs://${cid}`, folder: "by-cid", out: "by-cid.json" });
    assert.equal(fetched.code, 0, fetched.stderr);
    assert.deepEqual(await loadModel(join(cwd, "by-cid.json")), await loadModel(join(cwd, "model.json")));
    const unknown = cid.replace(/.{4}$/, "aaaa");
    await refused(
      train({ batches: `ipfs://${unknown}`, folder: "none" }),
      3,
      /bafk\w+ is not in .*content; expected every block/,
    );
  });

  it("says what is missing, what does not fit, and where a number leaves its bits", async () => {
    await refused(train({ seed: undefined }), 2, /Expected --bounty, or for a trial all of --recipe, --seed, --steps/);
    await refused(train({ recipe: "inheriting.json" }), 2, /tiny-last-layer begins with a parent's model/);
    await writeFile(join(cwd, "wide.csv"), "0,1,2,3,1\n");
    await refused(train({ batches: "wide.csv" }), 3, /wide\.csv: The samples have 4 features; expected 3/);
    await writeFile(join(cwd, "large.csv"), "0,1,9,1\n");
    await refused(
      train({ batches: "large.csv" }),
      3,
      /Column 3 of sample 1 is 9; expected what times 1 is from 0 to 3/,
    );
    await writeFile(join(cwd, "strange.csv"), "0,1,2,5\n");
    await refused(train({ batches: "strange.csv" }), 3, /The label of sample 1 is 5; expected a class below 3/);
    await writeFile(join(cwd, "few.csv"), "0,1,2,1\n");
    await refused(train({ batches: "few.csv" }), 3, /The number of samples is 1; expected a positive multiple of 3/);
    const wild = { recipe: "steep.json", folder: "wild", steps: "30" };
    await refused(train(wild), 3, /layer \d.*step \d+/);
  });
});
