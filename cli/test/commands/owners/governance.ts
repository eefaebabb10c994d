// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { modelSharesAbi, tokenAbi } from "@commonweight/sdk";
import { encodeFunctionData, keccak256, stringToHex } from "viem";
import { DAY, DOLLAR, ONE_SHARE, type SettledChain } from "../../support/settledChain.ts";

/** `commonweight governance`. */
export function describeGovernance(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();
  const addressOf = (name: string) => settled().devnet.account(name).address;

  /** The governor is there, backers have delegated to themselves, proposals are taken, and the treasury has 100 dollars. */
  async function begin({ as, travel, devnet }: SettledChain): Promise<void> {
    const created = await as("customer", ["governance", "create", "1", "--json"]);
    const { treasury } = created.json<{ treasury: `0x${string}` }>();
    for (const account of ["backer", "backer2"]) await as(account, ["shares", "delegate", "1"]);
    const args = [treasury, 100n * DOLLAR] as const;
    const transfer = { abi: tokenAbi, address: devnet.token, functionName: "transfer", args } as const;
    await devnet.wallet("customer").writeContract(transfer);
    await travel(30 * DAY);
  }

  /** The backer votes for a proposal, and it is queued and executed. */
  async function carry({ as, travel }: SettledChain, file: string): Promise<void> {
    await travel(2 * DAY + 1);
    assert.equal((await as("backer", ["governance", "vote", "1", file, "for"])).code, 0);
    await travel(5 * DAY + 1);
    assert.equal((await as("customer", ["governance", "queue", file])).code, 0);
    await travel(2 * DAY + 1);
    const executed = await as("customer", ["governance", "execute", file]);
    assert.equal(executed.code, 0, executed.stderr);
  }

  const contentOf = async (file: string) => JSON.parse(await readFile(join(settled().folder, file), "utf8"));
  const write = (name: string, text: string) => writeFile(join(settled().folder, name), text);

  describe("commonweight governance", () => {
    it(
      "is created once by anybody, and shown before and after",
      isolated(async ({ as, sendingNothing }) => {
        const before = await sendingNothing("customer", ["governance", "show", "1"]);
        assert.match(before.stdout, /^Governor {2}0x\w+, to be created: commonweight governance create 1\n/);
        assert.match(before.stdout, /^Holds {5}0 TUSD, 100,000 shares, 0 ether$/m);
        await write("none.yaml", "description: x\ncalls: [{target: token, data: 0x}]");
        const early = await sendingNothing("backer", ["governance", "propose", "1", "none.yaml"]);
        assert.equal(early.code, 4);
        assert.match(
          early.stderr,
          /has no governor yet; anybody can create it\.\n\nRun: commonweight governance create 1/,
        );
        const created = await as("customer", ["governance", "create", "1"]);
        assert.match(created.stdout, /^Governor {2}0x\w+\nTreasury {2}0x\w+\nSent {6}0x[0-9a-f]{64}\n$/);
        assert.match(
          (await sendingNothing("customer", ["governance", "create", "1"])).stdout,
          /nothing: they exist\n$/,
        );
        const after = await sendingNothing("customer", ["governance", "show", "1"]);
        assert.match(after.stdout, /^Proposals {2}from 2027-02-05 \d\d:00 \(in (30 d|29 d 23 h)\)$/m);
      }),
    );

    it(
      "proposes what a file says, takes votes in person and by signature, queues and executes",
      isolated(async (chain) => {
        const { as, sendingNothing, travel, folder, devnet, balanceOf } = chain;
        await begin(chain);
        await write(
          "auditor.yaml",
          [
            "description: Pay the auditor",
            "calls:",
            "  - target: token",
            "    function: transfer(address to, uint256 amount)",
            `    args: [${addressOf("owner")}, 12.5 token]`,
            "",
          ].join("\n"),
        );
        const proposed = await as("backer", ["governance", "propose", "1", "auditor.yaml"]);
        assert.equal(proposed.code, 0, proposed.stderr);
        assert.match(
          proposed.stdout,
          /^Proposed \(0x\w+\)\. Proposal \d+ is written to .*auditor\.proposal\.json\. Next, votes are taken from /,
        );
        const file = "auditor.proposal.json";
        const content = await contentOf(file);
        const data = encodeFunctionData({
          ...{ abi: tokenAbi, functionName: "transfer" },
          args: [addressOf("owner"), (25n * DOLLAR) / 2n],
        });
        assert.deepEqual(content.calls, [{ target: devnet.token, value: "0", data }]);
        const again = await sendingNothing("backer", ["governance", "propose", "1", "auditor.yaml"]);
        assert.match(again.stdout, /^It was proposed before; nothing was sent\./);

        const tooEarly = await sendingNothing("backer", ["governance", "vote", "1", file, "for"]);
        assert.equal(tooEarly.code, 4);
        await travel(2 * DAY + 1);
        const signed = await sendingNothing("backer2", [
          ...["governance", "vote", "1", content.proposal, "against", "--by-signature", "vote.json"],
        ]);
        assert.equal(signed.code, 0, signed.stderr);
        const sent = await as("customer", ["governance", "vote", "--signed", "vote.json"]);
        assert.match(sent.stdout, /^Voted with 125,000 shares \(0x\w+\)\.\n$/);
        const resent = await sendingNothing("customer", ["governance", "vote", "--signed", "vote.json"]);
        assert.match(resent.stdout, /has voted already\. Nothing was sent\.\n$/);
        const voted = await as("backer", ["governance", "vote", "1", file, "for", "--json"]);
        assert.equal(voted.json().weight, String(375_000n * ONE_SHARE));

        const shown = await sendingNothing("customer", ["governance", "show", "1", file]);
        assert.match(
          shown.stdout,
          /^Description {2}Pay the auditor\nState {8}Active\nNext {9}votes are taken until 2027-02-12 /m,
        );
        assert.match(
          shown.stdout,
          /^For {10}375,000 shares\nAgainst {6}125,000 shares\nAbstaining {3}0 shares\nQuorum {7}200,000 shares/m,
        );
        assert.match(shown.stdout, new RegExp(`^Call {9}transfer of ${devnet.token}$`, "m"));

        await travel(5 * DAY);
        const queued = await as("customer", ["governance", "queue", file]);
        assert.match(
          queued.stdout,
          /^Queued \(0x\w+\)\. Anybody can execute it from 2027-02-\d\d \d\d:\d\d \(in 2 d\): /,
        );
        const unripe = await sendingNothing("customer", ["governance", "execute", file]);
        assert.equal(unripe.code, 4);
        await travel(2 * DAY);
        const before = await balanceOf(devnet.token, "owner");
        const executed = await as("customer", ["governance", "execute", file]);
        assert.match(executed.stdout, /^Executed: Pay the auditor \(0x\w+\)\.\n$/);
        assert.equal((await balanceOf(devnet.token, "owner")) - before, (25n * DOLLAR) / 2n);
        const repeated = await sendingNothing("customer", ["governance", "execute", file]);
        assert.equal(repeated.stdout, "It was executed before; nothing was sent.\n");
        const all = await sendingNothing("customer", ["governance", "show", "1"]);
        assert.match(
          all.stdout,
          new RegExp(`\\n\\nState +Description +Number\\nExecuted +Pay the auditor +${content.proposal}\\n$`),
        );
        assert.ok((await readFile(join(folder, "vote.json"), "utf8")).includes('"commonweight.vote"'));
      }),
    );

    it(
      "pays the treasury's money to the holders",
      isolated(async (chain) => {
        const { as, sendingNothing, devnet } = chain;
        await begin(chain);
        const short = await sendingNothing("backer", ["governance", "propose", "revenue", "1", "101"]);
        assert.equal(short.code, 4);
        assert.match(short.stderr, /holds 100 TUSD; 101 TUSD are needed, 1 TUSD are missing/);
        const proposed = await as("backer", ["governance", "propose", "revenue", "1", "--json"]);
        assert.equal(proposed.json().description, "Pay 100 TUSD of the treasury to the holders");
        const { calls } = await contentOf("revenue-1.proposal.json");
        assert.deepEqual(
          calls.map(({ target }: { target: string }) => target),
          [devnet.token, settled().shares],
        );
        await carry(chain, "revenue-1.proposal.json");
        const shown = await as("backer", ["shares", "show", "1", "--json"]);
        assert.equal(shown.json().received, String(100n * DOLLAR));
      }),
    );

    it(
      "puts other licences on sale, by the hash or by the text",
      isolated(async (chain) => {
        const { as } = chain;
        await begin(chain);
        await write("new.md", "New terms.\n");
        const hash = `0x${"ab".repeat(32)}`;
        await write(
          "tiers.yaml",
          `- {price: 20, termsUri: ipfs://a, terms: new.md}\n- {price: 30.5, termsUri: ipfs://b, termsHash: ${hash}}\n`,
        );
        const proposed = await as("backer", ["governance", "propose", "tiers", "1", "tiers.yaml"]);
        assert.equal(proposed.code, 0, proposed.stderr);
        await carry(chain, "tiers-1.proposal.json");
        const ran = await as("customer", ["license", "tiers", "1", "--json"]);
        assert.deepEqual(ran.json().tiers, [
          {
            price: String(20n * DOLLAR),
            termsUri: "ipfs://a",
            termsHash: keccak256(stringToHex("New terms.\n")),
            tier: "8",
          },
          { price: "30500000", termsUri: "ipfs://b", termsHash: hash, tier: "9" },
        ]);
        const old = await as("customer", ["license", "buy", "1", "0"]);
        assert.equal(old.stderr, "The tier is 0; expected one on sale: 8, 9.\n");
      }),
    );

    it(
      "opens the market with the treasury's shares",
      isolated(async (chain) => {
        const { as } = chain;
        await begin(chain);
        const args = ["governance", "propose", "liquidity", "1", "400", "100", "--price", "0.25", "--out", "open.json"];
        assert.equal((await as("backer", [...args, "--description", "Open it"])).code, 0);
        await carry(chain, "open.json");
        const pool = await as("customer", ["market", "pool", "1", "--json"]);
        const { sharesAmount } = pool.json<{ sharesAmount: string }>();
        assert.ok(BigInt(sharesAmount) > 399n * ONE_SHARE, sharesAmount);
      }),
    );

    it(
      "refuses drafts that cannot be proposed, each for what is wrong with it",
      isolated(async (chain) => {
        const { sendingNothing, shares } = chain;
        await begin(chain);
        const draft = (call: string) => `description: x\ncalls:\n  - ${call}\n`;
        const cases: [string, RegExp][] = [
          ["description: x\ncalls: []", /file\.calls is a list of 0; expected at least one call/],
          ["calls: [{target: token, data: 0x}]", /file\.description is missing; expected a text/],
          [
            draft("{target: bank, data: 0x}"),
            /calls\[0\]\.target is "bank"; expected an address, or one of token, shares/,
          ],
          [draft("{target: token}"), /calls\[0\] is "neither of them"; expected either a function or data/],
          [draft("{target: token, data: 0xabc}"), /expected bytes in hexadecimal/],
          [draft("{target: token, function: transfer(to)}"), /expected a function's name and the types/],
          [
            draft('{target: token, function: "pay(uint256 a)", args: []}'),
            /calls\[0\]\.args is a list of 0; expected 1/,
          ],
          [
            draft('{target: token, function: "pay(uint256 a)", args: [1.5]}'),
            /args\[0\] is "1\.5"; expected a whole number/,
          ],
          [
            draft('{target: token, function: "pay(uint256 a)", args: [1.5 gold]}'),
            /or an amount of token, shares, ether/,
          ],
          [draft('{target: token, function: "pay(uint8 a)", args: [256]}'), /expected values for pay\(uint8 a\)/],
          [draft('{target: token, function: "pay(bool a)", args: [yes]}'), /expected true or false/],
          [draft('{target: token, function: "pay(uint8[2] a)", args: [[1]]}'), /expected a list of 2 uint8/],
          [draft("{target: token, data: 0x, gas: 5}"), /file\.calls\[0\]\.gas is "5"; expected no such key/],
        ];
        for (const [text, message] of cases) {
          await write("draft.yaml", text);
          const ran = await sendingNothing("backer", ["governance", "propose", "1", "draft.yaml"]);
          assert.equal(ran.code, 3, `${text}: ${ran.stderr}`);
          assert.match(ran.stderr, message);
        }
        await write(
          "right.yaml",
          draft(
            `{target: ${shares}, function: "pay((uint256 a, bool b) c, bytes d)", args: [{a: 2 shares, b: true}, 0x12]}`,
          ),
        );
        const poor = await sendingNothing("customer", ["governance", "propose", "1", "right.yaml"]);
        assert.equal(poor.code, 4);
        assert.match(poor.stderr, /0 votes/);
        const abi = [
          {
            type: "function",
            name: "pay",
            stateMutability: "nonpayable",
            outputs: [],
            inputs: [
              {
                type: "tuple",
                name: "c",
                components: [
                  { type: "uint256", name: "a" },
                  { type: "bool", name: "b" },
                ],
              },
              { type: "bytes", name: "d" },
            ],
          },
        ] as const;
        const data = encodeFunctionData({ abi, functionName: "pay", args: [{ a: 2n * ONE_SHARE, b: true }, "0x12"] });
        assert.equal((await contentOf("right.proposal.json")).calls[0].data, data);
      }),
    );

    it(
      "sends nothing unconfirmed, nor from a file that was changed or is another model's",
      isolated(async (chain) => {
        const { as, sendingNothing, unconfirmed } = chain;
        await begin(chain);
        const declined = await unconfirmed("backer", [
          "governance",
          "propose",
          "revenue",
          "1",
          "5",
          "--out",
          "declined.json",
        ]);
        assert.equal(declined.code, 7);
        assert.match(
          declined.stderr,
          /Propose to the owners of the model of bounty 1: Pay 5 TUSD of the treasury to the holders \(approve of 0x\w+, then pay of 0x\w+\)\?/,
        );
        await assert.rejects(contentOf("declined.json"), { code: "ENOENT" });

        assert.equal(
          (await as("backer", ["governance", "propose", "revenue", "1", "5", "--out", "five.json"])).code,
          0,
        );
        const content = await contentOf("five.json");
        const data = encodeFunctionData({ abi: modelSharesAbi, functionName: "pay", args: [6n * DOLLAR] });
        const cases: [object, number, RegExp][] = [
          [
            { calls: [content.calls[0], { ...content.calls[1], data }] },
            3,
            /The number is \d+; expected \d+, which its content has/,
          ],
          [{ governor: settled().shares }, 3, /The governor is 0x\w+; expected 0x\w+, of bounty 1/],
          [{ chainId: "1" }, 5, /1/],
          [{ kind: "commonweight.vote" }, 3, /expected commonweight\.proposal/],
        ];
        for (const [change, code, message] of cases) {
          await write("changed.json", JSON.stringify({ ...content, ...change }));
          const ran = await sendingNothing("backer", ["governance", "queue", "changed.json"]);
          assert.equal(ran.code, code);
          assert.match(ran.stderr, message);
        }
        const defeated = await sendingNothing("backer", ["governance", "queue", "five.json"]);
        assert.equal(defeated.code, 4);
      }),
    );

    it(
      "reads a vote before it sends one",
      isolated(async (chain) => {
        const { sendingNothing } = chain;
        await begin(chain);
        const cases: [string[], number, RegExp][] = [
          [["1"], 2, /expected <bounty> <proposal> <vote>/],
          [["1", "5", "perhaps"], 2, /It is perhaps; expected for, or against, or abstain/],
          [["1", "--signed", "vote.json"], 2, /expected --signed alone/],
          [["--signed", "absent.json"], 3, /expected a signed vote/],
          [["1", "absent.json", "for"], 3, /expected a proposal, as propose writes it/],
          [["1", "5", "for"], 4, /./],
        ];
        for (const [args, code, message] of cases) {
          const ran = await sendingNothing("backer", ["governance", "vote", ...args]);
          assert.equal(ran.code, code, args.join(" "));
          assert.match(ran.stderr, message);
        }
        const missing = await sendingNothing("backer", ["governance", "show", "1", "5"]);
        assert.equal(missing.code, 3);
        assert.match(missing.stderr, /The proposal is 5; expected one of the 0 of bounty 1/);
      }),
    );
  });
}
