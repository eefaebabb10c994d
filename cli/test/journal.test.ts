// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, beforeEach, describe, it } from "node:test";
import {
  approveToken,
  fileStore,
  memoryJournal,
  type SignedTransaction,
  type StoreUnlock,
  type TransactionJournal,
} from "@commonweight/sdk";
import { type Hex, keccak256, type LocalAccount } from "viem";
import { inFolder } from "../../sdk/test/fixtures.ts";
import { fakeClock, RpcRefusal } from "../../sdk/test/support/fakeEndpoint.ts";
import { cheap, exampleSubmission } from "../../sdk/test/support/secrets.ts";
import { deploySending, type Interception, localAccount } from "../../sdk/test/support/sending.ts";
import type { Writer } from "../src/context.ts";
import { DeclinedError } from "../src/errors.ts";
import { openJournal, resendFirst } from "../src/journal.ts";

const spender = `0x${"55".repeat(20)}` as const;
const locked = { known: () => undefined, open: async () => assert.fail("the store is opened") };

function signed(nonce: number) {
  const rawTransaction: Hex = `0x02${nonce.toString(16).padStart(2, "0")}`;
  const account = `0x${"11".repeat(20)}` as const;
  return { chainId: 1, account, nonce, hash: keccak256(rawTransaction), rawTransaction, functionName: "claim" };
}

describe("the journal of a run", () => {
  it("is encrypted once the run has opened an encrypted store, which nobody is asked to open for it", () =>
    inFolder(async (folder) => {
      await fileStore(folder, cheap).saveSubmission(exampleSubmission(1));
      let known: StoreUnlock | undefined;
      const journal = openJournal(folder, { ...locked, known: () => known }, () => 0);
      await journal.write(signed(1));
      known = cheap;
      await journal.write(signed(2));
      const names = (await readdir(join(folder, "journal"))).sort();
      const texts = await Promise.all(names.map((name) => readFile(join(folder, "journal", name), "utf8")));
      assert.deepEqual(
        texts.map((text) => text.includes("rawTransaction")),
        [true, false],
      );

      // A later run opens the store for the second alone.
      let opened = 0;
      known = undefined;
      const open = async () => {
        opened += 1;
        known = cheap;
      };
      const later = openJournal(folder, { known: () => known, open }, () => 0);
      const [first, second] = await later.list();
      assert.deepEqual([(await later.read(first!)).nonce, opened], [1, 0]);
      assert.deepEqual([(await later.read(second!)).nonce, opened], [2, 1]);
      await later.close(signed(2));
      assert.equal((await later.list()).length, 1);
    }));
});

describe("what an earlier run has signed", () => {
  let chain: Awaited<ReturnType<typeof deploySending>>;
  before(async () => {
    chain = await deploySending();
  });
  let index = 0;
  let account: LocalAccount;
  beforeEach(() => {
    index += 1;
    account = localAccount(index);
  });

  const connect = (journal: TransactionJournal, intercept?: Interception) => {
    const { clock } = fakeClock(() => chain.mine());
    return chain.connect(account, { clock, onSigned: journal.write, onClosed: journal.close }, intercept).client;
  };

  /** What is told of a transaction that was signed and not sent, in a world of its own. */
  async function resend(parameters: {
    meanwhile?: () => Promise<unknown>;
    intercept?: Interception;
    confirm?: (question: string) => Promise<void>;
  }): Promise<string[]> {
    const { meanwhile, intercept, confirm = async () => {} } = parameters;
    const told: string[] = [];
    await inFolder(async (folder) => {
      const journal = openJournal(folder, locked, () => 0);
      const dying = {
        ...journal,
        write: (one: SignedTransaction) => journal.write(one).then(() => Promise.reject(new Error("killed"))),
      };
      const call = { token: chain.token, spender, amount: 7n };
      await assert.rejects(approveToken(connect(dying), call), /killed/);
      await meanwhile?.();
      const writer = connect(journal, intercept) as unknown as Writer;
      const tell = (text: string, isWarning: boolean) =>
        told.push(`${isWarning ? "! " : ""}${text.replaceAll(/0x\w{40,}/g, "0x…")}`);
      await resendFirst(writer, { journal, confirm, tell });
      await resendFirst(writer, { journal, confirm, tell });
    });
    return told;
  }
  const its = "The transaction approve to 0x…, signed ";

  it("is told of by its end, once", async () => {
    const [done, ...more] = await resend({});
    assert.ok(done!.startsWith(its) && done!.endsWith("and not known to be final, is done (0x…)."), done);
    assert.deepEqual(more, []);
  });

  it("is warned of where it was not done", async () => {
    // From another machine, so with a journal of its own.
    const other = () => approveToken(connect(memoryJournal()), { token: chain.token, spender, amount: 9n });
    const [replaced] = await resend({ meanwhile: other });
    assert.match(
      replaced!,
      /^! The .*, is dropped: another transaction of 0x… has its nonce, 0\. Nothing of it was done\.$/,
    );

    const [reverted] = await resend({
      intercept: async ({ method }, forward) => {
        const result = await forward();
        if (method !== "eth_getTransactionReceipt" || result === null) return result;
        return { ...(result as object), status: "0x0" };
      },
    });
    assert.match(reverted!, /^! The .*, is mined but reverted \(0x…\): nothing of it was done\.$/);

    const [refused] = await resend({
      intercept: ({ method }, forward) =>
        method === "eth_sendRawTransaction" ? Promise.reject(new RpcRefusal(-32_000, "gas limit too high")) : forward(),
    });
    assert.match(refused!, /^! The .*, is dropped: the node does not take it\. .*/);

    const no = () => Promise.reject(new DeclinedError("Declined.", { isAnswered: true }));
    const [dropped] = await resend({ confirm: no });
    assert.match(dropped!, /^! The .*, is not sent again\. A node that has it may do it yet/);
  });

  it("stays where nobody answers whether to send it", async () => {
    const questions: string[] = [];
    const nobody = async (question: string) => {
      questions.push(question);
      throw new DeclinedError("Nobody can be asked.");
    };
    await assert.rejects(resend({ confirm: nobody }), /Nobody can be asked/);
    assert.match(
      questions[0]!,
      /^The transaction approve to 0x\w{40}, signed .*, may never have been sent\. Send it now\?$/,
    );
  });
});
