import { readFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";
import { parse } from "yaml";

import { allocatable, total } from "../../components/cluster/capacity";
import { instanceTypes } from "../../components/cluster/instance-types";
import { parseConfig } from "../config";
import { computeOf } from "../compute";
import { stackPods } from "../pods";
import { onNodes } from "../room";
import type { StackSettings } from "../schema";
import { costOf, hourly, monthly, type CostLine } from "./cost";
import { fargateSize } from "./fargate";
import { hoursPerMonth, nodePrices } from "./prices";
import { fewestNodes, podLines } from "./room";

export const figuresFile = join(__dirname, "../../docs/figures.md");

/** The stacks that the repository ships. */
const shipped = ["dev", "prod", "fargate"] as const;

/** Their support ends are judged elsewhere; figures do not change with the day. */
const anyDay = new Date("2026-11-21");

function settingsOf(stack: string): StackSettings {
  const file = join(__dirname, "..", `Pulumi.${stack}.yaml`);
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  return parseConfig(stack, config, anyDay);
}

type Row = readonly (string | number)[];

function table(head: Row, align: Row, rows: readonly Row[]): string {
  return [head, align, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const numbers = ["---", "---:", "---:", "---:"];

const dollars = (amount: number, digits: number) => amount.toFixed(digits);

function costs(settings: StackSettings): string {
  const lines = costOf(settings);
  const row = (it: CostLine): Row => [
    it.what,
    it.count,
    `${it.price.usd} a${it.price.per === "hour" ? "n hour" : " month"}`,
    dollars(hourly(it), 3),
    dollars(monthly(it), 2),
    `${it.price.source}, ${it.price.region}`,
  ];
  const all = lines.reduce((sum, it) => sum + hourly(it), 0);
  return table(
    ["what", "count", "each, $", "an hour, $", "a month, $", "source"],
    [...numbers, "---:", "---"],
    [
      ...lines.map(row),
      [
        "**without use**",
        "",
        "",
        `**${dollars(all, 3)}**`,
        `**${dollars(all * hoursPerMonth, 2)}**`,
        "",
      ],
    ],
  );
}

function pods(settings: StackSettings): string {
  const onFargate = computeOf(settings) === "fargate";
  const { anywhere } = onFargate ? stackPods(settings) : onNodes(settings);
  const lines = podLines(anywhere);
  const rows = lines.map(({ of, namespace, count, each }): Row => {
    const size = onFargate ? fargateSize(each) : undefined;
    return [
      of,
      namespace,
      count,
      each.cpuMillis,
      each.memoryMiB,
      count * each.cpuMillis,
      count * each.memoryMiB,
      ...(size ? [`${size.vcpus} vCPU, ${size.memoryGiB} GB`] : []),
    ];
  });
  const all = total(anywhere);
  const last: Row = ["**all**", "", all.pods, "", "", all.cpuMillis, all.memoryMiB];
  return table(
    [
      ...[
        "pods of",
        "namespace",
        "count",
        "CPU each, m",
        "memory each, MiB",
        "CPU, m",
        "memory, MiB",
      ],
      ...(onFargate ? ["size on Fargate"] : []),
    ],
    ["---", ...numbers, "---:", "---:", ...(onFargate ? ["---"] : [])],
    [...rows, [...last, ...(onFargate ? [""] : [])]],
  );
}

const cost = (type: keyof typeof nodePrices, count: number) =>
  dollars(count * (nodePrices[type]?.usd ?? 0), 3);

function nodes(settings: StackSettings): string {
  if (computeOf(settings) === "fargate") return "";
  const { perNode } = onNodes(settings);
  const types = Object.keys(nodePrices) as (keyof typeof nodePrices)[];
  const rows = types.map((type): Row => {
    const has = allocatable(instanceTypes[type]);
    const fewest = fewestNodes(settings, type);
    return [
      type,
      has.cpuMillis - perNode.cpuMillis,
      has.memoryMiB - perNode.memoryMiB,
      has.pods - perNode.pods,
      fewest ?? "none is enough",
      fewest === undefined ? "" : cost(type, fewest),
    ];
  });
  const taken = Object.entries(settings.cluster.nodeGroups)
    .map(([name, it]) => `\`${name}\` starts ${it.desired} of ${it.instanceType}`)
    .join(", ");
  return `
Every node runs ${perNode.pods} pods of its own beside those: ${perNode.cpuMillis}m and ${perNode.memoryMiB} MiB. What a node then leaves, and how many would do:

${table(
  ["type", "CPU left, m", "memory left, MiB", "pods left", "fewest nodes", "those an hour, $"],
  [...numbers, "---:", "---:"],
  rows,
)}

${taken}.
`;
}

const intro = `# Figures of the shipped stacks

<!-- Made from the stacks' config by \`npx tsx stacks/docs.ts\`; a test compares the two. -->

What each stack costs while it stands, and the sum of its pods by which its nodes are sized.

Prices are AWS's list prices without tax and free tier, noted in November 2026, ${hoursPerMonth} hours a month, of Seoul (\`ap-northeast-2\`) where one was
at hand and of US East where not. The stack \`fargate\` stands in Tokyo (\`ap-northeast-1\`) and is priced as Seoul all the same; Tokyo is a few per cent dearer. On top comes what is used: NAT traffic ($0.059 a GB), load balancer capacity ($0.006 an hour each in use),
images in ECR ($0.10 a GB-month), files in EFS ($0.30 a GB-month in US East), logs in CloudWatch ($0.76 a GB), traffic to the internet, and CPU
of T3 nodes beyond their credits ($0.05 a vCPU-hour). Not a bill, and not compared with one.

The pods' requests are those that charts, add-ons and the shop ask for; where each is from stands beside it in the code
(\`sizes.ts\` of each component, \`components/cluster/capacity.ts\`, \`apps/twelve-street/services.ts\`). A node's room is what EKS's own formula leaves.
The shop counts one pod more, of its largest kind, which a rolling update brings up before an old one goes.
`;

/** The text of docs/figures.md. */
export function figuresDocs(): Promise<string> {
  const parts = shipped.map((stack) => {
    const settings = settingsOf(stack);
    return `
## ${stack}

### What it costs

${costs(settings)}

### What it runs

${pods(settings)}
${nodes(settings)}`;
  });
  return format([intro, ...parts].join(""), { parser: "markdown", printWidth: 100 });
}
