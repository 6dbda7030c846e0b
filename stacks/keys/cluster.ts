import { z } from "zod";

import { instanceTypes, type InstanceTypeName } from "../../components/cluster/instance-types";
import { kubernetesSupport } from "../../versions";
import { cidr } from "../cidr-schema";
import { accessSchema, fargateProfileSchema } from "./access";
import { flag, keysOf, labelKey, labels, labelValue, retentionDays, text, whole } from "./words";

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
  instanceType: z.enum(keysOf<InstanceTypeName>(instanceTypes)).default("t3.small").meta({
    description:
      "EC2 type of the nodes. It bounds the pods: a t3.small runs 11 and leaves them 1.4 GiB. A group with all defaults is the course's own, `standard-workers: {}`.",
    expects: "an x86-64 type such as t3.small, t3.medium or m6i.large",
    example: "t3.medium",
  }),
  version: text(/^1\.\d{2}$/, "a Kubernetes version such as 1.35, in quotes")
    .optional()
    .meta({
      description:
        "Kubernetes version of these nodes where they are to wait while an upgrade takes the control plane and the add-ons ahead; at most three minor versions behind. Without it, the cluster's.",
      example: "1.35",
    }),
  min: whole(0, 100).default(1).meta({
    description:
      "Fewest nodes that a scaler may leave. On a standing group EKS takes no more than run: start them first, `aws eks update-nodegroup-config --cluster-name CLUSTER --nodegroup-name GROUP --scaling-config desiredSize=N`, then run `up`.",
    unit: "nodes",
  }),
  max: whole(1, 100).default(3).meta({
    description:
      "Most nodes that a scaler may start. On a standing group EKS takes no fewer than run: stop some first by the same command.",
    unit: "nodes",
  }),
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
  otherInstanceTypes: z
    .array(z.enum(keysOf<InstanceTypeName>(instanceTypes)))
    .default([])
    .meta({
      description:
        "Types that will do as well, with no less room each: spot groups find capacity the sooner.",
      expects: "a list of x86-64 types such as [t3a.medium]",
      example: ["t3a.medium"],
    }),
  system: z.enum(["AL2023", "Bottlerocket"]).default("AL2023").meta({
    description: "The nodes' system; Bottlerocket is read-only and without a shell.",
    expects: "AL2023 or Bottlerocket",
  }),
  metadataHops: z.literal([1, 2]).default(1).meta({
    description:
      "Hops that answers of the instance's metadata may take; with 2, pods can take on the nodes' role.",
    expects: "1 or 2",
  }),
  maxUnavailable: whole(1, 100).default(1).meta({
    description: "Nodes that an upgrade drains at a time.",
    unit: "nodes",
  }),
  labels: labels()
    .default({})
    .meta({ description: "Labels of the nodes, for nodeSelector.", example: { disktype: "ssd" } }),
  taints: z.array(taintSchema).default([]).meta({
    description: "Taints of the nodes. The shop does not run on tainted nodes.",
    expects: "a list of taints, each with key, value and effect",
  }),
});

export const clusterSchema = z.strictObject({
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
  logRetentionDays: retentionDays()
    .default(30)
    .meta({ description: "Days those logs are kept, at $0.0314 a GB-month in Seoul." }),
  access: accessSchema.prefault({}).meta({ expects: "a table with instructors, students and ci" }),
  addOns: z
    .array(z.enum(["metricsServer", "efsCsiDriver"]))
    .default(["metricsServer"])
    .meta({
      description:
        "EKS add-ons beside those that every cluster has. `storage.efs` brings its driver by itself.",
      expects: "a list out of metricsServer and efsCsiDriver",
      example: ["metricsServer"],
    }),
  deletionProtection: flag().default(false).meta({
    description: "Refuse to delete the cluster: set it to false and run `up` before `destroy`.",
  }),
  fargateProfiles: z
    .record(
      text(/^[A-Za-z0-9][\w-]{0,30}$/, "a profile's name of at most 31 letters, digits, _ and -"),
      fargateProfileSchema,
    )
    .default({})
    .meta({
      description: "Fargate profiles by name, beside node groups or in their place.",
      expects: "a table of Fargate profiles by name",
    }),
  nodeGroups: z
    .record(
      text(
        /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/,
        "a node group's name of at most 63 letters, digits, dashes and underscores",
      ),
      nodeGroupSchema,
    )
    .default({})
    .meta({
      description: "Managed node groups by name.",
      expects: "a table of node groups by name",
    }),
});
