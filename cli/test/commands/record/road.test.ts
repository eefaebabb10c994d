// SPDX-License-Identifier: MIT
// A training record by command lines alone, from the sponsor's terms to the operator's stipend, with real proofs of a tiny recipe.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadModel, parseRecipe, saveModel } from "@commonweight/sdk";
import { randomModel, seededRandom, tinyArchitecture, tinyTask } from "../../../../sdk/test/fixtures.ts";
import { calmRecipe } from "../../../../sdk/test/support/recipes.ts";
import { tinyCsv, waitForDraw, writeTinyBounty } from "../../support/bountyFile.ts";
import { startTestChain, type TestChain } from "../../support/testChain.ts";
import type { Ran } from "../../support/testIo.ts";

const TRAINING =
  "training: { recipe: tiny-calm, batches: { file: train.csv }, steps: 12, drawnSteps: 4, stipend: 10 % }";
const STEPS = 12;
/** Batches of three samples each, and two samples that fill none. */
const SAMPLES = 20;

describe("a training record by command lines", () => {
  let chain: TestChain;
  const id = "1";
  const run = (...args: string[]): Promise<Ran> => chain.as("operator", args);
  const folder = () => join(chain.folder, "operator", "store", "training");
  const recordFolder = async () => join(folder(), (await readdir(folder()))[0]!);
  const runWell = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 0, `${args.join(" ")}\n${stderr}`);
    return stdout;
  };
  const sponsor = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await chain.as("sponsor", args);
    assert.equal(code, 0, `${args.join(" ")}\n${stderr}`);
    return stdout;
  };
  const goTo = async (window: string): Promise<void> => {
    const { terms } = JSON.parse(await sponsor("bounty", "show", id, "--json"));
    await chain.devnet.travelTo(BigInt(terms.windows[window]));
  };

  before(async () => {
    const architectures = [tinyArchitecture, calmRecipe.architecture];
    chain = await startTestChain({ definitions: { tasks: [tinyTask], architectures, recipes: [calmRecipe] } });
    await writeFile(join(chain.folder, "train.csv"), tinyCsv(SAMPLES, 2));
    await writeFile(join(chain.folder, "other.csv"), tinyCsv(SAMPLES, 3));
  });
  after(() => chain.close());

  it("is by a recipe that can be looked at", async () => {
    assert.match(await runWell("recipe", "list"), /^recipe +architecture +.*\ntiny-calm +tiny-trained +3 +its seed/m);
    const shown = await runWell("recipe", "show", "tiny-calm");
    assert.match(shown, /batch +3 samples of 3 features from 0 to 3/);
    assert.match(shown, /the rate halves +at the steps 2, 5/);
    assert.match(shown, /^ *0 +trained +7 +1/m);
    await runWell("recipe", "show", "tiny-calm", "--out", "recipe.json");
    const definition: unknown = JSON.parse(await readFile(join(chain.folder, "recipe.json"), "utf8"));
    assert.deepEqual(parseRecipe(definition), calmRecipe);
    assert.match(await runWell("recipe", "show", "recipe.json"), /recipe +tiny-calm\n/);
    const taken = await run("recipe", "show", "tiny-calm", "--out", "train.csv");
    assert.equal(taken.code, 3, "nothing is written over");
  });

  it("is by a recipe that the owner alone registers, with the keys of its artifacts", async () => {
    const args = ["recipe", "register", "recipe.json"];
    const refused = await chain.as("sponsor", args);
    assert.equal(refused.code, 4);
    assert.match(refused.stderr, /To register a recipe is for the owner, 0x\w+; the wallet is 0x\w+\./);
    const again = await chain.as("owner", args);
    assert.match(again.stdout, /^It was registered before: tiny-calm, 0x\w+, of tiny-trained\.$/m, again.stderr);
    await writeFile(join(chain.folder, "slower.json"), JSON.stringify({ ...calmRecipe, name: "tiny-slower" }));
    const missing = await chain.as("owner", ["recipe", "register", "slower.json"]);
    assert.equal(missing.code, 3);
    assert.match(missing.stderr, /The folder has no circuit for init-step\.tiny-slower; expected one\./);
    const artifacts = join(chain.folder, "artifacts");
    await mkdir(artifacts);
    for (const kind of ["init-step", "train-step", "quantise-model"]) {
      const link = join(artifacts, `${kind}.tiny-slower`);
      await symlink(join(chain.devnet.artifacts, `${kind}.tiny-calm`), link, "junction");
    }
    const env = { COMMONWEIGHT_ARTIFACTS: artifacts };
    const done = await chain.as("owner", ["recipe", "register", "slower.json"], { env });
    assert.match(done.stdout, /^Registered tiny-slower, 0x\w+, of tiny-trained\.$/m, done.stderr);
    assert.match(await runWell("recipe", "list"), /^tiny-slower +tiny-trained/m);
    const { code, stderr } = await run("recipe", "show", "tiny-clam");
    assert.equal(code, 2);
    assert.match(stderr, /tiny-calm/);
  });

  it("is promised by terms, whose mistakes are all told", async () => {
    const wrong =
      "training: { recipe: tiny-calm, batches: { file: none.csv }, steps: 3, drawnSteps: 5, stipend: 51 %, reward: 1 }";
    await writeTinyBounty(chain, { training: wrong });
    const { code, stderr } = await chain.as("sponsor", ["bounty", "create", "bounty.yaml"]);
    assert.equal(code, 3);
    for (const told of [
      /training\.recipe is "?tiny-calm"?; expected a recipe of the architecture that the terms name/,
      /training\.batches\.file is "?none\.csv"?; expected samples for tiny-calm/,
      /training\.drawnSteps is "?5"?; expected at most 3/,
      /training\.stipend is "?51 %"?; expected per cent from 0 to 50/,
      /training\.reward is "?1"?; expected one of the terms that there are: recipe, steps, drawnSteps, stipend, batches/,
    ]) {
      assert.match(stderr, told);
    }
    const unknown = TRAINING.replace("tiny-calm", "tiny-clam");
    await writeTinyBounty(chain, { architecture: "architecture: tiny-trained", training: unknown });
    const second = await chain.as("sponsor", ["bounty", "create", "bounty.yaml"]);
    assert.match(second.stderr, /training\.recipe is "?tiny-clam"?; expected the name of a recipe of the deployment/);

    await writeTinyBounty(chain, { architecture: "architecture: tiny-trained", training: TRAINING });
    await sponsor("bounty", "create", "bounty.yaml");
    const shown = await sponsor("bounty", "show", id);
    assert.match(shown, /recipe +tiny-calm/);
    assert.match(shown, /training records +12 steps on 6 batches, of which 4 are proven, for 10 % of the pot/);
    await sponsor("data", "seal", id);
    await waitForDraw(chain);
    await sponsor("data", "open", id);
  });

  it("is opened in Training, once, with its salt in the store first", async () => {
    const early = await run("record", "open", id);
    assert.equal(early.code, 4);
    assert.match(early.stderr, /in Funding/);
    const salts = () => readdir(join(chain.folder, "operator", "store", "training-records"));
    assert.equal((await salts()).length, 1, "the salt is kept before anything is sent");
    await chain.as("backer", ["bounty", "contribute", id, "1000"]);

    const none = await run("train", "--bounty", id, "--batches", "train.csv", "--out", "trained.json");
    assert.match(none.stderr, /has opened no training record in bounty 1/);
    assert.match(await runWell("record", "status", id), /record +none\n[\s\S]*next +record open 1, before/);
    const opened = await run("record", "open", id);
    assert.match(opened.stdout, /^Opened a training record in bounty 1, by the recipe tiny-calm\.\nIts seed comes at /);
    assert.match(opened.stderr, /Warning: .*training.* will hold the checkpoints, which are the model, in plain/);
    assert.match(await runWell("record", "open", id), /^Open already is/);
    assert.match(await runWell("record", "status", id), /record +Open\n[\s\S]*next +wait for the seed, before/);
    assert.equal((await salts()).length, 1);
  });

  it("is trained once its seed is there, on the batches of the terms alone", async () => {
    const train = (...args: string[]) => run("train", "--bounty", id, "--out", "trained.json", ...args);
    const early = await train("--batches", "train.csv");
    assert.match(early.stderr, /Round \d+ of the beacon comes at \d+; the chain's time is \d+/);
    await waitForDraw(chain);
    assert.match(await runWell("record", "status", id), /next +train --bounty 1, before/);
    const wrong = await train("--batches", "other.csv");
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /The root of the batches is "0x\w+"; expected 0x\w+, as the terms/);
    const both = await train("--batches", "train.csv", "--steps", "3");
    assert.equal(both.code, 2);
    assert.match(both.stderr, /--steps does not go with --bounty/);
    assert.match((await run("record", "post", id)).stderr, /holds no training; expected one for bounty 1/);

    const trained = await train("--batches", "train.csv", "--save-every", "5");
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(trained.stdout, /steps +12 on 6 batches\nsamples left out +2, which fill no batch/);
    assert.match(trained.stdout, /next +record post 1, then submission commit/);
    const { architecture } = await loadModel(join(chain.folder, "trained.json"));
    assert.equal(architecture.name, "tiny-trained");
    assert.match(await readFile(join(await recordFolder(), "curve.svg"), "utf8"), /^<svg [\s\S]*tiny-calm, 12 steps/);

    // Again: it is there already. Under the name of another model: refused.
    assert.equal((await train("--batches", "train.csv")).stdout, trained.stdout);
    await writeFile(join(chain.folder, "taken.json"), "{}");
    const taken = await run("train", "--bounty", id, "--batches", "train.csv", "--out", "taken.json");
    assert.equal(taken.code, 3);
  });

  it("can be trained by a fresh machine to the bit, from the salt in the store", async () => {
    const before = await runWell("record", "inspect", await recordFolder());
    await rename(await recordFolder(), join(chain.folder, "lost"));
    await runWell("train", "--bounty", id, "--batches", "train.csv", "--out", "trained.json", "--save-every", "5");
    assert.equal(await runWell("record", "inspect", await recordFolder()), before);
  });

  it("is inspected and verified from its files alone", async () => {
    const at = await recordFolder();
    const inspected = await runWell("record", "inspect", at);
    assert.match(inspected, /recipe +tiny-calm\n[\s\S]*steps +12 of 12\n/);
    assert.doesNotMatch(await runWell("record", "inspect", at, "--json"), /salt/);
    const offline = { env: { COMMONWEIGHT_RPC: "http://127.0.0.1:9" } };
    const verified = await chain.as("operator", ["record", "verify", at, "--batches", "train.csv"], offline);
    assert.equal(verified.code, 0, verified.stderr);
    assert.match(verified.stdout, /Every step follows from the one before\.$/m);
    const wrong = await run("record", "verify", at, "--batches", "other.csv");
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /The root of the batches is/);
  });

  it("is posted, committed to, and left alone until its steps are drawn", async () => {
    assert.match(
      await runWell("record", "status", id),
      /on the disk +12 of 12 steps, in [\s\S]*next +record post 1, before/,
    );
    assert.match(await runWell("record", "post", id), /^Posted the root 0x\w{64} of the training record in bounty 1/);
    assert.match(await runWell("record", "post", id), /^Posted already is/);
    const committed = await run("submission", "commit", id, "trained.json");
    assert.equal(committed.code, 0);
    assert.doesNotMatch(committed.stderr, /the record cannot be finished/);
    const other = randomModel(calmRecipe.architecture, seededRandom(9));
    await saveModel(join(chain.folder, "other.json"), other);
    const replaced = await run("submission", "replace", id, "other.json");
    assert.match(
      replaced.stderr,
      /not the one that the training record in .* ends with: the record cannot be finished/,
    );
    await runWell("submission", "replace", id, "trained.json");
    const early = await run("record", "prove", id, "--batches", "train.csv");
    assert.equal(early.code, 4);
    assert.match(early.stderr, /is in Posted; expected Proving/);
    await goTo("trainingEnds");
    const tooEarly = await run("record", "prove", id, "--batches", "train.csv");
    assert.match(tooEarly.stderr, /Round \d+ of the beacon comes at/);
    await waitForDraw(chain);
  });

  it("is proven with real proofs, the drawn steps first", async () => {
    const proven = await run("record", "prove", id, "--batches", "train.csv", "--json");
    assert.equal(proven.code, 0, proven.stderr);
    const told = proven.json<{ drawn: number[]; provenSteps: number[]; isProven: boolean; hashes: string[] }>();
    assert.deepEqual([told.drawn.at(0), told.drawn.at(-1), told.drawn.length], [0, STEPS - 1, 4]);
    assert.deepEqual([told.provenSteps, told.isProven, told.hashes.length], [told.drawn, false, 2]);
    const proofs = await readdir(join(chain.folder, "operator", "proofs"));
    assert.equal(proofs.length, 6, "four steps and both ends");
    assert.match(await runWell("record", "status", id), /proven steps +0, [\s\S]*next +record finish 1, before/);
  });

  it("is finished by operator run, which then claims prize and stipend", async () => {
    await sponsor("data", "open", id);
    const events: { event: string; step?: string }[] = [];
    let end!: () => void;
    const isProven = new Promise<void>((resolve) => {
      end = resolve;
    });
    const running = chain.as("operator", ["operator", "run", id, "--batches", "train.csv", "--poll", "1", "--json"], {
      onStdout: (text) => {
        for (const line of text.trim().split("\n")) events.push(JSON.parse(line));
        if (events.some(({ event, step }) => event === "done" && step === "proveRecord")) end();
      },
    });
    await Promise.race([isProven, running]);
    const status = await runWell("record", "status", id);
    assert.match(status, /record +Proven\n[\s\S]*next +nothing is due any more: the prize of the submission/);
    await goTo("provingEnds");
    const { code, stderr } = await running;
    assert.equal(code, 0, stderr);
    const proofs = await readdir(join(chain.folder, "operator", "proofs"));
    assert.equal(proofs.length, 9, "three of the submission, and none of the record was made twice");
    const done = events.flatMap(({ event, step }) => (event === "done" ? [step] : []));
    assert.deepEqual(done.slice(0, 3), ["prove", "proveRecord", "claim"]);
    assert.match(await runWell("record", "finish", id, "--batches", "train.csv"), /the record is proven\.\nEverything/);
  });

  it("pays the stipend", async () => {
    const said = await runWell("bounty", "watch", id, "--once");
    assert.match(said, new RegExp(`${chain.devnet.account("operator").address} has a stipend of 70\\.14 TUSD`));
  });
});
