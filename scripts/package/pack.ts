// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { compiled, type Manifest, publishedManifest } from "./manifest.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/** Folders of the packages, each after those it depends on. `circuits` is GPL-3.0 and stays out of both. */
const folders = ["sdk", "cli"];

export interface PackedPackage {
  name: string;
  version: string;
  /** Path of the tarball. */
  tarball: string;
  /** The package as it was packed. */
  folder: string;
}

/**
 * Compiles the packages of the workspace and packs them as npm publishes them. A folder without sources is left out.
 *
 * @param place - where the tarballs and what is in them go; is emptied
 */
export async function packPackages(place: string): Promise<PackedPackage[]> {
  const target = resolve(place);
  await rm(target, { recursive: true, force: true });
  const packed: PackedPackage[] = [];
  for (const name of folders) {
    const source = join(root, name);
    const sources = await readdir(join(source, "src"), { recursive: true }).catch(() => []);
    if (sources.length === 0) continue;
    const folder = join(target, name);
    await mkdir(folder, { recursive: true });
    const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as Manifest;
    await compile(source, folder, packed);
    await copyOthers(source, folder, sources);
    await writeFile(join(folder, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
    const { stdout } = await npm(["pack", "--json", "--pack-destination", target], folder);
    const tarball = join(target, basename(tarballOf(stdout)));
    packed.push({ name: manifest.name, version: manifest.version, tarball, folder });
  }
  return packed;
}

/** Some versions of npm name the package before the list, others give the list alone. */
function tarballOf(stdout: string): string {
  const said = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>;
  return Object.values(said)[0]!.filename;
}

/** JavaScript and declarations of `src`, in `dist`. */
async function compile(source: string, folder: string, packed: readonly PackedPackage[]): Promise<void> {
  const config = join(folder, "tsconfig.json");
  const paths = Object.fromEntries(
    packed.flatMap(({ name, folder }) => [
      [name, [join(folder, "dist/index.d.ts")]],
      [`${name}/*`, [join(folder, "dist/*/index.d.ts"), join(folder, "dist/*.d.ts")]],
    ]),
  );
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    // `npm run check:types` has checked them where all their neighbours are: those that are not packed are not here.
    noCheck: true,
    rewriteRelativeImportExtensions: true,
    rootDir: join(source, "src"),
    outDir: join(folder, "dist"),
    // The packages that were compiled before, not their sources.
    paths,
    typeRoots: [join(root, "node_modules/@types")],
  };
  const include = [join(source, "src")];
  await writeFile(config, JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include }));
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config], { cwd: root }).catch(
    (error: { stdout?: string }) => {
      throw new Error(`${relative(root, source)} does not compile:\n${error.stdout}`, { cause: error });
    },
  );
  await rm(config);
}

/** What is not compiled: JSON among the sources, programs, the licence and the README. */
async function copyOthers(source: string, folder: string, sources: readonly string[]): Promise<void> {
  for (const file of sources.filter((file) => file.endsWith(".json"))) {
    await mkdir(dirname(join(folder, "dist", file)), { recursive: true });
    await cp(join(source, "src", file), join(folder, "dist", file));
  }
  const programs = await readdir(join(source, "bin")).catch(() => []);
  for (const file of programs) {
    const text = await readFile(join(source, "bin", file), "utf8");
    await mkdir(join(folder, "bin"), { recursive: true });
    const rewritten = text.replace(
      /(["'])((?:\.{1,2}\/)+src\/[^"']*\.ts)\1/g,
      (_, quote, path) => `${quote}${compiled(path)}${quote}`,
    );
    await writeFile(join(folder, "bin", file), rewritten, { mode: 0o755 });
  }
  await cp(join(root, "LICENSE"), join(folder, "LICENSE"));
  await cp(join(source, "README.md"), join(folder, "README.md")).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** npm, under the Node of this process. */
export async function npm(parameters: string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  const cli = process.env.npm_execpath;
  if (cli === undefined) throw new Error("Run this through npm: npm run package, npm run test:package.");
  return run(process.execPath, [cli, ...parameters], { cwd, maxBuffer: 1 << 26 });
}
