// SPDX-License-Identifier: MIT
// The attacks that this field has seen, and the tests that try them.

/** One attack. */
export interface Threat {
  number: number;
  attack: string;
  /** Tests that try it; each has to run, and to pass. */
  tests: ThreatTest[];
}

/** A test by its file and its whole name; where `solidity` is set, a function of that Solidity test. */
export type ThreatTest = { solidity: string; name: string } | { node: string; name: string };

const escrow = (file: string, name: string): ThreatTest => ({
  solidity: `test/contracts/TrainingBounties/${file}.t.sol`,
  name,
});
const library = (file: string, name: string): ThreatTest => ({ solidity: `test/contracts/${file}.t.sol`, name });
const circuit = (file: string, name: string): ThreatTest => ({ node: `circuits/test/${file}.test.ts`, name });
const sdk = (file: string, name: string): ThreatTest => ({ node: `sdk/test/${file}.test.ts`, name });

const records = (name: string): ThreatTest => library("TrainingRecords/Attacks", name);
const revenue = (name: string): ThreatTest => library("ownership/Revenue", name);

export const threats: readonly Threat[] = [
  {
    number: 1,
    attack: "training on the test set",
    tests: [
      escrow("Evaluation", "test_Open_RevertWhen_ChunkIsNotDrawn"),
      escrow("Evaluation", "test_Draw_FromTheSeed_AndAgainChangesNothing"),
      sdk("actions/timelock", "is refused where it opens before the score round"),
    ],
  },
  {
    number: 2,
    attack: "probing the leaderboard; many variants of one model",
    tests: [
      escrow("Scoring", "test_Score_RevertGiven_NotProving"),
      escrow("Submissions", "test_Commit_RevertGiven_ASubmission"),
    ],
  },
  {
    number: 3,
    attack: "copying another's weights or commitment",
    tests: [
      escrow("Threats", "test_Threat04_CopiedCommitmentCountsForNobody"),
      records("test_AStolenModelPastedInAtTheLastStep"),
    ],
  },
  {
    number: 4,
    attack: "front-running a submission, proof or claim",
    tests: [
      escrow("Threats", "test_Threat04_FrontRunClaimPaysTheCommittedPayee"),
      escrow("Scoring", "test_Threat35_CopiedProofSentAhead"),
    ],
  },
  {
    number: 5,
    attack: "replaying a proof for another operator or model",
    tests: [escrow("Scoring", "test_Threat05_ReplayedProof"), records("test_AReplayedRecord")],
  },
  {
    number: 6,
    attack: "an architecture with known toxic waste, registered after money is in",
    tests: [escrow("Submissions", "test_Threat06_ArchitectureRegisteredAfterTheMoneyIsIn")],
  },
  {
    number: 7,
    attack: "a broken verifying key",
    tests: [
      library("ArchitectureRegistry", "test_registerTask_RevertWhen_KeyIsNotSound"),
      library("ArchitectureRegistry", "test_registerArchitecture_RevertWhen_KeyIsNotSound"),
      library("ArchitectureRegistry", "test_registerPair_RevertWhen_KeyIsNotSound"),
    ],
  },
  {
    number: 8,
    attack: "input aliasing, aliased A.y, point at infinity",
    tests: [escrow("Scoring", "test_Threat08_AliasedInputs")],
  },
  { number: 9, attack: "proof malleability", tests: [escrow("Scoring", "test_Threat09_MalleatedProofChangesNothing")] },
  {
    number: 10,
    attack: "`verify` short of gas returns false",
    tests: [escrow("Threats", "test_Threat10_VerificationShortOfGasMovesNothing")],
  },
  {
    number: 11,
    attack: "under-constrained circuits",
    tests: [
      circuit("arithmetic/Bits", "the bits of x + p do not pass for those of x"),
      circuit("nn/RequantiseReLU", "a quotient that is one too large, with a negative remainder, is refused"),
      circuit("nn/StrictArgmax", "the witness is unique, but for claiming less and for the level of wrong samples"),
    ],
  },
  {
    number: 12,
    attack: "lane overflow in packed arithmetic",
    tests: [
      circuit("generator/bounds", "lanes are exact at the limit, and refused one beyond it"),
      circuit("generator/bounds", "the bounds of every layer are reached by some weights, biases and inputs"),
    ],
  },
  {
    number: 13,
    attack: "all-equal logits, unset labels, padded samples counted as correct",
    tests: [
      circuit("nn/StrictArgmax", "a tie does not pass for right"),
      circuit("model/Labels", "no label, two labels, and flags that only sum to 1 are refused"),
    ],
  },
  {
    number: 14,
    attack: "the sponsor never opens, and creates operators to get its bond back",
    tests: [
      escrow("Threats", "test_Threat14_SponsorWithOperatorsOfItsOwn"),
      sdk("actions/timelock", "lets a stranger open the drawn chunks, and the bounty goes on"),
    ],
  },
  {
    number: 15,
    attack: "the sponsor cancels or changes terms after seeing work",
    tests: [escrow("Contribute", "test_Threat15_NoCancelOnceAnyoneHasContributed")],
  },
  {
    number: 16,
    attack: "the sponsor seals garbage, or re-rolls a bad sample",
    tests: [
      escrow("Evaluation", "test_Seal_RevertWhen_ProofIsFalse"),
      escrow("Threats", "test_Threat16_SponsorReRollsTheSample"),
    ],
  },
  {
    number: 17,
    attack: "the winner keeps the weights, or publishes others",
    tests: [
      escrow("Claims", "test_Threat17_OtherWeightsPublished"),
      escrow("Publishing", "test_Claim_RevertWhen_ThePiecesHaveAnotherDigest"),
    ],
  },
  {
    number: 18,
    attack: "withholding by several ranks of one attacker",
    tests: [escrow("Claims", "test_Threat18_WithholdingByManyRanks")],
  },
  {
    number: 19,
    attack: "an early placeholder replaced late",
    tests: [escrow("Submissions", "test_Threat19_PlaceholderReplacedLate")],
  },
  {
    number: 20,
    attack: "choosing the beacon's round; two bounties sharing a draw",
    tests: [
      escrow("Evaluation", "test_Threat20_ChoosingTheRound"),
      escrow("Evaluation", "test_Threat20_TwoBountiesShareARound"),
      records("test_ASeedGroundByTheOperator"),
      records("test_ARootPostedAfterTheDrawIsKnown"),
    ],
  },
  { number: 21, attack: "beacon round not proven", tests: [escrow("Threats", "test_Threat21_SilentBeacon")] },
  {
    number: 22,
    attack: "fee-on-transfer, rebasing, ERC-777 tokens",
    tests: [
      escrow("Threats", "test_Threat22_FeeOnTransferIsRefused"),
      escrow("Threats", "test_Threat22_TokenThatCallsBack"),
    ],
  },
  {
    number: 23,
    attack: "donation into the escrow",
    tests: [escrow("Threats", "test_Threat23_DonationsChangeNothing")],
  },
  {
    number: 24,
    attack: "blocked recipient, paused token",
    tests: [escrow("Threats", "test_Threat24_BlockedAccountAndPausedToken")],
  },
  {
    number: 25,
    attack: "unbounded loops",
    tests: [escrow("Threats", "test_Threat25_CreditDoesNotGrowWithTheBackers")],
  },
  {
    number: 26,
    attack: "permit front-run",
    tests: [
      escrow("Contribute", "test_Threat26_PermitFrontRun"),
      library("ownership/ModelLicenses", "test_Threat26_LicensePermitFrontRun"),
      library("ownership/ShareOffers", "test_Threat26_OfferPermitFrontRun"),
    ],
  },
  {
    number: 27,
    attack: "just-in-time shares around a revenue payment",
    tests: [revenue("test_Threat27_JustInTimeShares")],
  },
  {
    number: 28,
    attack: "revenue stuck in a pool or unclaimed shares; dust that stretches the stream",
    tests: [
      revenue("test_Threat28_WhatAPoolEarnedStreamsAgain"),
      revenue("test_Threat28_WhatUnclaimedSharesEarnedFollowsThem"),
      revenue("test_Threat28_DustDoesNotStretchTheStream"),
    ],
  },
  {
    number: 29,
    attack: "rounding in a thief's favour",
    tests: [escrow("Money", "testFuzz_Threat29_RoundingInNobodysFavour")],
  },
  {
    number: 30,
    attack: "flash-loaned votes, voting twice by transfer, capture right after settlement, treasury shares voting",
    tests: [
      library("ownership/ModelGovernor", "test_Threat30_FlashBorrowedVotes"),
      library("ownership/ModelGovernor", "test_Threat30_VotingTwiceByTransfer"),
      library("ownership/ModelGovernor", "test_Threat30_CaptureRightAfterSettlement"),
      library("ownership/ModelGovernor", "test_Threat30_TreasuryVoting"),
      library("ownership/ModelGovernor", "test_Threat30_UnclaimedSharesVoting"),
    ],
  },
  {
    number: 31,
    attack: "a deadline during a sequencer outage",
    tests: [escrow("Threats", "test_Threat31_TheLastSecondCounts")],
  },
  {
    number: 32,
    attack: "malicious files",
    tests: [
      sdk("proving/prove", "refuses a key file that is cut short"),
      sdk("proving/prove", "refuses the witness generator of another circuit"),
      sdk("addresses/deployment", "is refused with the file that is missing, cut short, or wrong in a field"),
      sdk("timelock/document", "is refused by its size before it is parsed"),
      sdk("timelock/document", "is read or refused by a named error, whatever was done to it"),
    ],
  },
  {
    number: 33,
    attack: "lost secrets on the operator's side",
    tests: [sdk("actions/badInput", "keeps a bounty from being created")],
  },
  {
    number: 34,
    attack: "a failure of the node in the middle of a flow",
    tests: [
      sdk("actions/publishing", "is published in pieces, goes on where it stopped, and is read back"),
      sdk("proving/batch/proveMany", "are taken up by the next run where a run was killed"),
    ],
  },
  {
    number: 35,
    attack: "a copied proof sent ahead, so that a batch reverts",
    tests: [escrow("Scoring", "test_Threat35_CopiedProofSentAhead")],
  },
  {
    number: 36,
    attack: "guessing the sealed rows from a public data set",
    tests: [
      sdk("storage/store", "refuses a second challenge for the salt of a chunk"),
      sdk("storage/store", "refuses one salt for two chunks of a set"),
    ],
  },
  {
    number: 37,
    attack: "licences for a century at price one, or a price raised in front of the buyer",
    tests: [
      library("ownership/ModelLicenses", "test_Threat37_LicenseForACenturyAtPriceOne"),
      library("ownership/ModelLicenses", "test_Threat37_PriceRaisedInFrontOfTheBuyer"),
      library("ownership/ModelLicenses", "test_Threat37_TextExchangedInFrontOfTheBuyer"),
    ],
  },
  {
    number: 38,
    attack: "a royalty circle, or a parent that blocks the child",
    tests: [
      revenue("test_Threat38_ParentThatRefusesBlocksNothing"),
      revenue("test_Threat38_CirclePassesOnOneLevelACall"),
    ],
  },
  {
    number: 39,
    attack: "one training replayed under ten names for stipends",
    tests: [
      records("test_Threat39_OneTrainingUnderTenNames"),
      records("test_AReplayedRecord"),
      records("test_TwoRecordsForOneModel"),
      records("test_AWithheldStep"),
    ],
  },
];
