// SPDX-License-Identifier: MIT
// Settings: a flag overrides the environment, the environment the config file, the file the default.
import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Command } from "commander";
import envPaths from "env-paths";
import { parse as parseYaml } from "yaml";
import { SettingError } from "./errors.ts";

const paths = envPaths("commonweight", { suffix: "" });

/** What a setting is: how its text is read, and how it is told. */
interface SettingKind {
  /** For `--help`, with what is in `<>`. */
  flag: string;
  description: string;
  /** A path in a config file starts at the file's folder. */
  isPath?: true;
  isList?: true;
  default?: string | readonly string[];
}

/** Every setting. The flag of `deploymentFolder` is `--deployment-folder`, its variable `COMMONWEIGHT_DEPLOYMENT_FOLDER`. */
export const SETTINGS = {
  rpc: { flag: "<url>", description: "JSON-RPC endpoint; repeat it for more, tried in order", isList: true },
  deployment: { flag: "<path>", description: "the chain's deployment, or a folder of them", isPath: true },
  store: {
    flag: "<folder>",
    description: "where salts, weights and chunks are kept: what must not be lost",
    isPath: true,
    default: join(paths.data, "store"),
  },
  plainStore: { flag: "<yes|no>", description: "leave a new store in plain, for development", default: "no" },
  keystore: {
    flag: "<folder>",
    description: "encrypted keys",
    isPath: true,
    default: join(paths.data, "keystore"),
  },
  wallet: { flag: "<name>", description: "name of a key in the keystore" },
  signer: { flag: "<url>", description: "an external signer's JSON-RPC endpoint, instead of a key" },
  passphraseFile: { flag: "<path>", description: "a file with the passphrase of keys and store", isPath: true },
  uniswap: {
    flag: "<path>",
    description: "addresses of Uniswap v3's contracts, where they are not known on the chain",
    isPath: true,
  },
  artifacts: {
    flag: "<folder>",
    description: "built circuits: witness generators and proving keys",
    isPath: true,
    default: join(paths.data, "artifacts"),
  },
  proofs: {
    flag: "<folder>",
    description: "finished proofs, so that an interrupted run goes on; not secret",
    isPath: true,
    default: join(paths.data, "proofs"),
  },
  content: {
    flag: "<folder>",
    description: "content-addressed storage for what is too large for a chain",
    isPath: true,
    default: join(paths.data, "content"),
  },
  ipfs: { flag: "<url>", description: "a Kubo-compatible RPC, or an HTTP gateway, to fetch content from" },
  confirmations: { flag: "<number>", description: "blocks that have to hold a transaction", default: "1" },
  maximumFee: { flag: "<gwei>", description: "highest fee per gas; four times the first try's unless given" },
} as const satisfies Record<string, SettingKind>;

export type SettingName = keyof typeof SETTINGS;
export type Settings = {
  [name in SettingName]: (typeof SETTINGS)[name] extends { isList: true }
    ? readonly string[]
    : (typeof SETTINGS)[name] extends { default: string }
      ? string
      : string | undefined;
} & {
  /** Where each value came from, for `doctor`. */
  origins: Record<SettingName, string>;
};

/** `--deployment-folder` of `deploymentFolder`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `COMMONWEIGHT_DEPLOYMENT_FOLDER` of `deploymentFolder`. */
export function variableOf(name: string): string {
  return `COMMONWEIGHT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Adds the flags of all settings. */
export function addSettings(program: Command): void {
  for (const [name, setting] of Object.entries<SettingKind>(SETTINGS)) {
    const option = program.createOption(`${flagOf(name)} ${setting.flag}`, setting.description);
    if (setting.isList) option.argParser((value: string, before: string[] = []) => [...before, value]);
    program.addOption(option);
  }
  program.option("--config <path>", "config file; commonweight.yaml in this folder, or the user's, unless given");
}

/** Settings from flags, environment and config file. */
export function readSettings(parameters: {
  flags: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}): Settings {
  const { flags, env, cwd } = parameters;
  const file = configFile(flags.config ?? env.COMMONWEIGHT_CONFIG, cwd);
  const configured = file === undefined ? {} : readConfig(file);
  const origins: Record<string, string> = {};

  const read = (name: string, setting: SettingKind): unknown => {
    const given: readonly (readonly [origin: string, value: unknown, folder: string])[] = [
      [flagOf(name), flags[name], cwd],
      [variableOf(name), env[variableOf(name)] || undefined, cwd],
      [file ?? "", configured[name], file === undefined ? cwd : dirname(file)],
      ["default", setting.default, cwd],
    ];
    const [origin, value, folder] = given.find(([, value]) => value !== undefined) ?? ["not given", undefined, cwd];
    origins[name] = origin;
    if (setting.isList) return listOf(value);
    if (value === undefined) return undefined;
    return setting.isPath ? resolve(folder, String(value)) : String(value);
  };
  const values = Object.entries(SETTINGS).map(([name, setting]) => [name, read(name, setting)]);
  return { ...Object.fromEntries(values), origins } as Settings;
}

/** A list in an environment variable is separated by commas. */
function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : String(value).split(",").filter(Boolean);
}

function configFile(given: unknown, cwd: string): string | undefined {
  if (given !== undefined && given !== "") {
    const path = isAbsolute(String(given)) ? String(given) : resolve(cwd, String(given));
    if (!existsSync(path)) throw new SettingError(`The config file ${path} does not exist.`);
    return path;
  }
  return [join(cwd, "commonweight.yaml"), join(paths.config, "config.yaml")].find((path) => existsSync(path));
}

function readConfig(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, "utf8")) ?? {};
  } catch (cause) {
    throw new SettingError(`${path} cannot be read as YAML: ${(cause as Error).message}`);
  }
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new SettingError(
      `${path} holds ${JSON.stringify(content)}; expected settings, one a line, such as rpc: URL.`,
    );
  }
  const unknown = Object.keys(content as object).filter((name) => !(name in SETTINGS));
  if (unknown.length > 0) {
    throw new SettingError(`${path} has ${unknown.join(", ")}; expected ${Object.keys(SETTINGS).join(", ")}.`);
  }
  return content as Record<string, unknown>;
}

/** How a missing setting can be given. */
export function missingSetting(name: SettingName): SettingError {
  return new SettingError(`${name} is not set; expected ${SETTINGS[name].description}.`, [
    `Give ${flagOf(name)}, set ${variableOf(name)}, or write ${name}: in commonweight.yaml.`,
  ]);
}
