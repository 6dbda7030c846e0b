import { valueAt } from "../../sandbox/engine/overrides";
import type { Scope, Tagged } from "../places/account";
import { keys } from "./keys";
import { prices } from "./prices";

/** Something that is still in the account. */
export interface Found {
  readonly arn: string;
  readonly what: string;
  /** Why it is there, or what to do about it. */
  readonly note: string;
}

export interface Sorted {
  /** The config says so. */
  readonly kept: readonly Found[];
  /** AWS is still at it, or waits for a day that is set. */
  readonly going: readonly Found[];
  /** Nobody wants it, and somebody pays for it. */
  readonly left: readonly Found[];
}

interface Kind {
  readonly arn: RegExp;
  readonly what: string;
  /** The command that deletes it; "$1" is what the pattern has found. */
  readonly remove?: string;
}

const kinds: readonly Kind[] = [
  {
    arn: /(:elasticloadbalancing:.*:loadbalancer\/(?:app|net|gwy)\/.*)/,
    what: "load balancer",
    remove: "elbv2 delete-load-balancer --load-balancer-arn $0",
  },
  {
    arn: /:elasticloadbalancing:.*:loadbalancer\/([^/]+)$/,
    what: "classic load balancer",
    remove: "elb delete-load-balancer --load-balancer-name $1",
  },
  {
    arn: /:elasticloadbalancing:.*:targetgroup\//,
    what: "target group",
    remove: "elbv2 delete-target-group --target-group-arn $0",
  },
  { arn: /:ec2:.*:volume\/(.+)$/, what: "disk", remove: "ec2 delete-volume --volume-id $1" },
  {
    arn: /:ec2:.*:network-interface\/(.+)$/,
    what: "network interface",
    remove: "ec2 delete-network-interface --network-interface-id $1",
  },
  {
    arn: /:ec2:.*:security-group\/(.+)$/,
    what: "security group",
    remove: "ec2 delete-security-group --group-id $1",
  },
  {
    arn: /:elasticfilesystem:.*:access-point\/(.+)$/,
    what: "EFS access point",
    remove: "efs delete-access-point --access-point-id $1",
  },
  {
    arn: /:elasticfilesystem:.*:file-system\/(.+)$/,
    what: "EFS file system",
    remove: "efs delete-file-system --file-system-id $1",
  },
  {
    arn: /:rds:.*:snapshot:(.+)$/,
    what: "database snapshot",
    remove: "rds delete-db-snapshot --db-snapshot-identifier $1",
  },
  {
    arn: /:logs:.*:log-group:(.+)$/,
    what: "log group",
    remove: "logs delete-log-group --log-group-name $1",
  },
  { arn: /:backup:.*:recovery-point:/, what: "backup" },
  { arn: /:kms:.*:key\//, what: "KMS key" },
];

interface Choice {
  readonly arn: RegExp;
  readonly key: string;
  readonly value: unknown;
  readonly price: string;
}

/** What the config may say is to stay. The state, which knew, is gone by then. */
const choices: readonly Choice[] = [
  {
    arn: /:elasticfilesystem:/,
    key: keys.efs,
    value: "keep",
    price: prices.efs,
  },
  {
    arn: /:recovery-point:/,
    key: keys.backup,
    value: true,
    price: prices.backup,
  },
  {
    arn: /:rds:.*:snapshot:/,
    key: keys.database,
    value: "snapshot",
    price: prices.snapshot,
  },
  {
    // EKS makes its own again, when logs arrive late.
    arn: /:log-group:(?!\/aws\/eks\/)/,
    key: keys.logs,
    value: "keep",
    price: prices.logs,
  },
  {
    arn: /:volume\//,
    key: keys.reclaim,
    value: "retain",
    price: prices.gp3,
  },
];

type Config = Readonly<Record<string, unknown>>;

/** Read as it is written: a stack whose config has become invalid comes down, too. */
function keptBy(config: Config, { arn }: Tagged): string | undefined {
  const choice = choices.find((one) => one.arn.test(arn) && valueAt(config, one.key) === one.value);
  return choice && `${choice.key} is ${String(choice.value)}; ${choice.price}`;
}

/** Tells what is to stay from what is left over. */
export function sortFound(
  found: readonly Tagged[],
  { config, scope }: { config: Config; scope: Scope },
): Sorted {
  const kept: Found[] = [];
  const going: Found[] = [];
  const left: Found[] = [];
  for (const one of [...found].sort((a, b) => a.arn.localeCompare(b.arn))) {
    const kind = kinds.find(({ arn }) => arn.test(one.arn));
    const described = { arn: one.arn, what: kind?.what ?? "resource" };
    const wanted = keptBy(config, one);
    if (wanted !== undefined) kept.push({ ...described, note: wanted });
    else if (one.going !== undefined) going.push({ ...described, note: one.going });
    else left.push({ ...described, note: removal(one, kind, scope) });
  }
  return { kept, going, left };
}

function removal({ arn, tags }: Tagged, kind: Kind | undefined, { region }: Scope): string {
  if (kind?.remove === undefined) return "look at it in the console, and delete it there";
  const [, first = arn] = kind.arn.exec(arn) ?? [];
  const made = tags["service.k8s.aws/stack"] ?? tags["ingress.k8s.aws/stack"];
  const command = kind.remove.replace("$0", arn).replace("$1", first);
  return `aws ${command} --region ${region}${made === undefined ? "" : ` (made for ${made})`}`;
}
