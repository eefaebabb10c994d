// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Players} from "./Players.sol";
import {Stage} from "./Stage.sol";
import {World} from "./World.sol";

/// @dev The test runner only calls contracts whose artifacts it has: those of the file that it is asked to run.
contract TargetedPlayers is Players {
    constructor(World world_) Players(world_) {}
}

/// @title The invariants, under random calls of all roles to several bounties in two tokens
contract TrainingBountiesInvariants is Stage {
    function setUp() public override {
        super.setUp();
        bytes4[] memory calls = new bytes4[](29);
        calls[0] = players.createBounty.selector;
        calls[1] = players.cancel.selector;
        calls[2] = players.sealChunks.selector;
        calls[3] = players.openChunks.selector;
        calls[4] = players.administer.selector;
        calls[5] = players.contribute.selector;
        calls[6] = players.contributeWithPermit.selector;
        calls[7] = players.commit.selector;
        calls[8] = players.withdrawSubmission.selector;
        calls[9] = players.prove.selector;
        calls[10] = players.claim.selector;
        calls[11] = players.passTime.selector;
        calls[12] = players.credit.selector;
        calls[13] = players.withdraw.selector;
        calls[14] = players.settle.selector;
        calls[15] = players.transferShares.selector;
        calls[16] = players.donate.selector;
        calls[17] = players.claimWithOtherWords.selector;
        calls[18] = players.overclaim.selector;
        calls[19] = players.stealProof.selector;
        calls[20] = players.openOtherWords.selector;
        calls[21] = players.meddle.selector;
        calls[22] = players.drawChunks.selector;
        calls[23] = players.publish.selector;
        calls[24] = players.payShort.selector;
        calls[25] = players.blockAccount.selector;
        calls[26] = players.keepRecord.selector;
        calls[27] = players.proveRecord.selector;
        calls[28] = players.forgeRecord.selector;
        targetContract(address(players));
        targetSelector(FuzzSelector({addr: address(players), selectors: calls}));
    }

    function _newPlayers() internal override returns (Players) {
        return new TargetedPlayers(world);
    }

    function invariant_Solvency() external view {
        solvency();
    }

    function invariant_Conservation() external view {
        conservation();
    }

    /// @dev Tried from every eighth state, as it takes hundreds of calls. What an invariant does to the state is forgotten.
    function invariant_EveryoneCanExit() external {
        if (world.calls() % 8 == 0) everyoneCanExit();
    }

    /// @dev Tried from every eighth state.
    function invariant_OrderDoesNotMatter() external {
        if (world.calls() % 8 == 0) orderDoesNotMatter();
    }

    function invariant_StatusIsMonotone() external {
        statusIsMonotone();
    }

    function invariant_TermsAreFrozen() external view {
        termsAreFrozen();
    }

    function invariant_NoWeightsNoPrize() external view {
        noWeightsNoPrize();
    }

    function invariant_ScoresAreProven() external view {
        scoresAreProven();
    }

    function invariant_RecordsAreProven() external view {
        recordsAreProven();
    }

    function invariant_StipendsAreBounded() external view {
        stipendsAreBounded();
    }

    function invariant_SharesAreFixed() external view {
        sharesAreFixed();
    }
}
