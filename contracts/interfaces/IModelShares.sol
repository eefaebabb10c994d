// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BountyId} from "../types/Ids.sol";
import {Model} from "../types/Model.sol";

/// @title Shares of one model
/// @notice ERC-20 with permit (EIP-2612) and votes (ERC-5805, timestamp clock of ERC-6372) over a supply fixed at creation:
/// 1,000,000 shares of 18 decimals. Shares that nobody has claimed yet are held by this contract itself.
///
/// Revenue arrives in one token, by `pay`, and streams to the eligible shares over seven days: those of the fixed supply that
/// no excluded pool holds. What an account has earned stays its own when it sells its shares. Shares that nobody has claimed
/// earn too, and what they earned since the beginning goes with them to whoever they are claimed for.
///
/// Amounts of revenue are in the token's smallest unit; divisions round down, and remainders stay, owed to nobody: less than
/// one unit an account, however many payments there are. Only money that came in by `pay` is revenue: what is sent to this
/// contract in another way is nobody's.
interface IModelShares is IERC20 {
    // ------------------------------------------------------------------ events

    /// @dev Of `amount`, `royalty` waits for the parent and the rest streams. All that has not streamed yet streams evenly
    /// within `timeLeft` seconds from now.
    event RevenuePaid(address indexed payer, uint256 amount, uint256 royalty, uint256 timeLeft);
    event RevenueClaimed(address indexed account, address indexed to, uint256 amount);
    /// @dev Followed by the parent's own `RevenuePaid`.
    event RoyaltyDistributed(IModelShares indexed parent, uint256 amount);
    /// @dev `returned` is what the pool had earned and not collected: it streams once more.
    event PoolExcluded(address indexed pool, uint256 returned);

    // ------------------------------------------------------------------ errors

    error OnlyEscrow(address caller);
    error AmountZero();
    error AccountZero();
    /// @dev Revenue that is sent to the shares' own address would be lost, and so would shares: what that address holds is
    /// what nobody has claimed.
    error RecipientIsShares();
    /// @dev All that a model ever receives has 96 bits; of these `maximum` is left.
    error RevenueTooLarge(uint256 amount, uint256 maximum);
    /// @dev Nobody could take the money out of a pool again. `exclude` gives it to the other holders.
    error AccountIsPool(address account);
    /// @dev The factory knows no such pool of these shares.
    error NotAPool(address account);
    error AlreadyExcluded(address pool);
    error TreasuryNeverVotes(address treasury);

    // ------------------------------------------------------------------ escrow

    /// @notice Called once by the escrow on a fresh clone: mints the whole supply to this contract.
    /// @dev The caller sees to it that the parent's shares, if any, are of the same token and older, and that there is no
    /// royalty without a parent.
    function initialize(Model calldata model) external;

    /// @notice Hands `amount` unclaimed shares to `account`, with what they have earned. Escrow only.
    function release(address account, uint256 amount) external;

    // ------------------------------------------------------------------ revenue

    /// @notice Pays revenue of `amount`, which this contract is allowed to take from the sender. Anyone.
    ///
    /// The royalty, ⌊amount·royaltyBps/10,000⌋, waits for `distribute`. The rest joins what has not streamed yet, and all of it
    /// streams evenly in the mean of the time left and seven days, weighted by the amounts, rounded down to seconds: a small
    /// payment hardly moves the end of a large one. Nothing streams, and no time passes for the stream, while fewer than one
    /// share is eligible.
    /// @dev Fails, rather than keeping what it cannot account for, where the token does not move exactly `amount`.
    function pay(uint256 amount) external;

    /// @notice Passes the royalty collected so far on to the parent, as a payment to it. Anyone.
    /// @return amount nothing, without an effect, where none has been collected
    /// @dev Only this call depends on the parent: it can neither stop a payment nor a claim here. Each level is passed on by
    /// a call of its own.
    function distribute() external returns (uint256 amount);

    /// @notice Pays an account what it has earned and not collected. Anyone, for any account, to that account.
    /// @return amount nothing, without an effect, where there is none
    /// @dev Warning: an account that is a contract gets money whether it can use it or not. Provable pools are refused.
    function claimRevenue(address account) external returns (uint256 amount);

    /// @notice Pays what the sender has earned to another address.
    function claimRevenueTo(address to) external returns (uint256 amount);

    /// @notice Excludes a Uniswap v3 pool of these shares with any other token. Anyone, once, for ever.
    ///
    /// From now on the pool earns nothing, and what it would have earned goes to all other shares. What it had earned before
    /// streams once more, like a payment, but without a royalty. Shares in a pool belong to whoever trades with it, so that
    /// nobody could collect what they earn.
    /// @dev A pool is what the factory gives for its tokens and its fee; what it says of its factory proves nothing.
    /// @dev Warning: who provides liquidity gives up the revenue of the shares in the pool.
    function exclude(address pool) external;

    // ------------------------------------------------------------------ views

    /// @notice The escrow that created these shares and hands them out.
    function escrow() external view returns (address);

    /// @notice The bounty whose model these shares own.
    function bounty() external view returns (BountyId);

    /// @notice The token in which revenue arrives: the bounty's.
    function token() external view returns (address);

    /// @notice The shares of the model that this one was made from; zero where there is none.
    function parent() external view returns (IModelShares);

    /// @notice The part of each payment that goes to the parent, of 10,000.
    function royaltyBps() external view returns (uint16);

    /// @notice The model's own treasury; zero where it has none. It earns like any holder, and cannot delegate: its shares
    /// never vote.
    function treasury() external view returns (address);

    /// @notice When these shares were created, in seconds.
    function settledAt() external view returns (uint40);

    /// @notice What `distribute` passes on to the parent.
    function pendingRoyalty() external view returns (uint256);

    /// @notice What an account has earned and not collected, now. For this contract: what unclaimed shares have earned.
    function claimableRevenue(address account) external view returns (uint256);

    function isExcluded(address account) external view returns (bool);

    struct RevenueFacts {
        uint256 received; // all payments, and what came back from excluded pools
        uint256 unstreamed; // what no share has earned yet, rounded down
        uint256 timeLeft; // seconds until all is streamed; stands still while `eligible` is less than one share
        uint256 eligible; // shares among which revenue is divided
    }

    /// @notice The stream of revenue, now.
    function revenueFacts() external view returns (RevenueFacts memory);
}
