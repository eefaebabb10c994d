// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {BountyStatus} from "../../../contracts/types/Bounty.sol";
import {BountyId} from "../../../contracts/types/Ids.sol";
import {Handler} from "./Handler.sol";

/// @title Backers, who pay for themselves and for each other
abstract contract BackerHandler is Handler {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    function contribute(uint256 bountySeed, uint256 payerSeed, uint256 amount, uint256 accountSeed) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Funding, bountySeed);
        if (!found || escrow.entryPaused()) return;
        contributeTo(bounty, _backer(payerSeed), amount, _backer(accountSeed));
    }

    function contributeTo(BountyId bounty, address payer, uint256 amount, address account) public {
        amount = _bound(amount, 1, 3_000_000);
        world.fund(escrow.termsOf(bounty).token, payer, amount);
        vm.prank(payer);
        world.recordPaid(bounty, escrow.contribute(bounty, amount, account));
    }

    function contributeWithPermit(uint256 bountySeed, uint256 payerSeed, uint256 amount, bool spent) external recorded {
        (bool found, BountyId bounty) = _find(BountyStatus.Funding, bountySeed);
        if (!found || escrow.entryPaused()) return;
        address payer = _backer(payerSeed);
        TestToken token = TestToken(escrow.termsOf(bounty).token);
        amount = _bound(amount, 1, 3_000_000);
        token.mint(payer, amount);
        bytes memory permit = abi.encode(PERMIT, payer, address(escrow), amount, token.nonces(payer), block.timestamp);
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), keccak256(permit)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(world.keyOf(payer), digest);
        // Somebody else may send the permit first.
        if (spent) token.permit(payer, address(escrow), amount, block.timestamp, v, r, s);
        vm.prank(payer);
        uint256 accepted = escrow.contributeWithPermit(bounty, amount, payer, block.timestamp, v, r, s);
        world.recordPaid(bounty, accepted);
    }
}
