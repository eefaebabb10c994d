// SPDX-License-Identifier: MIT
import {
  type Application,
  Comment,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionKind,
} from "typedoc";

/** What the types beside each action `verb` are, by the endings of their names. */
const endings: Record<string, (verb: string) => string> = {
  Parameters: (verb) => `What \`${verb}\` takes.`,
  ReturnType: (verb) => `What \`${verb}\` returns.`,
  ErrorType: (verb) => `What \`${verb}\` throws.`,
};

/** Types whose members are actions bound to a client, under the same names. */
const decorators = ["CommonweightActions", "MarketActions"];

/**
 * Documents what follows a convention and says nothing of itself: `VerbParameters`, `VerbReturnType` and `VerbErrorType` beside a function
 * `verb`, and the members of the decorators, by the action of the same name. Comments in the sources would only repeat the names.
 */
export function documentConventions(app: Application): void {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const all = (kind: ReflectionKind) => project.getReflectionsByKind(kind) as DeclarationReflection[];
    const actions = new Map(all(ReflectionKind.Function).map((reflection) => [reflection.name, reflection]));
    const types = all(ReflectionKind.TypeAlias | ReflectionKind.Interface);
    for (const type of types) {
      if (decorators.includes(type.name)) {
        for (const member of membersOf(type)) describe(member, actions.get(member.name));
      }
      const [, verb = "", ending = ""] = /^(.+?)(Parameters|ReturnType|ErrorType)$/.exec(type.name) ?? [];
      const action = verb.slice(0, 1).toLowerCase() + verb.slice(1);
      if (type.comment === undefined && actions.has(action)) {
        type.comment = new Comment([{ kind: "text", text: endings[ending]!(action) }]);
      }
    }
    linkByName(project);
  });
}

/** Lets comments name what is exported anywhere, whether the file imports it or not. */
function linkByName(project: ProjectReflection): void {
  const exported = new Map(project.getReflectionsByKind(ReflectionKind.SomeExport).map((one) => [one.name, one]));
  for (const { comment } of Object.values(project.reflections)) {
    const parts = [comment?.summary ?? [], ...(comment?.blockTags.map(({ content }) => content) ?? [])].flat();
    for (const part of parts) {
      const target = part.kind === "inline-tag" ? exported.get(part.text.trim()) : undefined;
      if (part.kind === "inline-tag" && target !== undefined) part.target = target;
    }
  }
}

function membersOf(type: DeclarationReflection): DeclarationReflection[] {
  const declared = type.type?.type === "reflection" ? type.type.declaration.children : type.children;
  return declared ?? [];
}

/** A bound action does what the action does. */
function describe(member: DeclarationReflection, action: DeclarationReflection | undefined): void {
  const summary = action?.signatures?.[0]?.comment?.summary;
  if (summary !== undefined) member.comment ??= new Comment(Comment.cloneDisplayParts(summary));
}
