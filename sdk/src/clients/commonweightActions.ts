// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { type AllowTokenParameters, type AllowTokenReturnType, allowToken } from "../actions/allowToken.ts";
import { type ApproveTokenParameters, type ApproveTokenReturnType, approveToken } from "../actions/approveToken.ts";
import { type BuyLicenseParameters, type BuyLicenseReturnType, buyLicense } from "../actions/buyLicense.ts";
import {
  type BuyLicenseWithPermitParameters,
  type BuyLicenseWithPermitReturnType,
  buyLicenseWithPermit,
} from "../actions/buyLicenseWithPermit.ts";
import { type CancelParameters, type CancelReturnType, cancel } from "../actions/cancel.ts";
import {
  type CancelAllShareOffersParameters,
  type CancelAllShareOffersReturnType,
  cancelAllShareOffers,
} from "../actions/cancelAllShareOffers.ts";
import {
  type CancelShareOfferParameters,
  type CancelShareOfferReturnType,
  cancelShareOffer,
} from "../actions/cancelShareOffer.ts";
import { type CastVoteParameters, type CastVoteReturnType, castVote } from "../actions/castVote.ts";
import {
  type CastVoteBySignatureParameters,
  type CastVoteBySignatureReturnType,
  castVoteBySignature,
} from "../actions/castVoteBySignature.ts";
import { type CheckTimelockParameters, type CheckTimelockReturnType, checkTimelock } from "../actions/checkTimelock.ts";
import { type ClaimParameters, type ClaimReturnType, claim } from "../actions/claim.ts";
import { type ClaimRevenueParameters, type ClaimRevenueReturnType, claimRevenue } from "../actions/claimRevenue.ts";
import { type ClaimSharesParameters, type ClaimSharesReturnType, claimShares } from "../actions/claimShares.ts";
import { type CommitParameters, type CommitReturnType, commit } from "../actions/commit.ts";
import { type ContributeParameters, type ContributeReturnType, contribute } from "../actions/contribute.ts";
import {
  type ContributeWithPermitParameters,
  type ContributeWithPermitReturnType,
  contributeWithPermit,
} from "../actions/contributeWithPermit.ts";
import { type CreateBountyParameters, type CreateBountyReturnType, createBounty } from "../actions/createBounty.ts";
import {
  type CreateGovernanceParameters,
  type CreateGovernanceReturnType,
  createGovernance,
} from "../actions/createGovernance.ts";
import { type CreditParameters, type CreditReturnType, credit } from "../actions/credit.ts";
import { type DelegateParameters, type DelegateReturnType, delegate } from "../actions/delegate.ts";
import {
  type DistributeRoyaltyParameters,
  type DistributeRoyaltyReturnType,
  distributeRoyalty,
} from "../actions/distributeRoyalty.ts";
import { type DrawChunksParameters, type DrawChunksReturnType, drawChunks } from "../actions/drawChunks.ts";
import { type DrawStepsParameters, type DrawStepsReturnType, drawSteps } from "../actions/drawSteps.ts";
import { type ExcludePoolParameters, type ExcludePoolReturnType, excludePool } from "../actions/excludePool.ts";
import {
  type ExecuteProposalParameters,
  type ExecuteProposalReturnType,
  executeProposal,
} from "../actions/executeProposal.ts";
import {
  type FillShareOfferParameters,
  type FillShareOfferReturnType,
  fillShareOffer,
} from "../actions/fillShareOffer.ts";
import { type FinishRecordParameters, type FinishRecordReturnType, finishRecord } from "../actions/finishRecord.ts";
import {
  type GetArchitectureDefinitionParameters,
  type GetArchitectureDefinitionReturnType,
  getArchitectureDefinition,
} from "../actions/getArchitectureDefinition.ts";
import { type GetBountiesParameters, type GetBountiesReturnType, getBounties } from "../actions/getBounties.ts";
import {
  type GetBountyCountParameters,
  type GetBountyCountReturnType,
  getBountyCount,
} from "../actions/getBountyCount.ts";
import {
  type GetBountyEventsParameters,
  type GetBountyEventsReturnType,
  getBountyEvents,
} from "../actions/getBountyEvents.ts";
import {
  type GetBountyStatusParameters,
  type GetBountyStatusReturnType,
  getBountyStatus,
} from "../actions/getBountyStatus.ts";
import { type GetChunksParameters, type GetChunksReturnType, getChunks } from "../actions/getChunks.ts";
import {
  type GetClaimableRevenueParameters,
  type GetClaimableRevenueReturnType,
  getClaimableRevenue,
} from "../actions/getClaimableRevenue.ts";
import {
  type GetCommittedSubmissionParameters,
  type GetCommittedSubmissionReturnType,
  getCommittedSubmission,
} from "../actions/getCommittedSubmission.ts";
import {
  type GetContributionParameters,
  type GetContributionReturnType,
  getContribution,
} from "../actions/getContribution.ts";
import { type GetDelegateParameters, type GetDelegateReturnType, getDelegate } from "../actions/getDelegate.ts";
import { type GetDrawnStepsParameters, type GetDrawnStepsReturnType, getDrawnSteps } from "../actions/getDrawnSteps.ts";
import {
  type GetEscrowSettingsParameters,
  type GetEscrowSettingsReturnType,
  getEscrowSettings,
} from "../actions/getEscrowSettings.ts";
import { type GetEventsParameters, type GetEventsReturnType, getEvents } from "../actions/getEvents.ts";
import { type GetFactsParameters, type GetFactsReturnType, getFacts } from "../actions/getFacts.ts";
import { type GetGovernanceParameters, type GetGovernanceReturnType, getGovernance } from "../actions/getGovernance.ts";
import { type GetLicenseParameters, type GetLicenseReturnType, getLicense } from "../actions/getLicense.ts";
import { type GetLicensesOfParameters, type GetLicensesOfReturnType, getLicensesOf } from "../actions/getLicensesOf.ts";
import {
  type GetLicenseTierParameters,
  type GetLicenseTierReturnType,
  getLicenseTier,
} from "../actions/getLicenseTier.ts";
import {
  type GetLicenseTiersParameters,
  type GetLicenseTiersReturnType,
  getLicenseTiers,
} from "../actions/getLicenseTiers.ts";
import { type GetLineageParameters, type GetLineageReturnType, getLineage } from "../actions/getLineage.ts";
import { type GetModelParameters, type GetModelReturnType, getModel } from "../actions/getModel.ts";
import { type GetNextActionParameters, type GetNextActionReturnType, getNextAction } from "../actions/getNextAction.ts";
import {
  type GetNextDeadlineParameters,
  type GetNextDeadlineReturnType,
  getNextDeadline,
} from "../actions/getNextDeadline.ts";
import { type GetOwedParameters, type GetOwedReturnType, getOwed } from "../actions/getOwed.ts";
import { type GetOwedToParameters, type GetOwedToReturnType, getOwedTo } from "../actions/getOwedTo.ts";
import { type GetProposalParameters, type GetProposalReturnType, getProposal } from "../actions/getProposal.ts";
import {
  type GetProposalStateParameters,
  type GetProposalStateReturnType,
  getProposalState,
} from "../actions/getProposalState.ts";
import { type GetProposalsParameters, type GetProposalsReturnType, getProposals } from "../actions/getProposals.ts";
import {
  type GetPublishedModelParameters,
  type GetPublishedModelReturnType,
  getPublishedModel,
} from "../actions/getPublishedModel.ts";
import { type GetRankParameters, type GetRankReturnType, getRank } from "../actions/getRank.ts";
import {
  type GetRecipeDefinitionParameters,
  type GetRecipeDefinitionReturnType,
  getRecipeDefinition,
} from "../actions/getRecipeDefinition.ts";
import { type GetRecordSeedParameters, type GetRecordSeedReturnType, getRecordSeed } from "../actions/getRecordSeed.ts";
import {
  type GetRegistryArchitectureParameters,
  type GetRegistryArchitectureReturnType,
  getRegistryArchitecture,
} from "../actions/getRegistryArchitecture.ts";
import {
  type GetRegistryPairParameters,
  type GetRegistryPairReturnType,
  getRegistryPair,
} from "../actions/getRegistryPair.ts";
import {
  type GetRegistryRecipeParameters,
  type GetRegistryRecipeReturnType,
  getRegistryRecipe,
} from "../actions/getRegistryRecipe.ts";
import {
  type GetRegistryTaskParameters,
  type GetRegistryTaskReturnType,
  getRegistryTask,
} from "../actions/getRegistryTask.ts";
import { type GetRoundTimeParameters, type GetRoundTimeReturnType, getRoundTime } from "../actions/getRoundTime.ts";
import { type GetScoreTimeParameters, type GetScoreTimeReturnType, getScoreTime } from "../actions/getScoreTime.ts";
import {
  type GetShareOfferStateParameters,
  type GetShareOfferStateReturnType,
  getShareOfferState,
} from "../actions/getShareOfferState.ts";
import { type GetSubmissionParameters, type GetSubmissionReturnType, getSubmission } from "../actions/getSubmission.ts";
import {
  type GetTaskDefinitionParameters,
  type GetTaskDefinitionReturnType,
  getTaskDefinition,
} from "../actions/getTaskDefinition.ts";
import { type GetTermsParameters, type GetTermsReturnType, getTerms } from "../actions/getTerms.ts";
import {
  type GetTrainingRecordParameters,
  type GetTrainingRecordReturnType,
  getTrainingRecord,
} from "../actions/getTrainingRecord.ts";
import {
  type GetVerifyingKeyParameters,
  type GetVerifyingKeyReturnType,
  getVerifyingKey,
} from "../actions/getVerifyingKey.ts";
import { type GetVotesParameters, type GetVotesReturnType, getVotes } from "../actions/getVotes.ts";
import {
  type GetWhyNotRankedParameters,
  type GetWhyNotRankedReturnType,
  getWhyNotRanked,
} from "../actions/getWhyNotRanked.ts";
import type { EventNameOf, EventSource } from "../actions/internal/contractEvents.ts";
import { type IsLicensedParameters, type IsLicensedReturnType, isLicensed } from "../actions/isLicensed.ts";
import {
  type IsTokenAllowedParameters,
  type IsTokenAllowedReturnType,
  isTokenAllowed,
} from "../actions/isTokenAllowed.ts";
import { type ListBountiesParameters, type ListBountiesReturnType, listBounties } from "../actions/listBounties.ts";
import {
  type ListDefinitionsParameters,
  type ListDefinitionsReturnType,
  listDefinitions,
} from "../actions/listDefinitions.ts";
import { type OpenChunksParameters, type OpenChunksReturnType, openChunks } from "../actions/openChunks.ts";
import { type OpenRecordParameters, type OpenRecordReturnType, openRecord } from "../actions/openRecord.ts";
import {
  type OpenTimelockedChunksParameters,
  type OpenTimelockedChunksReturnType,
  openTimelockedChunks,
} from "../actions/openTimelockedChunks.ts";
import { type PauseEntryParameters, type PauseEntryReturnType, pauseEntry } from "../actions/pauseEntry.ts";
import { type PayRevenueParameters, type PayRevenueReturnType, payRevenue } from "../actions/payRevenue.ts";
import { type PostRecordParameters, type PostRecordReturnType, postRecord } from "../actions/postRecord.ts";
import { type ProposeParameters, type ProposeReturnType, propose } from "../actions/propose.ts";
import { type ProveModelParameters, type ProveModelReturnType, proveModel } from "../actions/proveModel.ts";
import { type ProveRoundParameters, type ProveRoundReturnType, proveRound } from "../actions/proveRound.ts";
import { type ProveScoreParameters, type ProveScoreReturnType, proveScore } from "../actions/proveScore.ts";
import { type ProveStepsParameters, type ProveStepsReturnType, proveSteps } from "../actions/proveSteps.ts";
import { type QueueProposalParameters, type QueueProposalReturnType, queueProposal } from "../actions/queueProposal.ts";
import {
  type RegisterArchitectureParameters,
  type RegisterArchitectureReturnType,
  registerArchitecture,
} from "../actions/registerArchitecture.ts";
import { type RegisterPairParameters, type RegisterPairReturnType, registerPair } from "../actions/registerPair.ts";
import {
  type RegisterRecipeParameters,
  type RegisterRecipeReturnType,
  registerRecipe,
} from "../actions/registerRecipe.ts";
import { type RegisterTaskParameters, type RegisterTaskReturnType, registerTask } from "../actions/registerTask.ts";
import { type RenewLicenseParameters, type RenewLicenseReturnType, renewLicense } from "../actions/renewLicense.ts";
import { type ReplaceParameters, type ReplaceReturnType, replace } from "../actions/replace.ts";
import {
  type ResendTransactionParameters,
  type ResendTransactionReturnType,
  resendTransaction,
} from "../actions/resendTransaction.ts";
import { type RetirePairParameters, type RetirePairReturnType, retirePair } from "../actions/retirePair.ts";
import { type RetireRecipeParameters, type RetireRecipeReturnType, retireRecipe } from "../actions/retireRecipe.ts";
import { type RetireTaskParameters, type RetireTaskReturnType, retireTask } from "../actions/retireTask.ts";
import { type SealChunksParameters, type SealChunksReturnType, sealChunks } from "../actions/sealChunks.ts";
import { type SetFeeParameters, type SetFeeReturnType, setFee } from "../actions/setFee.ts";
import {
  type SetLicenseTiersParameters,
  type SetLicenseTiersReturnType,
  setLicenseTiers,
} from "../actions/setLicenseTiers.ts";
import { type SettleParameters, type SettleReturnType, settle } from "../actions/settle.ts";
import { type SignPermitParameters, type SignPermitReturnType, signPermit } from "../actions/signPermit.ts";
import {
  type SignShareOfferParameters,
  type SignShareOfferReturnType,
  signShareOffer,
} from "../actions/signShareOffer.ts";
import { type SignVoteParameters, type SignVoteReturnType, signVote } from "../actions/signVote.ts";
import {
  type TransferSharesParameters,
  type TransferSharesReturnType,
  transferShares,
} from "../actions/transferShares.ts";
import type { CommonweightClient } from "../actions/types.ts";
import {
  type WatchBountyEventsParameters,
  type WatchBountyEventsReturnType,
  watchBountyEvents,
} from "../actions/watchBountyEvents.ts";
import {
  type WatchBountyStatusParameters,
  type WatchBountyStatusReturnType,
  watchBountyStatus,
} from "../actions/watchBountyStatus.ts";
import { type WatchEventsParameters, type WatchEventsReturnType, watchEvents } from "../actions/watchEvents.ts";
import { type WithdrawParameters, type WithdrawReturnType, withdraw } from "../actions/withdraw.ts";
import {
  type WithdrawSubmissionParameters,
  type WithdrawSubmissionReturnType,
  withdrawSubmission,
} from "../actions/withdrawSubmission.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type CommitModelParameters, commitModel } from "../flows/commitModel.ts";
import { type CreateSealedBountyParameters, createSealedBounty } from "../flows/createSealedBounty.ts";
import { type ResendOpenParameters, type ResentTransaction, resendOpen } from "../flows/resendOpen.ts";

/** What the actions are bound to: the addresses of one deployment, see `contractsOf`. */
export interface CommonweightActionsParameters {
  /** Address of the escrow, `TrainingBounties`. */
  escrow: Address;
  /** Address of the registry, `ArchitectureRegistry`. */
  registry: Address;
  /** Address of `TrainingRecords`; the actions of training records ask for it unless given. */
  records?: Address | undefined;
  /** Address of `ModelLicenses`; the actions of licences ask for it unless given. */
  licenses?: Address | undefined;
  /** Address of `ShareOffers`; the actions of offers ask for it unless given. */
  offers?: Address | undefined;
  /** Address of `Beacon`; reading and watching its events asks for it unless given. */
  beacon?: Address | undefined;
  /** Where reading events starts unless an action is told otherwise; the first block of the chain unless given. */
  fromBlock?: bigint | undefined;
}

/** Parameters of an action, without the addresses that are bound. */
type Bound<parameters> = Omit<parameters, "escrow" | "registry">;

/** Parameters of an action of licences, offers or training records, whose address may be bound, or be told. */
type Optional<parameters, key extends string> = Omit<parameters, key> & { [name in key]?: Address | undefined };
type OfLicenses<parameters> = Optional<parameters, "licenses">;
/** Parameters of an action of events, whose address may be bound with the kind of contract. */
type OfSource<parameters> = parameters extends unknown ? Optional<parameters, "address"> : never;
type OfRecords<parameters> = Optional<parameters, "records">;
type OfOffers<parameters> = Optional<parameters, "offers">;

/** Every action, bound to a client; those of the escrow, the registry, records, licences and offers to their addresses too. */
export type CommonweightActions = {
  createBounty: (parameters: Bound<CreateBountyParameters>) => Promise<CreateBountyReturnType>;
  createSealedBounty: (parameters: Bound<CreateSealedBountyParameters>) => Promise<CreateBountyReturnType>;
  cancel: (parameters: Bound<CancelParameters>) => Promise<CancelReturnType>;
  sealChunks: (parameters: Bound<SealChunksParameters>) => Promise<SealChunksReturnType>;
  drawChunks: (parameters: Bound<DrawChunksParameters>) => Promise<DrawChunksReturnType>;
  openChunks: (parameters: Bound<OpenChunksParameters>) => Promise<OpenChunksReturnType>;
  openTimelockedChunks: (parameters: Bound<OpenTimelockedChunksParameters>) => Promise<OpenTimelockedChunksReturnType>;
  contribute: (parameters: Bound<ContributeParameters>) => Promise<ContributeReturnType>;
  contributeWithPermit: (parameters: Bound<ContributeWithPermitParameters>) => Promise<ContributeWithPermitReturnType>;
  commit: (parameters: Bound<CommitParameters>) => Promise<CommitReturnType>;
  commitModel: (parameters: Bound<CommitModelParameters>) => Promise<CommitReturnType>;
  replace: (parameters: Bound<ReplaceParameters>) => Promise<ReplaceReturnType>;
  withdrawSubmission: (parameters: Bound<WithdrawSubmissionParameters>) => Promise<WithdrawSubmissionReturnType>;
  proveModel: (parameters: Bound<ProveModelParameters>) => Promise<ProveModelReturnType>;
  proveScore: (parameters: Bound<ProveScoreParameters>) => Promise<ProveScoreReturnType>;
  claim: (parameters: Bound<ClaimParameters>) => Promise<ClaimReturnType>;
  settle: (parameters: Bound<SettleParameters>) => Promise<SettleReturnType>;
  claimShares: (parameters: Bound<ClaimSharesParameters>) => Promise<ClaimSharesReturnType>;
  credit: (parameters: Bound<CreditParameters>) => Promise<CreditReturnType>;
  withdraw: (parameters: Bound<WithdrawParameters>) => Promise<WithdrawReturnType>;
  createGovernance: (parameters: Bound<CreateGovernanceParameters>) => Promise<CreateGovernanceReturnType>;
  getGovernance: (parameters: Bound<GetGovernanceParameters>) => Promise<GetGovernanceReturnType>;
  propose: (parameters: Bound<ProposeParameters>) => Promise<ProposeReturnType>;
  castVote: (parameters: Bound<CastVoteParameters>) => Promise<CastVoteReturnType>;
  signVote: (parameters: Bound<SignVoteParameters>) => Promise<SignVoteReturnType>;
  castVoteBySignature: (parameters: Bound<CastVoteBySignatureParameters>) => Promise<CastVoteBySignatureReturnType>;
  queueProposal: (parameters: Bound<QueueProposalParameters>) => Promise<QueueProposalReturnType>;
  executeProposal: (parameters: Bound<ExecuteProposalParameters>) => Promise<ExecuteProposalReturnType>;
  getProposal: (parameters: Bound<GetProposalParameters>) => Promise<GetProposalReturnType>;
  getProposalState: (parameters: Bound<GetProposalStateParameters>) => Promise<GetProposalStateReturnType>;
  getProposals: (parameters: GetProposalsParameters) => Promise<GetProposalsReturnType>;
  delegate: (parameters: Bound<DelegateParameters>) => Promise<DelegateReturnType>;
  getDelegate: (parameters: GetDelegateParameters) => Promise<GetDelegateReturnType>;
  transferShares: (parameters: TransferSharesParameters) => Promise<TransferSharesReturnType>;
  getVotes: (parameters: Bound<GetVotesParameters>) => Promise<GetVotesReturnType>;
  payRevenue: (parameters: PayRevenueParameters) => Promise<PayRevenueReturnType>;
  claimRevenue: (parameters: ClaimRevenueParameters) => Promise<ClaimRevenueReturnType>;
  distributeRoyalty: (parameters: DistributeRoyaltyParameters) => Promise<DistributeRoyaltyReturnType>;
  excludePool: (parameters: ExcludePoolParameters) => Promise<ExcludePoolReturnType>;
  allowToken: (parameters: Bound<AllowTokenParameters>) => Promise<AllowTokenReturnType>;
  setFee: (parameters: Bound<SetFeeParameters>) => Promise<SetFeeReturnType>;
  pauseEntry: (parameters: Bound<PauseEntryParameters>) => Promise<PauseEntryReturnType>;
  approveToken: (parameters: ApproveTokenParameters) => Promise<ApproveTokenReturnType>;
  resendOpen: (parameters: ResendOpenParameters) => Promise<ResentTransaction[]>;
  resendTransaction: (parameters: ResendTransactionParameters) => Promise<ResendTransactionReturnType>;
  signPermit: (parameters: SignPermitParameters) => Promise<SignPermitReturnType>;
  getBounties: (parameters: Bound<GetBountiesParameters>) => Promise<GetBountiesReturnType>;
  listBounties: (parameters?: Bound<ListBountiesParameters>) => Promise<ListBountiesReturnType>;
  listDefinitions: (parameters?: Bound<ListDefinitionsParameters>) => Promise<ListDefinitionsReturnType>;
  getBountyEvents: (parameters: Bound<GetBountyEventsParameters>) => Promise<GetBountyEventsReturnType>;
  getEvents: <const source extends EventSource, const name extends EventNameOf<source> = EventNameOf<source>>(
    parameters: OfSource<GetEventsParameters<source, name>>,
  ) => Promise<GetEventsReturnType<source, name>>;
  watchEvents: <const source extends EventSource, const name extends EventNameOf<source> = EventNameOf<source>>(
    parameters: OfSource<WatchEventsParameters<source, name>>,
  ) => WatchEventsReturnType;
  watchBountyEvents: (parameters: Bound<WatchBountyEventsParameters>) => WatchBountyEventsReturnType;
  watchBountyStatus: (parameters: Bound<WatchBountyStatusParameters>) => WatchBountyStatusReturnType;
  getNextAction: (parameters: Bound<GetNextActionParameters>) => Promise<GetNextActionReturnType>;
  getBountyStatus: (parameters: Bound<GetBountyStatusParameters>) => Promise<GetBountyStatusReturnType>;
  getTerms: (parameters: Bound<GetTermsParameters>) => Promise<GetTermsReturnType>;
  openRecord: (parameters: OfRecords<OpenRecordParameters>) => Promise<OpenRecordReturnType>;
  postRecord: (parameters: OfRecords<PostRecordParameters>) => Promise<PostRecordReturnType>;
  proveSteps: (parameters: OfRecords<ProveStepsParameters>) => Promise<ProveStepsReturnType>;
  finishRecord: (parameters: OfRecords<FinishRecordParameters>) => Promise<FinishRecordReturnType>;
  getTrainingRecord: (parameters: OfRecords<GetTrainingRecordParameters>) => Promise<GetTrainingRecordReturnType>;
  getRecordSeed: (parameters: OfRecords<GetRecordSeedParameters>) => Promise<GetRecordSeedReturnType>;
  drawSteps: (parameters: Bound<OfRecords<DrawStepsParameters>>) => Promise<DrawStepsReturnType>;
  getDrawnSteps: (parameters: OfRecords<GetDrawnStepsParameters>) => Promise<GetDrawnStepsReturnType>;
  getRoundTime: (parameters: Bound<GetRoundTimeParameters>) => Promise<GetRoundTimeReturnType>;
  proveRound: (parameters: Bound<ProveRoundParameters>) => Promise<ProveRoundReturnType>;
  getRegistryRecipe: (parameters: Bound<GetRegistryRecipeParameters>) => Promise<GetRegistryRecipeReturnType>;
  getRecipeDefinition: (parameters: Bound<GetRecipeDefinitionParameters>) => Promise<GetRecipeDefinitionReturnType>;
  signShareOffer: (parameters: OfOffers<SignShareOfferParameters>) => Promise<SignShareOfferReturnType>;
  fillShareOffer: (parameters: OfOffers<FillShareOfferParameters>) => Promise<FillShareOfferReturnType>;
  cancelShareOffer: (parameters: OfOffers<CancelShareOfferParameters>) => Promise<CancelShareOfferReturnType>;
  cancelAllShareOffers: (
    parameters: OfOffers<CancelAllShareOffersParameters>,
  ) => Promise<CancelAllShareOffersReturnType>;
  getShareOfferState: (parameters: OfOffers<GetShareOfferStateParameters>) => Promise<GetShareOfferStateReturnType>;
  getLicenseTiers: (parameters: OfLicenses<GetLicenseTiersParameters>) => Promise<GetLicenseTiersReturnType>;
  buyLicense: (parameters: OfLicenses<BuyLicenseParameters>) => Promise<BuyLicenseReturnType>;
  buyLicenseWithPermit: (
    parameters: OfLicenses<BuyLicenseWithPermitParameters>,
  ) => Promise<BuyLicenseWithPermitReturnType>;
  renewLicense: (parameters: OfLicenses<RenewLicenseParameters>) => Promise<RenewLicenseReturnType>;
  isLicensed: (parameters: OfLicenses<IsLicensedParameters>) => Promise<IsLicensedReturnType>;
  getLicense: (parameters: OfLicenses<GetLicenseParameters>) => Promise<GetLicenseReturnType>;
  getLicensesOf: (parameters: OfLicenses<GetLicensesOfParameters>) => Promise<GetLicensesOfReturnType>;
  setLicenseTiers: (parameters: OfLicenses<SetLicenseTiersParameters>) => Promise<SetLicenseTiersReturnType>;
  getLicenseTier: (parameters: Bound<GetLicenseTierParameters>) => Promise<GetLicenseTierReturnType>;
  getFacts: (parameters: Bound<GetFactsParameters>) => Promise<GetFactsReturnType>;
  getSubmission: (parameters: Bound<GetSubmissionParameters>) => Promise<GetSubmissionReturnType>;
  getCommittedSubmission: (
    parameters: Bound<GetCommittedSubmissionParameters>,
  ) => Promise<GetCommittedSubmissionReturnType>;
  getRank: (parameters: Bound<GetRankParameters>) => Promise<GetRankReturnType>;
  getWhyNotRanked: (parameters: Bound<GetWhyNotRankedParameters>) => Promise<GetWhyNotRankedReturnType>;
  getOwed: (parameters: Bound<GetOwedParameters>) => Promise<GetOwedReturnType>;
  getOwedTo: (parameters: Bound<GetOwedToParameters>) => Promise<GetOwedToReturnType>;
  getContribution: (parameters: Bound<GetContributionParameters>) => Promise<GetContributionReturnType>;
  getNextDeadline: (parameters: Bound<GetNextDeadlineParameters>) => Promise<GetNextDeadlineReturnType>;
  getBountyCount: (parameters?: Bound<GetBountyCountParameters>) => Promise<GetBountyCountReturnType>;
  getEscrowSettings: (parameters?: Bound<GetEscrowSettingsParameters>) => Promise<GetEscrowSettingsReturnType>;
  isTokenAllowed: (parameters: Bound<IsTokenAllowedParameters>) => Promise<IsTokenAllowedReturnType>;
  getChunks: (parameters: Bound<GetChunksParameters>) => Promise<GetChunksReturnType>;
  getScoreTime: (parameters: Bound<GetScoreTimeParameters>) => Promise<GetScoreTimeReturnType>;
  checkTimelock: (parameters: Bound<CheckTimelockParameters>) => Promise<CheckTimelockReturnType>;
  getPublishedModel: (parameters: Bound<GetPublishedModelParameters>) => Promise<GetPublishedModelReturnType>;
  getLineage: (parameters: GetLineageParameters) => Promise<GetLineageReturnType>;
  getModel: (parameters: GetModelParameters) => Promise<GetModelReturnType>;
  getClaimableRevenue: (parameters: GetClaimableRevenueParameters) => Promise<GetClaimableRevenueReturnType>;
  registerRecipe: (parameters: Bound<RegisterRecipeParameters>) => Promise<RegisterRecipeReturnType>;
  registerTask: (parameters: Bound<RegisterTaskParameters>) => Promise<RegisterTaskReturnType>;
  registerArchitecture: (parameters: Bound<RegisterArchitectureParameters>) => Promise<RegisterArchitectureReturnType>;
  registerPair: (parameters: Bound<RegisterPairParameters>) => Promise<RegisterPairReturnType>;
  retireRecipe: (parameters: Bound<RetireRecipeParameters>) => Promise<RetireRecipeReturnType>;
  retireTask: (parameters: Bound<RetireTaskParameters>) => Promise<RetireTaskReturnType>;
  retirePair: (parameters: Bound<RetirePairParameters>) => Promise<RetirePairReturnType>;
  getRegistryTask: (parameters: Bound<GetRegistryTaskParameters>) => Promise<GetRegistryTaskReturnType>;
  getRegistryArchitecture: (
    parameters: Bound<GetRegistryArchitectureParameters>,
  ) => Promise<GetRegistryArchitectureReturnType>;
  getRegistryPair: (parameters: Bound<GetRegistryPairParameters>) => Promise<GetRegistryPairReturnType>;
  getVerifyingKey: (parameters: Bound<GetVerifyingKeyParameters>) => Promise<GetVerifyingKeyReturnType>;
  getTaskDefinition: (parameters: Bound<GetTaskDefinitionParameters>) => Promise<GetTaskDefinitionReturnType>;
  getArchitectureDefinition: (
    parameters: Bound<GetArchitectureDefinitionParameters>,
  ) => Promise<GetArchitectureDefinitionReturnType>;
};

/**
 * Binds the actions to a client: for the `extend` of viem's clients.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(commonweightActions({ escrow, registry }));
 * await client.contribute({ bounty: 1n, amount: 1_000_000n });
 */
export function commonweightActions(
  parameters: CommonweightActionsParameters,
): (client: CommonweightClient) => CommonweightActions {
  const { escrow, registry, records, licenses, offers, beacon, fromBlock } = parameters;
  /** Shares and governors are of one model each. */
  const places: { [source in EventSource]?: Address | undefined } = {
    escrow,
    registry,
    records,
    licenses,
    offers,
    beacon,
  };
  return (client) => ({
    createBounty: (parameters) => createBounty(client, { escrow, fromBlock, ...parameters }),
    createSealedBounty: (parameters) => createSealedBounty(client, { escrow, fromBlock, ...parameters }),
    cancel: (parameters) => cancel(client, { escrow, ...parameters }),
    sealChunks: (parameters) => sealChunks(client, { escrow, ...parameters }),
    drawChunks: (parameters) => drawChunks(client, { escrow, ...parameters }),
    openChunks: (parameters) => openChunks(client, { escrow, ...parameters }),
    openTimelockedChunks: (parameters) => openTimelockedChunks(client, { escrow, fromBlock, ...parameters }),
    contribute: (parameters) => contribute(client, { escrow, ...parameters }),
    contributeWithPermit: (parameters) => contributeWithPermit(client, { escrow, ...parameters }),
    commit: (parameters) => commit(client, { escrow, fromBlock, ...parameters }),
    commitModel: (parameters) => commitModel(client, { escrow, fromBlock, ...parameters }),
    replace: (parameters) => replace(client, { escrow, ...parameters }),
    withdrawSubmission: (parameters) => withdrawSubmission(client, { escrow, ...parameters }),
    proveModel: (parameters) => proveModel(client, { escrow, ...parameters }),
    proveScore: (parameters) => proveScore(client, { escrow, ...parameters }),
    claim: (parameters) => claim(client, { escrow, fromBlock, ...parameters }),
    settle: (parameters) => settle(client, { escrow, ...parameters }),
    claimShares: (parameters) => claimShares(client, { escrow, ...parameters }),
    credit: (parameters) => credit(client, { escrow, ...parameters }),
    withdraw: (parameters) => withdraw(client, { escrow, ...parameters }),
    createGovernance: (parameters) => createGovernance(client, { escrow, ...parameters }),
    getGovernance: (parameters) => getGovernance(client, { escrow, ...parameters }),
    propose: (parameters) => propose(client, parameters),
    castVote: (parameters) => castVote(client, parameters),
    signVote: (parameters) => signVote(client, parameters),
    castVoteBySignature: (parameters) => castVoteBySignature(client, parameters),
    queueProposal: (parameters) => queueProposal(client, parameters),
    executeProposal: (parameters) => executeProposal(client, parameters),
    getProposal: (parameters) => getProposal(client, parameters),
    getProposalState: (parameters) => getProposalState(client, parameters),
    getProposals: (parameters) => getProposals(client, { fromBlock, ...parameters }),
    delegate: (parameters) => delegate(client, parameters),
    getDelegate: (parameters) => getDelegate(client, parameters),
    transferShares: (parameters) => transferShares(client, parameters),
    getVotes: (parameters) => getVotes(client, parameters),
    payRevenue: (parameters) => payRevenue(client, parameters),
    claimRevenue: (parameters) => claimRevenue(client, parameters),
    distributeRoyalty: (parameters) => distributeRoyalty(client, parameters),
    excludePool: (parameters) => excludePool(client, parameters),
    allowToken: (parameters) => allowToken(client, { escrow, ...parameters }),
    setFee: (parameters) => setFee(client, { escrow, ...parameters }),
    pauseEntry: (parameters) => pauseEntry(client, { escrow, ...parameters }),
    approveToken: (parameters) => approveToken(client, parameters),
    resendOpen: (parameters) => resendOpen(client, parameters),
    resendTransaction: (parameters) => resendTransaction(client, parameters),
    signPermit: (parameters) => signPermit(client, parameters),
    getBounties: (parameters) => getBounties(client, { escrow, ...parameters }),
    listBounties: (parameters) => listBounties(client, { escrow, ...parameters }),
    listDefinitions: (parameters) => listDefinitions(client, { registry, fromBlock, ...parameters }),
    getBountyEvents: (parameters) => getBountyEvents(client, { escrow, fromBlock, ...parameters }),
    getEvents: (parameters) =>
      getEvents(client, at({ fromBlock, address: places[parameters.of], ...parameters }, "address")),
    watchEvents: (parameters) => watchEvents(client, at({ address: places[parameters.of], ...parameters }, "address")),
    watchBountyEvents: (parameters) => watchBountyEvents(client, { escrow, ...parameters }),
    watchBountyStatus: (parameters) => watchBountyStatus(client, { escrow, ...parameters }),
    getNextAction: (parameters) => getNextAction(client, { escrow, ...parameters }),
    getBountyStatus: (parameters) => getBountyStatus(client, { escrow, ...parameters }),
    getTerms: (parameters) => getTerms(client, { escrow, ...parameters }),
    openRecord: (parameters) => openRecord(client, at({ records, ...parameters }, "records")),
    postRecord: (parameters) => postRecord(client, at({ records, ...parameters }, "records")),
    proveSteps: (parameters) => proveSteps(client, at({ records, ...parameters }, "records")),
    finishRecord: (parameters) => finishRecord(client, at({ records, ...parameters }, "records")),
    getTrainingRecord: (parameters) => getTrainingRecord(client, at({ records, ...parameters }, "records")),
    getRecordSeed: (parameters) => getRecordSeed(client, at({ records, ...parameters }, "records")),
    drawSteps: (parameters) => drawSteps(client, at({ escrow, records, ...parameters }, "records")),
    getDrawnSteps: (parameters) => getDrawnSteps(client, at({ records, ...parameters }, "records")),
    getRoundTime: (parameters) => getRoundTime(client, { escrow, ...parameters }),
    proveRound: (parameters) => proveRound(client, { escrow, ...parameters }),
    getRegistryRecipe: (parameters) => getRegistryRecipe(client, { registry, ...parameters }),
    getRecipeDefinition: (parameters) => getRecipeDefinition(client, { registry, fromBlock, ...parameters }),
    signShareOffer: (parameters) => signShareOffer(client, at({ offers, ...parameters }, "offers")),
    fillShareOffer: (parameters) => fillShareOffer(client, at({ offers, ...parameters }, "offers")),
    cancelShareOffer: (parameters) => cancelShareOffer(client, at({ offers, ...parameters }, "offers")),
    cancelAllShareOffers: (parameters) => cancelAllShareOffers(client, at({ offers, ...parameters }, "offers")),
    getShareOfferState: (parameters) => getShareOfferState(client, at({ offers, ...parameters }, "offers")),
    getLicenseTiers: (parameters) => getLicenseTiers(client, at({ licenses, ...parameters }, "licenses")),
    buyLicense: (parameters) => buyLicense(client, at({ licenses, ...parameters }, "licenses")),
    buyLicenseWithPermit: (parameters) => buyLicenseWithPermit(client, at({ licenses, ...parameters }, "licenses")),
    renewLicense: (parameters) => renewLicense(client, at({ licenses, ...parameters }, "licenses")),
    isLicensed: (parameters) => isLicensed(client, at({ licenses, ...parameters }, "licenses")),
    getLicense: (parameters) => getLicense(client, at({ licenses, ...parameters }, "licenses")),
    getLicensesOf: (parameters) => getLicensesOf(client, at({ licenses, fromBlock, ...parameters }, "licenses")),
    setLicenseTiers: (parameters) => setLicenseTiers(client, at({ licenses, ...parameters }, "licenses")),
    getLicenseTier: (parameters) => getLicenseTier(client, { escrow, ...parameters }),
    getFacts: (parameters) => getFacts(client, { escrow, ...parameters }),
    getSubmission: (parameters) => getSubmission(client, { escrow, ...parameters }),
    getCommittedSubmission: (parameters) => getCommittedSubmission(client, { escrow, fromBlock, ...parameters }),
    getRank: (parameters) => getRank(client, { escrow, ...parameters }),
    getWhyNotRanked: (parameters) => getWhyNotRanked(client, { escrow, ...parameters }),
    getOwed: (parameters) => getOwed(client, { escrow, ...parameters }),
    getOwedTo: (parameters) => getOwedTo(client, { escrow, ...parameters }),
    getContribution: (parameters) => getContribution(client, { escrow, ...parameters }),
    getNextDeadline: (parameters) => getNextDeadline(client, { escrow, ...parameters }),
    getBountyCount: (parameters) => getBountyCount(client, { escrow, ...parameters }),
    getEscrowSettings: (parameters) => getEscrowSettings(client, { escrow, ...parameters }),
    isTokenAllowed: (parameters) => isTokenAllowed(client, { escrow, ...parameters }),
    getChunks: (parameters) => getChunks(client, { escrow, fromBlock, ...parameters }),
    getScoreTime: (parameters) => getScoreTime(client, { escrow, ...parameters }),
    checkTimelock: (parameters) => checkTimelock(client, { escrow, ...parameters }),
    getPublishedModel: (parameters) => getPublishedModel(client, { escrow, fromBlock, ...parameters }),
    getLineage: (parameters) => getLineage(client, parameters),
    getModel: (parameters) => getModel(client, parameters),
    getClaimableRevenue: (parameters) => getClaimableRevenue(client, parameters),
    registerRecipe: (parameters) => registerRecipe(client, { registry, ...parameters }),
    registerTask: (parameters) => registerTask(client, { registry, ...parameters }),
    registerArchitecture: (parameters) => registerArchitecture(client, { registry, ...parameters }),
    registerPair: (parameters) => registerPair(client, { registry, ...parameters }),
    retireRecipe: (parameters) => retireRecipe(client, { registry, ...parameters }),
    retireTask: (parameters) => retireTask(client, { registry, ...parameters }),
    retirePair: (parameters) => retirePair(client, { registry, ...parameters }),
    getRegistryTask: (parameters) => getRegistryTask(client, { registry, ...parameters }),
    getRegistryArchitecture: (parameters) => getRegistryArchitecture(client, { registry, ...parameters }),
    getRegistryPair: (parameters) => getRegistryPair(client, { registry, ...parameters }),
    getVerifyingKey: (parameters) => getVerifyingKey(client, { registry, ...parameters }),
    getTaskDefinition: (parameters) => getTaskDefinition(client, { registry, fromBlock, ...parameters }),
    getArchitectureDefinition: (parameters) =>
      getArchitectureDefinition(client, { registry, fromBlock, ...parameters }),
  });
}

/**
 * Parameters whose address is there, whether it was bound or told.
 *
 * @throws {@link InvalidValueError} where it is neither
 */
function at<parameters, key extends keyof parameters & string>(
  parameters: parameters,
  key: key,
): parameters & Record<key, Address> {
  if (parameters[key] !== undefined) return parameters as parameters & Record<key, Address>;
  throw new InvalidValueError({
    subject: key === "address" ? "The address" : `The address ${key}`,
    value: undefined,
    expected: "bound, or told to the action",
  });
}
