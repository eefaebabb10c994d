// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BountyStatus, BountyTerms, Chunk, Owed, Submission, WhyNotRanked} from "../types/Bounty.sol";
import {ArchitectureId, BountyId, RecipeId, TaskId} from "../types/Ids.sol";
import {LicenseTier} from "../types/Model.sol";
import {Proof} from "../types/Proof.sol";
import {BountyTraining} from "../types/Training.sol";
import {IArchitectureRegistry} from "./IArchitectureRegistry.sol";
import {IBeacon} from "./IBeacon.sol";
import {IModelGovernance} from "./IModelGovernance.sol";
import {IModelShares} from "./IModelShares.sol";
import {ITrainingRecords} from "./ITrainingRecords.sol";

/// @title The escrow of crowdfunded training bounties
/// @notice One contract for all bounties, immutable. A bounty's status follows from its facts and the clock; no status
/// waits for anybody. Money leaves only through `withdraw`; what else is due to somebody is moved into the ledger `owed`.
/// Amounts are in the smallest unit of the bounty's token; times in seconds; parts in bps of 10,000; divisions round down.
interface ITrainingBounties {
    // ------------------------------------------------------------------ events

    event BountyCreated(BountyId indexed bounty, address indexed sponsor, BountyTerms terms, uint16 feeBps);
    event BountyCancelled(BountyId indexed bounty);
    event ChunkSealed(
        BountyId indexed bounty,
        uint8 indexed index,
        uint256 dataCommitment,
        bytes32 bytesHash,
        uint256 digest
    );
    /// @dev The last chunk is sealed; the beacon's round `sampleRound` draws the sample.
    event EvaluationSetSealed(BountyId indexed bounty, uint64 sampleRound);
    /// @dev `chunks` is a bitmap by chunk index: the sample, or what is scored.
    event ChunksDrawn(BountyId indexed bounty, bool indexed isSample, uint64 round, uint64 chunks);
    event Contributed(BountyId indexed bounty, address indexed account, address indexed payer, uint256 amount);
    event Committed(
        BountyId indexed bounty,
        address indexed operator,
        ArchitectureId architecture,
        uint256 modelCommitment,
        bytes32 bytesHash,
        address payee,
        uint32 sequence
    );
    event Replaced(
        BountyId indexed bounty,
        address indexed operator,
        ArchitectureId architecture,
        uint256 modelCommitment,
        bytes32 bytesHash,
        address payee,
        uint32 sequence
    );
    event SubmissionWithdrawn(BountyId indexed bounty, address indexed operator);
    /// @dev `words` are the chunk's published words: salt, packed features, packed labels.
    event ChunkOpened(BountyId indexed bounty, uint8 indexed index, bytes words);
    event ModelProven(BountyId indexed bounty, address indexed operator, uint32 bits, uint256 digest);
    /// @dev `chunks` is a bitmap by index of the chunks that were counted, `correct` the right answers on them together.
    event ScoreProven(BountyId indexed bounty, address indexed operator, uint64 chunks, uint32 correct);
    /// @dev `rank` counts from 0, at the time of ranking: later submissions may push it down until Proving ends.
    event Ranked(BountyId indexed bounty, address indexed operator, uint8 rank, uint32 score, uint32 bits);
    /// @dev `words` are those of one piece of a model's: 750 of them, or what is left.
    event WeightsPublished(BountyId indexed bounty, address indexed operator, uint256 indexed piece, bytes words);
    /// @dev `words` are the model's published words: salt, packed weights, packed biases; none where they were published before,
    /// in pieces. `amount` is what the payee is credited: the prize less the protocol fee, and the stipend.
    event Claimed(
        BountyId indexed bounty,
        address indexed operator,
        address indexed payee,
        uint8 prize,
        uint256 amount,
        bytes words
    );
    /// @dev What a proven training record added to the prize that is claimed with it.
    event StipendPaid(BountyId indexed bounty, address indexed operator, uint256 amount);
    event Settled(BountyId indexed bounty, IModelShares indexed shares, address indexed bestOperator);
    event SharesClaimed(BountyId indexed bounty, address indexed account, uint256 amount);
    event Credited(address indexed token, address indexed account, BountyId indexed bounty, uint256 amount);
    event Withdrawn(address indexed token, address indexed account, address indexed to, uint256 amount);
    event TokenAllowed(address indexed token, bool allowed);
    event FeeSet(uint16 feeBps);
    event EntryPaused(bool paused);

    // ------------------------------------------------------------------ errors

    error BountyUnknown(BountyId bounty);
    /// @dev `expected` is a status in which the action can be taken.
    error StatusMismatch(BountyId bounty, BountyStatus actual, BountyStatus expected);
    /// @dev A term lies outside its bounds. For times the bounds are absolute.
    error TermOutOfBounds(string term, uint256 value, uint256 minimum, uint256 maximum);
    error TokenNotAllowed(address token);
    /// @dev A parent's token is the one in which royalties arrive.
    error ParentTokenMismatch(BountyId parent, address expected, address actual);
    /// @dev The terms have so many tiers, counted from 0.
    error LicenseTierUnknown(BountyId bounty, uint256 tier, uint256 tiers);
    error SponsorNotSender(address sponsor, address sender);
    error OnlySponsor(BountyId bounty, address sender);
    error OnlyGuardian(address sender);
    error EntryIsPaused();
    error BountyHasContributions(BountyId bounty, uint256 contributed);
    /// @dev Calls of a `multicall` that verify proofs or a round.
    error ProvingCallsTooMany(uint256 actual, uint256 maximum);
    error MulticallNested();
    error AmountZero();
    error AccountZero();
    /// @dev The token moved another amount than it was asked to (fee on transfer, rebasing).
    error TransferMismatch(address token, uint256 expected, uint256 received);
    error LengthMismatch(uint256 expected, uint256 actual);
    error BatchTooLarge(uint256 size, uint256 maximum);
    error ChunkNotInRoot(BountyId bounty, uint8 index);
    /// @dev `sealedChunks` is a bitmap by chunk index. The sample is drawn when all are sealed.
    error ChunksNotSealed(BountyId bounty, uint64 sealedChunks);
    error ChunksNotDrawn(BountyId bounty);
    /// @dev In Draft the chunk is not in the sample, later not among those that are scored.
    error ChunkNotDrawn(BountyId bounty, uint8 index);
    error BytesHashMismatch(bytes32 expected, bytes32 actual);
    error DigestMismatch(uint256 expected, uint256 actual);
    /// @dev A model has as many pieces as it takes of 750 words each.
    error PieceOutOfBounds(uint256 piece, uint256 pieces);
    /// @dev Bitmaps by piece.
    error PiecesMissing(uint256 published, uint256 expected);
    error WordsLengthMismatch(uint256 expectedWords, uint256 actualBytes);
    error WordNotCanonical(uint256 position, uint256 word);
    error CommitmentNotCanonical(uint256 commitment);
    error ProofInvalid();
    /// @dev The task is retired, so that no new bounty can use it.
    error TaskNotAdmitted(TaskId task);
    /// @dev The recipe is retired, or its records begin with a parent's model and the terms name none.
    error RecipeNotAdmitted(RecipeId recipe);
    error ArchitectureNotAdmitted(BountyId bounty, ArchitectureId architecture);
    error SubmissionExists(BountyId bounty, address operator);
    error SubmissionMissing(BountyId bounty, address operator);
    error SubmissionMismatch(BountyId bounty, address operator, bytes32 expected, bytes32 actual);
    error ModelAlreadyProven(BountyId bounty, address operator);
    error CorrectOutOfBounds(uint256 correct, uint256 samples);
    error NotRanked(BountyId bounty, address operator);
    error AlreadyClaimed(BountyId bounty, address operator);
    /// @dev In Claiming only ranks below `opensTo` may claim; in Reserve only the rank whose turn runs, `opensTo`.
    error NotYourTurn(BountyId bounty, address operator, uint256 rank, uint256 opensTo);
    error AlreadySettled(BountyId bounty);
    error NotSettled(BountyId bounty);
    error NothingOwed(address token, address account);

    // ------------------------------------------------------------------ sponsor

    /// @notice Freezes the terms and takes the sponsor's bond. The sender is the sponsor.
    function createBounty(BountyTerms calldata terms) external returns (BountyId bounty);

    /// @notice Ends a bounty in Draft, or in Funding while nothing is in. Sponsor only.
    function cancel(BountyId bounty) external;

    // ------------------------------------------------------------------ evaluation set

    /// @notice Verifies SealChunk proofs, one a chunk, at most eight a call, as one batch. Anyone. A chunk already sealed is not
    /// counted again. The last one fixes the round that draws the sample: the first at least 30 minutes later.
    function sealChunks(BountyId bounty, Chunk[] calldata chunks, Proof[] calldata proofs) external;

    /// @notice Draws chunks by a round of the beacon: in Draft the sample, in Opening those that are scored, of the others, by
    /// the first round at least 30 minutes after `trainingEnds`. Anyone; what is drawn already stays.
    /// @param signature The round's; not read where the beacon has it already.
    /// @return drawn Bitmap by chunk index.
    function drawChunks(BountyId bounty, bytes calldata signature) external returns (uint256 drawn);

    /// @notice Publishes the words of drawn chunks, at most 16 a call. Anyone. A chunk already open is skipped.
    /// @param words For each chunk its words, 32 bytes each, whose hash and digest are those that were sealed.
    function openChunks(BountyId bounty, Chunk[] calldata chunks, bytes[] calldata words) external;

    // ------------------------------------------------------------------ backers

    /// @notice Pays into a bounty for `account`. What does not fit under the cap is not taken.
    /// @return accepted What was taken from the sender.
    function contribute(BountyId bounty, uint256 amount, address account) external returns (uint256 accepted);

    /// @notice As `contribute`, with an EIP-2612 permit of the sender for `amount`. A permit that somebody else has
    /// already spent does no harm: what counts is the allowance.
    function contributeWithPermit(
        BountyId bounty,
        uint256 amount,
        address account,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 accepted);

    // ------------------------------------------------------------------ operators

    /// @notice Commits the sender to a model. Takes the operator's bond and, the first time, the entry fee.
    /// @dev Warning: write the salt and the weights to disk before sending this; without them the bond of a winner is lost.
    function commit(
        BountyId bounty,
        ArchitectureId architecture,
        uint256 modelCommitment,
        bytes32 bytesHash,
        address payee
    ) external;

    /// @notice Commits the sender to another model in place of the last, with a new sequence number.
    function replace(
        BountyId bounty,
        ArchitectureId architecture,
        uint256 modelCommitment,
        bytes32 bytesHash,
        address payee
    ) external;

    /// @notice Takes the sender's submission out; its bond is credited at once, the entry fee stays in the pot.
    function withdrawSubmission(BountyId bounty) external;

    /// @notice Verifies the SealModel proof of a submission: ranges, size in bits, digest of the words. Anyone.
    function proveModel(
        BountyId bounty,
        Submission calldata submission,
        uint256 digest,
        uint32 bits,
        Proof calldata proof
    ) external;

    /// @notice Verifies EvaluateModel proofs of a submission, one a chunk, at most eight a call, as one batch. Anyone. A chunk
    /// already counted is not counted again. A proof shows that at least `correct[i]` samples of a chunk are answered right.
    /// @param chunks Indices, each drawn for the score.
    function proveScore(
        BountyId bounty,
        Submission calldata submission,
        uint8[] calldata chunks,
        uint32[] calldata correct,
        Proof[] calldata proofs
    ) external;

    /// @notice Publishes one piece of a model's words, for models too large for one call: 750 words, or what is left in the last piece.
    /// Anyone, for the operator, in its turn to claim. A piece already published is skipped. Nothing is credited before `claim`.
    /// @param pieceHashes keccak256 of each piece; their own hash is the committed `bytesHash`.
    /// @param piece Which one `words` is, from 0.
    function publishWeights(
        BountyId bounty,
        Submission calldata submission,
        bytes32[] calldata pieceHashes,
        uint256 piece,
        bytes calldata words
    ) external;

    /// @notice Publishes the words of a ranked model and credits its prize to the payee and its bond to the operator.
    /// Anyone, for the operator.
    /// @param words All of them; none where every piece was published before.
    /// @return amount The prize, less the protocol fee, and the stipend where the operator's training record is proven.
    function claim(
        BountyId bounty,
        Submission calldata submission,
        bytes calldata words
    ) external returns (uint256 amount);

    // ------------------------------------------------------------------ everyone

    /// @notice Creates the model's shares. Anyone, once the bounty is Settled.
    function settle(BountyId bounty) external returns (IModelShares shares);

    /// @notice Hands an account the shares that it has not claimed yet: as backer, payee and sponsor together, and the
    /// model's treasury its own part. Anyone.
    function claimShares(BountyId bounty, address account) external returns (uint256 amount);

    /// @notice Moves what the bounty owes an account by now into the ledger `owed`. Anyone; safe to repeat.
    function credit(BountyId bounty, address account) external returns (uint256 amount);

    /// @notice Calls this contract several times in one transaction, as the sender; all succeed, or none has an effect. At most one
    /// of the calls may verify proofs or a round, so that what fits into a block of a zk L2 alone still does.
    function multicall(bytes[] calldata data) external returns (bytes[] memory results);

    /// @notice Pays out all that the ledger owes the sender in a token: the one way out.
    function withdraw(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------ administration

    /// @notice Allows or disallows a token for new bounties. Owner only.
    function allowToken(address token, bool allowed) external;

    /// @notice Sets the protocol fee on prizes of new bounties, at most 250 bps. Owner only.
    function setFee(uint16 feeBps) external;

    /// @notice Pauses or resumes new bounties and contributions. Guardian only; nothing else can be paused.
    function pauseEntry(bool paused) external;

    // ------------------------------------------------------------------ views

    function registry() external view returns (IArchitectureRegistry);
    function beacon() external view returns (IBeacon);
    function governance() external view returns (IModelGovernance);
    function records() external view returns (ITrainingRecords);
    function protocolTreasury() external view returns (address);
    function guardian() external view returns (address);
    function minimumWindow() external view returns (uint40);
    function minimumSamples() external view returns (uint32);
    function tokenAllowed(address token) external view returns (bool);
    function feeBps() external view returns (uint16);
    function entryPaused() external view returns (bool);
    function bountyCount() external view returns (uint256);

    /// @notice The ledger: what `withdraw` pays an account.
    function owed(address token, address account) external view returns (uint256);

    function statusOf(BountyId bounty) external view returns (BountyStatus);
    function termsOf(BountyId bounty) external view returns (BountyTerms memory);

    /// @notice What `TrainingRecords` needs to know of a bounty.
    function trainingOf(BountyId bounty) external view returns (BountyTraining memory);

    /// @notice One of the licence tiers of the terms, from 0.
    function licenseTierOf(BountyId bounty, uint256 tier) external view returns (LicenseTier memory);

    /// @notice Facts of a bounty, besides its terms.
    struct BountyFacts {
        uint16 feeBps;
        bool cancelled;
        uint64 sealedChunks; // bitmap by chunk index
        uint64 openChunks; // bitmap by chunk index
        uint64 sampleChunks; // bitmap by chunk index; zero before they are drawn
        uint64 scoredChunks; // bitmap by chunk index; zero before they are drawn
        uint64 sampleRound; // of the beacon; zero before every chunk is sealed
        uint64 scoreRound; // of the beacon
        uint128 contributed;
        uint128 entryFees;
        uint32 submissions; // not withdrawn
        uint8 ranked; // at most 16
        uint16 claimedRanks; // bitmap by rank
        uint8 claimedPrizes; // bitmap by prize
        uint8 claimedStipends; // bitmap by prize
        address bestOperator; // of the best-ranked published submission; zero where there is none
        IModelShares shares; // zero before `settle`
    }

    function factsOf(BountyId bounty) external view returns (BountyFacts memory);

    /// @notice Facts of one operator's submission.
    struct SubmissionFacts {
        bytes32 submissionHash; // keccak256(abi.encode(Submission)); zero where there is none
        uint32 sequence;
        uint32 score;
        uint32 bits;
        uint64 countedChunks; // bitmap by chunk index
        uint16 publishedPieces; // bitmap by piece
        bool modelProven;
        bool claimed;
        uint8 prize; // meaningful once claimed
        uint256 digest; // zero before `proveModel`
    }

    function submissionOf(BountyId bounty, address operator) external view returns (SubmissionFacts memory);
    function contributionOf(BountyId bounty, address account) external view returns (uint256);

    /// @notice Rank of an operator's submission, from 0.
    /// @return ranked False where the submission is not among the sixteen best.
    function rankOf(BountyId bounty, address operator) external view returns (bool ranked, uint256 rank);

    /// @notice What an operator's submission still needs to be ranked.
    function whyNotRanked(BountyId bounty, address operator) external view returns (WhyNotRanked);

    /// @notice The next time at which the status may change by the clock alone; zero in a final status.
    function nextDeadline(BountyId bounty) external view returns (uint256);

    /// @notice What an account can get by `credit` and `claimShares` at this time, itemised.
    function owedTo(BountyId bounty, address account) external view returns (Owed memory);
}
