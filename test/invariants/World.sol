// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ArchitectureRegistry} from "../../contracts/ArchitectureRegistry.sol";
import {Beacon} from "../../contracts/Beacon.sol";
import {ITrainingBounties} from "../../contracts/interfaces/ITrainingBounties.sol";
import {ITrainingRecords} from "../../contracts/interfaces/ITrainingRecords.sol";
import {IUniswapV3Factory} from "../../contracts/interfaces/IUniswapV3.sol";
import {Words} from "../../contracts/libraries/Words.sol";
import {TestToken} from "../../contracts/mocks/TestToken.sol";
import {TrapdoorProver} from "../../contracts/mocks/TrapdoorProver.sol";
import {TrapdoorSigner} from "../../contracts/mocks/TrapdoorSigner.sol";
import {ModelGovernance} from "../../contracts/ownership/ModelGovernance.sol";
import {ModelShares} from "../../contracts/ownership/ModelShares.sol";
import {TrainingBounties} from "../../contracts/TrainingBounties.sol";
import {TrainingRecords} from "../../contracts/TrainingRecords.sol";
import {
    BountyStatus,
    BountyTerms,
    Chunk,
    Ordering,
    ShareSplit,
    Submission,
    Windows
} from "../../contracts/types/Bounty.sol";
import {ArchitectureId, BountyId, RecipeId, TaskId} from "../../contracts/types/Ids.sol";
import {LicenseTier} from "../../contracts/types/Model.sol";
import {RecipeKeys} from "../../contracts/types/Training.sol";
import {HostileReceiver, HostileToken} from "./HostileToken.sol";
import {Trainings} from "./Trainings.sol";

/// @title The protocol as the handlers play it, with a record of what they did
/// @notice The record holds what was really paid, proven and published. The invariants compare the escrow with it, and
/// never with what the escrow says of itself.
contract World is Test {
    /// @notice What the handlers know of a bounty.
    struct Record {
        bytes32 terms; // hash of the terms given
        uint16 feeBps; // when it was created
        uint256 paidIn;
        uint256 credited; // sum of its `Credited` events
        BountyStatus lastStatus;
        uint256 sharesClaimed;
        uint256 sample; // bitmap of the chunks that the sample's round draws
        uint256 scored; // bitmap of the chunks that the score's round draws
        uint256 taken; // by claims out of the pot, by the terms: prizes before the fee, and stipends
        uint256 stipends; // sum of its `StipendPaid` events
        uint256 stipendCount; // of these events
    }

    uint256 public constant CHUNK_WORDS = 2;
    uint256 public constant MODEL_WORDS = 2;
    /// @dev A whole piece, and one more word.
    uint256 public constant LARGE_MODEL_WORDS = 751;
    uint256 private constant PIECE_BYTES = 24_000;
    uint256 public constant SAMPLES = 4;
    uint256 public constant DRAWN_CHUNKS = 2;
    uint256 public constant MAXIMUM_BOUNTIES = 7;

    TrainingBounties public escrow;
    TrainingRecords public records;
    ArchitectureRegistry public registry;
    TrapdoorProver public prover = new TrapdoorProver();
    TrapdoorSigner public signer = new TrapdoorSigner();
    Beacon public beacon;
    /// @dev The second one calls back, and does worse where a handler tells it to.
    TestToken[2] public tokens = [new TestToken(), new HostileToken()];
    HostileReceiver public receiver;
    TaskId public task;
    ArchitectureId public architecture;
    /// @notice Of models that are published in two pieces; admitted where the terms name none.
    ArchitectureId public largeArchitecture;
    Trainings public trainings;

    address public owner = makeAddr("owner");
    address public guardian = makeAddr("guardian");
    address public treasury = makeAddr("treasury");
    address public hostile = makeAddr("hostile");
    address[] public sponsors = [makeAddr("sponsor 0"), makeAddr("sponsor 1")];
    address[] public operators = [
        makeAddr("operator 0"),
        makeAddr("operator 1"),
        makeAddr("operator 2"),
        makeAddr("operator 3")
    ];
    /// @dev Payees are nothing else, so that all they ever get is prizes and shares.
    address[] public payees = [makeAddr("payee 0"), makeAddr("payee 1"), makeAddr("payee 2")];
    address[] public backers;
    mapping(address backer => uint256) public keyOf;
    /// @dev Everybody who can be owed anything.
    address[] public accounts;

    mapping(BountyId bounty => Record) private _records;
    mapping(BountyId bounty => mapping(address operator => Submission)) private _submissions;
    mapping(BountyId bounty => mapping(address operator => bytes)) private _words;
    /// @notice Of each chunk the correct answers proven, and one more, so that zero means not proven.
    mapping(BountyId bounty => mapping(address operator => mapping(uint256 chunk => uint256))) public proven;
    /// @notice The bits proven of a model, and one more.
    mapping(BountyId bounty => mapping(address operator => uint256)) public provenBits;
    /// @notice Hash, as commitments hold it, of the bytes that were published until a successful `claim`, or by it.
    mapping(BountyId bounty => mapping(address operator => bytes32)) public published;
    mapping(BountyId bounty => mapping(address operator => bytes32[2])) private _publishedPieces;
    /// @notice Prizes due to payees for the bytes published, with the stipends of proven records, by the terms.
    mapping(address token => mapping(address payee => uint256)) public prizesDue;
    /// @notice Sum of the `Credited` events of an account.
    mapping(BountyId bounty => mapping(address account => uint256)) public creditedTo;
    /// @notice `StipendPaid` events of an operator.
    mapping(BountyId bounty => mapping(address operator => uint256)) public stipendsOf;
    /// @notice Calls of handlers so far.
    uint256 public calls;
    /// @notice Whether a status was ever seen after one that comes later.
    bool public wentBack;
    mapping(address token => uint256) public withdrawn;
    mapping(address token => mapping(address account => uint256)) public withdrawnBy;
    mapping(address token => uint256) public donated;

    constructor() {
        vm.warp(1_800_000_000);
        for (uint256 i = 0; i < 3; ++i) {
            (address backer, uint256 key) = makeAddrAndKey(string.concat("backer ", vm.toString(i)));
            backers.push(backer);
            keyOf[backer] = key;
        }
        registry = new ArchitectureRegistry(owner);
        beacon = new Beacon(signer.key(), uint64(block.timestamp), 30);
        ModelGovernance governance = new ModelGovernance();
        ModelShares shares = new ModelShares(IUniswapV3Factory(address(0)));
        escrow = new TrainingBounties(
            owner,
            registry,
            beacon,
            shares,
            governance,
            ITrainingRecords(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1)),
            treasury,
            guardian,
            1 hours,
            1
        );
        records = new TrainingRecords(escrow);
        vm.startPrank(owner);
        task = registry.registerTask("task", uint16(CHUNK_WORDS), uint16(SAMPLES), prover.key(3));
        architecture = registry.registerArchitecture("architecture", uint16(MODEL_WORDS), prover.key(5));
        largeArchitecture = registry.registerArchitecture("large", uint16(LARGE_MODEL_WORDS), prover.key(5));
        registry.registerPair(task, architecture, prover.key(4));
        registry.registerPair(task, largeArchitecture, prover.key(4));
        RecipeKeys memory keys = RecipeKeys({
            start: prover.key(3),
            trainStep: prover.key(5),
            quantiseModel: prover.key(4)
        });
        RecipeId recipe = registry.registerRecipe("recipe", architecture, false, keys);
        escrow.allowToken(address(tokens[0]), true);
        escrow.allowToken(address(tokens[1]), true);
        escrow.setFee(137);
        vm.stopPrank();
        receiver = new HostileReceiver(escrow, hostileToken());
        hostileToken().setReceiver(receiver);
        trainings = new Trainings(escrow, prover, signer, recipe);

        accounts.push(treasury);
        accounts.push(hostile);
        accounts.push(address(receiver));
        for (uint256 i = 0; i < sponsors.length; ++i) accounts.push(sponsors[i]);
        for (uint256 i = 0; i < operators.length; ++i) accounts.push(operators[i]);
        for (uint256 i = 0; i < payees.length; ++i) accounts.push(payees[i]);
        for (uint256 i = 0; i < backers.length; ++i) accounts.push(backers[i]);
        vm.warp(block.timestamp + 1);
    }

    function hostileToken() public view returns (HostileToken) {
        return HostileToken(address(tokens[1]));
    }

    // ------------------------------------------------------------------ bounties

    function bountyCount() public view returns (uint256) {
        return escrow.bountyCount();
    }

    function pick(uint256 seed) public view returns (BountyId) {
        return BountyId.wrap((seed % bountyCount()) + 1);
    }

    function recordOf(BountyId bounty) external view returns (Record memory) {
        return _records[bounty];
    }

    function accountCount() external view returns (uint256) {
        return accounts.length;
    }

    /// @notice Odd amounts, so that divisions leave remainders.
    function termsOf(uint256 seed) public view returns (BountyTerms memory terms) {
        terms.token = address(tokens[seed % 2]);
        terms.sponsor = sponsors[(seed >> 8) % 2];
        terms.task = task;
        terms.architecture = (seed >> 16) % 2 == 0 ? architecture : ArchitectureId.wrap(0);
        terms.ordering = Ordering((seed >> 24) % 2);
        terms.chunks = uint8(3 + ((seed >> 32) % 2));
        terms.drawnChunks = uint8(DRAWN_CHUNKS);
        terms.minimumScore = uint32(uint8(seed >> 40) % 3);
        terms.chunksRoot = _rootOf(terms);
        terms.prizesBps = new uint16[](1 + (uint8(seed >> 48) % 3));
        uint16 left = 10_000;
        for (uint256 i = 1; i < terms.prizesBps.length; ++i) {
            terms.prizesBps[i] = 3_333 - uint16(i);
            left -= terms.prizesBps[i];
        }
        terms.prizesBps[0] = left;
        terms.shares = ShareSplit({backersBps: 5_003, operatorsBps: 3_996, sponsorBps: 0, treasuryBps: 0});
        terms.shares.treasuryBps = uint16(uint16(seed >> 56) % 1_002);
        terms.shares.sponsorBps = 1_001 - terms.shares.treasuryBps;
        terms.goal = 1_000_003;
        terms.cap = 5_000_011;
        terms.sponsorBond = 700_001;
        terms.operatorBond = 300_007;
        terms.entryFee = uint128(uint16(seed >> 56) % 30_000);
        uint40 start = uint40(block.timestamp);
        terms.windows = Windows({
            draftEnds: start + 1 days,
            fundingEnds: start + 2 days,
            trainingEnds: start + 3 days,
            openingEnds: start + 4 days,
            provingEnds: start + 5 days,
            claimEnds: start + 6 days,
            reserveEnds: start + 7 days
        });
        terms.training = trainings.termsOf(seed >> 72);
        terms.parent = _parentFor(terms.token);
        if (BountyId.unwrap(terms.parent) != 0) terms.royaltyBps = uint16(uint16(seed >> 56) % 2_001);
        terms.licenseTiers = new LicenseTier[](uint8(seed >> 48) % 3);
        for (uint256 i = 0; i < terms.licenseTiers.length; ++i) {
            terms.licenseTiers[i] = LicenseTier(uint96(1_000_003 + i), "ipfs://licence", keccak256("licence"));
        }
        terms.specUri = "ipfs://spec";
        terms.specHash = keccak256("spec");
    }

    /// @dev The first bounty in the token that has shares, if there is one.
    function _parentFor(address token) private view returns (BountyId parent) {
        for (uint256 i = 1; i <= bountyCount(); ++i) {
            parent = BountyId.wrap(i);
            if (address(escrow.factsOf(parent).shares) == address(0)) continue;
            if (escrow.termsOf(parent).token == token) return parent;
        }
        return BountyId.wrap(0);
    }

    function create(uint256 seed) public returns (BountyId bounty) {
        BountyTerms memory terms = termsOf(seed);
        _fund(terms.token, terms.sponsor, terms.sponsorBond);
        vm.prank(terms.sponsor);
        bounty = escrow.createBounty(terms);
        Record storage record = _records[bounty];
        (record.terms, record.feeBps) = (keccak256(abi.encode(terms)), escrow.feeBps());
        (record.paidIn, record.lastStatus) = (terms.sponsorBond, BountyStatus.Draft);
    }

    /// @notice The model's treasury, of a bounty with shares. It is owed nothing but them.
    function treasuryOf(BountyId bounty) public view returns (address) {
        return escrow.factsOf(bounty).shares.treasury();
    }

    // ------------------------------------------------------------------ chunks

    /// @notice A chunk with its path, and its words.
    function chunkOf(
        BountyTerms memory terms,
        uint256 index
    ) public view returns (Chunk memory chunk, bytes memory words) {
        bytes32[4] memory nodes;
        for (uint256 i = 0; i < terms.chunks; ++i) {
            Chunk memory leaf = _leafOf(terms.sponsor, i);
            nodes[i] = keccak256(abi.encode(uint256(leaf.index), leaf.dataCommitment, leaf.bytesHash, leaf.digest));
        }
        (chunk, words) = (_leafOf(terms.sponsor, index), _chunkWords(terms.sponsor, index));
        chunk.path = new bytes32[](2);
        chunk.path[0] = nodes[index ^ 1];
        uint256 other = index < 2 ? 2 : 0;
        chunk.path[1] = keccak256(abi.encode(nodes[other], nodes[other + 1]));
    }

    /// @notice What the round of an escrow's draw draws, as the protocol says; `excluded` is a bitmap.
    function drawOf(
        BountyId bounty,
        uint64 round,
        string memory purpose,
        uint256 excluded,
        uint256 count
    ) public view returns (uint256 drawn) {
        bytes32 purposeHash = keccak256(bytes(purpose));
        bytes32 randomness = sha256(signer.sign(round));
        bytes32 seed = keccak256(abi.encode(randomness, block.chainid, escrow, bounty, purposeHash));
        uint256[4] memory list;
        uint256 n = 0;
        for (uint256 i = 0; i < escrow.termsOf(bounty).chunks; ++i) {
            if ((excluded >> i) & 1 == 0) list[n++] = i;
        }
        for (uint256 i = 0; i < count; ++i) {
            uint256 j = i + (uint256(keccak256(abi.encode(seed, i))) % (n - i));
            (list[i], list[j]) = (list[j], list[i]);
            drawn += 2 ** list[i];
        }
    }

    function _rootOf(BountyTerms memory terms) private view returns (bytes32 root) {
        (Chunk memory chunk, ) = chunkOf(terms, 0);
        root = keccak256(abi.encode(chunk.index, chunk.dataCommitment, chunk.bytesHash, chunk.digest));
        for (uint256 i = 0; i < chunk.path.length; ++i) {
            root = keccak256(abi.encode(root, chunk.path[i]));
        }
    }

    function _leafOf(address sponsor, uint256 index) private view returns (Chunk memory leaf) {
        bytes memory words = _chunkWords(sponsor, index);
        leaf.index = uint8(index);
        leaf.dataCommitment = element("data", abi.encode(sponsor, index));
        leaf.bytesHash = keccak256(abi.encode(keccak256(words)));
        leaf.digest = _digest(
            words,
            challenge("commonweight.chunk", sponsor, index, leaf.dataCommitment, leaf.bytesHash)
        );
    }

    function _chunkWords(address sponsor, uint256 index) private pure returns (bytes memory) {
        bytes memory id = abi.encode(sponsor, index);
        return abi.encode(element("chunk salt", id), element("chunk samples", id));
    }

    // ------------------------------------------------------------------ models

    /// @notice Makes a model of the operator's, and its words; a large one has two pieces.
    function modelOf(
        address operator,
        uint256 seed,
        bool large
    ) public view returns (Submission memory submission, bytes memory words) {
        bytes memory id = abi.encode(operator, seed);
        words = abi.encode(element("model salt", id), element("weights", id));
        // The middle of a large model is zero, and costs nothing to make.
        if (large) words = bytes.concat(words, new bytes(PIECE_BYTES - words.length), abi.encode(seed));
        submission = Submission({
            operator: operator,
            architecture: large ? largeArchitecture : architecture,
            modelCommitment: element("model", id),
            bytesHash: keccak256(abi.encodePacked(_pieceHashesOf(words))),
            payee: payees[seed % payees.length]
        });
    }

    /// @notice The pieces of a model's words, and their hashes.
    function piecesOf(
        BountyId bounty,
        address operator
    ) external view returns (bytes[] memory pieces, bytes32[] memory hashes) {
        bytes memory words = _words[bounty][operator];
        hashes = _pieceHashesOf(words);
        pieces = new bytes[](hashes.length);
        for (uint256 i = 0; i < pieces.length; ++i) pieces[i] = this.pieceOf(words, i);
    }

    function pieceOf(bytes calldata words, uint256 piece) external pure returns (bytes memory) {
        uint256 start = piece * PIECE_BYTES;
        return words[start:Math.min(start + PIECE_BYTES, words.length)];
    }

    function _pieceHashesOf(bytes memory words) private view returns (bytes32[] memory hashes) {
        hashes = new bytes32[](Math.ceilDiv(words.length, PIECE_BYTES));
        for (uint256 i = 0; i < hashes.length; ++i) hashes[i] = keccak256(this.pieceOf(words, i));
    }

    function submissionOf(BountyId bounty, address operator) public view returns (Submission memory) {
        return _submissions[bounty][operator];
    }

    function wordsOf(BountyId bounty, address operator) public view returns (bytes memory) {
        return _words[bounty][operator];
    }

    function digestOf(Submission memory submission, bytes memory words) public view returns (uint256) {
        return _digest(words, modelChallenge(submission));
    }

    function modelChallenge(Submission memory submission) public view returns (uint256) {
        return
            challenge("commonweight.model", submission.operator, 0, submission.modelCommitment, submission.bytesHash);
    }

    /// @dev Written out here once more: the escrow's own library is what is tested.
    function challenge(
        string memory domain,
        address account,
        uint256 index,
        uint256 commitment,
        bytes32 bytesHash
    ) public view returns (uint256) {
        bytes32 tag = keccak256(bytes(domain));
        bytes memory data = abi.encode(tag, block.chainid, escrow, account, index, commitment, bytesHash);
        return uint256(keccak256(data)) % Words.FIELD;
    }

    function element(string memory purpose, bytes memory id) public pure returns (uint256) {
        return uint256(keccak256(abi.encode(purpose, id))) % Words.FIELD;
    }

    function _digest(bytes memory words, uint256 at) private pure returns (uint256 value) {
        for (uint256 end = words.length; end > 0; end -= 32) {
            uint256 word;
            assembly ("memory-safe") {
                word := mload(add(words, end))
            }
            value = addmod(mulmod(value, at, Words.FIELD), word, Words.FIELD);
        }
    }

    // ------------------------------------------------------------------ what handlers record

    function recordPaid(BountyId bounty, uint256 amount) external {
        _records[bounty].paidIn += amount;
    }

    function recordDraw(BountyId bounty, bool isSample, uint256 drawn) external {
        if (isSample) _records[bounty].sample = drawn;
        else _records[bounty].scored = drawn;
    }

    function recordSubmission(BountyId bounty, Submission calldata submission, bytes calldata words) external {
        _submissions[bounty][submission.operator] = submission;
        _words[bounty][submission.operator] = words;
    }

    function recordModelProof(BountyId bounty, address operator, uint256 bits) external {
        provenBits[bounty][operator] = bits + 1;
    }

    function recordScoreProof(BountyId bounty, address operator, uint256 chunk, uint256 correct) external {
        if (proven[bounty][operator][chunk] == 0) proven[bounty][operator][chunk] = correct + 1;
    }

    function recordPiece(BountyId bounty, address operator, uint256 piece, bytes calldata words) external {
        _publishedPieces[bounty][operator][piece] = keccak256(words);
    }

    function recordClaim(BountyId bounty, address operator, bytes calldata words, uint256 prize) external {
        bytes32[] memory hashes = _pieceHashesOf(words);
        if (words.length == 0) {
            hashes = _pieceHashesOf(_words[bounty][operator]);
            for (uint256 i = 0; i < hashes.length; ++i) hashes[i] = _publishedPieces[bounty][operator][i];
        }
        published[bounty][operator] = keccak256(abi.encodePacked(hashes));
        (uint256 gross, uint256 stipend) = _prizeOf(bounty, operator, prize);
        Record storage record = _records[bounty];
        record.taken += gross + stipend;
        uint256 amount = (gross * (10_000 - record.feeBps)) / 10_000 + stipend;
        prizesDue[escrow.termsOf(bounty).token][_submissions[bounty][operator].payee] += amount;
    }

    /// @dev Prize and stipend follow from the terms, from what was paid in and what was proven, not from what the escrow credited.
    function _prizeOf(
        BountyId bounty,
        address operator,
        uint256 prize
    ) private view returns (uint256 gross, uint256 stipend) {
        BountyTerms memory terms = escrow.termsOf(bounty);
        ITrainingBounties.BountyFacts memory facts = escrow.factsOf(bounty);
        uint256 pot = uint256(facts.contributed) + facts.entryFees;
        uint256 stipends = (pot * terms.training.stipendBps) / 10_000;
        gross = ((pot - stipends) * terms.prizesBps[prize]) / 10_000;
        if (trainings.trainingOf(bounty, operator).proven) stipend = (stipends * terms.prizesBps[prize]) / 10_000;
    }

    function recordShares(BountyId bounty, uint256 amount) external {
        _records[bounty].sharesClaimed += amount;
    }

    function recordWithdrawal(address token, address account, uint256 amount) external {
        withdrawn[token] += amount;
        withdrawnBy[token][account] += amount;
    }

    function recordDonation(address token, uint256 amount) external {
        donated[token] += amount;
    }

    /// @notice Adds up the `Credited` and `StipendPaid` events of a call.
    function recordLogs(Vm.Log[] calldata logs) external {
        for (uint256 i = 0; i < logs.length; ++i) {
            bytes32[] memory topics = logs[i].topics;
            if (topics[0] == ITrainingBounties.Credited.selector) {
                _recordCredit(BountyId.wrap(uint256(topics[3])), topics[2], abi.decode(logs[i].data, (uint256)));
            } else if (topics[0] == ITrainingBounties.StipendPaid.selector) {
                _recordStipend(BountyId.wrap(uint256(topics[1])), topics[2], abi.decode(logs[i].data, (uint256)));
            }
        }
    }

    function _recordCredit(BountyId bounty, bytes32 account, uint256 amount) private {
        _records[bounty].credited += amount;
        creditedTo[bounty][address(uint160(uint256(account)))] += amount;
    }

    function _recordStipend(BountyId bounty, bytes32 operator, uint256 amount) private {
        Record storage record = _records[bounty];
        (record.stipends, record.stipendCount) = (record.stipends + amount, record.stipendCount + 1);
        ++stipendsOf[bounty][address(uint160(uint256(operator)))];
    }

    /// @notice Compares every bounty's status with the last one seen, and remembers it.
    function observe() external {
        ++calls;
        for (uint256 i = 1; i <= bountyCount(); ++i) {
            BountyId bounty = BountyId.wrap(i);
            BountyStatus status = escrow.statusOf(bounty);
            if (!mayFollow(_records[bounty].lastStatus, status)) wentBack = true;
            _records[bounty].lastStatus = status;
        }
    }

    /// @notice Whether a status may be seen after another one. The statuses before Settled come in the order of the enum,
    /// some may be left out; the four final ones stay.
    function mayFollow(BountyStatus before, BountyStatus status) public pure returns (bool) {
        if (before >= BountyStatus.Settled) return status == before;
        return status >= before;
    }

    /// @notice Gives an account tokens and lets the escrow take them.
    function fund(address token, address account, uint256 amount) external {
        _fund(token, account, amount);
    }

    function _fund(address token, address account, uint256 amount) private {
        TestToken(token).mint(account, amount);
        vm.prank(account);
        TestToken(token).approve(address(escrow), amount);
    }
}
