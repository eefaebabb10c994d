// SPDX-License-Identifier: MIT
// The pages for sponsors, backers and operators, played from their first line to their last, on the tiny task in the place of handwritten digits.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { saveModel } from "@commonweight/sdk";
import { saveSafetensors } from "@commonweight/sdk/import";
import { randomModel, seededRandom, tinyArchitecture } from "../../../sdk/test/fixtures.ts";
import { tinyCsv, waitForDraw } from "../support/bountyFile.ts";
import { commandLines, withVariables } from "../support/page.ts";
import { assertPrinted, readRoad } from "../support/road.ts";
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

/** The page speaks of digits. */
const onTiny = (text: string) => text.replaceAll("digits-28", "tiny").replaceAll("digits-mlp", "tiny-mlp");

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
  let account = "sponsor";
  const run = async (who: string, line: string): Promise<string> => {
    const { token } = chain.devnet;
    const text = withVariables(line, { TOKEN: token, ACCOUNT: chain.devnet.account(who).address });
    const [args] = commandLines(onTiny(text));
    const { code, stdout, stderr } = await chain.as(who, args!);
    assert.equal(code, 0, `${line}\n${stderr}`);
    return stdout;
  };
  const remark = async (text: string): Promise<void> => {
    const [, who, line] = /^meanwhile (\w+): (.+)$/.exec(text) ?? [];
    if (who !== undefined) await run(who, `commonweight ${line}`);
    else if (text === "wait") await waitForDraw(chain);
    else if (text === "sponsored")
      for (const step of SPONSORED) await (step === "wait" ? remark(step) : run("sponsor", `commonweight ${step}`));
    else if (text.startsWith("as ")) account = text.slice("as ".length);
    else if (text.startsWith("travel ")) await travel(chain, text.slice("travel ".length));
    else assert.fail(`The page has an unknown remark: ${text}`);
  };
  for (const step of await readRoad(join(DOCS, page))) {
    if (step.kind === "remark") {
      await remark(step.text);
      continue;
    }
    let printed = "";
    for (const line of step.lines) printed += await run(account, line);
    assertPrinted(printed, step.printed.map(onTiny));
  }
}

async function travel(chain: TestChain, window: string): Promise<void> {
  const shown = await chain.as("backer", ["bounty", "show", "1", "--json"]);
  const { terms } = shown.json<{ terms: { windows: Record<string, number> } }>();
  await chain.devnet.travelTo(BigInt(terms.windows[window]!));
}

describe("the documentation", () => {
  for (const page of ["sponsors.md", "backers.md", "operators.md"]) {
    it(`${page} works as it is written`, async () => {
      const chain = await startTestChain();
      try {
        await writeFile(join(chain.folder, "evaluation.csv"), tinyCsv());
        await writeFile(join(chain.folder, "train.csv"), tinyCsv(40, 2));
        await writeFile(join(chain.folder, "test.csv"), tinyCsv(40, 3));
        if (page === "operators.md") await saveTrained(join(chain.folder, "digits.safetensors"));
        else await saveModel(join(chain.folder, "model.json"), randomModel(tinyArchitecture, seededRandom(1)));
        await play(chain, page);
      } finally {
        await chain.close();
        await rm(chain.folder, { recursive: true, force: true });
      }
    });
  }
});
