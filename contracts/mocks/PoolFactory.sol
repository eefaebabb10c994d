// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IUniswapV3Factory} from "../interfaces/IUniswapV3.sol";
import {Pool} from "./Pool.sol";

/// @title What a Uniswap v3 factory knows of its pools
contract PoolFactory is IUniswapV3Factory {
    mapping(address tokenA => mapping(address tokenB => mapping(uint24 fee => address))) public getPool;

    function createPool(address tokenA, address tokenB, uint24 fee) external returns (address pool) {
        (address token0, address token1) = tokenA < tokenB ? (tokenA, tokenB) : (tokenB, tokenA);
        pool = address(new Pool(address(this), token0, token1, fee));
        getPool[token0][token1][fee] = pool;
        getPool[token1][token0][fee] = pool;
    }
}
