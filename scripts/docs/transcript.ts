// SPDX-License-Identifier: MIT
/**
 * Plays the operators' page as a new user would, on rows of handwritten digits, and writes down what was typed and printed:
 *
 *   npm run docs:transcript -- TRAIN.csv TEST.csv
 *
 * Each command is a process of its own against `commonweight devnet`, whose clock runs 240 times as fast as ours. The first rows of the test
 * file are the sponsor's evaluation set, the others are for the operator to check its model on. Writes docs/operators/transcript.md.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeFileAtomic } from "@commonweight/sdk";

const root = join(import.meta.dirname, "../..");
const cli = join(root, "cli/bin/commonweight.js");
const trainer = join(root, "scripts/training/cli.ts");
const page = join(root, "docs/operators/transcript.md");

/** Three chunks of 28 samples: one is shown, two are scored. */
const EVALUATION_ROWS = 84;
const POLL_MS = 500;
const ATTEMPTS = 40;
const FAILURES = ["Failed", "Voided", "Unmet"];
const WINDOWS = ["draftEnds: 2 h", "fundingEnds: 1 h", "trainingEnds: 2 h", "openingEnds: 1 h", "provingEnds: 4 h"];

interface Devnet {
  token: string;
  config: string;
  accounts: { name: string; privateKey: string }[];
}

const [train, test] = process.argv.slice(2).map((path) => resolve(path));
if (train === undefined || test === undefined) {
  process.stderr.write("Expected two CSV files with the label last: rows to train on, and rows to test on.\n");
  process.exitCode = 2;
} else {
  const folder = await mkdtemp(join(tmpdir(), "commonweight-transcript-"));
  try {
    await writeFileAtomic(page, await play(folder, train, test));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(folder: string, trainingRows: string, testRows: string): Promise<string> {
  const parts: string[] = [];
  const rows = (await readFile(testRows, "utf8")).trim().split("\n");
  await writeFile(join(folder, "train.csv"), await readFile(trainingRows, "utf8"));
  await writeFile(join(folder, "evaluation.csv"), `${rows.slice(0, EVALUATION_ROWS).join("\n")}\n`);
  await writeFile(join(folder, "test.csv"), `${rows.slice(EVALUATION_ROWS).join("\n")}\n`);

  const chain = spawn(process.execPath, [cli, "devnet", "--fast-time", "240", "--json"], { cwd: folder });
  try {
    const devnet = JSON.parse(await firstOutput(chain)) as Devnet;
    const run = async (who: string, args: readonly string[]): Promise<string> => {
      const { privateKey } = devnet.accounts.find(({ name }) => name === who)!;
      const env = {
        COMMONWEIGHT_CONFIG: devnet.config,
        COMMONWEIGHT_PRIVATE_KEY: privateKey,
        COMMONWEIGHT_STORE: join(folder, `${who}-store`),
      };
      return finish(spawn(process.execPath, [cli, "--yes", ...args], { cwd: folder, env: { ...process.env, ...env } }));
    };
    const show = async (who: string, line: string): Promise<void> => {
      const printed = await run(who, line.split(" "));
      parts.push(`\`\`\`console\n$ commonweight ${line.replace(devnet.token, "$TOKEN")}\n${printed.trimEnd()}\n\`\`\``);
    };
    const until = async (status: string): Promise<void> => {
      for (;;) {
        const shown = JSON.parse(await run("backer", ["bounty", "show", "1", "--json"])) as { status: string };
        if (shown.status === status) return;
        if (FAILURES.includes(shown.status)) throw new Error(`The bounty is ${shown.status}; expected ${status}.`);
        await wait(POLL_MS);
      }
    };
    /** Repeats what is too early, as a person would. */
    const open = async (): Promise<void> => {
      for (let attempt = 1; ; attempt++) {
        try {
          await run("sponsor", ["data", "open", "1"]);
          return;
        } catch (error) {
          if (attempt === ATTEMPTS) throw error;
          await wait(POLL_MS);
        }
      }
    };

    // The sponsor and the backer, whose pages tell what they type.
    await run("sponsor", ["bounty", "init", "bounty.yaml", "--token", devnet.token]);
    await shorten(join(folder, "bounty.yaml"));
    await run("sponsor", ["bounty", "create", "bounty.yaml"]);
    await run("sponsor", ["data", "seal", "1", "--processes", "2"]);
    await open();
    await run("backer", ["bounty", "contribute", "1", "1000"]);

    await until("Training");
    await show("operator", "bounty show 1");
    const trained = await finish(
      spawn(process.execPath, [trainer, "train.csv", "--out", "digits.safetensors"], { cwd: folder }),
    );
    parts.push(`\`\`\`console\n$ npm run train -- train.csv --out digits.safetensors\n${trained.trimEnd()}\n\`\`\``);
    await show(
      "operator",
      "model import digits.safetensors --architecture digits-mlp --calibration train.csv --out model.json",
    );
    await show("operator", "model check model.json test.csv --task digits-28 --float digits.safetensors --chunks 2");
    await show("operator", "submission commit 1 model.json");
    await show("operator", "store backup copy.backup");
    await until("Opening");
    await open();
    await until("Proving");
    await show("operator", "submission prove 1 --processes 2");
    await until("Claiming");
    await show("operator", "submission claim 1");
    await until("Settled");
    await show("operator", "bounty settle 1");
    await show("operator", `money withdraw ${devnet.token}`);
    await show("operator", "shares claim 1");
    await show("customer", "model fetch 1 --out fetched.json");
    await show("customer", "model run fetched.json test.csv");
    return text(parts).replaceAll(folder, ".");
  } finally {
    chain.kill("SIGINT");
    await new Promise((ended) => chain.once("close", ended));
  }
}

function text(parts: readonly string[]): string {
  return `# A transcript

Written by \`npm run docs:transcript\` on UCI's *Optical Recognition of Handwritten Digits* (E. Alpaydin, C. Kaynak; CC BY 4.0), which does not come with this
repository: what an operator types on the way of [the page for operators](../operators.md), and what is printed. In another terminal runs

\`\`\`console
$ npx commonweight devnet --fast-time 240
\`\`\`

and a sponsor and a backer do what [their](../sponsors.md) [pages](../backers.md) say. \`--yes\` answers what is asked before each transaction.

${parts.join("\n\n")}
`;
}

/** Windows that end while one watches. */
async function shorten(path: string): Promise<void> {
  const terms = await readFile(path, "utf8");
  const shorter = WINDOWS.concat("claimEnds: 1 h", "reserveEnds: 1 h").reduce((result, window) => {
    const [name] = window.split(":");
    return result.replace(new RegExp(`${name}: .*`), window);
  }, terms);
  await writeFile(path, shorter.replace('title: "A title"', 'title: "Read digits"'));
}

/** What a process has printed once it ended well. */
async function finish(child: ChildProcess): Promise<string> {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]!.setEncoding("utf8").on("data", (piece: string) => {
      printed[name] += piece;
    });
  }
  const code = await new Promise<number | null>((ended) => child.once("close", ended));
  if (code === 0) return printed.stdout;
  throw new Error(`${child.spawnargs.slice(2).join(" ")} ended with ${code}:\n${printed.stderr}`);
}

/** What a process prints first, as a whole JSON value. */
function firstOutput(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let printed = "";
    child.once("close", (code) => failed(new Error(`The development chain ended with ${code}.`)));
    child.stdout!.setEncoding("utf8").on("data", (piece: string) => {
      printed += piece;
      if (printed.endsWith("}\n")) found(printed);
    });
  });
}
