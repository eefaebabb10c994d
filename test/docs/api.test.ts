// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { DeclarationReflection } from "typedoc";
import { documented } from "../../scripts/docs/documented.ts";

describe("the check of the documentation", () => {
  let folder: string;

  before(async () => {
    // Within the repository, so that the types of packages are found.
    await mkdir("build", { recursive: true });
    folder = await mkdtemp("build/docs-");
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.json", include: ["."] }));
  });
  after(() => rm(folder, { recursive: true }));

  async function check(source: string) {
    const file = join(folder, "index.ts");
    await writeFile(file, source);
    return (await documented({ entryPoints: [file], tsconfig: join(folder, "tsconfig.json") })).project;
  }

  it("passes what is documented, and what follows from an action beside it", async () => {
    const source = `
      export type FetchModelParameters = { bounty: bigint };
      /** Fetches a model. @throws {@link Missing} */
      export async function fetchModel(client: object, parameters: FetchModelParameters): Promise<void> {}
      /** There is none. */
      export class Missing extends Error {}
      /** Bound. */
      export type CommonweightActions = { fetchModel: (parameters: FetchModelParameters) => Promise<void> };
    `;
    const project = await check(source);
    const textOf = (path: string[]) => {
      const comment = (project?.getChildByName(path) as DeclarationReflection | undefined)?.comment;
      return comment?.summary.map(({ text }) => text).join("");
    };
    assert.equal(textOf(["FetchModelParameters"]), "What `fetchModel` takes.");
    assert.equal(textOf(["CommonweightActions", "fetchModel"]), "Fetches a model.");
  });

  it("fails where an export says nothing, or a link leads nowhere", async () => {
    for (const source of [
      "export function silent(): void {}",
      "export type SilentParameters = { value: number };",
      "export interface Silent { value: number }",
      "export const silent = 1;",
      "/** See {@link nothing}. */ export const linked = 1;",
    ]) {
      assert.equal(await check(source), undefined, source);
    }
  });
});
