import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";

import { leftOut, topics, type DeadForm } from "./course-map";
import { ofAws, ofIstio, ofKubernetes } from "./dead-forms";

export const courseMapFile = join(__dirname, "../../docs/course-map.md");

const linked = (labs: readonly string[]): string =>
  labs.map((name) => `[${name}](labs.md#${name})`).join(", ");

const table = (title: string, forms: readonly DeadForm[]): string =>
  [
    `\n## ${title}\n`,
    "| the course writes | it ended | today | labs | source |\n| --- | --- | --- | --- | --- |",
    ...forms.map(
      ({ form, ended, today, source, labs }) =>
        `| ${form} | ${ended} | ${today} | ${linked(labs)} | ${source} |`,
    ),
  ].join("\n");

const page = [
  `# From the course's words to today's

<!-- Made from apps/labs/course-map.ts and dead-forms.ts by \`npx tsx apps/labs/course-map-page.ts\`; a test compares the two. -->

The course was written for Kubernetes 1.14 to 1.18, Helm 2 and Istio 1.4. What it teaches is here as [labs](labs.md); this page says which, what took the place of forms that are no
more, and what is left out. Checked 2026-11-22.

## What the course teaches, and its labs

| in the course | labs |
| --- | --- |`,
  ...topics.map(({ words, labs }) => `| ${words.join(", ")} | ${linked(labs)} |`),
  table("Forms of Kubernetes and its tools", ofKubernetes),
  table("Forms of AWS", ofAws),
  table("Forms of Istio", ofIstio),
  "\n## What is left out\n",
  "| what | why |\n| --- | --- |",
  ...leftOut.map(({ what, why }) => `| ${what} | ${why} |`),
].join("\n");

/** The text of docs/course-map.md. */
export const courseMapDocs = (): Promise<string> =>
  format(page, { parser: "markdown", printWidth: 100 });

if (require.main === module)
  void courseMapDocs().then((text) => {
    writeFileSync(courseMapFile, text);
  });
