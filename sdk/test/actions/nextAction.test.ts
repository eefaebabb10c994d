// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroAddress, zeroHash } from "viem";
import { bountyStatusNames } from "../../src/abis/enums.ts";
import { type NextActionFacts, nextAction, nextActionNames } from "../../src/index.ts";
import { unproven as submission } from "../support/facts.ts";

const windows = {
  draftEnds: 1_000,
  fundingEnds: 2_000,
  trainingEnds: 3_000,
  openingEnds: 4_000,
  provingEnds: 5_000,
  claimEnds: 6_000,
  reserveEnds: 7_000,
};
const nothingOwed = {
  refund: 0n,
  leftOver: 0n,
  sponsorBond: 0n,
  operatorBond: 0n,
  entryFee: 0n,
  forfeits: 0n,
  shares: 0n,
};
const base: NextActionFacts = {
  status: "Draft",
  now: 500,
  terms: {
    token: zeroAddress,
    sponsor: zeroAddress,
    task: zeroHash,
    architecture: zeroHash,
    architecturesUntil: 0,
    ordering: "Accuracy",
    minimumScore: 1,
    chunks: 3,
    drawnChunks: 2,
    chunksRoot: zeroHash,
    prizesBps: [7_000, 3_000],
    shares: { backersBps: 10_000, operatorsBps: 0, sponsorBps: 0, treasuryBps: 0 },
    goal: 1n,
    cap: 2n,
    sponsorBond: 1n,
    operatorBond: 1n,
    entryFee: 0n,
    windows,
    parent: 0n,
    royaltyBps: 0,
    licenseTiers: [],
    specUri: "",
    specHash: zeroHash,
  },
  facts: {
    feeBps: 0,
    cancelled: false,
    sealedChunks: [],
    openChunks: [],
    sampleChunks: [],
    scoredChunks: [],
    sampleRound: undefined,
    scoreRound: 10n,
    contributed: 0n,
    entryFees: 0n,
    submissions: 0,
    ranked: 0,
    claimedRanks: [],
    claimedPrizes: [],
    claimedStipends: [],
    bestOperator: undefined,
    shares: undefined,
  },
  sampleTime: undefined,
  scoreTime: 3_500,
  role: undefined,
  contribution: 0n,
  submission: undefined,
  rank: undefined,
  owedTo: nothingOwed,
  owed: 0n,
};
type Changes = Partial<Omit<NextActionFacts, "facts">> & { facts?: Partial<NextActionFacts["facts"]> };
const dueOf = ({ facts, ...rest }: Changes) => {
  const { action, until } = nextAction({ ...base, ...rest, facts: { ...base.facts, ...facts } });
  return until === undefined ? action : `${action} until ${until}`;
};

describe("what is due next", () => {
  it("in Draft is to seal, to draw once the round is signed, and to open the sample", () => {
    const status = "Draft";
    assert.equal(dueOf({ status, role: "sponsor" }), "sealChunks until 1000");
    assert.equal(dueOf({ status, role: "backer" }), "wait until 1000");
    const sealed = { sealedChunks: [0, 1, 2], sampleRound: 4n };
    for (const role of ["sponsor", "backer", undefined] as const) {
      assert.equal(dueOf({ status, role, facts: sealed, sampleTime: 600, now: 599 }), "wait until 600");
      assert.equal(dueOf({ status, role, facts: sealed, sampleTime: 600, now: 600 }), "drawChunks until 1000");
      assert.equal(dueOf({ status, role, facts: sealed, sampleTime: 1_000, now: 999 }), "wait until 1000");
    }
    const drawn = { ...sealed, sampleChunks: [1] };
    assert.equal(dueOf({ status, role: "sponsor", facts: drawn, sampleTime: 600 }), "openChunks until 1000");
    assert.equal(dueOf({ status, role: "operator", facts: drawn, sampleTime: 600 }), "wait until 1000");
  });

  it("in Funding is to contribute, for who has not, and means to", () => {
    const status = "Funding";
    assert.equal(dueOf({ status }), "contribute until 2000");
    assert.equal(dueOf({ status, role: "backer" }), "contribute until 2000");
    assert.equal(dueOf({ status, role: "backer", contribution: 1n }), "wait until 2000");
    assert.equal(dueOf({ status, role: "operator" }), "wait until 2000");
    assert.equal(dueOf({ status, role: "sponsor" }), "wait until 2000");
  });

  it("in Training is to commit, for who has not, and means to", () => {
    const status = "Training";
    assert.equal(dueOf({ status }), "commit until 3000");
    assert.equal(dueOf({ status, role: "operator" }), "commit until 3000");
    assert.equal(dueOf({ status, role: "operator", submission }), "wait until 3000");
    assert.equal(dueOf({ status, role: "backer" }), "wait until 3000");
  });

  it("in Opening is to draw once the round is signed, and to open what is scored", () => {
    const status = "Opening";
    assert.equal(dueOf({ status, role: "operator", submission, now: 3_499 }), "wait until 3500");
    assert.equal(dueOf({ status, role: "operator", submission, now: 3_500 }), "drawChunks until 4000");
    const facts = { scoredChunks: [0, 2], openChunks: [0, 1] };
    assert.equal(dueOf({ status, role: "sponsor", facts, now: 3_500 }), "openChunks until 4000");
    assert.equal(dueOf({ status, role: "operator", submission, facts, now: 3_500 }), "wait until 4000");
  });

  it("in Proving is to prove the model, and then the chunks that are not counted", () => {
    const at: Changes = { status: "Proving", role: "operator", facts: { scoredChunks: [0, 2] } };
    assert.equal(dueOf({ ...at, submission }), "proveModel until 5000");
    const proven = { ...submission, modelProven: true };
    assert.equal(dueOf({ ...at, submission: { ...proven, countedChunks: [0] } }), "proveScore until 5000");
    assert.equal(dueOf({ ...at, submission: { ...proven, countedChunks: [0, 2] } }), "wait until 5000");
    assert.equal(dueOf({ ...at, role: "backer" }), "wait until 5000");
  });

  it("in Claiming is to claim, for ranks within the prizes that have not", () => {
    const at = { status: "Claiming", role: "operator", submission } as const;
    assert.equal(dueOf({ ...at, rank: 0 }), "claim until 6000");
    assert.equal(dueOf({ ...at, rank: 1 }), "claim until 6000");
    assert.equal(dueOf({ ...at, rank: 2 }), "wait until 6000");
    assert.equal(dueOf(at), "wait until 6000");
    assert.equal(dueOf({ ...at, rank: 0, submission: { ...submission, claimed: true } }), "wait until 6000");
  });

  it("in Reserve is to claim in one's own turn", () => {
    // Five ranked for two prizes: three turns of 333 seconds; the last ends with Reserve.
    const at = { status: "Reserve", role: "operator", submission, facts: { ranked: 5 } } as const;
    const turn = (rank: number, now: number) => dueOf({ ...at, rank, now });
    assert.equal(turn(2, 6_000), "claim until 6333");
    assert.equal(turn(2, 6_332), "claim until 6333");
    assert.equal(turn(2, 6_333), "wait until 7000");
    assert.equal(turn(3, 6_332), "wait until 6333");
    assert.equal(turn(3, 6_333), "claim until 6666");
    assert.equal(turn(4, 6_665), "wait until 6666");
    assert.equal(turn(4, 6_999), "claim until 7000");
    assert.equal(turn(1, 6_100), "wait until 7000");
    assert.equal(
      dueOf({ ...at, rank: 2, now: 6_000, submission: { ...submission, claimed: true } }),
      "wait until 7000",
    );
  });

  it("in Reserve with fewer seconds than turns is for the last rank alone, as in the contracts", () => {
    const terms = { ...base.terms, windows: { ...windows, reserveEnds: 6_002 } };
    const at = { status: "Reserve", role: "operator", submission, facts: { ranked: 5 }, terms, now: 6_001 } as const;
    assert.equal(dueOf({ ...at, rank: 2 }), "wait until 6002");
    assert.equal(dueOf({ ...at, rank: 4 }), "claim until 6002");
  });

  it("once settled is to settle, to take shares, and to take money", () => {
    const status = "Settled";
    assert.equal(dueOf({ status }), "settle");
    const facts = { shares: zeroAddress };
    const owedTo = { ...nothingOwed, shares: 1n, leftOver: 1n };
    assert.equal(dueOf({ status, facts, owedTo, owed: 1n }), "claimShares");
    assert.equal(dueOf({ status, facts, owedTo: { ...owedTo, shares: 0n }, owed: 1n }), "credit");
    assert.equal(dueOf({ status, facts, owed: 1n }), "withdraw");
    assert.equal(dueOf({ status, facts }), "none");
  });

  it("in the other ends is to take money", () => {
    for (const status of ["Failed", "Unmet", "Voided"] as const) {
      for (const item of ["refund", "leftOver", "sponsorBond", "operatorBond", "entryFee", "forfeits"] as const) {
        assert.equal(dueOf({ status, owedTo: { ...nothingOwed, [item]: 1n } }), "credit", item);
      }
      assert.equal(dueOf({ status, owed: 5n }), "withdraw");
      assert.equal(dueOf({ status }), "none");
    }
  });

  it("is to take money rather than to wait, but never before what runs out", () => {
    assert.equal(dueOf({ status: "Training", role: "operator", owed: 1n }), "commit until 3000");
    assert.equal(dueOf({ status: "Training", role: "backer", owed: 1n }), "withdraw");
    const claimed = { ...submission, claimed: true };
    const owedTo = { ...nothingOwed, operatorBond: 1n };
    assert.equal(dueOf({ status: "Claiming", rank: 0, submission: claimed, owedTo }), "credit");
  });

  it("has a name in every status", () => {
    for (const status of bountyStatusNames) {
      assert.ok(nextActionNames.includes(nextAction({ ...base, status }).action), status);
    }
    assert.equal(dueOf({ status: "None" }), "none");
  });
});
