import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { clone } from "../../sandbox/paths";

export const pagesFolder = join(clone, "docs/components");

/** Folders of `components/` that are parts of others, and why they have no page to lift them by. */
export const partsOfOthers: Readonly<Record<string, string>> = {
  "istio-api": "types of Istio's objects, for istio-mesh and microservice",
  rollout: "what microservice does with its releases, described in docs/rollouts.md",
};

export const components = readdirSync(join(clone, "components")).filter((name) =>
  statSync(join(clone, "components", name)).isDirectory(),
);

/** What a component's page tells whoever takes the component into another program. */
export interface LiftedPage {
  readonly component: string;
  readonly text: string;
  /** The commands that copy. */
  readonly copying: string;
  /** What is copied, from the root of the repository. @example ["components/console"] */
  readonly copied: readonly string[];
  readonly packages: readonly string[];
  /** The program, as it is pasted. */
  readonly example: string;
}

const heading = "\n## Into another program\n";

export function liftedPage(component: string): LiftedPage {
  const text = readFileSync(join(pagesFolder, `${component}.md`), "utf8");
  const [, after = ""] = text.split(heading);
  const [section = ""] = after.split("\n## ");
  const [, folders] = /^cp -r components\/(\S+) ELSEWHERE\/components\//m.exec(section) ?? [];
  const names = folders?.replace(/^\{|\}$/g, "").split(",") ?? [];
  const [, copying = ""] = /^```sh\n([^]*?)^(?:cd ELSEWHERE|```)/m.exec(section) ?? [];
  const [, packages = ""] = /^cd ELSEWHERE && npm i (.+)$/m.exec(section) ?? [];
  const [, example = ""] = /^```ts\n([^]*?)^```/m.exec(section) ?? [];
  const withVersions = section.includes(" && cp versions.ts ELSEWHERE/\n");
  return {
    component,
    text,
    copying,
    copied: [
      ...names.map((name) => `components/${name}`),
      ...(withVersions ? ["versions.ts"] : []),
    ],
    packages: packages.split(" ").filter((name) => name !== ""),
    example,
  };
}

/** Does what the page says, but for `npm i`, in a folder that can import our packages. */
export function lift({ copying, example }: LiftedPage, elsewhere: string): string {
  mkdirSync(elsewhere, { recursive: true });
  const script = copying.replaceAll("ELSEWHERE", elsewhere);
  execFileSync("bash", ["-e", "-c", script], { cwd: clone });
  const program = join(elsewhere, "index.ts");
  writeFileSync(program, example);
  return program;
}

export const hasPage = (component: string): boolean =>
  existsSync(join(pagesFolder, `${component}.md`));
