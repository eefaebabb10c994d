// SPDX-License-Identifier: MIT
// A task of symbols from a file of text to a prize by commands alone, with real proofs. The steps build on each other.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { evaluatorOf, loadModel, readSymbols, saveModel, strictArgmax, windowsOf } from "@commonweight/sdk";
import { saveSafetensors } from "@commonweight/sdk/import";
import {
  integerBelow,
  randomModel,
  seededRandom,
  tinyArchitecture,
  tinyExamples,
  tinyTask,
} from "../../../sdk/test/fixtures.ts";
import { tinyTerms, waitForDraw } from "../support/bountyFile.ts";
import { startTestChain, type TestChain } from "../support/testChain.ts";

const { task, architecture } = tinyExamples.find((example) => example.task.name === "tiny-text")!;
const regression = tinyExamples.find((example) => example.task.name === "tiny-denoiser")!.task;
const ALPHABET = " abcd";
/** Three chunks of seven symbols: four samples, and the three that the first of them reads. */
const LENGTH = 21;

/** A text drawn by lot. */
function text(length: number, seed: number): string {
  const random = seededRandom(seed);
  return Array.from({ length }, () => ALPHABET[integerBelow(random, ALPHABET.length)]).join("");
}

describe("symbols by commands", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain({
      definitions: { tasks: [task, tinyTask], architectures: [architecture, tinyArchitecture] },
    });
    const write = (name: string, content: string) => writeFile(join(chain.folder, name), content);
    await write("evaluation.txt", `${text(LENGTH, 1)}\n`);
    await write("train.txt", text(60, 2));
    await write("numbers.csv", "0,1,2,3\n4,0,1,2\n3,1\n");
    await write("strange.csv", "0,1,5,0,1");
    await write("features.csv", "0,1,2,0\n");
    await write("regression.json", JSON.stringify(regression));
    await saveModel(join(chain.folder, "model.json"), randomModel(architecture, seededRandom(3)));
    await saveModel(join(chain.folder, "features.json"), randomModel(tinyArchitecture, seededRandom(3)));
  });
  after(() => chain.close());

  const alphabet = ["--alphabet", ALPHABET];
  const as = (account: string, ...args: string[]) => chain.as(account, args);
  async function run(account: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await chain.as(account, args);
    assert.equal(code, 0, stderr);
    return stdout;
  }
  async function refusal(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await chain.as("operator", args);
    assert.deepEqual([code, stdout], [3, ""], stderr);
    return stderr;
  }

  it("are inspected as numbers and as a text", async () => {
    const numbers = await run("sponsor", "data", "inspect", "numbers.csv", "--task", "tiny-text");
    assert.match(numbers, /^symbols +10, 7 of them after as many as are read$/m);
    assert.match(numbers, /^of each +0: 2, 1: 3, 2: 2, 3: 2, 4: 1$/m);
    assert.match(numbers, /^duplicates +1 windows with what follows, which count twice$/m);
    assert.match(numbers, /^for tiny-text +1 chunks, and 3 symbols that fill no whole one$/m);
    assert.match(numbers, /\nIt fits tiny-text\.\n$/);
    const whole = await as(
      "sponsor",
      "data",
      "inspect",
      "evaluation.txt",
      "--task",
      "tiny-text",
      ...alphabet,
      "--json",
    );
    const { symbols, task: fit } = whole.json<{ symbols: number; task: object }>();
    assert.deepEqual([symbols, fit], [LENGTH, { name: "tiny-text", fits: true, problems: [], chunks: 3, left: 0 }]);
    assert.match(
      await run("sponsor", "data", "inspect", "evaluation.txt", "--task", "tiny-text", ...alphabet),
      /^of each +" ": \d+, "a": \d+/m,
    );
    const strange = await run("sponsor", "data", "inspect", "strange.csv", "--task", "tiny-text");
    assert.match(strange, /It does not fit tiny-text:\n {2}1 symbols are not from 0 to 4; symbol 3 is 5\./);
  });

  it("are imported, checked and run, as the circuit counts", async () => {
    const random = seededRandom(4);
    const tensor = (name: string, shape: [number, number] | [number]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return { name, shape, values: Float32Array.from({ length }, () => 2 * random() - 1) };
    };
    await saveSafetensors(join(chain.folder, "next.safetensors"), [
      tensor("embedding.weight", [5, 2]),
      tensor("hidden.weight", [4, 6]),
      tensor("hidden.bias", [4]),
      tensor("out.weight", [5, 4]),
      tensor("out.bias", [5]),
    ]);
    const importing = [
      "model",
      "import",
      "next.safetensors",
      "--architecture",
      "tiny-next",
      "--calibration",
      "train.txt",
    ];
    const imported = await run("operator", ...importing, ...alphabet, "--out", "imported.json");
    assert.match(imported, /^quantised on +57 samples$/m);

    const checked = await run(
      "operator",
      ...["model", "check", "imported.json", "train.txt", "--task", "tiny-text"],
      ...alphabet,
      "--float",
      "next.safetensors",
      "--chunks",
      "2",
    );
    assert.match(checked, /^integer accuracy +[\d.]+ % of 57 samples, -?[\d.]+ points less than in float$/m);
    assert.match(checked, /^score to expect +\d of 8$/m);
    assert.match(checked, /\n0 +embedding /);

    const ran = await as("operator", "model", "run", "imported.json", "train.txt", ...alphabet, "--json");
    const { samples, correct, classes } = ran.json<{ samples: number; correct: number; classes: object[] }>();
    const model = await loadModel(join(chain.folder, "imported.json"));
    const { symbols } = await readSymbols(join(chain.folder, "train.txt"), { alphabet: ALPHABET });
    const { inputs, labels } = windowsOf(symbols, 3);
    const right = inputs.map(evaluatorOf(model)).filter(({ outputs }, s) => strictArgmax(outputs) === labels[s]);
    assert.deepEqual([samples, correct, classes.length], [57, right.length, 5]);
  });

  it("are refused where they are not the network's, or are read by what is for features", async () => {
    assert.match(
      await refusal("model", "run", "model.json", "strange.csv"),
      /^Symbol 3 is 5; expected less than 5, the alphabet of tiny-next\./,
    );
    await writeFile(join(chain.folder, "short.csv"), "1,2,3");
    assert.match(
      await refusal("model", "run", "model.json", "short.csv"),
      /^The number of symbols is 3; expected more than 3/,
    );
    assert.match(
      await refusal("model", "run", "model.json", "train.txt"),
      /train\.txt:1: It has "\w+"; expected symbols: integers .* or an alphabet/,
    );
    assert.match(
      await refusal("model", "run", "model.json", "numbers.csv", "--scale", "2"),
      /^--scale is 2; expected none: symbols are not multiplied/,
    );
    assert.match(
      await refusal("model", "run", "model.json", "numbers.csv", "--labels", "numbers.csv"),
      /expected no --labels beside them/,
    );
    assert.match(
      await refusal("model", "run", "features.json", "features.csv", ...alphabet),
      /^--alphabet is " abcd"; expected none: the samples have features/,
    );
    assert.match(await refusal("data", "inspect", "features.csv", "--task", "tiny", ...alphabet), /^--alphabet is/);
    for (const args of [
      ["data", "inspect", "features.csv", "--task", "regression.json"],
      ["model", "check", "features.json", "features.csv", "--task", "regression.json"],
    ]) {
      assert.match(
        await refusal(...args),
        /^The metric of tiny-denoiser is "squared-error"; expected .*: the contracts do not score a regression\./,
      );
    }
  });

  it("are the evaluation set of a bounty, once they fill its chunks", async () => {
    const terms = (evaluation: string, changes: Record<string, string> = {}) =>
      tinyTerms(chain, {
        task: "task: tiny-text",
        architecture: "architecture: tiny-next",
        evaluation: `evaluation: { ${evaluation} }`,
        ...changes,
      });
    const write = (content: string) => writeFile(join(chain.folder, "bounty.yaml"), content);
    await writeFile(join(chain.folder, "uneven.csv"), "0,1,2,3,4,0,1,2");
    for (const [evaluation, message] of [
      [
        "file: uneven.csv",
        /evaluation\.file .*expected a multiple of 7 symbols, 14 to 448, which fill 2 to 64 chunks; there are 8/,
      ],
      ["file: strange.csv", /expected symbols from 0 to 4; symbol 3 is 5/],
      ["file: evaluation.txt", /samples for tiny-text: .*expected symbols: integers/],
      ["file: numbers.csv, scale: 2", /samples for tiny-text: --scale is 2/],
    ] as const) {
      await write(terms(evaluation));
      assert.match(await refusal("bounty", "create", "bounty.yaml"), message);
    }
    await write(terms(`file: evaluation.txt, alphabet: "${ALPHABET}"`));
    assert.match(await run("sponsor", "bounty", "create", "bounty.yaml"), /^Bounty 1, Tiny, is created/);
    const sealed = await as("sponsor", "data", "seal", "1", "--json");
    assert.deepEqual(sealed.json<{ sealed: number[] }>().sealed, [0, 1, 2]);
    await waitForDraw(chain);
    assert.match(await run("sponsor", "data", "open", "1"), /Opened chunk \d\. Bounty 1 is in Funding\./);
  });

  it("are what a model is committed to, proven and paid for", async () => {
    await run("backer", "bounty", "contribute", "1", "1000");
    await run("operator", "submission", "commit", "1", "model.json");
    const { terms } = (await as("backer", "bounty", "show", "1", "--json")).json<{
      terms: { windows: Record<string, number> };
    }>();
    const travelTo = (window: string) => chain.devnet.travelTo(BigInt(terms.windows[window]!));
    await travelTo("trainingEnds");
    await waitForDraw(chain);
    assert.match(await run("sponsor", "data", "open", "1"), /Drawn as what is scored/);
    const proven = await as("operator", "submission", "prove", "1", "--json");
    assert.equal(proven.code, 0, proven.stderr);
    const { score, counted } = proven.json<{ score: number; counted: number[] }>();

    // The score is what the network gets on the windows of the chunks, each a run of its own.
    const { symbols } = await readSymbols(join(chain.folder, "evaluation.txt"), { alphabet: ALPHABET });
    const evaluate = evaluatorOf(await loadModel(join(chain.folder, "model.json")));
    const points = counted.map((index) => {
      const { inputs, labels } = windowsOf(symbols.slice(7 * index, 7 * (index + 1)), 3);
      return inputs.filter((input, s) => strictArgmax(evaluate(input).outputs) === labels[s]).length;
    });
    assert.equal(counted.length, 2);
    assert.equal(
      score,
      points.reduce((sum, each) => sum + each, 0),
    );
    await travelTo("provingEnds");
    assert.match(await run("operator", "submission", "claim", "1"), /prize/i);
  });
});
