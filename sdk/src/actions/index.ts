// SPDX-License-Identifier: MIT

export {
  type AddLiquidityErrorType,
  type AddLiquidityParameters,
  type AddLiquidityReturnType,
  addLiquidity,
} from "./addLiquidity.ts";
export {
  type AllowTokenErrorType,
  type AllowTokenParameters,
  type AllowTokenReturnType,
  allowToken,
} from "./allowToken.ts";
export {
  type ApproveTokenErrorType,
  type ApproveTokenParameters,
  type ApproveTokenReturnType,
  approveToken,
} from "./approveToken.ts";
export {
  type BuyLicenseErrorType,
  type BuyLicenseParameters,
  type BuyLicenseReturnType,
  buyLicense,
} from "./buyLicense.ts";
export {
  type BuyLicenseWithPermitErrorType,
  type BuyLicenseWithPermitParameters,
  type BuyLicenseWithPermitReturnType,
  buyLicenseWithPermit,
} from "./buyLicenseWithPermit.ts";
export {
  type BuySharesErrorType,
  type BuySharesParameters,
  type BuySharesReturnType,
  buyShares,
} from "./buyShares.ts";
export { type CancelErrorType, type CancelParameters, type CancelReturnType, cancel } from "./cancel.ts";
export {
  type CancelAllShareOffersErrorType,
  type CancelAllShareOffersParameters,
  type CancelAllShareOffersReturnType,
  cancelAllShareOffers,
} from "./cancelAllShareOffers.ts";
export {
  type CancelShareOfferErrorType,
  type CancelShareOfferParameters,
  type CancelShareOfferReturnType,
  cancelShareOffer,
} from "./cancelShareOffer.ts";
export { type CastVoteErrorType, type CastVoteParameters, type CastVoteReturnType, castVote } from "./castVote.ts";
export {
  type CastVoteBySignatureErrorType,
  type CastVoteBySignatureParameters,
  type CastVoteBySignatureReturnType,
  castVoteBySignature,
} from "./castVoteBySignature.ts";
export {
  type CheckTimelockErrorType,
  type CheckTimelockParameters,
  type CheckTimelockReturnType,
  checkTimelock,
} from "./checkTimelock.ts";
export { type ClaimErrorType, type ClaimParameters, type ClaimReturnType, claim } from "./claim.ts";
export {
  type ClaimRevenueErrorType,
  type ClaimRevenueParameters,
  type ClaimRevenueReturnType,
  claimRevenue,
} from "./claimRevenue.ts";
export {
  type ClaimSharesErrorType,
  type ClaimSharesParameters,
  type ClaimSharesReturnType,
  claimShares,
} from "./claimShares.ts";
export { type CommitErrorType, type CommitParameters, type CommitReturnType, commit } from "./commit.ts";
export {
  type ContributeErrorType,
  type ContributeParameters,
  type ContributeReturnType,
  contribute,
} from "./contribute.ts";
export {
  type ContributeWithPermitErrorType,
  type ContributeWithPermitParameters,
  type ContributeWithPermitReturnType,
  contributeWithPermit,
} from "./contributeWithPermit.ts";
export {
  type CreateBountyErrorType,
  type CreateBountyParameters,
  type CreateBountyReturnType,
  createBounty,
} from "./createBounty.ts";
export {
  type CreateGovernanceErrorType,
  type CreateGovernanceParameters,
  type CreateGovernanceReturnType,
  createGovernance,
} from "./createGovernance.ts";
export {
  type CreatePoolErrorType,
  type CreatePoolParameters,
  type CreatePoolReturnType,
  createPool,
} from "./createPool.ts";
export { type CreditErrorType, type CreditParameters, type CreditReturnType, credit } from "./credit.ts";
export { type DelegateErrorType, type DelegateParameters, type DelegateReturnType, delegate } from "./delegate.ts";
export {
  type DistributeRoyaltyErrorType,
  type DistributeRoyaltyParameters,
  type DistributeRoyaltyReturnType,
  distributeRoyalty,
} from "./distributeRoyalty.ts";
export {
  type DrawChunksErrorType,
  type DrawChunksParameters,
  type DrawChunksReturnType,
  drawChunks,
} from "./drawChunks.ts";
export { type DrawStepsErrorType, type DrawStepsParameters, type DrawStepsReturnType, drawSteps } from "./drawSteps.ts";
export {
  type EncodeInitialLiquidityErrorType,
  type EncodeInitialLiquidityParameters,
  type EncodeInitialLiquidityReturnType,
  encodeInitialLiquidity,
  type ProposedCall,
} from "./encodeInitialLiquidity.ts";
export {
  type ExcludePoolErrorType,
  type ExcludePoolParameters,
  type ExcludePoolReturnType,
  excludePool,
} from "./excludePool.ts";
export {
  type ExecuteProposalErrorType,
  type ExecuteProposalParameters,
  type ExecuteProposalReturnType,
  executeProposal,
} from "./executeProposal.ts";
export {
  type FillShareOfferErrorType,
  type FillShareOfferParameters,
  type FillShareOfferReturnType,
  fillShareOffer,
} from "./fillShareOffer.ts";
export {
  type FinishRecordErrorType,
  type FinishRecordParameters,
  type FinishRecordReturnType,
  finishRecord,
} from "./finishRecord.ts";
export {
  type GetArchitectureDefinitionErrorType,
  type GetArchitectureDefinitionParameters,
  type GetArchitectureDefinitionReturnType,
  getArchitectureDefinition,
} from "./getArchitectureDefinition.ts";
export {
  type BountySummary,
  type GetBountiesErrorType,
  type GetBountiesParameters,
  type GetBountiesReturnType,
  getBounties,
} from "./getBounties.ts";
export {
  type GetBountyCountErrorType,
  type GetBountyCountParameters,
  type GetBountyCountReturnType,
  getBountyCount,
} from "./getBountyCount.ts";
export {
  type GetBountyEventsErrorType,
  type GetBountyEventsParameters,
  type GetBountyEventsReturnType,
  getBountyEvents,
} from "./getBountyEvents.ts";
export {
  type GetBountyStatusErrorType,
  type GetBountyStatusParameters,
  type GetBountyStatusReturnType,
  getBountyStatus,
} from "./getBountyStatus.ts";
export { type GetChunksErrorType, type GetChunksParameters, type GetChunksReturnType, getChunks } from "./getChunks.ts";
export {
  type GetClaimableRevenueErrorType,
  type GetClaimableRevenueParameters,
  type GetClaimableRevenueReturnType,
  getClaimableRevenue,
} from "./getClaimableRevenue.ts";
export {
  type GetCommittedSubmissionErrorType,
  type GetCommittedSubmissionParameters,
  type GetCommittedSubmissionReturnType,
  getCommittedSubmission,
} from "./getCommittedSubmission.ts";
export {
  type GetContributionErrorType,
  type GetContributionParameters,
  type GetContributionReturnType,
  getContribution,
} from "./getContribution.ts";
export {
  type GetDelegateErrorType,
  type GetDelegateParameters,
  type GetDelegateReturnType,
  getDelegate,
} from "./getDelegate.ts";
export {
  type GetDrawnStepsErrorType,
  type GetDrawnStepsParameters,
  type GetDrawnStepsReturnType,
  getDrawnSteps,
} from "./getDrawnSteps.ts";
export {
  type GetEscrowSettingsErrorType,
  type GetEscrowSettingsParameters,
  type GetEscrowSettingsReturnType,
  getEscrowSettings,
} from "./getEscrowSettings.ts";
export { type GetEventsErrorType, type GetEventsParameters, type GetEventsReturnType, getEvents } from "./getEvents.ts";
export { type GetFactsErrorType, type GetFactsParameters, type GetFactsReturnType, getFacts } from "./getFacts.ts";
export {
  type GetGovernanceErrorType,
  type GetGovernanceParameters,
  type GetGovernanceReturnType,
  getGovernance,
} from "./getGovernance.ts";
export {
  type GetLicenseErrorType,
  type GetLicenseParameters,
  type GetLicenseReturnType,
  getLicense,
} from "./getLicense.ts";
export {
  type GetLicensesOfErrorType,
  type GetLicensesOfParameters,
  type GetLicensesOfReturnType,
  getLicensesOf,
} from "./getLicensesOf.ts";
export {
  type GetLicenseTierErrorType,
  type GetLicenseTierParameters,
  type GetLicenseTierReturnType,
  getLicenseTier,
} from "./getLicenseTier.ts";
export {
  type GetLicenseTiersErrorType,
  type GetLicenseTiersParameters,
  type GetLicenseTiersReturnType,
  getLicenseTiers,
} from "./getLicenseTiers.ts";
export {
  type Ancestor,
  type GetLineageErrorType,
  type GetLineageParameters,
  type GetLineageReturnType,
  getLineage,
} from "./getLineage.ts";
export { type GetModelErrorType, type GetModelParameters, type GetModelReturnType, getModel } from "./getModel.ts";
export {
  type GetNextActionErrorType,
  type GetNextActionParameters,
  type GetNextActionReturnType,
  getNextAction,
} from "./getNextAction.ts";
export {
  type GetNextDeadlineErrorType,
  type GetNextDeadlineParameters,
  type GetNextDeadlineReturnType,
  getNextDeadline,
} from "./getNextDeadline.ts";
export { type GetOwedErrorType, type GetOwedParameters, type GetOwedReturnType, getOwed } from "./getOwed.ts";
export { type GetOwedToErrorType, type GetOwedToParameters, type GetOwedToReturnType, getOwedTo } from "./getOwedTo.ts";
export {
  type GetPoolErrorType,
  type GetPoolParameters,
  type GetPoolReturnType,
  getPool,
} from "./getPool.ts";
export {
  type GetPriceHistoryErrorType,
  type GetPriceHistoryParameters,
  type GetPriceHistoryReturnType,
  getPriceHistory,
  type Trade,
} from "./getPriceHistory.ts";
export {
  type GetProposalErrorType,
  type GetProposalParameters,
  type GetProposalReturnType,
  getProposal,
} from "./getProposal.ts";
export {
  type GetProposalStateErrorType,
  type GetProposalStateParameters,
  type GetProposalStateReturnType,
  getProposalState,
} from "./getProposalState.ts";
export {
  type GetProposalsErrorType,
  type GetProposalsParameters,
  type GetProposalsReturnType,
  getProposals,
} from "./getProposals.ts";
export {
  type GetPublishedModelErrorType,
  type GetPublishedModelParameters,
  type GetPublishedModelReturnType,
  getPublishedModel,
} from "./getPublishedModel.ts";
export { type GetRankErrorType, type GetRankParameters, type GetRankReturnType, getRank } from "./getRank.ts";
export {
  type GetRecipeDefinitionErrorType,
  type GetRecipeDefinitionParameters,
  type GetRecipeDefinitionReturnType,
  getRecipeDefinition,
} from "./getRecipeDefinition.ts";
export {
  type GetRecordSeedErrorType,
  type GetRecordSeedParameters,
  type GetRecordSeedReturnType,
  getRecordSeed,
} from "./getRecordSeed.ts";
export {
  type GetRegistryArchitectureErrorType,
  type GetRegistryArchitectureParameters,
  type GetRegistryArchitectureReturnType,
  getRegistryArchitecture,
} from "./getRegistryArchitecture.ts";
export {
  type GetRegistryPairErrorType,
  type GetRegistryPairParameters,
  type GetRegistryPairReturnType,
  getRegistryPair,
} from "./getRegistryPair.ts";
export {
  type GetRegistryRecipeErrorType,
  type GetRegistryRecipeParameters,
  type GetRegistryRecipeReturnType,
  getRegistryRecipe,
} from "./getRegistryRecipe.ts";
export {
  type GetRegistryTaskErrorType,
  type GetRegistryTaskParameters,
  type GetRegistryTaskReturnType,
  getRegistryTask,
} from "./getRegistryTask.ts";
export {
  type GetRoundTimeErrorType,
  type GetRoundTimeParameters,
  type GetRoundTimeReturnType,
  getRoundTime,
} from "./getRoundTime.ts";
export {
  type GetScoreTimeErrorType,
  type GetScoreTimeParameters,
  type GetScoreTimeReturnType,
  getScoreTime,
} from "./getScoreTime.ts";
export {
  type GetShareOfferStateErrorType,
  type GetShareOfferStateParameters,
  type GetShareOfferStateReturnType,
  getShareOfferState,
} from "./getShareOfferState.ts";
export {
  type GetSubmissionErrorType,
  type GetSubmissionParameters,
  type GetSubmissionReturnType,
  getSubmission,
} from "./getSubmission.ts";
export {
  type GetTaskDefinitionErrorType,
  type GetTaskDefinitionParameters,
  type GetTaskDefinitionReturnType,
  getTaskDefinition,
} from "./getTaskDefinition.ts";
export { type GetTermsErrorType, type GetTermsParameters, type GetTermsReturnType, getTerms } from "./getTerms.ts";
export {
  type GetTrainingRecordErrorType,
  type GetTrainingRecordParameters,
  type GetTrainingRecordReturnType,
  getTrainingRecord,
  type TrainingRecordFacts,
} from "./getTrainingRecord.ts";
export {
  type GetVerifyingKeyErrorType,
  type GetVerifyingKeyParameters,
  type GetVerifyingKeyReturnType,
  getVerifyingKey,
} from "./getVerifyingKey.ts";
export { type GetVotesErrorType, type GetVotesParameters, type GetVotesReturnType, getVotes } from "./getVotes.ts";
export {
  type GetWhyNotRankedErrorType,
  type GetWhyNotRankedParameters,
  type GetWhyNotRankedReturnType,
  getWhyNotRanked,
} from "./getWhyNotRanked.ts";
export {
  type HashProposalErrorType,
  type HashProposalParameters,
  type HashProposalReturnType,
  hashProposal,
} from "./hashProposal.ts";
export type { BountyEvent, BountyEventName } from "./internal/bountyEvents.ts";
export type { BuyAmount } from "./internal/buyAmount.ts";
export type { ContractEvent, EventNameOf, EventSelection, EventSource } from "./internal/contractEvents.ts";
export { toContractTerms } from "./internal/contractTerms.ts";
export type { EventRangeParameters } from "./internal/logs.ts";
export type { SpendParameters, Spent } from "./internal/spend.ts";
export { hashSubmission } from "./internal/submission.ts";
export type { Quote, TradeParameters } from "./internal/swap.ts";
export {
  type IsLicensedErrorType,
  type IsLicensedParameters,
  type IsLicensedReturnType,
  isLicensed,
} from "./isLicensed.ts";
export {
  type IsTokenAllowedErrorType,
  type IsTokenAllowedParameters,
  type IsTokenAllowedReturnType,
  isTokenAllowed,
} from "./isTokenAllowed.ts";
export {
  type ListBountiesErrorType,
  type ListBountiesParameters,
  type ListBountiesReturnType,
  listBounties,
} from "./listBounties.ts";
export {
  type ListDefinitionsErrorType,
  type ListDefinitionsParameters,
  type ListDefinitionsReturnType,
  listDefinitions,
} from "./listDefinitions.ts";
export {
  type NextAction,
  type NextActionFacts,
  type NextActionName,
  nextAction,
  nextActionNames,
  type Role,
  roleNames,
} from "./nextAction.ts";
export {
  type OpenChunksErrorType,
  type OpenChunksParameters,
  type OpenChunksReturnType,
  openChunks,
} from "./openChunks.ts";
export {
  type OpenRecordErrorType,
  type OpenRecordParameters,
  type OpenRecordReturnType,
  openRecord,
} from "./openRecord.ts";
export {
  type OpenTimelockedChunksErrorType,
  type OpenTimelockedChunksParameters,
  type OpenTimelockedChunksReturnType,
  openTimelockedChunks,
} from "./openTimelockedChunks.ts";
export {
  type PauseEntryErrorType,
  type PauseEntryParameters,
  type PauseEntryReturnType,
  pauseEntry,
} from "./pauseEntry.ts";
export {
  type PayRevenueErrorType,
  type PayRevenueParameters,
  type PayRevenueReturnType,
  payRevenue,
} from "./payRevenue.ts";
export {
  type PostRecordErrorType,
  type PostRecordParameters,
  type PostRecordReturnType,
  postRecord,
} from "./postRecord.ts";
export { type ProposeErrorType, type ProposeParameters, type ProposeReturnType, propose } from "./propose.ts";
export {
  type ProveModelErrorType,
  type ProveModelParameters,
  type ProveModelReturnType,
  proveModel,
} from "./proveModel.ts";
export {
  type ProveRoundErrorType,
  type ProveRoundParameters,
  type ProveRoundReturnType,
  proveRound,
} from "./proveRound.ts";
export {
  type ProveScoreErrorType,
  type ProveScoreParameters,
  type ProveScoreReturnType,
  proveScore,
} from "./proveScore.ts";
export {
  type ProveStepsErrorType,
  type ProveStepsParameters,
  type ProveStepsReturnType,
  proveSteps,
} from "./proveSteps.ts";
export {
  type QueueProposalErrorType,
  type QueueProposalParameters,
  type QueueProposalReturnType,
  queueProposal,
} from "./queueProposal.ts";
export {
  type QuoteBuyErrorType,
  type QuoteBuyParameters,
  type QuoteBuyReturnType,
  quoteBuy,
} from "./quoteBuy.ts";
export {
  type QuoteSellErrorType,
  type QuoteSellParameters,
  type QuoteSellReturnType,
  quoteSell,
} from "./quoteSell.ts";
export {
  type RegisterArchitectureErrorType,
  type RegisterArchitectureParameters,
  type RegisterArchitectureReturnType,
  registerArchitecture,
} from "./registerArchitecture.ts";
export {
  type RegisterPairErrorType,
  type RegisterPairParameters,
  type RegisterPairReturnType,
  registerPair,
} from "./registerPair.ts";
export {
  type RegisterRecipeErrorType,
  type RegisterRecipeParameters,
  type RegisterRecipeReturnType,
  registerRecipe,
} from "./registerRecipe.ts";
export {
  type RegisterTaskErrorType,
  type RegisterTaskParameters,
  type RegisterTaskReturnType,
  registerTask,
} from "./registerTask.ts";
export {
  type RemoveLiquidityErrorType,
  type RemoveLiquidityParameters,
  type RemoveLiquidityReturnType,
  removeLiquidity,
} from "./removeLiquidity.ts";
export {
  type RenewLicenseErrorType,
  type RenewLicenseParameters,
  type RenewLicenseReturnType,
  renewLicense,
} from "./renewLicense.ts";
export { type ReplaceErrorType, type ReplaceParameters, type ReplaceReturnType, replace } from "./replace.ts";
export {
  type ResendTransactionErrorType,
  type ResendTransactionParameters,
  type ResendTransactionReturnType,
  resendTransaction,
} from "./resendTransaction.ts";
export {
  type RetirePairErrorType,
  type RetirePairParameters,
  type RetirePairReturnType,
  retirePair,
} from "./retirePair.ts";
export {
  type RetireRecipeErrorType,
  type RetireRecipeParameters,
  type RetireRecipeReturnType,
  retireRecipe,
} from "./retireRecipe.ts";
export {
  type RetireTaskErrorType,
  type RetireTaskParameters,
  type RetireTaskReturnType,
  retireTask,
} from "./retireTask.ts";
export {
  type SealChunksErrorType,
  type SealChunksParameters,
  type SealChunksReturnType,
  sealChunks,
} from "./sealChunks.ts";
export {
  type SellSharesErrorType,
  type SellSharesParameters,
  type SellSharesReturnType,
  sellShares,
} from "./sellShares.ts";
export { type SetFeeErrorType, type SetFeeParameters, type SetFeeReturnType, setFee } from "./setFee.ts";
export {
  type SetLicenseTiersErrorType,
  type SetLicenseTiersParameters,
  type SetLicenseTiersReturnType,
  setLicenseTiers,
} from "./setLicenseTiers.ts";
export { type SettleErrorType, type SettleParameters, type SettleReturnType, settle } from "./settle.ts";
export {
  type SignPermitErrorType,
  type SignPermitParameters,
  type SignPermitReturnType,
  signPermit,
} from "./signPermit.ts";
export {
  type SignShareOfferErrorType,
  type SignShareOfferParameters,
  type SignShareOfferReturnType,
  signShareOffer,
} from "./signShareOffer.ts";
export { type SignVoteErrorType, type SignVoteParameters, type SignVoteReturnType, signVote } from "./signVote.ts";
export {
  type TransferSharesErrorType,
  type TransferSharesParameters,
  type TransferSharesReturnType,
  transferShares,
} from "./transferShares.ts";
export type {
  BountyFacts,
  BountyParameters,
  BountyTerms,
  ChunkWithPath,
  CommonweightClient,
  DeadlineParameters,
  Draw,
  EscrowParameters,
  GovernorParameters,
  LicenseTier,
  LogRangeParameters,
  Owed,
  PoolParameters,
  ProposalContent,
  ProposalParameters,
  ProposalState,
  RegistryParameters,
  SenderParameters,
  SentOrDone,
  SentTransaction,
  SharesParameters,
  Submission,
  SubmissionFacts,
  TrainingTerms,
  UniswapParameters,
  VoteSupport,
  WatchParameters,
} from "./types.ts";
export {
  type WatchBountyEventsErrorType,
  type WatchBountyEventsParameters,
  type WatchBountyEventsReturnType,
  watchBountyEvents,
} from "./watchBountyEvents.ts";
export {
  type WatchBountyStatusErrorType,
  type WatchBountyStatusParameters,
  type WatchBountyStatusReturnType,
  watchBountyStatus,
} from "./watchBountyStatus.ts";
export {
  type WatchEventsErrorType,
  type WatchEventsParameters,
  type WatchEventsReturnType,
  watchEvents,
} from "./watchEvents.ts";
export { type WithdrawErrorType, type WithdrawParameters, type WithdrawReturnType, withdraw } from "./withdraw.ts";
export {
  type WithdrawSubmissionErrorType,
  type WithdrawSubmissionParameters,
  type WithdrawSubmissionReturnType,
  withdrawSubmission,
} from "./withdrawSubmission.ts";
