// SPDX-License-Identifier: MIT
// Run after every change of the lock file. A registry mirror may lack the builds of @nomicfoundation/edr for other
// platforms; npm then leaves them out of package-lock.json and `npm ci` elsewhere stops with EUSAGE. This adds the
// missing optional entries, and removes every registry address, so that the lock is the same on every machine.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const edr = lock.packages["node_modules/@nomicfoundation/edr"];
for (const [name, version] of Object.entries(edr.optionalDependencies ?? edr.dependencies ?? {})) {
  const key = `node_modules/${name}`;
  if (lock.packages[key]) continue;
  const [, os, cpu, libc] = /edr-(\w+)-(\w+?)(?:-(gnu|musl|msvc))?$/.exec(name);
  lock.packages[key] = {
    version,
    cpu: [cpu],
    dev: true,
    license: "MIT",
    optional: true,
    os: [os],
    engines: { node: ">= 22" },
    ...(os === "linux" ? { libc: [libc === "gnu" ? "glibc" : "musl"] } : {}),
  };
}
for (const entry of Object.values(lock.packages)) {
  if (/^https?:/.test(entry.resolved ?? "")) delete entry.resolved;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
