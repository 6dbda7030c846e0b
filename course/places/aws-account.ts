import { UserError } from "../../sandbox/errors";
import { run } from "../../sandbox/tools/run";
import type { Account, Marks, NodeGroup, Scope, Tagged } from "./account";

/** Asks AWS by its own CLI, which the kubeconfig needs anyway, with the same credentials. */
export type Ask = (...words: string[]) => Promise<unknown>;

/** AWS's word for what is not there, whatever it is. */
class NotFound extends Error {}

export function awsCli(region: string, profile: string | undefined): Ask {
  const common = ["--region", region, "--output", "json", "--no-cli-pager"];
  return async (...words) => {
    const as = profile === undefined ? [] : ["--profile", profile];
    const { stdout, stderr, problem, code } = await run("aws", [...words, ...common, ...as]);
    if (problem === undefined) return JSON.parse(stdout || "null") as unknown;
    const said = stderr.filter((line) => line.trim() !== "").join(" ");
    if (said.includes("NotFound")) throw new NotFound(said);
    throw new UserError(
      code === "ENOENT"
        ? "There is no aws on PATH, which the account is asked by: https://aws.amazon.com/cli/"
        : `aws ${words.slice(0, 2).join(" ")}: ${said || problem}`,
    );
  };
}

/**
 * An account on AWS. Its index of tags keeps what is gone for a while, and lags some minutes behind:
 * "returns all the tagged or previously tagged resources" (Resource Groups Tagging API, GetResources).
 */
export const awsAccount = (ask: Ask): Account => ({
  simulated: false,
  lagMs: 180_000,
  async tagged(scope) {
    const [groups, ...found] = await Promise.all([
      logGroups(ask, scope),
      ...scope.marks.map((marks) => withMarks(ask, marks)),
    ]);
    const all = new Map([...found.flat(), ...groups].map((one) => [one.arn, one]));
    const states = await Promise.all([...all.values()].map((one) => withState(ask, one)));
    return states.flatMap((one) => one ?? []);
  },
  async nodeGroups({ clusterName }) {
    const cluster = ["--cluster-name", clusterName];
    const { nodegroups } = (await ask("eks", "list-nodegroups", ...cluster)) as {
      nodegroups: readonly string[];
    };
    return Promise.all(
      nodegroups.map(async (name) => {
        const words = ["describe-nodegroup", ...cluster, "--nodegroup-name", name];
        const { nodegroup } = (await ask("eks", ...words)) as { nodegroup: Described };
        return groupOf(nodegroup);
      }),
    );
  },
  async resize({ clusterName }, group, nodes) {
    await ask(
      ...["eks", "update-nodegroup-config", "--cluster-name", clusterName],
      ...["--nodegroup-name", group, "--scaling-config", `desiredSize=${nodes}`],
    );
  },
});

/** Source: Amazon EKS API Reference, Nodegroup. */
interface Described {
  readonly nodegroupName: string;
  readonly instanceTypes?: readonly string[];
  readonly scalingConfig: { minSize: number; maxSize: number; desiredSize: number };
  readonly taints?: readonly { readonly effect: string }[];
}

const groupOf = ({
  nodegroupName,
  instanceTypes,
  scalingConfig,
  taints,
}: Described): NodeGroup => ({
  name: nodegroupName,
  instanceType: instanceTypes?.[0] ?? "",
  min: scalingConfig.minSize,
  max: scalingConfig.maxSize,
  desired: scalingConfig.desiredSize,
  tainted: (taints ?? []).some(({ effect }) => effect !== "PREFER_NO_SCHEDULE"),
});

interface Resources {
  readonly ResourceTagMappingList: readonly {
    readonly ResourceARN: string;
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  }[];
}

async function withMarks(ask: Ask, marks: Marks): Promise<Tagged[]> {
  const filters = Object.entries(marks).map(([Key, value]) =>
    value === undefined ? { Key } : { Key, Values: [value] },
  );
  const words = ["get-resources", "--tag-filters", JSON.stringify(filters)];
  const { ResourceTagMappingList: list } = (await ask(
    "resourcegroupstaggingapi",
    ...words,
  )) as Resources;
  return list.map(({ ResourceARN, Tags }) => ({
    arn: ResourceARN,
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
  }));
}

/**
 * EKS makes its log group again, without tags, when logs arrive late.
 * Source: terraform-aws-modules/terraform-aws-eks, issues 920 and 2446.
 */
async function logGroups(ask: Ask, { clusterName }: Scope): Promise<Tagged[]> {
  const prefix = ["--log-group-name-prefix", `/aws/eks/${clusterName}/`];
  const answer = await ask("logs", "describe-log-groups", ...prefix);
  const { logGroups: found } = answer as { logGroups: readonly { arn: string }[] };
  return found.map(({ arn }) => ({ arn: arn.replace(/:\*$/, ""), tags: {} }));
}

interface Lingering {
  readonly arn: RegExp;
  readonly words: (id: string) => string[];
  /** Its states that say it is gone, or will be. */
  readonly gone: readonly string[];
  readonly going: readonly string[];
}

/** What AWS still shows for up to an hour, or for weeks, after it was deleted: its own service knows better. */
const lingering: readonly Lingering[] = [
  {
    arn: /:natgateway\/(nat-\w+)$/,
    words: (id) => [
      ...["ec2", "describe-nat-gateways", "--nat-gateway-ids", id],
      ...["--query", "NatGateways[0].State"],
    ],
    gone: ["deleted"],
    going: ["deleting"],
  },
  {
    arn: /:instance\/(i-\w+)$/,
    words: (id) => [
      ...["ec2", "describe-instances", "--instance-ids", id],
      ...["--query", "Reservations[0].Instances[0].State.Name"],
    ],
    gone: ["terminated"],
    going: ["shutting-down"],
  },
  {
    arn: /:vpc-endpoint\/(vpce-\w+)$/,
    words: (id) => [
      ...["ec2", "describe-vpc-endpoints", "--vpc-endpoint-ids", id],
      ...["--query", "VpcEndpoints[0].State"],
    ],
    gone: ["deleted"],
    going: ["deleting"],
  },
  {
    arn: /:kms:.*:key\/([\w-]+)$/,
    words: (id) => ["kms", "describe-key", "--key-id", id, "--query", "KeyMetadata.KeyState"],
    gone: [],
    going: ["PendingDeletion"],
  },
];

async function withState(ask: Ask, found: Tagged): Promise<Tagged | undefined> {
  for (const { arn, words, gone, going } of lingering) {
    const id = arn.exec(found.arn)?.[1];
    if (id === undefined) continue;
    const state = await ask(...words(id)).catch((error: unknown) => {
      if (error instanceof NotFound) return "gone";
      throw error;
    });
    if (typeof state !== "string" || state === "gone" || gone.includes(state)) return undefined;
    return going.includes(state) ? { ...found, going: state } : found;
  }
  return found;
}
