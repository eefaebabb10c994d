// SPDX-License-Identifier: MIT
import type {
  Account,
  Address,
  Chain,
  Client,
  ContractFunctionArgs,
  ContractFunctionReturnType,
  Hash,
  Hex,
  TransactionReceipt,
  Transport,
} from "viem";
import type { Ordering } from "../abis/enums.ts";
import type { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import type { trainingRecordsAbi } from "../abis/trainingRecords.ts";
import type { UniswapContracts } from "../addresses/uniswap.ts";
import type { FeeTier } from "../market/ticks.ts";
import type { ShareOffer } from "../ownership/shareOffer.ts";

export type { ShareOffer } from "../ownership/shareOffer.ts";
export type { ContractProof, ContractVerifyingKey } from "../proving/calldata.ts";

type EscrowAbi = typeof trainingBountiesAbi;

/** Any viem client: public, wallet or test. Actions that send need an account, in it or in their parameters. */
export type CommonweightClient = Client<Transport, Chain | undefined, Account | undefined>;

/** Address of the escrow, `TrainingBounties`. */
export interface EscrowParameters {
  escrow: Address;
}

/** A bounty of an escrow. */
export interface BountyParameters extends EscrowParameters {
  /** Number of the bounty, from 1. */
  bounty: bigint;
}

/** Address of the registry, `ArchitectureRegistry`. */
export interface RegistryParameters {
  registry: Address;
}

/** Records of training in a bounty. */
export interface RecordsParameters {
  /** Address of `TrainingRecords`: `getEscrowSettings` tells it. */
  records: Address;
  /** Number of the bounty, from 1. */
  bounty: bigint;
}

/** Address of a model's shares: `getFacts` and `settle` tell it. */
export interface SharesParameters {
  shares: Address;
}

/** Address of a model's governor: `getGovernance` tells it. */
export interface GovernorParameters {
  governor: Address;
}

/** Address of `ModelLicenses`. */
export interface LicensesParameters {
  licenses: Address;
}

/** Address of `ShareOffers`. */
export interface OffersParameters {
  offers: Address;
}

/** An offer that its maker signed; how it reaches takers is up to the maker. */
export interface SignedShareOffer {
  offer: ShareOffer;
  signature: Hex;
}

/** A proposal of a governor. */
export interface ProposalParameters extends GovernorParameters {
  /** Number of the proposal, as `propose` returns it. */
  proposal: bigint;
}

/** What a proposal proposes: calls that the model's treasury makes, in this order, all or none. */
export interface ProposalContent {
  calls: readonly {
    target: Address;
    /** In wei, from the treasury's ether; none unless given. */
    value?: bigint | undefined;
    data: Hex;
  }[];
  /** For people; two proposals of the same calls differ by it. */
  description: string;
}

/** Where a proposal stands. `Pending`: votes are not taken yet; `Active`: they are; `Succeeded`: it can be queued. */
export type ProposalState =
  | "Pending"
  | "Active"
  | "Canceled"
  | "Defeated"
  | "Succeeded"
  | "Queued"
  | "Expired"
  | "Executed";

/** How a vote is cast; an abstention counts towards the quorum. */
export type VoteSupport = "For" | "Against" | "Abstain";

/** For actions that send a transaction. */
export interface SenderParameters {
  /** Who signs and pays the gas; the client's account unless given. */
  account?: Account | Address | undefined;
}

/** For actions that read events. */
export interface LogRangeParameters {
  /** First block to search, for nodes that limit ranges: the escrow's deployment will do. The first of all unless given. */
  fromBlock?: bigint | undefined;
}

/** A transaction that was mined and succeeded. */
export interface SentTransaction {
  hash: Hash;
  receipt: TransactionReceipt;
}

/** For actions that go on until they are stopped. */
export interface WatchParameters {
  /** Called where a request fails; watching goes on. */
  onError?: ((error: unknown) => void) | undefined;
  /** Milliseconds between two requests; the client's unless given. */
  pollingInterval?: number | undefined;
}

/** Either a transaction, or nothing: what the action is for had been done already, and nothing was sent. */
export type SentOrDone = SentTransaction | { hash: undefined; receipt: undefined };

type ContractTerms = ContractFunctionArgs<EscrowAbi, "nonpayable", "createBounty">[0];

/** What a sponsor promises to operators that keep a training record, see `TrainingRecords`. */
export type TrainingTerms = ContractTerms["training"];

/** Terms of a bounty as the contract takes them, but for the ordering, which has its name here, and for records, which need not be kept. */
export type BountyTerms = Omit<ContractTerms, "ordering" | "training"> & {
  ordering: Ordering;
  /** None unless given. */
  training?: TrainingTerms | undefined;
};

/** One kind of licence that a model sells for periods of 30 days: its price in the token's smallest unit, and its text. */
export type LicenseTier = ContractFunctionReturnType<EscrowAbi, "view", "licenseTierOf">;

/** One chunk of the evaluation set, as the tree of chunks holds it, with its path to the root. */
export type ChunkWithPath = ContractFunctionArgs<EscrowAbi, "nonpayable", "sealChunks">[1][number];

/** What chunks are drawn for: to be shown before anybody pays, or to score submissions. */
export type Draw = "sample" | "score";

/** What an operator committed to. The chain stores its hash; callers bring it. */
export type Submission = ContractFunctionArgs<EscrowAbi, "nonpayable", "claim">[1];

/** What one account can still get from a bounty at this time, itemised, in the token's smallest unit. */
export type Owed = ContractFunctionReturnType<EscrowAbi, "view", "owedTo">;

/** A drawn step of a training record as the contract takes it: the checkpoints around it, its batch, and where they stand. */
export type TrainingStep = ContractFunctionArgs<typeof trainingRecordsAbi, "nonpayable", "proveSteps">[2][number];

/** Both ends of a training record as the contract takes them, with their proofs. */
export type RecordEnds = ContractFunctionArgs<typeof trainingRecordsAbi, "nonpayable", "finishRecord">[2];

/** Facts of a bounty, besides its terms. */
export interface BountyFacts {
  feeBps: number;
  cancelled: boolean;
  /** Indices of the chunks whose proofs are in. */
  sealedChunks: number[];
  /** Indices of the chunks whose words are published. */
  openChunks: number[];
  /** Indices of the chunks drawn to be shown before anybody pays; none before the draw. */
  sampleChunks: number[];
  /** Indices of the chunks drawn for the score; none before the draw. */
  scoredChunks: number[];
  /** The beacon's round that draws the sample; undefined before every chunk is sealed. */
  sampleRound: bigint | undefined;
  /** The beacon's round that draws the chunks for the score. */
  scoreRound: bigint;
  contributed: bigint;
  entryFees: bigint;
  /** Submissions that were not withdrawn. */
  submissions: number;
  /** Submissions on the list of ranks; at most 16. */
  ranked: number;
  /** Ranks, from 0, that have claimed. */
  claimedRanks: number[];
  /** Prizes, from 0, that were claimed. */
  claimedPrizes: number[];
  /** Those of them that were claimed with a stipend. */
  claimedStipends: number[];
  /** Whose published model ranks best; undefined while none is published. */
  bestOperator: Address | undefined;
  /** The model's shares; undefined before the bounty is settled. */
  shares: Address | undefined;
}

/** Facts of one operator's submission. */
export interface SubmissionFacts {
  /** keccak256 of the encoded {@link Submission}. */
  submissionHash: Hex;
  sequence: number;
  /** Right answers on the chunks counted so far. */
  score: number;
  /** Proven size in bits; 0 before the model is proven. */
  bits: number;
  /** Indices of the chunks whose scores are in. */
  countedChunks: number[];
  /** Pieces, from 0, that were published of a model too large for one transaction. */
  publishedPieces: number[];
  modelProven: boolean;
  claimed: boolean;
  /** The prize, from 0, that was claimed; undefined before. */
  prize: number | undefined;
  /** Proven digest of the words; 0 before the model is proven. */
  digest: bigint;
}

/** Where Uniswap v3 is. */
export interface UniswapParameters {
  /** Its contracts; those known for the client's chain unless given. */
  uniswap?: UniswapContracts | undefined;
}

/** The pool of a model's shares with one token and one fee. */
export interface PoolParameters extends UniswapParameters {
  /** The model's shares. */
  shares: Address;
  /** What they are traded for: most often the token of the bounty. */
  token: Address;
  /** What the pool takes of every trade, in millionths: 500, 3,000 or 10,000, which is 1 % and is taken unless given. */
  fee?: FeeTier | undefined;
}

/** For transactions that are worth something for a while only. */
export interface DeadlineParameters {
  /** Last second of the chain's time in which the transaction may be mined; twenty minutes from the latest block unless given. */
  deadline?: bigint | undefined;
}
