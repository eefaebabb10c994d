// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  assertKeyOfCircuit,
  BaseError,
  developmentKeyAlpha,
  FIELD_ORDER,
  isDevelopmentKey,
  readZkeyHeader,
  type SnarkjsVerifyingKey,
} from "@commonweight/sdk/proving";
import { groth16, type MemoryWitness, wtns, zKey } from "snarkjs";
import { REPOSITORY } from "../../generator/index.ts";
import { startCurve } from "../../setup/bn254.ts";
import { compileCircuit } from "../../setup/compile.ts";
import { DEVELOPMENT_MARK, makeDevelopmentKey } from "../../setup/developmentKey.ts";
import { domainPower, readR1cs } from "../../setup/r1cs.ts";
import { DEVELOPMENT_WASTE } from "../../setup/toxicWaste.ts";
import { writePowersOfTau } from "./powersOfTau.ts";
import { createBuildFolder, tinyCircuit, tinyResult } from "./tinyCircuits.ts";

const ROUNDS = 20;

describe("a development key", () => {
  const folder = createBuildFolder();
  const at = (...parts: string[]) => join(REPOSITORY, folder, ...parts);
  let verifyingKey: SnarkjsVerifyingKey;
  let otherKey: SnarkjsVerifyingKey;

  before(async () => {
    await compileCircuit(tinyCircuit(ROUNDS), join(folder, "tiny"));
    await compileCircuit(tinyCircuit(ROUNDS - 1), join(folder, "other"));
    verifyingKey = await makeDevelopmentKey(readR1cs(at("tiny", "circuit.r1cs")), at("tiny.zkey"));
    otherKey = await makeDevelopmentKey(readR1cs(at("other", "circuit.r1cs")), at("other.zkey"));
  });

  after(async () => {
    rmSync(at(), { recursive: true, force: true });
    await (globalThis as { curve_bn128?: { terminate(): Promise<void> } }).curve_bn128?.terminate();
  });

  it("is, with delta = 1, byte for byte what snarkjs makes of the same powers, but for the circuit hash", async () => {
    const r1cs = readR1cs(at("tiny", "circuit.r1cs"));
    await writePowersOfTau(at("powers.ptau"), domainPower(r1cs) + 1, DEVELOPMENT_WASTE);
    const hash = await zKey.newZKey(at("tiny", "circuit.r1cs"), at("powers.ptau"), at("snarkjs.zkey"));
    await makeDevelopmentKey(r1cs, at("plain.zkey"), { delta: 1n });

    const theirs = readFileSync(at("snarkjs.zkey"));
    const ours = readFileSync(at("plain.zkey"));
    // The file ends with the hash and the number of contributions.
    const hashStart = theirs.length - 4 - DEVELOPMENT_MARK.length;
    assert.equal(ours.length, theirs.length);
    assert.ok(ours.subarray(0, hashStart).equals(theirs.subarray(0, hashStart)), "before the circuit hash");
    assert.ok(theirs.subarray(hashStart, -4).equals(hash as Uint8Array), "snarkjs's circuit hash");
    assert.ok(ours.subarray(hashStart, -4).equals(DEVELOPMENT_MARK), "the mark in its place");
    assert.ok(ours.subarray(-4).equals(theirs.subarray(-4)), "no contributions");
  });

  it("comes with the verifying key that snarkjs exports from it", async () => {
    assert.deepEqual(verifyingKey, await zKey.exportVerificationKey(at("tiny.zkey")));
  });

  it("proves what is true, and nothing else", async () => {
    const inputs = { secret: 123456789n, shown: 42n };
    const witness: MemoryWitness = { type: "mem" };
    await wtns.calculate({ ...inputs, idle: 77n }, at("tiny", "circuit.wasm"), witness);
    const { proof, publicSignals } = await groth16.prove(at("tiny.zkey"), witness);

    const result = String(tinyResult(ROUNDS, inputs, FIELD_ORDER));
    assert.deepEqual(publicSignals, [result, "77", "42"]);
    assert.equal(await groth16.verify(verifyingKey, publicSignals, proof), true);
    for (const forged of [
      [`${BigInt(result) + 1n}`, "77", "42"],
      [result, "78", "42"],
      [result, "77", "43"],
    ]) {
      assert.equal(await groth16.verify(verifyingKey, forged, proof), false, `public signals ${forged}`);
    }
    assert.equal(await groth16.verify(otherKey, publicSignals, proof), false, "under the key of another circuit");
  });

  it("is the same every time", async () => {
    await makeDevelopmentKey(readR1cs(at("tiny", "circuit.r1cs")), at("again.zkey"));
    assert.ok(readFileSync(at("again.zkey")).equals(readFileSync(at("tiny.zkey"))));
  });

  it("has a delta of its own, other than gamma", () => {
    assert.notDeepEqual(verifyingKey.vk_delta_2, otherKey.vk_delta_2);
    assert.notDeepEqual(verifyingKey.vk_delta_2, verifyingKey.vk_gamma_2);
  });

  it("is known by its alpha, whatever the circuit and delta", async () => {
    const { curve } = await startCurve(0);
    const alpha = curve.G1.toAffine(curve.G1.timesScalar(curve.G1.g, DEVELOPMENT_WASTE.alpha));
    assert.deepEqual(curve.G1.toObject(alpha).map(String), developmentKeyAlpha);

    assert.equal(isDevelopmentKey(verifyingKey), true);
    assert.equal(isDevelopmentKey(otherKey), true);
    assert.equal(isDevelopmentKey(await readZkeyHeader(at("plain.zkey"))), true);
    const [x, y, z] = verifyingKey.vk_alpha_1;
    assert.equal(isDevelopmentKey({ vk_alpha_1: [`0${x}`, y, z] }), true, "the same number, written otherwise");
    assert.equal(isDevelopmentKey({ vk_alpha_1: ["1", "2", "1"] }), false);
  });

  it("is accepted for its own circuit, and refused for another", async () => {
    await assertKeyOfCircuit({ name: "tiny", zkey: at("tiny.zkey"), verifyingKey });
    await assert.rejects(assertKeyOfCircuit({ name: "tiny", zkey: at("other.zkey"), verifyingKey }), (error) => {
      assert.ok(error instanceof BaseError);
      assert.match(error.shortMessage, /other\.zkey is the key of another circuit than tiny/);
      assert.match(error.message, /vk_delta_2 of the key: .*\nExpected: /);
      return true;
    });
    const shifted = { ...verifyingKey, IC: verifyingKey.IC.toReversed() };
    await assert.rejects(
      assertKeyOfCircuit({ name: "tiny", zkey: at("tiny.zkey"), verifyingKey: shifted }),
      /IC of the key: /,
    );
    // Another second phase of the same circuit differs in delta alone.
    await assert.rejects(
      assertKeyOfCircuit({ name: "tiny", zkey: at("plain.zkey"), verifyingKey }),
      /vk_delta_2 of the key/,
    );
    const fewer = { ...verifyingKey, nPublic: 2, IC: verifyingKey.IC.slice(1) };
    await assert.rejects(
      assertKeyOfCircuit({ name: "tiny", zkey: at("tiny.zkey"), verifyingKey: fewer }),
      /Public inputs of the key: 3\nExpected: 2/,
    );
  });

  it("is refused when its file is missing, of another kind or cut short", async () => {
    const whole = readFileSync(at("tiny.zkey"));
    const refusals: [name: string, content: Uint8Array | undefined, message: RegExp][] = [
      ["missing.zkey", undefined, /missing\.zkey cannot be opened; expected a proving key/],
      ["r1cs.zkey", readFileSync(at("tiny", "circuit.r1cs")), /r1cs\.zkey begins with "r1cs"; expected "zkey"/],
      ["empty.zkey", new Uint8Array(0), /empty\.zkey is cut short: it has 0 bytes from 0 on; expected at least 12/],
      ["cut.zkey", whole.subarray(0, -1), /cut\.zkey has \d+ bytes; expected \d+/],
      ["head.zkey", whole.subarray(0, 100), /head\.zkey has 100 bytes; expected \d+/],
    ];
    for (const [name, content, message] of refusals) {
      if (content !== undefined) writeFileSync(at(name), content);
      await assert.rejects(assertKeyOfCircuit({ name: "tiny", zkey: at(name), verifyingKey }), message);
    }
  });
});

describe("a constraint system", () => {
  const folder = createBuildFolder();
  const at = (name: string) => join(REPOSITORY, folder, name);
  before(() => compileCircuit(tinyCircuit(1), folder));
  after(() => rmSync(at("."), { recursive: true, force: true }));

  it("is read with its counts", () => {
    const { terms, ...counts } = readR1cs(at("circuit.r1cs"));
    // Wires: 1, result, idle, shown, secret, and two states.
    assert.deepEqual(counts, { wires: 7, outputs: 1, publicInputs: 2, privateInputs: 1, constraints: 3 });
    assert.ok(terms.length > 0);
  });

  it("is refused when its file is of another kind, over another field or cut short", () => {
    const whole = readFileSync(at("circuit.r1cs"));
    const otherField = Buffer.from(whole);
    otherField[otherField.indexOf(Buffer.from("010000f093f5e143", "hex"))]! ^= 2;
    const refusals: [name: string, content: Uint8Array, message: RegExp][] = [
      ["wasm.r1cs", readFileSync(at("circuit.wasm")), /wasm\.r1cs is not a whole \.r1cs file: it begins with/],
      ["empty.r1cs", new Uint8Array(0), /it has 0 bytes/],
      ["cut.r1cs", whole.subarray(0, -1), /it ends inside section \d of \d/],
      ["field.r1cs", otherField, /field\.r1cs is over the field of order \d+; expected \d+/],
    ];
    for (const [name, content, message] of refusals) {
      writeFileSync(at(name), content);
      assert.throws(() => readR1cs(at(name)), message);
    }
  });
});
