import { z } from "zod";

import { serviceNames } from "../apps/twelve-street/services";
import { instanceTypes, type InstanceTypeName } from "../components/cluster/instance-types";
import { kubernetesSupport } from "../versions";
import { cidr, vpcCidr } from "./cidr-schema";
import { regions } from "./regions";
import { progressSchema, releaseSchema, rolloutSchema, variables } from "./rollout-schema";

/** What a key's documentation says beside its type. docs/config.md and the error messages are made from it. */
declare module "zod" {
  interface GlobalMeta {
    /** What a right value looks like, after the words "give …". */
    expects?: string;
    unit?: string;
    example?: unknown;
  }
}

const keysOf = <T extends string>(table: Readonly<Partial<Record<T, unknown>>>) =>
  Object.keys(table) as [T, ...T[]];

const whole = (min: number, max: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .meta({ expects: `a whole number from ${min} to ${max}` });

const flag = () => z.boolean().meta({ expects: "true or false, without quotes" });

const text = (pattern: RegExp, expects: string) => z.string().regex(pattern).meta({ expects });

/** A DNS label, as Kubernetes wants for names. */
const dnsLabel = text(
  /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "a name of lower-case letters, digits and dashes that starts with a letter",
);

const labelKey = text(
  /^([a-z0-9.-]+\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
  "a Kubernetes label key such as disktype",
);

const labelValue = text(
  /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
  'a Kubernetes label value in quotes, such as "ssd"',
);

const networkSchema = z.strictObject({
  cidr: vpcCidr.meta({
    description:
      "Addresses of the VPC; nodes and pods share them. A change replaces everything in it.",
    example: "10.64.0.0/16",
  }),
  zones: z.literal([2, 3]).default(2).meta({
    description: "Availability zones that nodes and load balancers are spread over.",
    expects: "2 or 3",
    unit: "zones",
  }),
  nat: z.enum(["none", "one", "onePerZone"]).default("one").meta({
    description:
      "How nodes reach the internet: `one` NAT gateway (if its zone fails, all lose it), `onePerZone`, or `none`: nodes stand in the public subnets with public addresses. A NAT gateway costs about $0.059 an hour ($43 a month) and $0.059 a GB in Seoul.",
    expects: "none, one or onePerZone",
  }),
});

const taintSchema = z.strictObject({
  key: labelKey.meta({ description: "The taint's key.", example: "dedicated" }),
  value: labelValue.default("").meta({ description: "The taint's value.", example: "labs" }),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).meta({
    description: "What happens to pods that do not tolerate the taint.",
    expects: "NoSchedule, PreferNoSchedule or NoExecute",
    example: "NoSchedule",
  }),
});

const nodeGroupSchema = z.strictObject({
  instanceType: z.enum(keysOf<InstanceTypeName>(instanceTypes)).meta({
    description:
      "EC2 type of the nodes. It bounds the pods: a t3.small runs 11 and leaves them 1.4 GiB.",
    expects: "an x86-64 type such as t3.small, t3.medium or m6i.large",
    example: "t3.small",
  }),
  min: whole(0, 100)
    .default(1)
    .meta({ description: "Fewest nodes that a scaler may leave.", unit: "nodes" }),
  max: whole(1, 100)
    .default(3)
    .meta({ description: "Most nodes that a scaler may start.", unit: "nodes" }),
  desired: whole(0, 100).default(1).meta({
    description: "Nodes at the start; later whoever scales the group owns the number.",
    unit: "nodes",
  }),
  diskGiB: whole(20, 1000).default(20).meta({
    description:
      "Root disk (gp3, encrypted) for images, logs and emptyDir. About $0.091 a GiB-month in Seoul.",
    unit: "GiB",
  }),
  capacity: z.enum(["onDemand", "spot"]).default("onDemand").meta({
    description:
      "`spot` costs a fraction (some 30 to 40 %), but AWS may take a node away at two minutes' notice.",
    expects: "onDemand or spot",
  }),
  labels: z
    .record(labelKey, labelValue)
    .default({})
    .meta({
      description: "Labels of the nodes, for nodeSelector.",
      expects: "a table of label keys and values in quotes",
      example: { disktype: "ssd" },
    }),
  taints: z.array(taintSchema).default([]).meta({
    description: "Taints of the nodes. The shop does not run on tainted nodes.",
    expects: "a list of taints, each with key, value and effect",
  }),
});

const clusterSchema = z.strictObject({
  version: z.enum(keysOf(kubernetesSupport)).meta({
    description:
      "Kubernetes version of the control plane and the nodes, in quotes. It must be in standard support, for extended support costs $0.60 an hour instead of $0.10.",
    expects: `one of ${Object.keys(kubernetesSupport).join(", ")}, in quotes`,
    example: "1.36",
  }),
  publicAccessCidrs: z
    .array(cidr)
    .max(40)
    .meta({
      description:
        "Networks that may reach the API server over the internet; an empty list closes the public endpoint. Nodes use the private one.",
      expects: "a list of at most 40 networks such as [203.0.113.0/24]",
      example: ["0.0.0.0/0"],
    }),
  encryptSecrets: flag().default(true).meta({
    description:
      "Envelope encryption of Kubernetes Secrets by a KMS key of the stack's own ($1 a month). It cannot be taken back on a living cluster.",
  }),
  logs: z
    .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
    .default([])
    .meta({
      description:
        "Control-plane logs sent to CloudWatch, about $0.76 a GB in Seoul; `audit` is the largest.",
      expects: "a list out of api, audit, authenticator, controllerManager and scheduler",
      example: ["api", "audit"],
    }),
  nodeGroups: z
    .record(
      text(
        /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/,
        "a node group's name of at most 63 letters, digits, dashes and underscores",
      ),
      nodeGroupSchema,
    )
    .meta({
      description: "Managed node groups by name.",
      expects: "a table of node groups by name",
    }),
});

const registrySchema = z.strictObject({
  immutableTags: flag().default(false).meta({
    description: "Refuse a second push of a tag: what ran yesterday under v1 is what v1 is today.",
  }),
  keepLast: whole(1, 1000).default(30).meta({
    description:
      "Images kept in each repository; older ones expire. Storage costs $0.10 a GB-month.",
    unit: "images",
  }),
  forceDelete: flag().default(false).meta({
    description: "Let `pulumi destroy` delete repositories that still hold images.",
  }),
});

const serviceSchema = z.strictObject({
  enabled: flag().default(true).meta({ description: "Run this service at all." }),
  release: releaseSchema.optional().meta({
    description: "Short for a ramped rollout of this release; this or `rollout`.",
    expects: 'a table with version, such as { version: "v1" }',
  }),
  rollout: rolloutSchema.optional(),
  replicas: whole(0, 50).default(1).meta({
    description: "Pods of the service. 0 keeps everything but the pods.",
    unit: "pods",
  }),
  autoscale: z
    .strictObject({
      min: whole(1, 50).meta({ description: "Fewest pods.", unit: "pods", example: 2 }),
      max: whole(1, 50).meta({ description: "Most pods.", unit: "pods", example: 6 }),
      cpuPercent: whole(1, 400).default(70).meta({
        description: "CPU in use, of what pods ask for, when there are enough of them.",
        unit: "%",
      }),
    })
    .optional()
    .meta({
      description: "Pods by the load, in place of `replicas`. It needs a metrics server.",
      expects: "a table with min and max",
    }),
  env: variables.default({}).meta({
    description: "Plain settings over the service's own. Never secrets: those are set below.",
    expects: "a table of names and quoted texts",
    example: { LOGGING_LEVEL_ROOT: "debug" },
  }),
  progress: progressSchema.optional(),
});

const shopSchema = z.strictObject({
  enabled: flag().default(true).meta({ description: "Run the 12-Street shop on this platform." }),
  namespace: dnsLabel.default("twelve-street").meta({
    description: "Namespace of the shop; Pod Security `restricted` is enforced in it.",
  }),
  services: z
    .strictObject(
      Object.fromEntries(serviceNames.map((name) => [name, serviceSchema])) as Record<
        (typeof serviceNames)[number],
        typeof serviceSchema
      >,
    )
    .meta({ expects: `a table of the services ${serviceNames.join(", ")}` }),
});

/** Every key of a stack's config but its secrets; the top level is `aws:region` and `twelve-street:*`. */
export const stackSchema = z.strictObject({
  region: z.enum(keysOf(regions)).meta({
    description: "The AWS region that everything stands in.",
    expects: "a region with EKS such as ap-northeast-2, us-east-1 or eu-central-1",
    example: "ap-northeast-2",
  }),
  kind: z.literal("platform").meta({
    description:
      "What the stack is: `platform` has the network, the cluster, the registry and the shop.",
    expects: "platform",
    example: "platform",
  }),
  network: networkSchema.meta({ expects: "a table with cidr, zones and nat" }),
  cluster: clusterSchema.meta({
    expects: "a table with version, publicAccessCidrs and nodeGroups",
  }),
  registry: registrySchema
    .prefault({})
    .meta({ expects: "a table with immutableTags, keepLast and forceDelete" }),
  shop: shopSchema.meta({ expects: "a table with namespace and services" }),
});

export type StackSettings = z.output<typeof stackSchema>;
export type NodeGroupSettings = z.output<typeof nodeGroupSchema>;
