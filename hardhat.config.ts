// SPDX-License-Identifier: MIT
import { createRequire } from "node:module";
import hardhatToolboxViem from "@nomicfoundation/hardhat-toolbox-viem";
import { defineConfig } from "hardhat/config";
import { quietDependencies } from "./scripts/hardhat/quietDependencies.ts";
import { simulatedClock } from "./scripts/hardhat/simulatedClock.ts";

// The compiler is the wasm build inside the npm package `solc`: nothing is downloaded.
const require = createRequire(import.meta.url);
const solc = {
  version: (require("solc/package.json") as { version: string }).version,
  path: require.resolve("solc/soljson.js"),
};

export default defineConfig({
  plugins: [hardhatToolboxViem, quietDependencies, simulatedClock],
  solidity: {
    // Wrapped ether, for the Uniswap of local chains.
    npmFilesToBuild: ["solady/src/tokens/WETH.sol"],
    profiles: {
      default: {
        ...solc,
        settings: { evmVersion: "cancun", optimizer: { enabled: true, runs: 200 } },
      },
      production: {
        ...solc,
        isolated: true,
        settings: { evmVersion: "cancun", viaIR: true, optimizer: { enabled: true, runs: 10_000 } },
      },
    },
  },
  paths: {
    sources: "./contracts",
    tests: { solidity: "./test", nodejs: "./test" },
  },
  networks: {
    // A fixed date: which chunks are drawn depends on the time, and tests are to see the same ones each time.
    default: { type: "edr-simulated", chainType: "l1", hardfork: "prague", initialDate: "2027-01-01T00:00:00Z" },
  },
  test: {
    solidity: {
      fuzz: { runs: 256, seed: "0x436f6d6d6f6e776569676874" },
      invariant: {
        runs: Number(process.env.INVARIANT_RUNS ?? 32),
        depth: Number(process.env.INVARIANT_DEPTH ?? 50),
        failOnRevert: true,
      },
    },
  },
});
