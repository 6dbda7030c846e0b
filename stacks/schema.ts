import { z } from "zod";

import type { Given } from "./given";
import { backingServicesSchema } from "./keys/backing-services";
import { clusterSchema } from "./keys/cluster";
import { ingressSchema } from "./keys/ingress";
import { meshSchema } from "./keys/mesh";
import { networkSchema } from "./keys/network";
import { observabilitySchema } from "./keys/observability";
import { ownerSchema } from "./keys/owner";
import { registrySchema } from "./keys/registry";
import { secretsManagerSchema } from "./keys/secrets-manager";
import { shopSchema } from "./keys/shop";
import { storageSchema } from "./keys/storage";
import { tutorialSchema } from "./keys/tutorial";
import { keysOf } from "./keys/words";
import { regions } from "./regions";

/** Every key of a stack's config but its secrets; the top level is `aws:region` and `twelve-street:*`. */
export const stackSchema = z.strictObject({
  region: z.enum(keysOf(regions)).meta({
    description: "The AWS region that everything stands in.",
    expects: "a region with EKS such as ap-northeast-2, us-east-1 or eu-central-1",
    example: "ap-northeast-2",
  }),
  kind: z.literal("platform").meta({
    description:
      "What the stack is: `platform` has the network, the cluster, the registry and the shop; for `classroom` see below.",
    expects: "platform, or classroom for a stack of students on one",
    example: "platform",
  }),
  owner: ownerSchema.optional().meta({
    description: "Who answers for what the stack runs: it marks its Deployments and StatefulSets.",
    expects: "a table with name and email",
  }),
  network: networkSchema.meta({ expects: "a table with cidr, zones and nat" }),
  cluster: clusterSchema.meta({
    expects: "a table with version, publicAccessCidrs and nodeGroups",
  }),
  registry: registrySchema
    .prefault({})
    .meta({ expects: "a table with immutableTags, keepLast and forceDelete" }),
  images: z.enum(["prebuilt", "build"]).default("prebuilt").meta({
    description:
      "Where the shop's images come from: `prebuilt`, pushed by somebody with a release's version as tag, or `build`: this program builds each from a commit of its upstream repository and pushes it, tagged by that commit, with the Docker of whoever runs it. See [image-build.md](components/image-build.md).",
    expects: "prebuilt or build",
    example: "build",
  }),
  secretsManager: secretsManagerSchema.meta({ expects: "a table with secretId" }),
  storage: storageSchema.prefault({}).meta({ expects: "a table with efs and disks" }),
  ingress: ingressSchema.prefault({}).meta({ expects: "a table with alb, nginx and routes" }),
  mesh: meshSchema.meta({ expects: "a table of Istio's settings" }),
  observability: observabilitySchema.meta({
    expects: "a table with prometheus, grafana and logs",
  }),
  backingServices: backingServicesSchema
    .prefault({})
    .meta({ expects: "a table with database, cache and messaging" }),
  shop: shopSchema.meta({ expects: "a table with namespace and services" }),
  tutorial: tutorialSchema.meta({
    expects: "a table, which may be empty, with namespace and services",
  }),
});

export type StackSettings = Given<z.output<typeof stackSchema>>;
