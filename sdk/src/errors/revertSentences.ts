// SPDX-License-Identifier: MIT
import type { ContractErrorArgs, ContractErrorName } from "viem";
import type { architectureRegistryAbi } from "../abis/architectureRegistry.ts";
import type { beaconAbi } from "../abis/beacon.ts";
import { bountyStatusNames, recordStatusNames } from "../abis/enums.ts";
import type { modelGovernanceAbi } from "../abis/modelGovernance.ts";
import type { modelGovernorAbi } from "../abis/modelGovernor.ts";
import type { modelLicensesAbi } from "../abis/modelLicenses.ts";
import type { modelSharesAbi } from "../abis/modelShares.ts";
import type { shareOffersAbi } from "../abis/shareOffers.ts";
import type { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import type { trainingRecordsAbi } from "../abis/trainingRecords.ts";
import { bitPositions } from "../actions/internal/bitmap.ts";

type ProtocolAbi =
  | typeof trainingBountiesAbi
  | typeof trainingRecordsAbi
  | typeof architectureRegistryAbi
  | typeof beaconAbi
  | typeof modelSharesAbi
  | typeof modelGovernanceAbi
  | typeof modelGovernorAbi
  | typeof modelLicensesAbi
  | typeof shareOffersAbi;

/** Name of an error that a contract of this protocol, its libraries, its token or OpenZeppelin can revert with. */
export type RevertName = ContractErrorName<ProtocolAbi>;

/** Errors of OpenZeppelin and of tokens; a sentence of our own is optional. */
type ForeignRevertName = Extract<
  RevertName,
  | `${"ERC" | "ECDSA" | "SafeCast" | "SafeERC20" | "Ownable" | "Checkpoint" | "Failed" | "Votes"}${string}`
  | `${"AccessControl" | "Create2" | "Governor" | "Timelock"}${string}`
  | "AddressEmptyCode"
  | "InsufficientBalance"
  | "InvalidAccountNonce"
  | "InvalidInitialization"
  | "InvalidShortString"
  | "MissingPrecompile"
  | "NotInitializing"
  | "ReentrancyGuardReentrantCall"
  | "StringTooLong"
  | "StringsInsufficientHexLength"
>;
type OwnRevertName = Exclude<RevertName, ForeignRevertName>;

type RevertArguments<name extends RevertName> = Extract<ContractErrorArgs<ProtocolAbi, name>, readonly unknown[]>;
type Sentences = { readonly [name in OwnRevertName]: (...args: RevertArguments<name>) => string } & {
  readonly [name in ForeignRevertName]?: (...args: RevertArguments<name>) => string;
};

const statusName = (status: number): string => bountyStatusNames[status] ?? `status ${status}`;

/** For every error of the protocol, what happened, with the value and what was expected. */
const sentences: Sentences = {
  AccountIsPool: (account) =>
    `${account} is a pool of the shares, out of which nobody could take the money again; exclude it, and its revenue goes to the other holders.`,
  AccountZero: () => "An account is the zero address; expected another.",
  AlreadyClaimed: (bounty, operator) => `The submission of ${operator} in bounty ${bounty} has been claimed already.`,
  AlreadyExcluded: (pool) => `The pool ${pool} is excluded from revenue already.`,
  AlreadySettled: (bounty) => `Bounty ${bounty} has been settled already.`,
  AmountZero: () => "The amount is 0; expected more.",
  ArchitectureAlreadyRegistered: (architecture) => `The architecture ${architecture} is registered already.`,
  ArchitectureNotAdmitted: (bounty, architecture) =>
    `Bounty ${bounty} does not admit the architecture ${architecture}; expected the one of its terms, or one registered for its task in time.`,
  ArchitectureUnknown: (architecture) => `No architecture ${architecture} is registered.`,
  BatchNotInRoot: (bounty, step, batch) =>
    `The batch brought for step ${step} is not number ${batch} under the root of batches in the terms of bounty ${bounty}.`,
  BatchTooLarge: (size, maximum) => `The batch holds ${size}; expected at most ${maximum}.`,
  BountyHasContributions: (bounty, contributed) =>
    `Bounty ${bounty} holds contributions of ${contributed}; it can be cancelled only while it holds none.`,
  BountyUnknown: (bounty) => `There is no bounty ${bounty}.`,
  BytesHashMismatch: (expected, actual) =>
    `The published words have the hash ${actual}; expected the committed ${expected}.`,
  CheckpointNotInRoot: (bounty, operator, step) =>
    `The commitment brought for checkpoint ${step} does not lead to the root that ${operator} posted in bounty ${bounty}.`,
  ChunkNotDrawn: (bounty, index) => `Chunk ${index} of bounty ${bounty} was not drawn; it stays sealed.`,
  ChunkNotInRoot: (bounty, index) =>
    `Chunk ${index} does not lead to the root of chunks in the terms of bounty ${bounty}.`,
  ChunksNotDrawn: (bounty) => `No chunks of bounty ${bounty} are drawn yet; expected the beacon's round first.`,
  ChunksNotSealed: (bounty, sealedChunks) =>
    `Of the chunks of bounty ${bounty} only some are sealed, as the bits of ${sealedChunks} say; the sample is drawn once all are.`,
  CommitmentNotCanonical: (commitment) => `The commitment ${commitment} is not below the order of the scalar field.`,
  CorrectOutOfBounds: (correct, samples) => `${correct} correct answers are claimed; a chunk has ${samples} samples.`,
  DigestMismatch: (expected, actual) =>
    `The published words have the digest ${actual}; expected the proven ${expected}.`,
  EntryIsPaused: () => "The guardian has paused new bounties and contributions.",
  BeaconKeyInvalid: () => "The beacon's key is no point of the group G2 in canonical form.",
  BeaconPeriodZero: () => "The beacon's period is 0 seconds; expected 1 or more.",
  DomainTooLong: (actual, most) => `The domain has ${actual} bytes; expected at most ${most}.`,
  ParentMismatch: (parent, expected, actual) =>
    `A record begins with the best model of bounty ${parent}, which is that of ${expected}, and not with that of ${actual}.`,
  PrecompileFailed: (precompile) =>
    `The call of precompile ${precompile} failed; expected a chain that has it, and more gas.`,
  ProvingCallsTooMany: (actual, maximum) =>
    `${actual} calls of a multicall verify proofs or a round; expected at most ${maximum}.`,
  RecipeAlreadyRegistered: (recipe) => `The recipe ${recipe} is registered already.`,
  RecipeArchitectureMismatch: (bounty, expected, actual) =>
    `The recipe trains the architecture ${expected}, and the submission in bounty ${bounty} is of ${actual}.`,
  RecipeNotAdmitted: (recipe) =>
    `The recipe ${recipe} is not admitted: it is retired, or its records begin with a parent's model and the terms name no parent.`,
  RecipeUnknown: (recipe) => `There is no recipe ${recipe}.`,
  RecipientIsShares: () =>
    "The recipient is the shares' own contract, which holds what nobody has claimed yet; expected another address.",
  RecordExists: (bounty, operator) => `${operator} has opened its record in bounty ${bounty} already.`,
  RecordsMismatch: (expected, actual) => `The escrow expects its records at ${expected}, and not at ${actual}.`,
  RecordsNotKept: (bounty) => `The terms of bounty ${bounty} name no recipe, so no records of training are kept.`,
  RecordStatusMismatch: (bounty, operator, actual, expected) =>
    `The record of ${operator} in bounty ${bounty} is in ${recordStatusNames[actual]}; the action is possible in ${recordStatusNames[expected]} only.`,
  RevenueTooLarge: (amount, maximum) =>
    `The payment is ${amount}; the model's shares can account for ${maximum} more, of 2^96 - 1 in all.`,
  RootZero: () => "The root is 0; expected that of a tree of checkpoints.",
  RoundNotProven: (round) => `Nobody has proven round ${round} of the beacon yet.`,
  RoundZero: () => "The round is 0; rounds of the beacon count from 1.",
  SeedTooLate: (bounty, seedTime, trainingEnds) =>
    `The round of the seed would come at ${seedTime}, and Training of bounty ${bounty} ends at ${trainingEnds}; expected a record opened earlier.`,
  SignatureInvalid: (round) => `The signature is not the beacon's of round ${round}.`,
  SignatureLengthInvalid: (actual, expected) => `The signature has ${actual} bytes; expected ${expected}.`,
  SignaturePointInvalid: (x, y) => `The signature (${x}, ${y}) is no point of the group G1 in canonical form.`,
  StepNotDrawn: (bounty, step) => `Step ${step} is not among those drawn of the records of bounty ${bounty}.`,
  StepNotInRoot: (bounty, operator, step) =>
    `The commitments brought for step ${step} do not lead to the root that ${operator} posted in bounty ${bounty}.`,
  StepsNotDrawn: (bounty) =>
    `The steps of the records of bounty ${bounty} are not drawn yet; expected the beacon's round first.`,
  StepsMissing: (bounty, operator, proven, expected) =>
    `Of the record of ${operator} in bounty ${bounty} the places ${bitPositions(expected & ~proven).join(", ")} among the drawn steps are not proven yet.`,
  TimeBeforeGenesis: (time, genesis) => `The time ${time} lies before the beacon's first round at ${genesis}.`,
  GovernanceExists: (shares, governor) => `The model with the shares ${shares} has the governor ${governor} already.`,
  KeyCoordinateNotCanonical: (point, index, coordinate) =>
    `A coordinate of the key's point ${point}[${index}] is ${coordinate}, not below the order of the base field.`,
  KeyDataMalformed: (keyData, codeBytes) =>
    `${keyData} holds ${codeBytes} bytes of code that are no verifying key; expected a data contract of this registry.`,
  KeyGammaEqualsDelta: () => "The key's points gamma and delta are equal; anybody could forge proofs under such a key.",
  KeyLengthMismatch: (expected, actual) =>
    `The key has ${actual} points for public inputs and the constant; the statement takes ${expected}.`,
  KeyPointAtInfinity: (point, index) => `The key's point ${point}[${index}] is the point at infinity.`,
  KeyPointNotInGroup: (point, index) => `The key's point ${point}[${index}] is not in its group.`,
  LicensePeriodsOutOfBounds: (periods, minimum, maximum) =>
    `The licence is to hold for ${periods} periods; expected ${minimum} to ${maximum}.`,
  LicensePriceTooHigh: (price, maximum) => `The licence costs ${price}; expected at most ${maximum}.`,
  LicenseTierNotSold: (shares, tier) => `The model with the shares ${shares} does not sell the licence tier ${tier}.`,
  LicenseTooLong: (tokenId, expiry, latest) =>
    `Licence ${tokenId} would hold until ${expiry}; expected no later than ${latest}, twelve periods from now.`,
  LengthMismatch: (expected, actual) =>
    `Two lists that belong together differ in length: ${actual}; expected ${expected}.`,
  LicenseTierUnknown: (bounty, tier, tiers) =>
    `There is no licence tier ${tier} in the terms of bounty ${bounty}; they have ${tiers}, counted from 0.`,
  ModelAlreadyProven: (bounty, operator) => `The model of ${operator} in bounty ${bounty} is proven already.`,
  NotAPool: (account) =>
    `${account} is no Uniswap v3 pool of these shares that the factory knows; only such a pool can be excluded.`,
  NotRanked: (bounty, operator) => `The submission of ${operator} in bounty ${bounty} is not ranked.`,
  MulticallNested: () => "A multicall holds another multicall; expected calls of other functions.",
  NotSettled: (bounty) => `Bounty ${bounty} is not settled yet.`,
  NotYourTurn: (bounty, operator, rank, opensTo) =>
    `The submission of ${operator} in bounty ${bounty} has rank ${rank}; at this time the claim is open to ${opensTo}: in Claiming to the ranks below that number, in Reserve to that rank alone.`,
  NothingOwed: (token, account) => `Nothing of the token ${token} is owed to ${account}.`,
  OfferAlreadyCancelled: (hash) => `The offer ${hash} has been cancelled.`,
  OfferEpochMismatch: (maker, expected, actual) =>
    `The offer was signed in epoch ${actual} of ${maker}, whose offers of epoch ${expected} alone can be filled.`,
  OfferExpired: (hash, expiry) => `The offer ${hash} could be filled before ${expiry}.`,
  OfferOverfilled: (hash, asked, left) => `${asked} were asked of the offer ${hash}; ${left} are left.`,
  OfferPriceZero: (hash) => `The offer ${hash} asks for nothing; expected a price.`,
  OfferSignatureInvalid: (hash, maker) => `The signature of the offer ${hash} is not that of its maker ${maker}.`,
  OnlyLicensee: (tokenId, licensee, sender) =>
    `${sender} called what only ${licensee}, who holds licence ${tokenId}, may call.`,
  OnlyMaker: (maker, sender) => `${sender} called what only ${maker}, the maker of the offer, may call.`,
  OnlyTaker: (taker, sender) => `${sender} fills an offer that only ${taker} may fill.`,
  OnlyTreasury: (treasury, sender) => `${sender} called what only ${treasury}, the model's treasury, may call.`,
  OnlyEscrow: (caller) => `${caller} called what only the escrow may call.`,
  OnlyGuardian: (sender) => `${sender} called what only the guardian may call.`,
  OnlySponsor: (bounty, sender) => `${sender} called what only the sponsor of bounty ${bounty} may call.`,
  PairAlreadyRegistered: (task, architecture) =>
    `The architecture ${architecture} is registered for the task ${task} already.`,
  PairUnknown: (task, architecture) => `The architecture ${architecture} is not registered for the task ${task}.`,
  ParentTokenMismatch: (parent, expected, actual) =>
    `The terms name the token ${actual}, and the parent, bounty ${parent}, is in ${expected}; expected the same token.`,
  PieceOutOfBounds: (piece, pieces) => `There is no piece ${piece} of the model; it has ${pieces}, counted from 0.`,
  PiecesMissing: (published, expected) =>
    `Some pieces of the model are not published: their bits are ${published}; expected ${expected}.`,
  ProofInvalid: () => "The proof does not verify under the registered key and these public inputs.",
  ProposalTooEarly: (time, from) => `The first proposal can be made at ${from}; it is ${time}.`,
  SamplesOutOfBounds: (samples, minimum, maximum) =>
    `A chunk has ${samples} samples; expected ${minimum} to ${maximum}.`,
  SettingIsConstant: () => "No vote can change the governor's settings or its treasury.",
  SharesMissing: (shares) => `There are no shares at ${shares}; expected those of a settled model.`,
  SharesUnknown: (shares) => `${shares} are not the shares of a bounty of the escrow.`,
  SponsorNotSender: (sponsor, sender) =>
    `The terms name the sponsor ${sponsor}, but ${sender} sends them; expected the same account.`,
  StatusMismatch: (bounty, actual, expected) =>
    actual === bountyStatusNames.indexOf("None")
      ? `There is no bounty ${bounty}.`
      : `Bounty ${bounty} is in ${statusName(actual)}; the action is possible in ${statusName(expected)} only.`,
  SubmissionExists: (bounty, operator) =>
    `${operator} has a submission in bounty ${bounty} already; replace it instead.`,
  SubmissionMismatch: (bounty, operator, expected, actual) =>
    `The submission brought for ${operator} in bounty ${bounty} hashes to ${actual}; the committed one to ${expected}.`,
  SubmissionMissing: (bounty, operator) => `${operator} has no submission in bounty ${bounty}.`,
  TakerIsMaker: (maker) => `${maker} is the maker of the offer; expected another account to fill it.`,
  TaskAlreadyRegistered: (task) => `The task ${task} is registered already.`,
  TaskNotAdmitted: (task) => `The task ${task} is retired; no new bounty admits it.`,
  TaskUnknown: (task) => `No task ${task} is registered.`,
  TermOutOfBounds: (term, value, minimum, maximum) =>
    `The term ${term} is ${value}; expected ${minimum} to ${maximum}.`,
  TokenNotAllowed: (token) => `The token ${token} is not on the list of allowed tokens.`,
  TransferMismatch: (token, expected, received) =>
    `The token ${token} moved ${received} where ${expected} was asked: it takes a fee or rebases, which is refused.`,
  TreasuryMismatch: (shares, expected, actual) =>
    `The shares ${shares} name the treasury ${expected}, and ${actual} would be created; expected shares of this protocol, settled.`,
  TreasuryNeverVotes: (treasury) =>
    `${treasury} is the model's own treasury, whose shares never vote; it cannot delegate.`,
  TooEarlyToDraw: (bounty, trainingEnds) =>
    `Training of bounty ${bounty} goes on until ${trainingEnds}; expected a draw of its records' steps after that.`,
  WordNotCanonical: (position, word) => `Word ${position} is ${word}, not below the order of the scalar field.`,
  WordsLengthMismatch: (expectedWords, actualBytes) =>
    `The published words take ${actualBytes} bytes; expected ${expectedWords} words of 32 bytes.`,
  WordsOutOfBounds: (words, minimum, maximum) =>
    `${words} words are to be published; expected ${minimum} to ${maximum}.`,

  ERC20InsufficientAllowance: (spender, allowance, needed) =>
    `${spender} is allowed to take ${allowance} of the token; ${needed} are needed.`,
  ERC20InsufficientBalance: (sender, balance, needed) =>
    `${sender} holds ${balance} of the token; ${needed} are needed.`,
  ERC2612ExpiredSignature: (deadline) => `The permit's deadline, ${deadline}, has passed.`,
  GovernorInsufficientProposerVotes: (proposer, votes, threshold) =>
    `${proposer} had ${votes} votes a second ago; ${threshold} are needed to propose.`,
  GovernorInvalidSignature: (voter) =>
    `The signature is not one of ${voter} for this vote and its next nonce; expected one that was not used before.`,
  GovernorNonexistentProposal: (proposal) => `There is no proposal ${proposal}.`,
  OwnableUnauthorizedAccount: (account) => `${account} called what only the owner may call.`,
  SafeERC20FailedOperation: (token) => `A call of the token ${token} failed.`,
};

/**
 * What a decoded revert means, in a sentence.
 *
 * @param name - name of the custom error, or `Error` or `Panic` for Solidity's own
 * @param args - its arguments, decoded
 */
export function revertSentence(name: string, args: readonly unknown[]): string {
  const sentence = (sentences as Record<string, ((...values: unknown[]) => string) | undefined>)[name];
  if (sentence !== undefined) return sentence(...args);
  return `The contract reverted with ${name}(${args.map(String).join(", ")}).`;
}

/** True where the error is one that this protocol declares, not one of its token or of OpenZeppelin. */
export function isProtocolRevert(name: string): boolean {
  return name in sentences && !/^(ERC|SafeERC20|Ownable)/.test(name);
}
