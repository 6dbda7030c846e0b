import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";
import { z } from "zod";

import { services, serviceNames } from "../apps/twelve-street/services";
import { figuresDocs, figuresFile } from "./figures/docs";
import { keyOf } from "./issues";
import { classroomSchema } from "./classroom/schema";
import { stackSchema } from "./schema";
import { platformSecretNames, recipeOf, secretKeysOf } from "./secrets";

export const docsFile = join(__dirname, "../docs/config.md");

/** The part of a JSON schema that the tables are made from. */
interface Described {
  type?: string;
  description?: string;
  expects?: string;
  unit?: string;
  example?: unknown;
  default?: unknown;
  enum?: unknown[];
  properties?: Record<string, Described>;
  required?: string[];
  additionalProperties?: Described | boolean;
  items?: Described;
  const?: string;
  oneOf?: Described[];
}

interface Row {
  readonly key: string;
  readonly leaf: Described;
  readonly required: boolean;
  /** The words by which its table is told from others of the same key. */
  readonly under?: string;
}

/** Every key below `schema`, tables of free names by `NAME`. Services are alike, so one stands for all. */
function rows(schema: Described, path: readonly string[], required: boolean): Row[] {
  const { properties, additionalProperties: free, oneOf } = schema;
  // What has words of its own for all of it is documented elsewhere.
  if (oneOf && schema.description === undefined) return alternatives(oneOf, path, required);
  if (path.length === 2 && path[1] === "services" && properties)
    return rows(Object.values(properties)[0] ?? {}, [...path, "SERVICE"], true);
  // One is written by a command, and documented with it; the other has its keys once, with the shop.
  const isGate = path.at(-1) === "gate" && path.join(".") !== "shop.gate";
  const elsewhere = path.at(-1) === "progress" || isGate;
  if (properties && !elsewhere)
    return Object.entries(properties).flatMap(([name, inner]) =>
      rows(inner, [...path, name], schema.required?.includes(name) ?? false),
    );
  if (typeof free === "object" && (free.properties ?? free.oneOf))
    return rows(free, [...path, "NAME"], false);
  const self = { key: keyOf(path), leaf: schema, required };
  const items =
    (schema.items?.properties ?? schema.items?.oneOf)
      ? rows(schema.items, [...path, "0"], false)
      : [];
  return [self, ...items];
}

/** The rows of several tables for one key: what all have once, and the rest with the word that asks for it. */
function alternatives(tables: readonly Described[], path: readonly string[], required: boolean) {
  const all = tables
    .flatMap(optionsOf)
    .map((table) => ({ words: wordsOf(table), of: rows(table, path, required) }));
  const keys = [...new Set(all.flatMap(({ of }) => of.map(({ key }) => key)))];
  return keys.flatMap((key): Row[] => {
    const having = all.filter(({ of }) => of.some((row) => row.key === key));
    const [first] = having.flatMap(({ of }) => of.filter((row) => row.key === key));
    if (!first) return [];
    return having.length === all.length
      ? [first]
      : [
          {
            ...first,
            under: [...new Set(having.map(({ words }) => said(words, key)))].join(" or "),
          },
        ];
  });
}

/** A table, or those that differ by a second word. */
const optionsOf = (table: Described): Described[] => table.oneOf?.flatMap(optionsOf) ?? [table];

/** The keys of a table that have one right value, such as `by: alb`. */
const wordsOf = ({ properties = {} }: Described): [key: string, word: string][] =>
  Object.entries(properties).flatMap(([key, { const: word }]) =>
    word === undefined ? [] : [[key, word]],
  );

/** By which words a table has a key that others have not. */
const said = (words: readonly [string, string][], key: string): string =>
  words
    .filter(([name]) => !key.endsWith(`.${name}`))
    .map(([name, word]) => `\`${name}: ${word}\``)
    .join(" and ");

const code = (value: unknown): string =>
  value === undefined
    ? ""
    : `\`${typeof value === "string" && value !== "" ? value : JSON.stringify(value)}\``;

function line({ key, leaf, required, under }: Row): string {
  const unit = leaf.unit === undefined ? "" : ` (${leaf.unit})`;
  const standard = leaf.default === undefined && required ? "must be set" : code(leaf.default);
  const cells = [
    `\`${key.replaceAll("[0]", "[]")}\``,
    `${under === undefined ? "" : `With ${under}. `}${leaf.description ?? ""}${unit}`,
    leaf.expects ?? leaf.enum?.map(code).join(", ") ?? "",
    standard,
    code(leaf.example ?? leaf.default),
  ];
  return `| ${cells.join(" | ")} |`;
}

function table(name: string, schema: Described): string {
  const head = "| key | what | right values | default | example |\n| --- | --- | --- | --- | --- |";
  const body = rows(schema, [name], true).map(line).join("\n");
  return `${head}\n${body}`;
}

const intro = `# Config of a stack

<!-- Made from stacks/schema.ts and stacks/keys/ by \`npx tsx stacks/docs.ts\`; a test compares the two. -->

A stack is what its config says: \`stacks/Pulumi.STACK.yaml\`, or \`pulumi config set --path KEY VALUE\`.
All of it is checked before the first resource. A wrong value, an unknown key, or parts that do not
go together end the run; nothing is created, and every problem is told at once, in sentences of one form:

> KEY is VALUE: FIX.

for example

> twelve-street:shop.services.products.replicas is -1: give a whole number from 0 to 50.

\`0\` and \`false\` are values like others. Text that YAML would read as a number, such as a version, stands in quotes.
A part with a key \`enabled\`, such as \`mesh\`, is off where its table is left out; below it, "must be set" holds where it is on.
Dollars are list prices of the region named, as of November 2026; see [aws.md](aws.md).
`;

const together = `
## What must go together

- \`network.zones\` is at most what the region offers to EKS.
- \`desired\` of a node group lies from \`min\` to \`max\`.
- The nodes that \`desired\` starts, without tainted ones, have room for the pods of every part that is on, the shop's and one more of its
  largest, which a rolling update brings up first: by memory, CPU and number of pods, as EKS computes them (\`components/cluster/capacity.ts\`).
- The nodes' subnets have an address for every interface slot of the node groups at their \`max\`.
- \`network.cidr\` leaves \`172.20.0.0/16\` to Kubernetes Services.
- \`cluster.version\` is in standard support today, and that of a cluster that stands or the next one ([upgrade.md](upgrade.md)).
  A node group's own \`version\` is at most three minor versions older, and no newer.
- A service that is switched on finds the services that it calls switched on: ${serviceNames
  .filter((name) => services[name].calls.length > 0)
  .map((name) => `${name} calls ${services[name].calls.join(", ")}`)
  .join("; ")}.
- A gate needs its app in the mesh, whose proxies count the requests, and \`observability.prometheus\`, which is asked.
- Under \`registry.immutableTags\` no service runs \`latest\`.
- Without node groups, Fargate profiles take every namespace that has pods; then EFS volumes are made by \`mode: static\`,
  there are no disks, mesh or servers in the cluster, and the shop needs \`ingress.alb.ownsServices\`.
- A route, its group and the mesh's ingress gateway need the controller that serves them; a route leads to a service
  of the shop that runs and is open to the outside.
- Kiali needs \`observability.prometheus\`; that, Elasticsearch and servers in the cluster need \`storage.disks\`.
- Consoles have a login only behind an HTTPS listener of the mesh's ingress gateway that takes in their hosts.
`;

const secrets = `
## Secrets

Secrets stand encrypted below \`twelve-street:secrets\`, or in AWS Secrets Manager: in plain text they are refused, and so are
encrypted values among the settings. A missing one ends the run with the command that sets it:

\`\`\`sh
${secretKeysOf(serviceNames, platformSecretNames).map(recipeOf).join("\n")}
\`\`\`

\`namingKey\` keys the hash in the names of Kubernetes Secrets: their names are public, and without the key a name tells nothing of the value.
Change it, and all Secrets get new names and their pods roll. The sandbox makes up what is missing, in its own copy of the config.

### In AWS Secrets Manager

With \`twelve-street:secretsManager.secretId\`, what the encrypted config has not comes from the JSON of that one secret, by the same names:
\`namingKey\`, \`grafanaPassword\`, and a service's in a table of its own, or side by side as AWS's console writes them.

\`\`\`json
{ "namingKey": "…", "products": { "SPRING_DATASOURCE_PASSWORD": "…" }, "orders.SPRING_DATASOURCE_PASSWORD": "…" }
\`\`\`

It is made, and later changed, by a file that only you can read, so that no value stands in a shell's history. What the config has already moves with it:

\`\`\`sh
umask 077
pulumi config get twelve-street:secrets > secrets.json
aws secretsmanager create-secret --region REGION --name twelve-street/dev --secret-string file://secrets.json && rm secrets.json
pulumi config rm twelve-street:secrets
pulumi config set --path twelve-street:secretsManager.secretId twelve-street/dev
\`\`\`

An \`up\` after that changes nothing. A secret has one place: one that stands in both is refused. Every run reads the secret before it makes
anything, and says by their keys what is missing there or wrong. A value that was changed there rolls the pods that use it at the next \`up\`, as one of the
config does. [aws.md](aws.md) has the right that this takes. The sandbox's account has such a secret, too, with values made up: [simulated-aws.md](simulated-aws.md).
`;

const classroomIntro = `
A stack of kind \`classroom\` has the environments of a course's students on a platform that is another stack, up before it: [classroom.md](components/classroom.md).
It has these keys, and no others. What the platform must have for it, such as the IngressClass, is looked at before anything is made.
A student is not named after a namespace of the platform's or of a lab's, and with \`registry\` neither after the stack nor with two dashes together, which ECR does not take.
`;

const classroomTable = ({ properties = {} }: Described): string =>
  [
    "| key | what | right values | default | example |\n| --- | --- | --- | --- | --- |",
    ...Object.entries(properties).flatMap(([name, part]) => rows(part, [name], true).map(line)),
  ].join("\n");

/** The text of docs/config.md. */
export async function configDocs(): Promise<string> {
  const schema = z.toJSONSchema(stackSchema, { io: "input" }) as Described;
  const parts = Object.entries(schema.properties ?? {}).map(
    ([name, part]) => `\n## ${keyOf([name])}\n\n${table(name, part)}\n`,
  );
  const classroom = z.toJSONSchema(classroomSchema, { io: "input" }) as Described;
  const classrooms = `\n## A classroom\n\n${classroomIntro}\n${classroomTable(classroom)}\n`;
  return format([intro, ...parts, together, secrets, classrooms].join(""), {
    parser: "markdown",
    printWidth: 100,
  });
}

if (require.main === module)
  void Promise.all([configDocs(), figuresDocs()]).then(([config, figures]) => {
    writeFileSync(docsFile, config);
    writeFileSync(figuresFile, figures);
  });
