import * as pulumi from "@pulumi/pulumi";

import { labImages, type LabImage } from "../../apps/labs/images";
import { serviceNames, type ServiceName } from "../../apps/twelve-street/services";
import { Cluster } from "../../components/cluster";
import { buildTags } from "../../components/image-build";
import { Network } from "../../components/network";
import { Registry } from "../../components/registry";
import type { StackConfig } from "../config";
import { ownerMarks } from "../owner";

/** What every part stands on, or is named after. */
export interface Foundation {
  readonly config: StackConfig;
  /** Name of the stack's resources: project and stack. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** How the cluster is reached, and the marks of what runs there: options of each part that runs something. */
  readonly forWorkloads: pulumi.ComponentResourceOptions;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly registry: Registry<ServiceName | LabImage>;
}

/** Of the stack's resources, and of its cluster. */
export const platformName = ({ stack }: StackConfig): string => `${pulumi.getProject()}-${stack}`;

/** Network, cluster and registry, side by side as far as they can. */
export function foundation(config: StackConfig): Foundation {
  const name = platformName(config);
  const tags = { project: pulumi.getProject(), stack: config.stack };
  const network = new Network(name, { ...config.network, tags });
  const cluster = new Cluster(name, {
    ...config.cluster,
    vpcId: network.vpcId,
    // The control plane needs no routes: it is made while NAT gateways are.
    publicSubnetIds: network.unrouted.publicSubnetIds,
    privateSubnetIds: network.unrouted.privateSubnetIds,
    // Without NAT only public subnets reach the registry.
    nodeSubnetIds:
      config.network.nat === "none" ? network.publicSubnetIds : network.privateSubnetIds,
    fargateSubnetIds: network.privateSubnetIds,
    tags,
  });
  const registry = imageRegistry(config, name, tags, cluster);
  const forWorkloads = {
    providers: [cluster.provider],
    transformations: ownerMarks(config.owner),
  };
  return { config, name, tags, network, cluster, registry, forWorkloads };
}

/** Repositories wait for nothing; only their policies wait for the roles that pull. */
function imageRegistry(
  { registry, images }: StackConfig,
  name: string,
  tags: Foundation["tags"],
  { pullRoleArns }: Cluster,
): Foundation["registry"] {
  const { labImages: withLabs, ...args } = registry;
  return new Registry<ServiceName | LabImage>(name, {
    ...args,
    prefix: name,
    repositories: [...serviceNames, ...(withLabs ? labImages : [])],
    pullers: pullRoleArns,
    ...(images === "build" && { replaceableTags: [buildTags] }),
    tags,
  });
}
