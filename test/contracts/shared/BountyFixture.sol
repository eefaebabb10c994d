// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Test} from "forge-std/Test.sol";
import {ArchitectureRegistry} from "../../../contracts/ArchitectureRegistry.sol";
import {Beacon} from "../../../contracts/Beacon.sol";
import {TrainingBounties} from "../../../contracts/TrainingBounties.sol";
import {TrainingRecords} from "../../../contracts/TrainingRecords.sol";
import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../../../contracts/interfaces/ITrainingRecords.sol";
import {IUniswapV3Factory} from "../../../contracts/interfaces/IUniswapV3.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {TrapdoorProver} from "../../../contracts/mocks/TrapdoorProver.sol";
import {TrapdoorSigner} from "../../../contracts/mocks/TrapdoorSigner.sol";
import {ModelGovernance} from "../../../contracts/ownership/ModelGovernance.sol";
import {ModelShares} from "../../../contracts/ownership/ModelShares.sol";
import {
    BountyStatus,
    BountyTerms,
    Chunk,
    Ordering,
    ShareSplit,
    Submission,
    Windows
} from "../../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId, TaskId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";

/// @notice The escrow with a registry, a token, named actors, and one bounty's terms that tests may alter before `draft`.
/// @dev Proofs are valid Groth16 proofs for keys with known toxic waste: the real verifier runs in every test. `draft`,
/// `funding`, … each lead a new bounty to that status by the shortest way. Hashes, challenges, digests and the tree
/// are computed here anew, not by the libraries under test.
abstract contract BountyFixture is Test {
    uint256 internal constant P = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;
    uint256 internal constant START = 1_800_000_000;
    uint40 internal constant MINIMUM_WINDOW = 1 hours;
    uint32 internal constant MINIMUM_SAMPLES = 10;
    uint16 internal constant CHUNK_WORDS = 3;
    uint16 internal constant MODEL_WORDS = 4;
    uint16 internal constant SAMPLES = 10;
    uint16 internal constant FEE_BPS = 200;
    uint32 internal constant BITS = 1_000;
    uint64 internal constant PERIOD = 30;
    uint256 internal constant FUNDS = 1_000_000e6;

    TestToken internal token;
    TrapdoorProver internal prover;
    TrapdoorSigner internal signer;
    Beacon internal beacon;
    ArchitectureRegistry internal registry;
    ModelShares internal sharesImplementation;
    ModelGovernance internal governance;
    TrainingBounties internal escrow;
    TrainingRecords internal records;
    TaskId internal task;
    ArchitectureId internal architecture;

    address internal owner = makeAddr("owner");
    address internal guardian = makeAddr("guardian");
    address internal treasury = makeAddr("protocol treasury");
    address internal sponsor = makeAddr("sponsor");
    address internal alice = makeAddr("alice, backer");
    address internal bob = makeAddr("bob, backer");
    address internal carol = makeAddr("carol, backer");
    address internal stranger = makeAddr("stranger");

    /// @dev Terms of the bounties that the helpers create; tests alter them first where they need others.
    BountyTerms internal terms;

    function setUp() public virtual {
        vm.warp(START);
        token = new TestToken();
        prover = new TrapdoorProver();
        signer = new TrapdoorSigner();
        beacon = new Beacon(signer.key(), uint64(START - 365 days), PERIOD);
        registry = new ArchitectureRegistry(owner);
        sharesImplementation = new ModelShares(IUniswapV3Factory(address(0)));
        governance = new ModelGovernance();
        escrow = deployEscrow(MINIMUM_WINDOW, MINIMUM_SAMPLES);
        records = new TrainingRecords(escrow);

        vm.startPrank(owner);
        task = registry.registerTask("task", CHUNK_WORDS, SAMPLES, prover.key(3));
        architecture = registry.registerArchitecture("architecture", MODEL_WORDS, prover.key(5));
        registry.registerPair(task, architecture, prover.key(4));
        escrow.allowToken(address(token), true);
        escrow.setFee(FEE_BPS);
        vm.stopPrank();
        vm.warp(START + 1); // What is registered is older than every bounty.

        fundActor(sponsor);
        fundActor(alice);
        fundActor(bob);
        fundActor(carol);
        fundActor(stranger);
        setDefaultTerms();
    }

    /// @dev The contract that is deployed next can be its records.
    function deployEscrow(uint40 minimumWindow, uint32 minimumSamples) internal returns (TrainingBounties) {
        return
            new TrainingBounties(
                owner,
                registry,
                beacon,
                sharesImplementation,
                governance,
                ITrainingRecords(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1)),
                treasury,
                guardian,
                minimumWindow,
                minimumSamples
            );
    }

    // ------------------------------------------------------------------ defaults

    function setDefaultTerms() internal {
        terms.token = address(token);
        terms.sponsor = sponsor;
        terms.task = task;
        terms.architecture = architecture;
        terms.ordering = Ordering.Accuracy;
        terms.minimumScore = 5;
        setChunks(2);
        terms.prizesBps = [uint16(10_000)];
        terms.shares = ShareSplit({backersBps: 5_000, operatorsBps: 4_000, sponsorBps: 1_000, treasuryBps: 0});
        terms.goal = 1_000e6;
        terms.cap = 2_000e6;
        terms.sponsorBond = 100e6;
        terms.operatorBond = 50e6;
        terms.entryFee = 5e6;
        uint40 time = uint40(block.timestamp);
        terms.windows = Windows({
            draftEnds: time + 1 days,
            fundingEnds: time + 2 days,
            trainingEnds: time + 3 days,
            openingEnds: time + 4 days,
            provingEnds: time + 5 days,
            claimEnds: time + 6 days,
            reserveEnds: time + 7 days
        });
        terms.specUri = "ipfs://spec";
        terms.specHash = keccak256("spec");
    }

    /// @dev The smallest set in which so many chunks remain to be scored: a quarter of a set is shown.
    function setChunks(uint8 drawn) internal {
        terms.drawnChunks = drawn;
        terms.chunks = (4 * drawn + 2) / 3;
        terms.chunksRoot = rootOf(terms.chunks);
    }

    /// @dev Three prizes: 50 %, 30 %, 20 %.
    function setThreePrizes() internal {
        terms.prizesBps = [uint16(5_000), 3_000, 2_000];
    }

    function fundActor(address actor) internal {
        token.mint(actor, FUNDS);
        vm.prank(actor);
        token.approve(address(escrow), type(uint256).max);
    }

    function operatorAt(uint256 i) internal returns (address) {
        return makeAddr(string.concat("operator ", vm.toString(i)));
    }

    function payeeAt(uint256 i) internal returns (address) {
        return makeAddr(string.concat("payee ", vm.toString(i)));
    }

    // ------------------------------------------------------------------ to each status

    function draft() internal returns (BountyId id) {
        BountyTerms memory given = terms;
        vm.prank(given.sponsor);
        return escrow.createBounty(given);
    }

    /// @dev All chunks are sealed, and the sample is drawn.
    function drawnDraft() internal returns (BountyId id) {
        id = draft();
        sealAll(id);
        drawSample(id);
    }

    function funding() internal returns (BountyId id) {
        id = drawnDraft();
        openDrawn(id);
    }

    /// @dev Alice gives 600, Bob 300, Carol 100: exactly the goal of the default terms.
    function training() internal returns (BountyId id) {
        id = funding();
        contributeAs(alice, id, 600e6);
        contributeAs(bob, id, 300e6);
        contributeAs(carol, id, 100e6);
        vm.warp(terms.windows.fundingEnds);
    }

    function opening(uint256 operators) internal returns (BountyId id) {
        id = training();
        for (uint256 i = 0; i < operators; ++i) {
            commitAs(id, i);
        }
        vm.warp(terms.windows.trainingEnds);
    }

    /// @dev What will be scored is drawn.
    function drawnOpening(uint256 operators) internal returns (BountyId id) {
        id = opening(operators);
        drawScored(id);
    }

    function proving(uint256 operators) internal returns (BountyId id) {
        id = opening(operators);
        openScored(id);
    }

    /// @dev Operator i scores scores[i].
    function claiming(uint256[] memory scores) internal returns (BountyId id) {
        id = proving(scores.length);
        for (uint256 i = 0; i < scores.length; ++i) {
            proveAll(id, i, scores[i], BITS);
        }
        vm.warp(terms.windows.provingEnds);
    }

    function reserve(uint256[] memory scores) internal returns (BountyId id) {
        id = claiming(scores);
        vm.warp(terms.windows.claimEnds);
    }

    /// @dev One operator, ranked, and its claim.
    function settled() internal returns (BountyId id) {
        id = claiming(scoresOf(15));
        claimAs(id, 0);
    }

    function unmet() internal returns (BountyId id) {
        id = reserve(scoresOf(15));
    }

    function voided() internal returns (BountyId id) {
        id = drawnOpening(1);
        vm.warp(terms.windows.openingEnds);
    }

    function underGoal() internal returns (BountyId id) {
        id = funding();
        contributeAs(alice, id, 600e6);
        vm.warp(terms.windows.fundingEnds);
    }

    // ------------------------------------------------------------------ actions

    function sealAll(BountyId id) internal {
        Chunk[] memory chunks = evaluationSet(terms.chunks);
        for (uint256 i = 0; i < chunks.length; ++i) {
            sealOne(id, chunks[i]);
        }
    }

    function sealOne(BountyId id, Chunk memory chunk) internal {
        (Chunk[] memory chunks, Proof[] memory proofs) = (one(chunk), one(sealProof(chunk)));
        escrow.sealChunks(id, chunks, proofs);
    }

    function drawSample(BountyId id) internal {
        drawAt(id, escrow.factsOf(id).sampleRound);
    }

    function drawScored(BountyId id) internal {
        drawAt(id, escrow.factsOf(id).scoreRound);
    }

    /// @dev Waits for the round where it is to come, and draws.
    function drawAt(BountyId id, uint64 round) private {
        if (block.timestamp < beacon.timeOf(round)) vm.warp(beacon.timeOf(round));
        escrow.drawChunks(id, signer.sign(round));
    }

    function openScored(BountyId id) internal {
        drawScored(id);
        openDrawn(id);
    }

    /// @dev Opens all chunks of the last draw.
    function openDrawn(BountyId id) internal {
        Chunk[] memory chunks = escrow.statusOf(id) == BountyStatus.Draft ? sampleOf(id) : scoredOf(id);
        bytes[] memory words = new bytes[](chunks.length);
        for (uint256 i = 0; i < chunks.length; ++i) {
            words[i] = chunkWords(chunks[i].index);
        }
        escrow.openChunks(id, chunks, words);
    }

    function contributeAs(address account, BountyId id, uint256 amount) internal returns (uint256) {
        vm.prank(account);
        return escrow.contribute(id, amount, account);
    }

    /// @dev Operator i commits to its model, its payee being payee i.
    function commitAs(BountyId id, uint256 i) internal returns (Submission memory submission) {
        submission = submissionAt(i);
        if (token.balanceOf(submission.operator) == 0) fundActor(submission.operator);
        commitSubmission(id, submission);
    }

    function commitSubmission(BountyId id, Submission memory submission) internal {
        vm.prank(submission.operator);
        escrow.commit(id, submission.architecture, submission.modelCommitment, submission.bytesHash, submission.payee);
    }

    function proveModelOf(BountyId id, uint256 i, uint32 bits) internal {
        Submission memory submission = submissionAt(i);
        Proof memory proof = modelProof(submission, bits);
        escrow.proveModel(id, submission, modelDigest(submission), bits, proof);
    }

    /// @dev Puts as many right answers as fit on the first chunk, then on the next.
    function proveScoreOf(BountyId id, uint256 i, uint256 score) internal {
        Submission memory submission = submissionAt(i);
        Chunk[] memory chunks = scoredOf(id);
        for (uint256 k = 0; k < chunks.length; ++k) {
            uint32 correct = uint32(score < SAMPLES ? score : SAMPLES);
            score -= correct;
            scoreOne(id, submission, chunks[k], correct);
        }
    }

    function scoreOne(BountyId id, Submission memory submission, Chunk memory chunk, uint32 correct) internal {
        Proof[] memory proofs = one(scoreProof(submission, chunk, correct));
        escrow.proveScore(id, submission, indicesOf(one(chunk)), one(correct), proofs);
    }

    function proveAll(BountyId id, uint256 i, uint256 score, uint32 bits) internal {
        proveModelOf(id, i, bits);
        proveScoreOf(id, i, score);
    }

    function claimAs(BountyId id, uint256 i) internal returns (uint256) {
        Submission memory submission = submissionAt(i);
        return escrow.claim(id, submission, modelWords(submission.operator));
    }

    /// @dev Credits and withdraws; returns what reached the account.
    function takeOut(BountyId id, address account) internal returns (uint256 amount) {
        escrow.credit(id, account);
        if (escrow.owed(terms.token, account) == 0) return 0;
        vm.prank(account);
        return escrow.withdraw(terms.token, account);
    }

    // ------------------------------------------------------------------ evaluation set

    function chunkWords(uint256 index) internal pure returns (bytes memory) {
        return abi.encode(uint256(keccak256(abi.encode("chunk salt", index))) % P, index + 100, index + 200);
    }

    /// @dev The chunks of a set of `count`, with their paths; as `sponsor` of the terms seals them.
    function evaluationSet(uint256 count) internal view returns (Chunk[] memory chunks) {
        chunks = new Chunk[](count);
        uint256 depth = 0;
        while (1 << depth < count) ++depth;
        bytes32[] memory nodes = new bytes32[](1 << depth);
        for (uint256 i = 0; i < count; ++i) {
            chunks[i] = chunkAt(i);
            chunks[i].path = new bytes32[](depth);
            nodes[i] = keccak256(abi.encode(i, chunks[i].dataCommitment, chunks[i].bytesHash, chunks[i].digest));
        }
        for (uint256 level = 0; level < depth; ++level) {
            for (uint256 i = 0; i < count; ++i) {
                chunks[i].path[level] = nodes[(i >> level) ^ 1];
            }
            for (uint256 i = 0; i < 1 << (depth - level - 1); ++i) {
                nodes[i] = keccak256(abi.encode(nodes[2 * i], nodes[2 * i + 1]));
            }
        }
    }

    /// @dev The chunks drawn as a sample, in order.
    function sampleOf(BountyId id) internal view returns (Chunk[] memory) {
        return chunksIn(escrow.factsOf(id).sampleChunks);
    }

    /// @dev The chunks drawn for the score, in order.
    function scoredOf(BountyId id) internal view returns (Chunk[] memory) {
        return chunksIn(escrow.factsOf(id).scoredChunks);
    }

    /// @dev The chunks neither shown nor scored, in order.
    function sealedOf(BountyId id) internal view returns (Chunk[] memory) {
        ITrainingBounties.BountyFacts memory facts = escrow.factsOf(id);
        return chunksIn(((1 << terms.chunks) - 1) & ~uint256(facts.sampleChunks | facts.scoredChunks));
    }

    function chunksIn(uint256 bitmap) internal view returns (Chunk[] memory chunks) {
        Chunk[] memory all = evaluationSet(terms.chunks);
        uint256 count = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if ((bitmap >> i) & 1 == 1) all[count++] = all[i];
        }
        chunks = new Chunk[](count);
        for (uint256 i = 0; i < count; ++i) {
            chunks[i] = all[i];
        }
    }

    function chunkAt(uint256 index) internal view returns (Chunk memory chunk) {
        chunk.index = uint8(index);
        chunk.dataCommitment = uint256(keccak256(abi.encode("data", index))) % P;
        chunk.bytesHash = hashOf(chunkWords(index));
        chunk.digest = digestOf(chunkWords(index), chunkChallenge(chunk));
    }

    function rootOf(uint256 count) internal view returns (bytes32 node) {
        Chunk memory first = evaluationSet(count)[0];
        node = keccak256(abi.encode(uint256(0), first.dataCommitment, first.bytesHash, first.digest));
        for (uint256 level = 0; level < first.path.length; ++level) {
            node = keccak256(abi.encode(node, first.path[level]));
        }
    }

    function chunkChallenge(Chunk memory chunk) internal view returns (uint256) {
        return challengeOf("commonweight.chunk", sponsor, chunk.index, chunk.dataCommitment, chunk.bytesHash);
    }

    // ------------------------------------------------------------------ submissions

    function submissionAt(uint256 i) internal returns (Submission memory submission) {
        submission.operator = operatorAt(i);
        submission.architecture = architecture;
        submission.modelCommitment = uint256(keccak256(abi.encode("model", submission.operator))) % P;
        submission.bytesHash = hashOf(modelWords(submission.operator));
        submission.payee = payeeAt(i);
    }

    function modelWords(address operator) internal pure returns (bytes memory) {
        uint256 salt = uint256(keccak256(abi.encode("model salt", operator))) % P;
        return abi.encode(salt, uint256(1), uint256(2), uint256(3));
    }

    function modelDigest(Submission memory submission) internal view returns (uint256) {
        return digestOf(modelWords(submission.operator), modelChallenge(submission));
    }

    function modelChallenge(Submission memory submission) internal view returns (uint256) {
        return
            challengeOf("commonweight.model", submission.operator, 0, submission.modelCommitment, submission.bytesHash);
    }

    // ------------------------------------------------------------------ words

    function hashOf(bytes memory words) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(words)));
    }

    function digestOf(bytes memory words, uint256 challenge) internal pure returns (uint256 digest) {
        uint256 power = 1;
        for (uint256 offset = 32; offset <= words.length; offset += 32) {
            uint256 word;
            assembly ("memory-safe") {
                word := mload(add(words, offset))
            }
            digest = addmod(digest, mulmod(word, power, P), P);
            power = mulmod(power, challenge, P);
        }
    }

    function challengeOf(
        string memory domain,
        address account,
        uint256 index,
        uint256 commitment,
        bytes32 bytesHash
    ) internal view returns (uint256) {
        bytes32 domainHash = keccak256(bytes(domain));
        bytes memory data = abi.encode(
            domainHash,
            block.chainid,
            address(escrow),
            account,
            index,
            commitment,
            bytesHash
        );
        return uint256(keccak256(data)) % P;
    }

    // ------------------------------------------------------------------ proofs

    function sealProof(Chunk memory chunk) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](3);
        (inputs[0], inputs[1], inputs[2]) = (chunk.dataCommitment, chunkChallenge(chunk), chunk.digest);
        return prover.prove(inputs);
    }

    function modelProof(Submission memory submission, uint32 bits) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](5);
        (inputs[0], inputs[1]) = (submission.modelCommitment, modelChallenge(submission));
        (inputs[2], inputs[3], inputs[4]) = (modelDigest(submission), bits, uint160(submission.operator));
        return prover.prove(inputs);
    }

    function scoreProof(
        Submission memory submission,
        Chunk memory chunk,
        uint32 correct
    ) internal view returns (Proof memory) {
        uint256[] memory inputs = new uint256[](4);
        (inputs[0], inputs[1]) = (submission.modelCommitment, chunk.dataCommitment);
        (inputs[2], inputs[3]) = (correct, uint160(submission.operator));
        return prover.prove(inputs);
    }

    // ------------------------------------------------------------------ lists

    function one(Chunk memory chunk) internal pure returns (Chunk[] memory list) {
        list = new Chunk[](1);
        list[0] = chunk;
    }

    function indicesOf(Chunk[] memory chunks) internal pure returns (uint8[] memory indices) {
        indices = new uint8[](chunks.length);
        for (uint256 i = 0; i < chunks.length; ++i) {
            indices[i] = chunks[i].index;
        }
    }

    function one(Proof memory proof) internal pure returns (Proof[] memory list) {
        list = new Proof[](1);
        list[0] = proof;
    }

    function one(uint32 correct) internal pure returns (uint32[] memory list) {
        list = new uint32[](1);
        list[0] = correct;
    }

    function one(bytes memory words) internal pure returns (bytes[] memory list) {
        list = new bytes[](1);
        list[0] = words;
    }

    function scoresOf(uint256 a) internal pure returns (uint256[] memory scores) {
        scores = new uint256[](1);
        scores[0] = a;
    }

    function scoresOf(uint256 a, uint256 b) internal pure returns (uint256[] memory scores) {
        scores = new uint256[](2);
        (scores[0], scores[1]) = (a, b);
    }

    function scoresOf(uint256 a, uint256 b, uint256 c) internal pure returns (uint256[] memory scores) {
        scores = new uint256[](3);
        (scores[0], scores[1], scores[2]) = (a, b, c);
    }

    /// @dev Descending from 20, so that operator i has rank i.
    function descending(uint256 count) internal pure returns (uint256[] memory scores) {
        scores = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            scores[i] = 20 - i;
        }
    }

    // ------------------------------------------------------------------ expectations

    function assertStatus(BountyId id, BountyStatus expected, string memory label) internal view {
        assertEq(uint8(escrow.statusOf(id)), uint8(expected), label);
    }

    function expectStatusMismatch(BountyId id, BountyStatus actual, BountyStatus expected) internal {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.StatusMismatch.selector, id, actual, expected));
    }
}
