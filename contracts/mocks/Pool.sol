// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IUniswapV3Pool} from "../interfaces/IUniswapV3.sol";

/// @title What a Uniswap v3 pool says of itself
/// @notice Anyone can deploy one that says the same as another.
contract Pool is IUniswapV3Pool {
    address public immutable factory;
    address public immutable token0;
    address public immutable token1;
    uint24 public immutable fee;

    constructor(address factory_, address token0_, address token1_, uint24 fee_) {
        (factory, token0, token1, fee) = (factory_, token0_, token1_, fee_);
    }
}
