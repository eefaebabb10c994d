// SPDX-License-Identifier: MIT
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

/** From which bare names of packages are resolved. */
const importer = fileURLToPath(import.meta.url);
const ENTRY = "\0bundled";

/** What a browser gets. */
export interface Bundle {
  /** Bytes of the code that loads at once: without what is imported on demand. */
  size: number;
  /** Ids of all modules of which something is left. */
  modules: string[];
  /** Modules of Node that are imported, each with the modules that do it. */
  ofNode: { name: string; importers: string[] }[];
  files: Map<string, string | Uint8Array>;
}

/** Bundles a module for browsers, as an application would: minified, with unused code shaken off. */
export async function bundle(source: string): Promise<Bundle> {
  const ofNode: Bundle["ofNode"] = [];
  const plugin: Rolldown.Plugin & { enforce: "pre" } = {
    name: "bundled",
    enforce: "pre",
    resolveId(id, from) {
      if (id === ENTRY) return id;
      return from === ENTRY ? this.resolve(id, importer, { skipSelf: true }) : undefined;
    },
    load: (id) => (id === ENTRY ? source : undefined),
    generateBundle() {
      // In the place of modules of Node, Vite puts empty ones.
      for (const id of this.getModuleIds()) {
        if (!id.startsWith("__vite-browser-external") && !id.startsWith("node:")) continue;
        ofNode.push({ name: id, importers: [...(this.getModuleInfo(id)?.importers ?? [])] });
      }
    },
  };
  const built = await build({
    root: fileURLToPath(new URL(".", import.meta.url)),
    configFile: false,
    logLevel: "silent",
    plugins: [plugin],
    worker: { format: "es" },
    build: {
      write: false,
      minify: true,
      target: "es2023",
      modulePreload: { polyfill: false },
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: "strict", output: { entryFileNames: "entry.js" } },
    },
  });
  const { output } = built as Rolldown.RolldownOutput;
  const chunks = new Map(output.flatMap((one) => (one.type === "chunk" ? [[one.fileName, one] as const] : [])));
  const atOnce = new Set<string>();
  const add = (name: string): void => {
    const chunk = chunks.get(name);
    if (chunk === undefined || atOnce.has(name)) return;
    atOnce.add(name);
    for (const imported of chunk.imports) add(imported);
  };
  add("entry.js");
  return {
    size: [...atOnce].reduce((sum, name) => sum + Buffer.byteLength(chunks.get(name)!.code), 0),
    modules: [...chunks.values()].flatMap(({ modules }) =>
      Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
    ),
    ofNode,
    files: new Map(output.map((one) => [one.fileName, one.type === "chunk" ? one.code : one.source])),
  };
}
