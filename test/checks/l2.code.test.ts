// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hex } from "viem";
import { disassemble, reachable, withoutMetadata } from "../../scripts/checks/l2/code.ts";

const names = (code: Hex): string[] => reachable(code).map(({ name }) => name);

/** As solc appends it; with a hash that begins with JUMPDEST and SELFDESTRUCT. */
const metadata = `a2646970667358221220${"5bff".padEnd(64, "0")}64736f6c634300081e0033`;

describe("disassemble", () => {
  it("names instructions and skips the data of PUSH", () => {
    assert.deepEqual(disassemble("0x5f61ff4901"), [
      { at: 0, name: "PUSH0" },
      { at: 1, name: "PUSH2" },
      { at: 4, name: "ADD" },
    ]);
  });

  it("gives the number of what is no opcode", () => assert.deepEqual(disassemble("0x0c"), [{ at: 0, name: "0x0c" }]));

  it("ends where the data of the last PUSH would go on", () =>
    assert.deepEqual(disassemble("0x7fff"), [{ at: 0, name: "PUSH32" }]));

  it("knows CLZ, MCOPY and the transient opcodes", () => {
    assert.deepEqual(
      disassemble("0x1e5e5c5d").map(({ name }) => name),
      ["CLZ", "MCOPY", "TLOAD", "TSTORE"],
    );
  });
});

describe("reachable", () => {
  it("finds a SELFDESTRUCT", () => assert.ok(names("0x33ff").includes("SELFDESTRUCT")));

  it("finds one where only a jump gets", () => assert.ok(names("0x600456005b33ff").includes("SELFDESTRUCT")));

  it("finds one behind a JUMPI that does not jump", () =>
    assert.ok(names("0x5f600557ff5b00").includes("SELFDESTRUCT")));

  it("does not take the data of a PUSH for an opcode", () => assert.deepEqual(names("0x60ff00"), ["PUSH1", "STOP"]));

  it("does not take a JUMPDEST in the data of a PUSH for one", () =>
    assert.deepEqual(names("0x615bff565bff"), ["PUSH2", "JUMP", "JUMPDEST", "SELFDESTRUCT"]));

  it("leaves out what follows an end and no JUMPDEST", () =>
    assert.deepEqual(names("0x600556ff495b00"), ["PUSH1", "JUMP", "JUMPDEST", "STOP"]));

  it("leaves out data behind a STOP, even with a JUMPDEST, where nothing jumps", () =>
    assert.deepEqual(names("0x005bff49"), ["STOP"]));

  it("leaves out the metadata, even with a JUMPDEST", () =>
    assert.deepEqual(names(`0x6003565b00fe${metadata}`), ["PUSH1", "JUMP", "JUMPDEST", "STOP"]));

  it("takes what only resembles metadata for code", () => {
    const code = `0x6003565b00fe${metadata}00` as const;
    assert.equal(withoutMetadata(code), code);
    assert.ok(names(code).includes("SELFDESTRUCT"));
  });

  it("goes through a clone of EIP-1167", () => {
    const clone = `0x363d3d373d3d3d363d73${"ff".repeat(20)}5af43d82803e903d91602b57fd5bf3` as const;
    assert.deepEqual(names(clone).slice(-5), ["PUSH1", "JUMPI", "REVERT", "JUMPDEST", "RETURN"]);
    assert.ok(!names(clone).includes("SELFDESTRUCT"));
  });
});
