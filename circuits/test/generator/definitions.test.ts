// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTask } from "@commonweight/sdk/data";
import { type Architecture, parseArchitecture } from "@commonweight/sdk/model";
import { parseDefinition } from "../../generator/definitions.ts";
import { loadArchitecture, loadTask } from "../../generator/index.ts";

const task = loadTask("digits-28");
const architecture = loadArchitecture("digits-mlp");

test("a definition is read from the text of its file", () => {
  const text = JSON.stringify(task);
  assert.deepEqual(parseDefinition({ folder: "tasks", name: "digits-28", text }, parseTask), task);
});

test("text that is not JSON is refused with the file", () => {
  for (const [folder, parse] of [
    ["tasks", parseTask],
    ["architectures", parseArchitecture],
  ] as const) {
    assert.throws(() => parseDefinition<{ name: string }>({ folder, name: "torn", text: '{ "name": "torn",' }, parse), {
      name: "InvalidDefinitionError",
      message: new RegExp(`^circuits/${folder}/torn\\.json: The definition is malformed\\.\n[\\s\\S]*Details: .*JSON`),
    });
  }
});

test("JSON that is no definition is refused with the file and what is wrong", () => {
  const wrongTask = JSON.stringify({ ...task, features: 0 });
  assert.throws(() => parseDefinition({ folder: "tasks", name: "digits-28", text: wrongTask }, parseTask), {
    name: "InvalidDefinitionError",
    message:
      /^circuits\/tasks\/digits-28\.json: The definition is malformed\.\n[\s\S]*Details: task\.features is 0; expected /,
  });
  const flat: Architecture = { ...architecture, layers: [] };
  const wrong = { folder: "architectures", name: "digits-mlp", text: JSON.stringify(flat) } as const;
  assert.throws(() => parseDefinition(wrong, parseArchitecture), {
    name: "InvalidDefinitionError",
    message:
      /^circuits\/architectures\/digits-mlp\.json: The definition is malformed\.\n[\s\S]*Details: architecture\.layers /,
  });
});

test("a copied file in which the name was not changed is refused with the file", () => {
  assert.throws(() => parseDefinition({ folder: "tasks", name: "digits-29", text: JSON.stringify(task) }, parseTask), {
    name: "RefusedDefinitionError",
    message: /^circuits\/tasks\/digits-29\.json: The name is digits-28; expected digits-29\./,
  });
});
