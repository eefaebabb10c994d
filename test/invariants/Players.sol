// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {BackerHandler} from "./handlers/BackerHandler.sol";
import {Handler} from "./handlers/Handler.sol";
import {HostileHandler} from "./handlers/HostileHandler.sol";
import {OperatorHandler} from "./handlers/OperatorHandler.sol";
import {PublicHandler} from "./handlers/PublicHandler.sol";
import {RecordHandler} from "./handlers/RecordHandler.sol";
import {SponsorHandler} from "./handlers/SponsorHandler.sol";
import {World} from "./World.sol";

/// @title The handlers of all roles
contract Players is SponsorHandler, BackerHandler, OperatorHandler, RecordHandler, PublicHandler, HostileHandler {
    constructor(World world_) Handler(world_) {}
}
