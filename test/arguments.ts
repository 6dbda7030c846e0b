import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import ts from "typescript";

import { clone } from "../sandbox/paths";

/** One property of what a component or an app is told. */
export interface ToldProperty {
  /** @example "components/network/index.ts NetworkArgs.zones" */
  readonly where: string;
  readonly optional: boolean;
  /** Its doc comment before the first tag. */
  readonly description: string;
  readonly hasDefault: boolean;
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

interface Source {
  readonly file: string;
  readonly text: string;
  readonly declared: ReadonlyMap<string, Declaration>;
  /** Names from other files of ours: file, and name there. */
  readonly imported: ReadonlyMap<string, readonly [file: string, name: string]>;
  readonly exported: readonly string[];
  /** Files whose every name is exported here. */
  readonly all: readonly string[];
}

const sources = new Map<string, Source>();

/** A file's types and where its other names come from, by syntax alone. */
function sourceOf(file: string): Source {
  const known = sources.get(file);
  if (known) return known;
  const text = readFileSync(file, "utf8");
  const declared = new Map<string, Declaration>();
  const imported = new Map<string, readonly [string, string]>();
  const exported: string[] = [];
  const all: string[] = [];
  const take = (target: string, names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]) => {
    for (const { name, propertyName = name } of names)
      imported.set(name.text, [target, propertyName.text]);
  };
  for (const node of ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements) {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      declared.set(node.name.text, node);
      if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
        exported.push(node.name.text);
    }
    if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) continue;
    const target = node.moduleSpecifier && fileOf(file, node.moduleSpecifier);
    if (target === undefined) continue;
    const names = ts.isImportDeclaration(node)
      ? node.importClause?.namedBindings
      : node.exportClause;
    if (names && (ts.isNamedImports(names) || ts.isNamedExports(names)))
      take(target, [...names.elements]);
    if (!ts.isExportDeclaration(node)) continue;
    if (names && ts.isNamedExports(names))
      exported.push(...names.elements.map(({ name }) => name.text));
    else all.push(target);
  }
  const source = { file, text, declared, imported, exported, all };
  sources.set(file, source);
  return source;
}

/** The file of ours that an import leads to. */
function fileOf(from: string, specifier: ts.Expression): string | undefined {
  if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return undefined;
  const path = resolve(dirname(from), specifier.text);
  return [`${path}.ts`, join(path, "index.ts")].find((file) => existsSync(file));
}

/** Where a name is declared, through imports and exports. */
function find(source: Source, name: string): { source: Source; node: Declaration } | undefined {
  const node = source.declared.get(name);
  if (node) return { source, node };
  const [file, there] = source.imported.get(name) ?? [];
  if (file !== undefined && there !== undefined) return find(sourceOf(file), there);
  for (const other of source.all) {
    const found = find(sourceOf(other), name);
    if (found) return found;
  }
  return undefined;
}

const exportsOf = (source: Source): string[] => [
  ...source.exported,
  ...source.all.flatMap((file) => exportsOf(sourceOf(file))),
];

/** Every property of the `*Args` that these modules export, and of the types that those name. */
export function toldProperties(modules: readonly string[]): ToldProperty[] {
  const told: ToldProperty[] = [];
  const seen = new Set<Declaration>();
  const look = (source: Source, name: string): void => {
    const found = find(source, name);
    if (!found || seen.has(found.node)) return;
    seen.add(found.node);
    visit(found.source, name, found.node, false);
  };
  const visit = (source: Source, owner: string, node: ts.Node, inside: boolean): void => {
    if (ts.isPropertySignature(node) && !inside && !isFixed(node)) {
      told.push(toldBy(source, owner, node));
    }
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
      look(source, node.typeName.text);
    if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression))
      look(source, node.expression.text);
    const within = inside || ts.isPropertySignature(node);
    ts.forEachChild(node, (child) => {
      visit(source, owner, child, within);
    });
  };
  for (const file of modules) {
    const source = sourceOf(file);
    for (const name of exportsOf(source).filter((one) => one.endsWith("Args"))) look(source, name);
  }
  return told;
}

/** Nothing to choose: `kind: "slack"` tells members of a union apart, `path?: never` keeps them apart. */
const isFixed = ({ type, questionToken }: ts.PropertySignature): boolean =>
  type?.kind === ts.SyntaxKind.NeverKeyword ||
  (questionToken === undefined && type !== undefined && ts.isLiteralTypeNode(type));

function toldBy({ file, text }: Source, owner: string, node: ts.PropertySignature): ToldProperty {
  const comment = ts.getLeadingCommentRanges(text, node.pos)?.at(-1);
  const doc = comment && text.slice(comment.pos, comment.end);
  const plain = doc?.startsWith("/**") ? doc.slice(3, -2).replace(/^\s*\* ?/gm, "") : "";
  const name = (node.name as ts.Identifier | ts.StringLiteral).text;
  return {
    where: `${relative(clone, file)} ${owner}.${name}`,
    optional: node.questionToken !== undefined,
    description: plain.split(tag)[0]?.trim() ?? "",
    hasDefault: /(?<![`\w])@default\s+\S/.test(plain),
  };
}

const tag = /(?<![`\w])@(?:default|example)\b/;
