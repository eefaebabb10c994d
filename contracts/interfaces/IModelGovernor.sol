// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title What a model's governor has besides OpenZeppelin's `IGovernor`
/// @notice One share, claimed and delegated, is one vote. A proposal passes with more votes for than against it, those for it
/// and abstentions together being at least a fifth of all shares there ever are.
interface IModelGovernor {
    /// @dev Times in seconds.
    error ProposalTooEarly(uint256 time, uint256 from);
    /// @dev No vote can change the governor's settings or its treasury.
    error SettingIsConstant();

    /// @notice When the first proposal can be made, in seconds: 30 days after the model was settled.
    function proposalsFrom() external view returns (uint48);
}
