// SPDX-License-Identifier: MIT
// Our verifier against the one that snarkjs generates for the same key. That one is made, compiled and deployed while the
// test runs: it is licensed under the GPL and no part of this repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { artifacts, network, tasks } from "hardhat";
import { type Abi, type Address, encodeFunctionData, type Hex, parseAbi } from "viem";

const require = createRequire(import.meta.url);

/** Orders of the base field and of the scalar field of BN254. */
const Q = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const P = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const WORD = 1n << 256n;

const PROOFS = 8;
const RANDOM_CASES = 12;

/** Four public inputs, as many as EvaluateModel has; the private w makes any choice of a, b and c provable. */
const CIRCUIT = `pragma circom 2.0.0;
template Tiny() {
    signal input a;
    signal input b;
    signal input c;
    signal input d;
    signal input w;
    signal product <== a * b;
    signal square <== w * w;
    d === product + square + c;
}
component main {public [a, b, c, d]} = Tiny();
`;

/** The part of snarkjs that the test uses; the package ships no types. */
interface Snarkjs {
  curves: { getCurveFromName(name: "bn128"): Promise<unknown> };
  powersOfTau: {
    newAccumulator(curve: unknown, power: number, out: MemoryFile): Promise<unknown>;
    contribute(from: MemoryFile, out: MemoryFile, name: string, entropy: string): Promise<unknown>;
    preparePhase2(from: MemoryFile, out: MemoryFile): Promise<unknown>;
  };
  zKey: {
    newZKey(r1cs: string, powers: MemoryFile, out: MemoryFile): Promise<unknown>;
    contribute(from: MemoryFile, out: MemoryFile, name: string, entropy: string): Promise<unknown>;
    exportVerificationKey(zkey: MemoryFile): Promise<SnarkjsKey>;
    exportSolidityVerifier(zkey: MemoryFile, templates: { groth16: string }): Promise<string>;
  };
  groth16: {
    fullProve(
      inputs: Record<string, bigint>,
      wasm: string,
      zkey: MemoryFile,
    ): Promise<{ proof: SnarkjsProof; publicSignals: string[] }>;
  };
}
type MemoryFile = { type: "mem"; data?: Uint8Array };
type Point1 = readonly string[];
type Point2 = readonly (readonly string[])[];
interface SnarkjsKey {
  vk_alpha_1: Point1;
  vk_beta_2: Point2;
  vk_gamma_2: Point2;
  vk_delta_2: Point2;
  IC: readonly Point1[];
}
interface SnarkjsProof {
  pi_a: Point1;
  pi_b: Point2;
  pi_c: Point1;
}
interface Solc {
  compile(input: string): string;
}

/** What both verifiers are asked: the proof as the 8 words A, B, C of calldata, and the public inputs. */
interface Question {
  words: bigint[];
  inputs: bigint[];
}

const snarkjs = require("snarkjs") as Snarkjs;
const generatedAbi = parseAbi([
  "function verifyProof(uint256[2] a, uint256[2][2] b, uint256[2] c, uint256[4] inputs) view returns (bool)",
]);
const callerAbi = parseAbi([
  "struct Proof { uint256[2] a; uint256[2][2] b; uint256[2] c; }",
  "struct VerifyingKey { uint256[2] alpha; uint256[2][2] beta; uint256[2][2] gamma; uint256[2][2] delta; uint256[2][] ic; }",
  "function store(VerifyingKey key, uint256 inputs) returns (address)",
  "function verify(address keyData, uint256[] inputs, Proof proof) view returns (bool)",
]);

/** The same pseudo-random numbers in every run. */
function makeRandom(seed: string): (below: bigint) => bigint {
  let count = 0;
  return (below) => {
    const digest = createHash("sha512").update(`${seed} ${count++}`).digest("hex");
    return BigInt(`0x${digest}`) % below;
  };
}

const g1 = (point: Point1): [bigint, bigint] => [BigInt(point[0]!), BigInt(point[1]!)];

/** snarkjs gives the real part of an element first, EIP-197 the imaginary one. */
function g2(point: Point2): [[bigint, bigint], [bigint, bigint]] {
  const [x, y] = point.map((element) => [BigInt(element[1]!), BigInt(element[0]!)] as [bigint, bigint]);
  return [x!, y!];
}

const proofOf = ([a0, a1, b0, b1, b2, b3, c0, c1]: bigint[]) =>
  ({
    a: [a0!, a1!],
    b: [
      [b0!, b1!],
      [b2!, b3!],
    ],
    c: [c0!, c1!],
  }) as const;

const isCanonical = ({ words, inputs }: Question): boolean => words.every((w) => w < Q) && inputs.every((x) => x < P);

/** The points A, B and C as positions of words. */
const POINTS = [
  [0, 1],
  [2, 3, 4, 5],
  [6, 7],
] as const;

const hasInfinity = ({ words }: Question): boolean => POINTS.some((point) => point.every((i) => words[i] === 0n));

describe("Groth16 and the verifier that snarkjs generates", () => {
  let folder: string;
  let valid: Question[];
  let ours: (question: Question) => Promise<boolean>;
  let theirs: (question: Question) => Promise<boolean>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groth16-"));
    await tasks.getTask("build").run({ quiet: true, noTests: true });

    // The compiler sees nothing above its working folder.
    await writeFile(join(folder, "tiny.circom"), CIRCUIT);
    const compiler = require.resolve("circom2/cli.js");
    await promisify(execFile)(process.execPath, [compiler, "tiny.circom", "--r1cs", "--wasm"], { cwd: folder });

    const [initial, contributed, powers, keyWithoutContribution, zkey] = Array.from(
      { length: 5 },
      (): MemoryFile => ({ type: "mem" }),
    ) as [MemoryFile, MemoryFile, MemoryFile, MemoryFile, MemoryFile];
    await snarkjs.powersOfTau.newAccumulator(await snarkjs.curves.getCurveFromName("bn128"), 4, initial);
    await snarkjs.powersOfTau.contribute(initial, contributed, "test", "test");
    await snarkjs.powersOfTau.preparePhase2(contributed, powers);
    await snarkjs.zKey.newZKey(join(folder, "tiny.r1cs"), powers, keyWithoutContribution);
    await snarkjs.zKey.contribute(keyWithoutContribution, zkey, "test", "test");

    const { viem } = await network.connect();
    const client = await viem.getPublicClient();
    const [wallet] = await viem.getWalletClients();
    const call = async (to: Address, data: Hex): Promise<boolean> => {
      const { data: result } = await client.call({ to, data, gas: 2_000_000n });
      assert.equal(result?.length, 66, "the verifier returned one word");
      return BigInt(result!) === 1n;
    };

    const deploy = async (contract: { abi: Abi; bytecode: Hex }): Promise<Address> => {
      const hash = await wallet!.deployContract(contract);
      const { contractAddress } = await client.waitForTransactionReceipt({ hash });
      return contractAddress!;
    };

    const artifact = await artifacts.readArtifact("contracts/mocks/Groth16Caller.sol:Groth16Caller");
    const caller = await deploy({ abi: callerAbi, bytecode: artifact.bytecode as Hex });
    const key = keyOf(await snarkjs.zKey.exportVerificationKey(zkey));
    const store = await client.simulateContract({
      address: caller,
      abi: callerAbi,
      functionName: "store",
      args: [key, 4n],
      account: wallet!.account,
    });
    await client.waitForTransactionReceipt({ hash: await wallet!.writeContract(store.request) });
    ours = ({ words, inputs }) => {
      const args = [store.result, inputs, proofOf(words)] as const;
      return call(caller, encodeFunctionData({ abi: callerAbi, functionName: "verify", args }));
    };

    const generated = await deploy(await compileGenerated(zkey));
    theirs = ({ words, inputs }) => {
      const { a, b, c } = proofOf(words);
      const args = [a, b, c, inputs as [bigint, bigint, bigint, bigint]] as const;
      return call(generated, encodeFunctionData({ abi: generatedAbi, functionName: "verifyProof", args }));
    };

    const random = makeRandom("valid proofs");
    valid = [];
    for (let i = 0; i < PROOFS; i++) {
      const [a, b, c, w] = [random(P), random(P), random(P), random(P)];
      const witness = { a, b, c, d: (a * b + w * w + c) % P, w };
      const wasm = join(folder, "tiny_js", "tiny.wasm");
      const { proof, publicSignals } = await snarkjs.groth16.fullProve(witness, wasm, zkey);
      valid.push({
        words: [...g1(proof.pi_a), ...g2(proof.pi_b).flat(), ...g1(proof.pi_c)],
        inputs: publicSignals.map(BigInt),
      });
    }
  });

  after(async () => {
    const curve = (globalThis as { curve_bn128?: { terminate(): Promise<void> } }).curve_bn128;
    await curve?.terminate();
    await rm(folder, { recursive: true, force: true });
  });

  /** Both on the same question: equal if it is canonical, ours false if it is not, or has a point at infinity. */
  async function compare(question: Question, what: string): Promise<boolean> {
    const [our, their] = await Promise.all([ours(question), theirs(question)]);
    if (isCanonical(question)) assert.equal(our, their, `${what}: ours and theirs`);
    else assert.equal(our, false, `${what}: not canonical`);
    if (hasInfinity(question)) assert.equal(our, false, `${what}: point at infinity`);
    return our;
  }

  const changed = (values: readonly bigint[], position: number, value: bigint): bigint[] =>
    values.map((old, i) => (i === position ? value : old));

  it("accept the same valid proofs", async () => {
    for (const question of valid) assert.equal(await compare(question, "as proven"), true);
  });

  it("accept a proof whose A and B are negated: proofs are malleable", async () => {
    for (const { words, inputs } of valid) {
      const negated = words.map((word, i) => (i === 1 || i === 4 || i === 5 ? Q - word : word));
      assert.equal(await compare({ words: negated, inputs }, "A and B negated"), true);
    }
  });

  it("reject what was not proven", async () => {
    for (const [k, { words, inputs }] of valid.entries()) {
      const other = valid[(k + 1) % PROOFS]!;
      const [a, b, c] = POINTS.map((point) => point.map((i) => words[i]!));
      const questions: [string, Question][] = [
        ["inputs of another proof", { words, inputs: other.inputs }],
        ["two inputs exchanged", { words, inputs: [inputs[1]!, inputs[0]!, inputs[2]!, inputs[3]!] }],
        ["A and C exchanged", { words: [...c!, ...b!, ...a!], inputs }],
        ["real parts of B first", { words: [...a!, b![1]!, b![0]!, b![3]!, b![2]!, ...c!], inputs }],
        ["A negated", { words: changed(words, 1, Q - words[1]!), inputs }],
        ["C negated", { words: changed(words, 7, Q - words[7]!), inputs }],
        ["C of another proof", { words: [...a!, ...b!, ...other.words.slice(6)], inputs }],
        ...inputs.map((x, i): [string, Question] => [
          `input ${i} + 1`,
          { words, inputs: changed(inputs, i, (x + 1n) % P) },
        ]),
        ...words.map((x, i): [string, Question] => [
          `word ${i} + 1`,
          { words: changed(words, i, (x + 1n) % Q), inputs },
        ]),
      ];
      for (const [what, question] of questions) assert.equal(await compare(question, what), false, what);
    }
  });

  it("reject points at infinity", async () => {
    for (const { words, inputs } of valid) {
      for (const point of POINTS) {
        const without = words.map((word, i) => ((point as readonly number[]).includes(i) ? 0n : word));
        assert.equal(await compare({ words: without, inputs }, "point at infinity"), false);
      }
    }
  });

  it("differ on aliases: ours rejects every one, theirs takes some of A.y", async () => {
    let taken = 0;
    for (const { words, inputs } of valid) {
      for (const [i, x] of inputs.entries()) {
        for (let alias = x + P; alias < WORD; alias += P) {
          await compare({ words, inputs: changed(inputs, i, alias) }, `alias of input ${i}`);
        }
      }
      for (const [i, x] of words.entries()) {
        for (let alias = x + Q; alias < WORD; alias += Q) {
          await compare({ words: changed(words, i, alias), inputs }, `alias of word ${i}`);
        }
      }
      // The generated code negates A.y before it reduces: the difference wraps at 2^256, and what is left is congruent.
      for (let alias = (words[1]! + WORD) % Q; alias < WORD; alias += Q) {
        if (alias < Q) continue;
        const question = { words: changed(words, 1, alias), inputs };
        assert.equal(await ours(question), false, "ours on a wrapping alias of A.y");
        if (await theirs(question)) taken++;
      }
    }
    assert.ok(taken >= PROOFS, `theirs took ${taken} wrapping aliases of A.y; expected at least one a proof`);
  });

  it("agree after random bit flips and on random words", async () => {
    const random = makeRandom("flips");
    for (const { words, inputs } of valid) {
      for (let k = 0; k < RANDOM_CASES; k++) {
        const [position, bit] = [Number(random(12n)), 1n << random(256n)];
        const flipped =
          position < 8
            ? { words: changed(words, position, words[position]! ^ bit), inputs }
            : { words, inputs: changed(inputs, position - 8, inputs[position - 8]! ^ bit) };
        assert.equal(await compare(flipped, `bit flipped in word ${position}`), false);
      }
      await compare({ words: words.map(() => random(Q)), inputs }, "random coordinates");
      await compare({ words: words.map(() => random(WORD)), inputs: inputs.map(() => random(WORD)) }, "random words");
    }
  });

  /** The key in the order of EIP-197. */
  function keyOf(key: SnarkjsKey) {
    return {
      alpha: g1(key.vk_alpha_1),
      beta: g2(key.vk_beta_2),
      gamma: g2(key.vk_gamma_2),
      delta: g2(key.vk_delta_2),
      ic: key.IC.map(g1),
    };
  }

  async function compileGenerated(zkey: MemoryFile): Promise<{ abi: Abi; bytecode: Hex }> {
    const template = join(dirname(require.resolve("snarkjs")), "..", "templates", "verifier_groth16.sol.ejs");
    const source = await snarkjs.zKey.exportSolidityVerifier(zkey, { groth16: await readFile(template, "utf8") });
    const input = {
      language: "Solidity",
      sources: { "Generated.sol": { content: source } },
      settings: { outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
    };
    const output = JSON.parse((require("solc") as Solc).compile(JSON.stringify(input)));
    const contract = output.contracts["Generated.sol"].Groth16Verifier;
    return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
  }
});
