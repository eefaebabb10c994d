// SPDX-License-Identifier: MIT
import { Application, type ProjectReflection } from "typedoc";
import { documentConventions } from "./conventions.ts";

/** Every kind that can be exported. What a member means its own comment says where its name and type do not. */
const EXPORTED = ["Variable", "Function", "Class", "Interface", "TypeAlias", "Enum"] as const;

/**
 * What modules export, with its documentation.
 *
 * @returns nothing as project where an export is undocumented or a link leads nowhere, which is then printed
 */
export async function documented(parameters: {
  entryPoints: string[];
  /** Of the files that the entry points lead to. */
  tsconfig: string;
  readme?: string | undefined;
}): Promise<{ app: Application; project: ProjectReflection | undefined }> {
  const { entryPoints, tsconfig, readme = "none" } = parameters;
  const app = await Application.bootstrapWithPlugins({
    name: "Commonweight SDK",
    entryPoints,
    tsconfig,
    readme,
    // The types are checked by check:types.
    skipErrorChecking: true,
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    requiredToBeDocumented: [...EXPORTED],
    validation: { notDocumented: true, invalidLink: true, invalidPath: false, notExported: false },
    logLevel: "Warn",
  });
  documentConventions(app);
  const project = await app.convert();
  if (project !== undefined) app.validate(project);
  const isWhole = !app.logger.hasErrors() && !app.logger.hasWarnings();
  return { app, project: isWhole ? project : undefined };
}
