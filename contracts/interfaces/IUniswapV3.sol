// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What is asked of Uniswap v3, and nothing else
/// @dev Written anew: Uniswap's own files are under a licence that ours cannot be mixed with.
interface IUniswapV3Factory {
    /// @notice The one pool of two tokens, in either order, and a fee; zero where there is none.
    function getPool(address tokenA, address tokenB, uint24 fee) external view returns (address pool);
}

interface IUniswapV3Pool {
    function token0() external view returns (address);

    function token1() external view returns (address);

    function fee() external view returns (uint24);
}
