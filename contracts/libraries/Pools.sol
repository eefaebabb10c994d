// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IUniswapV3Factory, IUniswapV3Pool} from "../interfaces/IUniswapV3.sol";

/// @title Which accounts are pools of the shares
library Pools {
    /// @notice Whether an account is a Uniswap v3 pool of this contract's token with any other, as the factory says.
    /// @dev Asks an account that may be anything, and may answer with anything or not at all. So the answers only choose the
    /// question to the factory, and nothing depends on whether they are true, complete or there: an account other than the
    /// pool that the factory gives is never that pool.
    function isPool(IUniswapV3Factory factory, address account) internal view returns (bool) {
        if (address(factory) == address(0) || account.code.length == 0) return false;
        address token0 = address(uint160(_ask(account, IUniswapV3Pool.token0.selector)));
        address token1 = address(uint160(_ask(account, IUniswapV3Pool.token1.selector)));
        if (token0 != address(this) && token1 != address(this)) return false;
        uint24 fee = uint24(_ask(account, IUniswapV3Pool.fee.selector));
        return factory.getPool(token0, token1, fee) == account;
    }

    function _ask(address account, bytes4 selector) private view returns (uint256) {
        (, bytes32 answer, ) = LowLevelCall.staticcallReturn64Bytes(account, abi.encodePacked(selector));
        return uint256(answer);
    }
}
