// SPDX-License-Identifier: MIT

// The properties: each external function of a contract in this folder is one. It takes any values, requires the bounds of the
// terms, and asserts what must hold.
import { globSync } from "node:fs";
import { childrenOf, type Node, spanOf } from "../mutants/ast.ts";
import { ROOT, textOf } from "../mutants/compiler.ts";
import { treesOf } from "./compiler.ts";

export interface Property {
  file: string;
  contract: string;
  name: string;
  /** What it says, from the first sentence of its documentation. */
  says: string;
  /** The file with no other property in it, all else in its place. */
  text: string;
  /** The same with one assertion, at the end, that is false: it is violated unless the bounds contradict each other. */
  reachableText: string;
  /** Where it asserts something, as the first byte. */
  assertions: number[];
}

/** A loop would be followed once only, and what happens in its second round never be seen. */
const LOOPS = ["ForStatement", "WhileStatement", "DoWhileStatement"];

export function nameOf({ contract, name }: Property): string {
  return `${contract}.${name}`;
}

export function readProperties(): Property[] {
  const files = globSync("test/formal/*.sol", { cwd: ROOT }).sort();
  const trees = treesOf(files);
  for (const [file, tree] of Object.entries(trees)) refuseLoops(file, tree);
  return files.flatMap((file) => propertiesOf(file, trees[file]!));
}

/** @throws where a file has a loop: nothing about it could be proven. */
export function refuseLoops(file: string, tree: Node): void {
  const loop = nodesOf(tree).find(({ nodeType }) => LOOPS.includes(nodeType));
  if (loop) throw new Error(`${file} has a ${loop.nodeType} at byte ${spanOf(loop.src).start}; expected no loops.`);
}

function propertiesOf(file: string, tree: Node): Property[] {
  const text = Buffer.from(textOf(file));
  return childrenOf(tree)
    .filter(({ nodeType }) => nodeType === "ContractDefinition")
    .flatMap((contract) => {
      const functions = childrenOf(contract).filter(({ visibility }) => visibility === "external");
      return functions.map((property): Property => {
        const others = functions.filter((other) => other !== property);
        const isolated = others.reduce<Buffer>((rest, { src }) => blank(rest, src), text);
        const assertions = nodesOf(property).filter(({ expression }) => expression?.name === "assert");
        if (assertions.length === 0) throw new Error(`${file}: ${property.name} asserts nothing.`);
        return {
          file,
          contract: contract.name!,
          name: property.name!,
          says: firstSentenceOf(property),
          text: isolated.toString(),
          reachableText: withFalseEnd(isolated, property, assertions),
          assertions: assertions.map(({ src }) => spanOf(src).start),
        };
      });
    });
}

function withFalseEnd(text: Buffer, property: Node, assertions: readonly Node[]): string {
  const end = spanOf(property.body!.src).end - "}".length;
  const withEnd = Buffer.concat([text.subarray(0, end), Buffer.from("assert(false);"), text.subarray(end)]);
  const others = assertions.map(({ src }) => spanOf(src));
  // With its semicolon, which is no statement of its own.
  return others.reduce<Buffer>((rest, { start, end }) => blankSpan(rest, start, end + ";".length), withEnd).toString();
}

function blank(text: Buffer, src: string): Buffer {
  const { start, end } = spanOf(src);
  return blankSpan(text, start, end);
}

function blankSpan(text: Buffer, start: number, end: number): Buffer {
  return Buffer.concat([text.subarray(0, start), Buffer.alloc(end - start, " "), text.subarray(end)]);
}

function firstSentenceOf({ name, documentation }: Node): string {
  const text = documentation?.text?.replaceAll(/\s+/g, " ");
  const [, sentence] = /^@notice (.*?\.)( |$)/.exec(text ?? "") ?? [];
  if (sentence === undefined) throw new Error(`${name} has no @notice that says what it proves.`);
  return sentence;
}

function nodesOf(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}
