// SPDX-License-Identifier: MIT
// Run after every change of the lock file. A registry mirror may lack the builds of a package for other platforms; npm then
// leaves them out of package-lock.json, and `npm ci` stops with EUSAGE. This adds the missing optional entries, which name
// platform and version in the fashion of all such packages, and removes every registry address, so that the lock is the
// same on every machine.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const PLATFORM = /(android|darwin|linux|win32)-(arm64|arm|x64)(?:-(gnu|musl|msvc))?$/;

for (const [path, parent] of Object.entries(lock.packages)) {
  if (path === "") continue;
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] || lock.packages[`${path}/${key}`]) continue;
    const platform = PLATFORM.exec(name);
    if (!platform) throw new Error(`${path} misses ${name}@${version}; expected a name that ends in its platform`);
    const [, os, cpu, libc] = platform;
    lock.packages[key] = {
      version,
      cpu: [cpu],
      dev: true,
      license: parent.license,
      optional: true,
      os: [os],
      engines: parent.engines,
      ...(os === "linux" ? { libc: [libc === "musl" ? "musl" : "glibc"] } : {}),
    };
  }
}
for (const entry of Object.values(lock.packages)) {
  if (/^https?:/.test(entry.resolved ?? "")) delete entry.resolved;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
