// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITrainingBounties} from "../../../contracts/interfaces/ITrainingBounties.sol";
import {Chunk, Submission, WhyNotRanked} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Proof} from "../../../contracts/types/Proof.sol";
import {BountyFixture} from "../shared/BountyFixture.sol";

contract MulticallTest is BountyFixture {
    // ------------------------------------------------------------------ multicall

    function test_Multicall_ActsAsTheSender() external {
        BountyId id = settled();
        escrow.settle(id);
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(escrow.credit, (id, sponsor));
        calls[1] = abi.encodeCall(escrow.claimShares, (id, sponsor));
        calls[2] = abi.encodeCall(escrow.withdraw, (address(token), sponsor));
        uint256 before = token.balanceOf(sponsor);
        vm.prank(sponsor);
        bytes[] memory results = escrow.multicall(calls);
        assertEq(abi.decode(results[0], (uint256)), 100e6, "credited");
        assertEq(abi.decode(results[1], (uint256)), 100_000e18, "shares");
        assertEq(abi.decode(results[2], (uint256)), 100e6, "withdrawn");
        assertEq(token.balanceOf(sponsor) - before, 100e6, "balance");
    }

    function test_Multicall_AllOrNothing() external {
        BountyId id = settled();
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.credit, (id, sponsor));
        calls[1] = abi.encodeCall(escrow.withdraw, (address(token), stranger));
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.NothingOwed.selector, token, stranger));
        vm.prank(stranger);
        escrow.multicall(calls);
        assertEq(escrow.owed(address(token), sponsor), 0, "the credit is undone");
    }

    function test_Multicall_RevertWhen_MoreThanOneCallProves() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Proof[] memory none = new Proof[](0);
        bytes[4] memory proving = [
            abi.encodeCall(escrow.sealChunks, (id, new Chunk[](0), none)),
            abi.encodeCall(escrow.drawChunks, (id, "")),
            abi.encodeCall(escrow.proveModel, (id, submission, 0, BITS, modelProof(submission, BITS))),
            abi.encodeCall(escrow.proveScore, (id, submission, new uint8[](0), new uint32[](0), none))
        ];
        bytes[] memory calls = new bytes[](3);
        calls[1] = abi.encodeCall(escrow.credit, (id, sponsor));
        for (uint256 i = 0; i < 4; ++i) {
            for (uint256 j = 0; j < 4; ++j) {
                (calls[0], calls[2]) = (proving[i], proving[j]);
                vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.ProvingCallsTooMany.selector, 2, 1));
                escrow.multicall(calls);
            }
        }
    }

    function test_Multicall_OneCallMayProve() external {
        BountyId id = proving(1);
        Submission memory submission = submissionAt(0);
        Proof memory proof = modelProof(submission, BITS);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.proveModel, (id, submission, modelDigest(submission), BITS, proof));
        calls[1] = abi.encodeCall(escrow.credit, (id, sponsor));
        escrow.multicall(calls);
        assertTrue(escrow.submissionOf(id, submission.operator).modelProven, "proven");
    }

    function test_Multicall_RevertWhen_Nested() external {
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(escrow.multicall, (new bytes[](0)));
        vm.expectRevert(ITrainingBounties.MulticallNested.selector);
        escrow.multicall(calls);
    }

    // ------------------------------------------------------------------ whyNotRanked

    function assertWhy(BountyId id, uint256 operator, WhyNotRanked expected, string memory label) private {
        assertEq(uint8(escrow.whyNotRanked(id, operatorAt(operator))), uint8(expected), label);
    }

    function test_WhyNotRanked_SaysWhatIsMissing() external {
        vm.expectRevert(abi.encodeWithSelector(ITrainingBounties.BountyUnknown.selector, 1));
        escrow.whyNotRanked(BountyId.wrap(1), alice);
        BountyId id = opening(2);
        assertWhy(id, 2, WhyNotRanked.NoSubmission, "never committed");
        assertWhy(id, 0, WhyNotRanked.ModelNotProven, "before the draw");
        openScored(id);
        proveModelOf(id, 0, BITS);
        assertWhy(id, 0, WhyNotRanked.ChunksNotCounted, "no chunk");
        scoreOne(id, submissionAt(0), scoredOf(id)[0], 2);
        assertWhy(id, 0, WhyNotRanked.ChunksNotCounted, "one chunk");
        scoreOne(id, submissionAt(0), scoredOf(id)[1], 2);
        assertWhy(id, 0, WhyNotRanked.ScoreBelowMinimum, "4 of 5");
        proveScoreOf(id, 1, 20);
        assertWhy(id, 1, WhyNotRanked.ModelNotProven, "scores alone");
        proveModelOf(id, 1, BITS);
        assertWhy(id, 1, WhyNotRanked.Ranked, "ranked");
    }

    function test_WhyNotRanked_SixteenAreBetter() external {
        BountyId id = proving(17);
        for (uint256 i = 0; i < 17; ++i) {
            proveAll(id, i, 20 - (i == 16 ? 1 : 0), BITS);
        }
        assertWhy(id, 15, WhyNotRanked.Ranked, "the sixteenth");
        assertWhy(id, 16, WhyNotRanked.SixteenAreBetter, "the seventeenth");
    }
}
