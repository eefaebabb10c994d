// SPDX-License-Identifier: MIT

/** The parts of a package.json that packing reads or changes. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  exports: Record<string, Target>;
  browser?: Record<string, string>;
  sideEffects?: boolean | string[];
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  [key: string]: unknown;
}

type Target = string | { [condition: string]: Target };

/** The compiled file of a source file: `./src/index.ts` becomes `./dist/index.js`. Other paths stay. */
export function compiled(path: string, ending = ".js"): string {
  return path.replace(/^((?:\.{1,2}\/)+)src\/(.*)\.ts$/, `$1dist/$2${ending}`);
}

/**
 * The package.json of a published package, from that of its folder in the workspace: what it exports is compiled, with types.
 *
 * @throws where a dependency has no exact version: what was tested is what is installed
 */
export function publishedManifest(manifest: Manifest): Manifest {
  const { private: _, devDependencies: __, browser, sideEffects, ...rest } = manifest;
  for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
    if (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) continue;
    throw new Error(`${manifest.name} depends on ${name} ${version}; expected an exact version.`);
  }
  return {
    ...rest,
    exports: Object.fromEntries(Object.entries(manifest.exports).map(([name, target]) => [name, withTypes(target)])),
    ...(browser && { browser: mapped(browser) }),
    ...(sideEffects !== undefined && {
      sideEffects: Array.isArray(sideEffects) ? sideEffects.map((path) => compiled(path)) : sideEffects,
    }),
    engines: { node: ">=22" },
    files: ["dist", ...(manifest.bin ? ["bin"] : [])],
  };
}

function withTypes(target: Target): Target {
  if (typeof target !== "string") {
    return Object.fromEntries(Object.entries(target).map(([condition, inner]) => [condition, withTypes(inner)]));
  }
  return { types: compiled(target, ".d.ts"), default: compiled(target) };
}

function mapped(paths: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(paths).map(([from, to]) => [compiled(from), compiled(to)]));
}
