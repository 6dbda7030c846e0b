import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";

import { days, type Day } from "./days";
import type { Lab } from "./lab";

export const labsFile = join(__dirname, "../../docs/labs.md");

const intro = `# The labs

<!-- Made from apps/labs by \`npx tsx apps/labs/docs.ts\`; a test compares the two. -->

Everything that the course has people do on the cluster, by day. A lab is data: what stands when it begins (its baseline), what is made and changed in it,
and what it needs of the platform. Those of the instructor write what is the whole cluster's; students do the others with their own rights, within their quota.

\`\`\`sh
npm run course -- labs --day 2                       # the same list in a terminal
npm run course -- labs configmaps                    # one of them
npm run course -- labs HPA                           # the same by a word of the course, or a list where it is in several
npm run course -- labs configmaps --yaml makes       # what students make in it, as YAML
npm run course -- labs --stack classroom             # and what that classroom's platform lacks
npm run course -- reset --lab configmaps --all       # each student's namespace as it is when the lab begins
\`\`\`

Each lab has a proof, [\`test/e2e/labs/proofs\`](../test/e2e/labs/proofs), that works it in the sandbox as its actor, against a real API server with its controllers and its scheduler,
and asserts what it teaches. Nodes and kubelets are simulated there: what that cannot show is said with each lab.
`;

const row = ({ name, title, who, needs = [] }: Lab): string =>
  `| [${name}](#${name}) | ${title} | ${who} | ${needs.join(", ")} |`;

const section = ({ name, title, text, changes, notShown = [] }: Lab): string =>
  [
    `\n### ${name}\n`,
    `${title}.\n`,
    `${text}\n`,
    "```text",
    ...changes,
    "```",
    ...(notShown.length === 0 ? [] : [`\nNot shown in the sandbox: ${notShown.join("; ")}.`]),
  ].join("\n");

function chapter({ day, title, labs, morning }: Day): string {
  const standing =
    morning.length === 0
      ? "In the morning of the day students' namespaces are empty but for what the classroom has made."
      : `In the morning of the day there stands what ${morning.map(({ name }) => `[${name}](#${name})`).join(", ")} begin with.`;
  return [
    `\n## Day ${day}: ${title.toLowerCase()}\n`,
    `${standing}\n`,
    "| lab | what | who | needs |\n| --- | --- | --- | --- |",
    ...labs.map(row),
    ...labs.map(section),
  ].join("\n");
}

/** The text of docs/labs.md. */
export const labsDocs = (): Promise<string> =>
  format([intro, ...days.filter(({ labs }) => labs.length > 0).map(chapter)].join("\n"), {
    parser: "markdown",
    printWidth: 100,
  });

if (require.main === module) void labsDocs().then((text) => writeFileSync(labsFile, text));
