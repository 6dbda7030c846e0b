import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import { sandboxVersions } from "../versions";
import { callTable } from "../sandbox/providers/aws/functions";
import { resourceTable } from "../sandbox/providers/aws/services";

const clone = resolve(__dirname, "..");
const read = (page: string): string => readFileSync(join(clone, page), "utf8");

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(clone, "docs"), { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

/** What stands in code is no link and no heading. */
const withoutBlocks = (text: string): string => text.replace(/^ *(`{3,}|~{3,})[^]*?^ *\1/gm, "");

/** Targets of `[text](target)` that are not on the web. */
const localLinks = (text: string): string[] =>
  [
    ...withoutBlocks(text)
      .replace(/`[^`\n]*`/g, "code")
      .matchAll(/\]\(([^()\s]+)\)/g),
  ]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Anchors of a page's headings, as GitHub makes them. */
function anchors(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading = ""] of withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    let name = slug;
    for (let count = 1; found.has(name); count += 1) name = `${slug}-${count}`;
    found.add(name);
  }
  return found;
}

/** Why a link of a page leads nowhere; undefined where it leads somewhere. */
function broken(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : relative(clone, join(clone, dirname(page), path));
  if (!existsSync(join(clone, target))) return `${page}: there is no file ${target}`;
  if (anchor === undefined || anchors(read(target)).has(anchor)) return undefined;
  return `${page}: ${target} has no heading #${anchor}`;
}

describe("the documentation", () => {
  it("has no link that leads nowhere", () => {
    const links = pages.flatMap((page) => localLinks(read(page)).map((link) => ({ page, link })));
    assert.ok(links.length >= pages.length, "links are found at all");
    assert.deepEqual(
      links.flatMap(({ page, link }) => broken(page, link) ?? []),
      [],
    );
  });

  it("knows a broken link when it sees one", () => {
    assert.deepEqual(localLinks("[a](b.md#c) `[no](d)` [web](https://e) [f]( g )"), ["b.md#c"]);
    assert.match(broken("README.md", "docs/nowhere.md") ?? "", /no file docs\/nowhere\.md/);
    assert.match(broken("docs/sandbox.md", "#no-such") ?? "", /no heading #no-such/);
    assert.equal(broken("docs/sandbox.md", "../README.md#two-commands"), undefined);
  });

  it("lists in docs/simulated-aws.md every type and function that is described, and no other", () => {
    const page = read("docs/simulated-aws.md");
    const rows = [
      ...page.matchAll(/^\| ([a-z0-9]+) +\| ([A-Z][A-Za-z0-9]*(?:, [A-Z]\w*)*) +\|$/gm),
    ];
    const listed = rows.flatMap(([, service = "", kinds = ""]) =>
      kinds.split(", ").map((kind) => `${service} ${kind}`),
    );
    const described = Object.keys(resourceTable).map((type) => {
      const [, path = "", kind = ""] = type.split(":");
      return `${path.split("/")[0] ?? ""} ${kind}`;
    });
    assert.deepEqual(listed.sort(), described.sort());
    for (const token of Object.keys(callTable)) {
      const name = token.split(":").at(-1) ?? token;
      assert.ok(page.includes(`\`${name}\``), `${name} is missing`);
    }
  });

  it("tells in docs/sandbox-tools.md the versions that are pinned", () => {
    const page = read("docs/sandbox-tools.md");
    for (const [tool, { version }] of Object.entries(sandboxVersions))
      assert.match(page, new RegExp(`\\| ${version.replaceAll(".", "\\.")} `), tool);
  });
});
