// SPDX-License-Identifier: MIT
// The pages for sponsors, backers and operators, played from their first line to their last, on the tiny task in the place of handwritten digits.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { saveModel } from "@commonweight/sdk";
import { saveSafetensors } from "@commonweight/sdk/import";
import { randomModel, seededRandom, tinyArchitecture, tinyTask } from "../../../sdk/test/fixtures.ts";
import { calmRecipe } from "../../../sdk/test/support/recipes.ts";
import { tinyCsv, waitForDraw, writeTinyBounty } from "../support/bountyFile.ts";
import { playPage } from "../support/page.ts";
import { startTestChain, type TestChain } from "../support/testChain.ts";

const DOCS = join(import.meta.dirname, "../../../docs");

/** What a sponsor has done before a backer comes. */
const SPONSORED = [
  "bounty init bounty.yaml --token $TOKEN",
  "bounty create bounty.yaml",
  "data seal 1",
  "wait",
  "data open 1",
  "data timelock create 1 timelock.json",
];

/** Of a bounty that keeps training records. */
const WITH_RECORDS = {
  architecture: "architecture: tiny-trained",
  training: "training: { recipe: tiny-calm, batches: { file: train.csv }, steps: 12, drawnSteps: 3, stipend: 10 % }",
};

/** The page speaks of digits; what trains them is called after what it trains, and so comes first. */
const onTiny = (text: string) =>
  text.replaceAll("digits-28", "tiny").replaceAll("digits-mlp-sgd", "tiny-calm").replaceAll("digits-mlp", "tiny-mlp");

/** What training wrote: three dense layers, as PyTorch names them, of weights drawn by lot. */
async function saveTrained(path: string): Promise<void> {
  const random = seededRandom(2);
  const values = (length: number) => Float32Array.from({ length }, () => 2 * random() - 1);
  const layer = (name: string, outputs: number, inputs: number) => [
    { name: `${name}.weight`, shape: [outputs, inputs], values: values(outputs * inputs) },
    { name: `${name}.bias`, shape: [outputs], values: values(outputs) },
  ];
  await saveSafetensors(path, [...layer("fc1", 4, 3), ...layer("fc2", 5, 4), ...layer("fc3", 3, 5)]);
}

async function play(chain: TestChain, page: string): Promise<void> {
  const { token, accounts } = chain.devnet;
  const addresses = Object.fromEntries(accounts.map(({ name, address }) => [name.toUpperCase(), address]));
  const variables = { ...addresses, TOKEN: token, ACCOUNT: addresses.BACKER! };
  const meanwhile = async (who: string, line: string): Promise<void> => {
    const { code, stderr } = await chain.as(who, line.replaceAll("$TOKEN", token).split(" "));
    assert.equal(code, 0, `${line}\n${stderr}`);
  };
  const sponsor = async (steps: readonly string[]): Promise<void> => {
    for (const step of steps) await (step === "wait" ? remark(step) : meanwhile("sponsor", step));
  };
  const remark = async (text: string): Promise<void> => {
    const [, who, line] = /^meanwhile (\w+): (.+)$/.exec(text) ?? [];
    if (who !== undefined) await meanwhile(who, line!);
    else if (text === "wait") await waitForDraw(chain);
    else if (text === "sponsored") await sponsor(SPONSORED);
    else if (text === "sponsored with records") {
      await writeTinyBounty(chain, WITH_RECORDS);
      await sponsor(SPONSORED.slice(1, -1));
    } else if (text.startsWith("travel ")) await travel(chain, text.slice("travel ".length));
    else assert.fail(`The page has an unknown remark: ${text}`);
  };
  const { folder, as: run } = chain;
  const count = await playPage(join(DOCS, page), { folder, variables, run, remark, adapt: onTiny });
  assert.ok(count > 10, `${count} command lines were run`);
}

async function travel(chain: TestChain, window: string): Promise<void> {
  const shown = await chain.as("backer", ["bounty", "show", "1", "--json"]);
  const { terms } = shown.json<{ terms: { windows: Record<string, number> } }>();
  await chain.devnet.travelTo(BigInt(terms.windows[window]!));
}

/** What is registered where training records are kept. */
const recorded = { tasks: [tinyTask], architectures: [calmRecipe.architecture], recipes: [calmRecipe] };

describe("the documentation", () => {
  for (const page of ["sponsors.md", "backers.md", "operators.md", "operators/records.md"]) {
    it(`${page} works as it is written`, async () => {
      const chain = await startTestChain(page === "operators/records.md" ? { definitions: recorded } : {});
      try {
        await writeFile(join(chain.folder, "evaluation.csv"), tinyCsv());
        await writeFile(join(chain.folder, "train.csv"), tinyCsv(40, 2));
        await writeFile(join(chain.folder, "test.csv"), tinyCsv(40, 3));
        if (page === "operators.md") await saveTrained(join(chain.folder, "digits.safetensors"));
        else if (page !== "operators/records.md")
          await saveModel(join(chain.folder, "model.json"), randomModel(tinyArchitecture, seededRandom(1)));
        await play(chain, page);
      } finally {
        await chain.close();
        await rm(chain.folder, { recursive: true, force: true });
      }
    });
  }
});
