// SPDX-License-Identifier: MIT
/**
 * Writes sdk/src/abis/*.ts from the compiled contracts, so that no ABI is ever copied by hand.
 *
 *   npm exec -- node scripts/checks/generate-abis.ts            writes the files
 *   npm exec -- node scripts/checks/generate-abis.ts --check    writes nothing, and fails where a file is stale
 *
 * An ABI here is what a caller of one address may meet: its functions and events, and every error that can surface
 * through it: its own, those of the libraries it is linked with, of the contracts it calls, and of OpenZeppelin.
 */
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import hre from "hardhat";
import type { Abi, AbiEvent, AbiFunction } from "viem";
import { toEventSelector, toFunctionSelector } from "viem";
import { formatAbiItem } from "viem/utils";

interface AbiModule {
  /** File in sdk/src/abis, without its ending. */
  file: string;
  /** Name of the exported constant. */
  name: string;
  description: string;
  /** Everything but constructors and receive functions. */
  wholeOf: AbiSource[];
  /** Of `wholeOf`, the functions and events that are kept, by name, or by signature where a name is overloaded; all unless given. */
  only?: readonly string[];
  /** Errors only. */
  errorsOf: AbiSource[];
}

/**
 * A contract of this repository, by name; one of OpenZeppelin's, read from the ABIs in its package; or one of Uniswap's, by package
 * and path of its artifact there.
 */
type AbiSource = { contract: string } | { openZeppelin: string } | { uniswap: string };

const root = path.resolve(import.meta.dirname, "../..");
const target = path.join(root, "sdk/src/abis");

const ownErrors: AbiSource[] = [
  { contract: "ITrainingBounties" },
  { contract: "ITrainingRecords" },
  { contract: "IArchitectureRegistry" },
  { contract: "IBeacon" },
  { contract: "IModelShares" },
  { contract: "IModelGovernance" },
];
const tokenErrors: AbiSource[] = [{ openZeppelin: "IERC20Errors" }, { openZeppelin: "ERC20Permit" }];
const guardErrors: AbiSource[] = [
  { openZeppelin: "SafeERC20" },
  { openZeppelin: "ReentrancyGuard" },
  { openZeppelin: "SafeCast" },
  { openZeppelin: "Errors" },
  { openZeppelin: "Initializable" },
];

/** Names of our own libraries, whose errors surface in the contracts that are linked with them. */
async function libraries(): Promise<AbiSource[]> {
  const files = await readdir(path.join(root, "contracts/libraries"));
  return files
    .filter((file) => file.endsWith(".sol"))
    .sort()
    .map((file) => ({ contract: path.basename(file, ".sol") }));
}

async function abiModules(): Promise<AbiModule[]> {
  const libraryErrors = await libraries();
  return [
    {
      file: "trainingBounties",
      name: "trainingBountiesAbi",
      description: "The escrow, `TrainingBounties`.",
      wholeOf: [{ contract: "ITrainingBounties" }, { contract: "TrainingBounties" }],
      errorsOf: [...ownErrors, ...libraryErrors, ...tokenErrors, ...guardErrors],
    },
    {
      file: "trainingRecords",
      name: "trainingRecordsAbi",
      description: "Records of training, `TrainingRecords`; a call may revert with errors of the escrow.",
      wholeOf: [{ contract: "ITrainingRecords" }, { contract: "TrainingRecords" }],
      errorsOf: [...ownErrors, { contract: "Groth16" }],
    },
    {
      file: "architectureRegistry",
      name: "architectureRegistryAbi",
      description: "The registry of tasks, architectures and recipes, `ArchitectureRegistry`.",
      wholeOf: [{ contract: "IArchitectureRegistry" }, { contract: "ArchitectureRegistry" }],
      errorsOf: [{ contract: "Groth16" }, { openZeppelin: "Errors" }],
    },
    {
      file: "beacon",
      name: "beaconAbi",
      description: "The beacon, `Beacon`: rounds of drand.",
      wholeOf: [{ contract: "IBeacon" }, { contract: "Beacon" }],
      errorsOf: [{ contract: "HashToCurve" }, { openZeppelin: "SafeCast" }],
    },
    {
      file: "modelShares",
      name: "modelSharesAbi",
      description: "The shares of one model, `ModelShares`: ERC-20 with permit, votes and revenue.",
      wholeOf: [{ contract: "IModelShares" }, { contract: "ModelShares" }],
      errorsOf: [...tokenErrors, ...guardErrors],
    },
    {
      file: "modelGovernance",
      name: "modelGovernanceAbi",
      description: "What creates the governors and treasuries of models, `ModelGovernance`.",
      wholeOf: [{ contract: "IModelGovernance" }, { contract: "ModelGovernance" }],
      errorsOf: [{ openZeppelin: "Errors" }],
    },
    {
      file: "modelGovernor",
      name: "modelGovernorAbi",
      description:
        "The governor of one model, `ModelGovernor`; what a proposal calls may revert with errors of the escrow and the shares.",
      wholeOf: [{ contract: "IModelGovernor" }, { contract: "ModelGovernor" }],
      errorsOf: [{ openZeppelin: "TimelockController" }, ...ownErrors, ...tokenErrors, ...guardErrors],
    },
    {
      file: "modelLicenses",
      name: "modelLicensesAbi",
      description:
        "Licences of models, `ModelLicenses`; a purchase may revert with errors of the escrow and the shares.",
      wholeOf: [{ contract: "IModelLicenses" }, { contract: "ModelLicenses" }],
      errorsOf: [{ contract: "ExactTransfer" }, ...ownErrors, ...tokenErrors, ...guardErrors],
    },
    {
      file: "shareOffers",
      name: "shareOffersAbi",
      description: "Signed offers of shares, `ShareOffers`.",
      wholeOf: [{ contract: "IShareOffers" }, { contract: "ShareOffers" }],
      errorsOf: [{ contract: "ExactTransfer" }, ...tokenErrors, ...guardErrors],
    },
    {
      file: "token",
      name: "tokenAbi",
      description:
        "A token in which bounties are paid: ERC-20, with EIP-2612 permits and EIP-5267 domains where it has them.",
      wholeOf: [{ openZeppelin: "IERC20Metadata" }, { openZeppelin: "IERC20Permit" }, { openZeppelin: "IERC5267" }],
      errorsOf: tokenErrors,
    },
    {
      file: "uniswapFactory",
      name: "uniswapFactoryAbi",
      description: "Uniswap v3's factory: what this package calls of it.",
      wholeOf: [{ uniswap: "v3-core/contracts/interfaces/IUniswapV3Factory" }],
      only: ["getPool"],
      errorsOf: [],
    },
    {
      file: "uniswapPool",
      name: "uniswapPoolAbi",
      description: "A pool of Uniswap v3: what this package reads of it.",
      wholeOf: [{ uniswap: "v3-core/contracts/interfaces/IUniswapV3Pool" }],
      only: ["liquidity", "slot0", "Swap"],
      errorsOf: [],
    },
    {
      file: "uniswapPositionManager",
      name: "uniswapPositionManagerAbi",
      description: "Uniswap v3's `NonfungiblePositionManager`: what this package calls of it.",
      wholeOf: [{ uniswap: "v3-periphery/contracts/NonfungiblePositionManager" }],
      only: [
        "burn",
        "collect",
        "createAndInitializePoolIfNecessary",
        "decreaseLiquidity",
        "mint",
        "multicall",
        "ownerOf",
        "positions",
        "Collect",
        "IncreaseLiquidity",
      ],
      errorsOf: [],
    },
    {
      file: "uniswapQuoter",
      name: "uniswapQuoterAbi",
      description: "Uniswap v3's `QuoterV2`: what this package calls of it.",
      wholeOf: [{ uniswap: "v3-periphery/contracts/lens/QuoterV2" }],
      only: ["quoteExactInputSingle", "quoteExactOutputSingle"],
      errorsOf: [],
    },
    {
      file: "uniswapRouter",
      name: "uniswapRouterAbi",
      description: "Uniswap's `SwapRouter02`: what this package calls of it.",
      wholeOf: [{ uniswap: "swap-router-contracts/contracts/SwapRouter02" }],
      only: ["exactInputSingle", "exactOutputSingle", "multicall(uint256,bytes[])"],
      errorsOf: [],
    },
  ];
}

async function readAbi(source: AbiSource): Promise<Abi> {
  if ("contract" in source) return (await hre.artifacts.readArtifact(source.contract)).abi as Abi;
  const file =
    "openZeppelin" in source
      ? path.join(root, "node_modules/@openzeppelin/contracts/build/contracts", `${source.openZeppelin}.json`)
      : uniswapArtifact(source.uniswap);
  return (JSON.parse(await readFile(file, "utf8")) as { abi: Abi }).abi;
}

/** Path of an artifact of Uniswap's, by package and contract, such as `v3-core/contracts/UniswapV3Pool`. */
function uniswapArtifact(contract: string): string {
  const [name, ...place] = contract.split("/");
  return path.join(root, "node_modules/@uniswap", name!, "artifacts", `${place.join("/")}.sol`, `${place.at(-1)}.json`);
}

/** Merges ABIs by selector (the name alone would drop overloads, and double what two interfaces share). */
async function mergedAbi({ wholeOf, only, errorsOf }: AbiModule): Promise<Abi> {
  const items = new Map<string, Abi[number]>();
  for (const [sources, errorsOnly] of [
    [wholeOf, false],
    [errorsOf, true],
  ] as const) {
    for (const source of sources) {
      for (const item of await readAbi(source)) {
        if (item.type === "constructor" || item.type === "receive" || (errorsOnly && item.type !== "error")) continue;
        if (!errorsOnly && only && !isOneOf(item, only)) continue;
        items.set(abiKey(item), items.get(abiKey(item)) ?? item);
      }
    }
  }
  if (only && items.size !== only.length) throw new Error(`${wholeOf.map(nameOf)} has not all of ${only.join(", ")}.`);
  return [...items.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
}

function nameOf(source: AbiSource): string {
  return Object.values(source)[0]!;
}

function isOneOf(item: Abi[number], names: readonly string[]): boolean {
  if (item.type !== "function" && item.type !== "event") return false;
  return names.includes(item.name) || names.includes(`${item.name}(${item.inputs.map(({ type }) => type).join(",")})`);
}

/** Sorts by kind and name, and tells two items apart exactly when their selectors differ. */
function abiKey(item: Abi[number]): string {
  switch (item.type) {
    case "function":
      return `function ${item.name} ${toFunctionSelector(item as AbiFunction)}`;
    case "event":
      return `event ${item.name} ${toEventSelector(item as AbiEvent)}`;
    case "error":
      return `error ${item.name} ${toFunctionSelector(`function ${formatAbiItem(item)}`)}`;
    default:
      throw new Error(`An ABI here holds functions, events and errors only, but one has an item of type ${item.type}.`);
  }
}

const ENUM_FILES = ["contracts/types/Bounty.sol", "contracts/types/Training.sol"] as const;

/** The names of Solidity's enums, in order: the ABI carries their numbers only. */
async function enumModule(): Promise<string> {
  const sources = await Promise.all(ENUM_FILES.map((file) => readFile(path.join(root, file), "utf8")));
  const withoutComments = sources.join("\n").replace(/\/\/.*$/gm, "");
  const constants = [...withoutComments.matchAll(/enum (\w+) \{([^}]*)\}/g)].map(([, name, body]) => {
    const members = body!.split(",").map((member) => member.trim());
    const constant = `${name![0]!.toLowerCase()}${name!.slice(1)}Names`;
    return [
      `/** Members of the Solidity enum \`${name}\`, by their number. */`,
      `export const ${constant} = ${JSON.stringify(members)} as const;`,
      `/** Name of a member of the Solidity enum \`${name}\`. */`,
      `export type ${name} = (typeof ${constant})[number];`,
    ].join("\n");
  });
  if (constants.length === 0) throw new Error(`${ENUM_FILES.join(" and ")} declare no enum; expected BountyStatus.`);
  return constants.join("\n\n");
}

function header(from: string): string {
  return `// SPDX-License-Identifier: MIT\n// Generated by scripts/checks/generate-abis.ts from ${from}: do not edit.\n\n`;
}

/** Formats as `biome check` expects it, so that a generated file is as clean as a written one. */
function format(code: string): string {
  const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
  return execFileSync(process.execPath, [biome, "format", "--stdin-file-path=sdk/src/abis/generated.ts"], {
    cwd: root,
    input: code,
    encoding: "utf8",
    stdio: "pipe",
    maxBuffer: 1 << 26,
  });
}

async function main(check: boolean): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true });
  const files = new Map<string, string>();
  for (const module of await abiModules()) {
    const abi = await mergedAbi(module);
    files.set(
      `${module.file}.ts`,
      `${header("the compiled contracts")}/** ${module.description} */\nexport const ${module.name} = ${JSON.stringify(abi)} as const;\n`,
    );
  }
  files.set("enums.ts", `${header(ENUM_FILES.join(" and "))}${await enumModule()}\n`);

  const stale: string[] = [];
  for (const [name, code] of files) {
    const file = path.join(target, name);
    const current = await readFile(file, "utf8").catch(() => undefined);
    const expected = format(code);
    if (current === expected) continue;
    if (check) stale.push(path.relative(root, file));
    else await writeFile(file, expected);
  }
  if (stale.length > 0) {
    console.error(`Stale, run \`npm exec -- node scripts/checks/generate-abis.ts\`:\n  ${stale.join("\n  ")}`);
    process.exitCode = 1;
  }
}

await main(process.argv.includes("--check"));
