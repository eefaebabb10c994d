// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IArchitectureRegistry} from "./interfaces/IArchitectureRegistry.sol";
import {IBeacon} from "./interfaces/IBeacon.sol";
import {IModelGovernance} from "./interfaces/IModelGovernance.sol";
import {IModelShares} from "./interfaces/IModelShares.sol";
import {ITrainingBounties} from "./interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "./interfaces/ITrainingRecords.sol";
import {Claims} from "./libraries/Claims.sol";
import {Entries} from "./libraries/Entries.sol";
import {Evaluation} from "./libraries/Evaluation.sol";
import {Funding} from "./libraries/Funding.sol";
import {Ledger} from "./libraries/Ledger.sol";
import {Pot} from "./libraries/Pot.sol";
import {Ranking} from "./libraries/Ranking.sol";
import {Scoring} from "./libraries/Scoring.sol";
import {Settlement} from "./libraries/Settlement.sol";
import {Status} from "./libraries/Status.sol";
import {Submissions} from "./libraries/Submissions.sol";
import {Terms} from "./libraries/Terms.sol";
import {BountyStatus, BountyTerms, Chunk, Owed, Submission, WhyNotRanked} from "./types/Bounty.sol";
import {Bounty, Entry, Escrow} from "./types/BountyStorage.sol";
import {ArchitectureId, BountyId} from "./types/Ids.sol";
import {LicenseTier} from "./types/Model.sol";
import {Proof} from "./types/Proof.sol";
import {BountyTraining} from "./types/Training.sol";

/// @title The escrow of crowdfunded training bounties
/// @notice Implements `ITrainingBounties`. Immutable: nobody can upgrade it, or touch, delay or redirect money in it.
/// @dev The entry point holds the storage, who may administer it, and the guard against reentrancy; what each action does
/// is in the library named after it. Those of more weight are linked, as all of them together exceed a contract's limit.
contract TrainingBounties is ITrainingBounties, Ownable2Step, ReentrancyGuardTransient, Multicall {
    /// @notice The protocol fee on prizes, at most.
    uint256 public constant MAXIMUM_FEE_BPS = 250;

    /// @notice Calls of one `multicall` that verify proofs or a round, at most.
    uint256 public constant MAXIMUM_PROVING_CALLS = 1;

    /// @inheritdoc ITrainingBounties
    IArchitectureRegistry public immutable registry;

    /// @inheritdoc ITrainingBounties
    IBeacon public immutable beacon;

    /// @notice The contract that the shares of every model are clones of.
    IModelShares public immutable sharesImplementation;

    /// @inheritdoc ITrainingBounties
    IModelGovernance public immutable governance;

    /// @inheritdoc ITrainingBounties
    ITrainingRecords public immutable records;

    /// @inheritdoc ITrainingBounties
    address public immutable protocolTreasury;

    /// @inheritdoc ITrainingBounties
    address public immutable guardian;

    /// @inheritdoc ITrainingBounties
    uint40 public immutable minimumWindow;

    /// @inheritdoc ITrainingBounties
    uint32 public immutable minimumSamples;

    Escrow private _escrow;

    /// @param records_ Not deployed yet: its constructor checks that the two know each other.
    constructor(
        address owner,
        IArchitectureRegistry registry_,
        IBeacon beacon_,
        IModelShares sharesImplementation_,
        IModelGovernance governance_,
        ITrainingRecords records_,
        address protocolTreasury_,
        address guardian_,
        uint40 minimumWindow_,
        uint32 minimumSamples_
    ) Ownable(owner) {
        if (protocolTreasury_ == address(0)) revert AccountZero();
        registry = registry_;
        beacon = beacon_;
        sharesImplementation = sharesImplementation_;
        governance = governance_;
        records = records_;
        protocolTreasury = protocolTreasury_;
        guardian = guardian_;
        minimumWindow = minimumWindow_;
        minimumSamples = minimumSamples_;
    }

    // ------------------------------------------------------------------ sponsor

    /// @inheritdoc ITrainingBounties
    function createBounty(BountyTerms calldata terms) external nonReentrant returns (BountyId bounty) {
        return Terms.freeze(_escrow, terms, registry, Terms.Minimums({window: minimumWindow, samples: minimumSamples}));
    }

    /// @inheritdoc ITrainingBounties
    function cancel(BountyId bounty) external nonReentrant {
        Funding.cancel(_escrow, bounty);
    }

    // ------------------------------------------------------------------ evaluation set

    /// @inheritdoc ITrainingBounties
    function sealChunks(BountyId bounty, Chunk[] calldata chunks, Proof[] calldata proofs) external nonReentrant {
        Evaluation.sealChunks(_escrow, bounty, chunks, proofs, beacon);
    }

    /// @inheritdoc ITrainingBounties
    function drawChunks(BountyId bounty, bytes calldata signature) external nonReentrant returns (uint256 drawn) {
        return Evaluation.drawChunks(_escrow, bounty, signature, beacon);
    }

    /// @inheritdoc ITrainingBounties
    function openChunks(BountyId bounty, Chunk[] calldata chunks, bytes[] calldata words) external nonReentrant {
        Evaluation.openChunks(_escrow, bounty, chunks, words);
    }

    // ------------------------------------------------------------------ backers

    /// @inheritdoc ITrainingBounties
    function contribute(
        BountyId bounty,
        uint256 amount,
        address account
    ) external nonReentrant returns (uint256 accepted) {
        return Funding.contribute(_escrow, bounty, amount, account);
    }

    /// @inheritdoc ITrainingBounties
    function contributeWithPermit(
        BountyId bounty,
        uint256 amount,
        address account,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 accepted) {
        // The token of a bounty that does not exist is not called.
        Funding.check(_escrow, bounty);
        IERC20Permit token = IERC20Permit(_escrow.bounties[bounty].token);
        // Anybody can spend a permit that they saw; then the allowance is there all the same.
        // solhint-disable-next-line no-empty-blocks
        try token.permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        return Funding.contribute(_escrow, bounty, amount, account);
    }

    // ------------------------------------------------------------------ operators

    /// @inheritdoc ITrainingBounties
    function commit(
        BountyId bounty,
        ArchitectureId architecture,
        uint256 modelCommitment,
        bytes32 bytesHash,
        address payee
    ) external nonReentrant {
        Submission memory submission = Submission(msg.sender, architecture, modelCommitment, bytesHash, payee);
        Submissions.commit(_escrow, bounty, submission, registry);
    }

    /// @inheritdoc ITrainingBounties
    function replace(
        BountyId bounty,
        ArchitectureId architecture,
        uint256 modelCommitment,
        bytes32 bytesHash,
        address payee
    ) external nonReentrant {
        Submission memory submission = Submission(msg.sender, architecture, modelCommitment, bytesHash, payee);
        Submissions.replace(_escrow, bounty, submission, registry);
    }

    /// @inheritdoc ITrainingBounties
    function withdrawSubmission(BountyId bounty) external nonReentrant {
        Submissions.withdrawSubmission(_escrow, bounty);
    }

    /// @inheritdoc ITrainingBounties
    function proveModel(
        BountyId bounty,
        Submission calldata submission,
        uint256 digest,
        uint32 bits,
        Proof calldata proof
    ) external nonReentrant {
        Scoring.proveModel(_escrow, bounty, submission, digest, bits, proof, registry);
    }

    /// @inheritdoc ITrainingBounties
    function proveScore(
        BountyId bounty,
        Submission calldata submission,
        uint8[] calldata chunks,
        uint32[] calldata correct,
        Proof[] calldata proofs
    ) external nonReentrant {
        Scoring.proveScore(_escrow, bounty, submission, chunks, correct, proofs, registry);
    }

    /// @inheritdoc ITrainingBounties
    function publishWeights(
        BountyId bounty,
        Submission calldata submission,
        bytes32[] calldata pieceHashes,
        uint256 piece,
        bytes calldata words
    ) external nonReentrant {
        Claims.publishWeights(_escrow, bounty, submission, pieceHashes, piece, words, registry);
    }

    /// @inheritdoc ITrainingBounties
    function claim(
        BountyId bounty,
        Submission calldata submission,
        bytes calldata words
    ) external nonReentrant returns (uint256 amount) {
        return Claims.claim(_escrow, bounty, submission, words, registry, records, protocolTreasury);
    }

    // ------------------------------------------------------------------ everyone

    /// @inheritdoc ITrainingBounties
    function settle(BountyId bounty) external nonReentrant returns (IModelShares shares) {
        return Settlement.settle(_escrow, bounty, address(sharesImplementation), governance);
    }

    /// @inheritdoc ITrainingBounties
    function claimShares(BountyId bounty, address account) external nonReentrant returns (uint256 amount) {
        return Settlement.claimShares(_escrow, bounty, account);
    }

    /// @inheritdoc ITrainingBounties
    function credit(BountyId bounty, address account) external nonReentrant returns (uint256 amount) {
        return Settlement.credit(_escrow, bounty, account, protocolTreasury);
    }

    /// @inheritdoc ITrainingBounties
    function multicall(
        bytes[] calldata data
    ) public override(ITrainingBounties, Multicall) returns (bytes[] memory results) {
        uint256 proving = 0;
        for (uint256 i = 0; i < data.length; ++i) {
            bytes4 selector = bytes4(data[i]);
            if (selector == this.multicall.selector) revert MulticallNested();
            if (_isProving(selector)) ++proving;
        }
        if (proving > MAXIMUM_PROVING_CALLS) revert ProvingCallsTooMany(proving, MAXIMUM_PROVING_CALLS);
        return super.multicall(data);
    }

    /// @inheritdoc ITrainingBounties
    function withdraw(address token, address to) external nonReentrant returns (uint256 amount) {
        return Ledger.pay(_escrow, token, to);
    }

    // ------------------------------------------------------------------ administration

    /// @inheritdoc ITrainingBounties
    function allowToken(address token, bool allowed) external onlyOwner {
        _escrow.tokenAllowed[token] = allowed;
        emit TokenAllowed(token, allowed);
    }

    /// @inheritdoc ITrainingBounties
    function setFee(uint16 feeBps_) external onlyOwner {
        if (feeBps_ > MAXIMUM_FEE_BPS) revert TermOutOfBounds("feeBps", feeBps_, 0, MAXIMUM_FEE_BPS);
        _escrow.feeBps = feeBps_;
        emit FeeSet(feeBps_);
    }

    /// @inheritdoc ITrainingBounties
    function pauseEntry(bool paused) external {
        if (msg.sender != guardian) revert OnlyGuardian(msg.sender);
        _escrow.entryPaused = paused;
        emit EntryPaused(paused);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc ITrainingBounties
    function tokenAllowed(address token) external view returns (bool) {
        return _escrow.tokenAllowed[token];
    }

    /// @inheritdoc ITrainingBounties
    function feeBps() external view returns (uint16) {
        return _escrow.feeBps;
    }

    /// @inheritdoc ITrainingBounties
    function entryPaused() external view returns (bool) {
        return _escrow.entryPaused;
    }

    /// @inheritdoc ITrainingBounties
    function bountyCount() external view returns (uint256) {
        return _escrow.bountyCount;
    }

    /// @inheritdoc ITrainingBounties
    function owed(address token, address account) external view returns (uint256) {
        return _escrow.owed[token][account];
    }

    /// @inheritdoc ITrainingBounties
    function statusOf(BountyId bounty) external view returns (BountyStatus) {
        return Status.derive(_escrow.bounties[bounty]);
    }

    /// @inheritdoc ITrainingBounties
    function termsOf(BountyId bounty) external view returns (BountyTerms memory) {
        return Terms.read(_escrow, bounty);
    }

    /// @inheritdoc ITrainingBounties
    function trainingOf(BountyId bounty) external view returns (BountyTraining memory) {
        return Terms.training(_escrow, bounty);
    }

    /// @inheritdoc ITrainingBounties
    function licenseTierOf(BountyId bounty, uint256 tier) external view returns (LicenseTier memory) {
        return Terms.licenseTier(_escrow, bounty, tier);
    }

    /// @inheritdoc ITrainingBounties
    function factsOf(BountyId id) external view returns (BountyFacts memory) {
        Bounty storage bounty = Status.load(_escrow, id);
        return
            BountyFacts({
                feeBps: bounty.feeBps,
                cancelled: bounty.cancelled,
                sealedChunks: bounty.sealedChunks,
                openChunks: bounty.openChunks,
                sampleChunks: bounty.sampleChunks,
                scoredChunks: bounty.scoredChunks,
                sampleRound: Evaluation.sampleRound(bounty, beacon),
                scoreRound: Evaluation.scoreRound(bounty, beacon),
                contributed: bounty.contributed,
                entryFees: uint128(Pot.entryFees(bounty)), // Cast: 2^32 fees of at most 96 bits.
                submissions: bounty.submissions,
                ranked: bounty.ranked,
                claimedRanks: bounty.claimedRanks,
                claimedPrizes: bounty.claimedPrizes,
                claimedStipends: bounty.claimedStipends,
                bestOperator: bounty.bestOperator,
                shares: bounty.shares
            });
    }

    /// @inheritdoc ITrainingBounties
    function submissionOf(BountyId id, address operator) external view returns (SubmissionFacts memory) {
        Entry storage entry = Status.load(_escrow, id).entries[operator];
        return
            SubmissionFacts({
                submissionHash: entry.submissionHash,
                sequence: entry.sequence,
                score: entry.score,
                bits: entry.bits,
                countedChunks: entry.countedChunks,
                publishedPieces: entry.publishedPieces,
                modelProven: entry.modelProven,
                claimed: entry.claimed,
                prize: entry.prize,
                digest: entry.digest
            });
    }

    /// @inheritdoc ITrainingBounties
    function contributionOf(BountyId id, address account) external view returns (uint256) {
        return Status.load(_escrow, id).accounts[account].contributed;
    }

    /// @inheritdoc ITrainingBounties
    function rankOf(BountyId id, address operator) external view returns (bool ranked, uint256 rank) {
        Bounty storage bounty = Status.load(_escrow, id);
        uint256 found = Entries.rankOf(bounty, bounty.entries[operator]);
        if (found < Ranking.CAPACITY) return (true, found);
    }

    /// @inheritdoc ITrainingBounties
    function whyNotRanked(BountyId id, address operator) external view returns (WhyNotRanked) {
        Bounty storage bounty = Status.load(_escrow, id);
        return Entries.whyNotRanked(bounty, bounty.entries[operator]);
    }

    /// @inheritdoc ITrainingBounties
    function nextDeadline(BountyId id) external view returns (uint256) {
        return Status.nextDeadline(Status.load(_escrow, id));
    }

    /// @inheritdoc ITrainingBounties
    function owedTo(BountyId bounty, address account) external view returns (Owed memory) {
        return Settlement.owedTo(_escrow, bounty, account, protocolTreasury);
    }

    function _isProving(bytes4 selector) private pure returns (bool) {
        return
            selector == this.sealChunks.selector ||
            selector == this.drawChunks.selector ||
            selector == this.proveModel.selector ||
            selector == this.proveScore.selector;
    }
}
