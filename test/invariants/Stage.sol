// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BountyId} from "../../contracts/types/Ids.sol";
import {Invariants} from "./Invariants.sol";
import {Players} from "./Players.sol";
import {World} from "./World.sol";

/// @title A world with its handlers, and five bounties along the road, from Draft to Claiming
abstract contract Stage is Invariants {
    /// @dev Seeds of terms, see `World.termsOf`: the first byte chooses the token, the next ones sponsor, architecture,
    /// ordering, chunks, minimum score and prizes, the next two the entry
    /// fee and the treasury's shares. Those after them are of training records, see `Trainings.termsOf`.
    uint256 private constant TWO_PRIZES = 0x1235_01_00_00_00_00_00_00;
    uint256 private constant ONE_PRIZE_COMPRESSION = 0x1771_00_01_01_01_00_01_01;
    uint256 private constant THREE_PRIZES = 0x0abd_02_02_00_00_00_00_00;

    /// @dev A stipend of 4,761 bps, four steps, two batches.
    uint256 private constant RECORDS = 0x1299_01_01_01 << 72;

    Players internal players;

    function setUp() public virtual {
        world = new World();
        escrow = world.escrow();
        players = _newPlayers();

        // The first is in Claiming in the end, with four ranked and two prizes; time passes for it alone at first.
        BountyId claiming = world.create(TWO_PRIZES | RECORDS);
        _fund(claiming);
        for (uint256 i = 0; i < 4; ++i) {
            players.commitTo(claiming, world.operators(i), i);
        }
        for (uint256 i = 0; i < 4; ++i) _post(claiming, i);
        vm.warp(block.timestamp + 2 days);
        BountyId proving = world.create(ONE_PRIZE_COMPRESSION | RECORDS);
        _fund(proving);
        for (uint256 i = 0; i < 3; ++i) {
            players.commitTo(proving, world.operators(3 - i), i);
            _post(proving, 3 - i);
        }
        vm.warp(escrow.termsOf(claiming).windows.trainingEnds);
        players.draw(claiming);
        _proveRecords(claiming);
        players.openSome(claiming, 1);
        for (uint256 i = 0; i < 4; ++i) {
            players.proveModelOf(claiming, world.operators(i), i);
            players.proveScoreOf(claiming, world.operators(i), 1, 0x010203 + i);
        }
        vm.warp(escrow.termsOf(proving).windows.trainingEnds);
        players.draw(proving);
        players.openSome(proving, 1);
        players.proveModelOf(proving, world.operators(1), 1);
        players.proveScoreOf(proving, world.operators(1), 1, 0x010203);

        BountyId training = world.create(THREE_PRIZES | RECORDS);
        _fund(training);
        players.commitTo(training, world.operators(0), 7);
        _post(training, 0);
        _present(world.create(ONE_PRIZE_COMPRESSION));
        world.create(TWO_PRIZES);
        world.observe();
    }

    function _newPlayers() internal virtual returns (Players) {
        return new Players(world);
    }

    /// @dev Operator i keeps a record, and its root is posted.
    function _post(BountyId bounty, uint256 i) private {
        players.openRecordOf(bounty, world.operators(i));
        players.postRecordOf(bounty, world.operators(i), i);
    }

    /// @dev Operators 1 and 2 prove their records, operator 0 its steps alone, operator 3 nothing.
    function _proveRecords(BountyId bounty) private {
        players.drawStepsOf(bounty);
        for (uint256 i = 0; i < 3; ++i) players.proveStepsOf(bounty, world.operators(i), 1);
        for (uint256 i = 1; i < 3; ++i) players.finishRecordOf(bounty, world.operators(i));
    }

    /// @dev Seals all chunks, and draws and opens the sample.
    function _present(BountyId bounty) internal {
        players.sealSome(bounty, 1);
        players.draw(bounty);
        players.openSome(bounty, 1);
    }

    /// @dev To Training: what fits under the cap is paid in.
    function _fund(BountyId bounty) internal {
        _present(bounty);
        players.contributeTo(bounty, world.backers(0), 1_000_001, world.backers(0));
        players.contributeTo(bounty, world.backers(1), 2_500_003, world.backers(1));
        players.contributeTo(bounty, world.backers(2), 3_000_000, world.backers(0));
    }
}
