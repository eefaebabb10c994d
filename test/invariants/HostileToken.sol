// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestToken} from "../../contracts/mocks/TestToken.sol";
import {TrainingBounties} from "../../contracts/TrainingBounties.sol";
import {BountyId} from "../../contracts/types/Ids.sol";

/// @title A token that the owner should never have allowed
/// @notice When the escrow moves it, it calls a receiver, as ERC-777 does, which calls the escrow back. It can take a part of
/// each transfer, and refuse to pay an account.
contract HostileToken is TestToken {
    HostileReceiver public receiver;
    uint256 public feeBps;
    mapping(address account => bool) public blocked;

    error AccountBlocked(address account);

    function setReceiver(HostileReceiver receiver_) external {
        receiver = receiver_;
    }

    function setFee(uint256 feeBps_) external {
        feeBps = feeBps_;
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (blocked[to]) revert AccountBlocked(to);
        bool isTransfer = from != address(0) && to != address(0);
        if (isTransfer && address(receiver) != address(0) && msg.sender == address(receiver.escrow())) {
            receiver.tokensToMove();
        }
        uint256 fee = isTransfer ? (value * feeBps) / 10_000 : 0;
        super._update(from, to, value - fee);
        if (fee > 0) super._update(from, address(0), fee);
    }
}

/// @title Somebody who is called in the middle of a transfer, and tries every way into the escrow
contract HostileReceiver {
    TrainingBounties public immutable escrow;
    HostileToken private immutable _token;

    /// @notice Whether any call got into the escrow.
    bool public entered;
    /// @notice Calls that were tried.
    uint256 public attempts;

    constructor(TrainingBounties escrow_, HostileToken token) {
        (escrow, _token) = (escrow_, token);
    }

    function tokensToMove() external {
        BountyId bounty = BountyId.wrap(1 + (attempts % escrow.bountyCount()));
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(escrow.credit, (bounty, address(this)));
        _try(calls[0]);
        _try(abi.encodeCall(escrow.multicall, (calls)));
        _try(abi.encodeCall(escrow.withdraw, (address(_token), address(this))));
        _try(abi.encodeCall(escrow.contribute, (bounty, 1, address(this))));
        _try(abi.encodeCall(escrow.claimShares, (bounty, address(this))));
        _try(abi.encodeCall(escrow.settle, (bounty)));
    }

    function _try(bytes memory call) private {
        ++attempts;
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, ) = address(escrow).call(call);
        if (success) entered = true;
    }
}
