// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestToken} from "./TestToken.sol";

/// @title A token that calls somebody in the middle of a transfer
/// @notice Once armed, the next transfer makes one call before any balance moves. The transfer goes on whatever the call
/// did; what it did can be read afterwards.
contract ReentrantToken is TestToken {
    address private _target;
    bytes private _data;

    bool public called;
    bool public callSucceeded;
    bytes public callResult;

    /// @notice Makes the next transfer call `target` with `data`.
    function arm(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
        (called, callSucceeded, callResult) = (false, false, "");
    }

    function _update(address from, address to, uint256 value) internal override {
        address target = _target;
        if (target != address(0) && from != address(0)) {
            _target = address(0);
            called = true;
            // solhint-disable-next-line avoid-low-level-calls
            (callSucceeded, callResult) = target.call(_data);
        }
        super._update(from, to, value);
    }
}
