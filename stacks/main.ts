import * as pulumi from "@pulumi/pulumi";

import { TwelveStreet, type ShopSecrets } from "../apps/twelve-street";
import { serviceNames } from "../apps/twelve-street/services";
import { Cluster } from "../components/cluster";
import { Network } from "../components/network";
import { Registry } from "../components/registry";
import { mapValues } from "./map-values";
import type { StackConfig } from "./config";
import { readConfig } from "./engine-config";
import { replicasOf, stateOf } from "./rollouts";

type Outputs = Record<string, pulumi.Input<unknown>>;

/** The program of every stack: reads its config, then builds what the config says. */
async function program(): Promise<Outputs> {
  return Promise.resolve(platform(readConfig()));
}

/** VPC, cluster, registry and the shop on them. */
function platform(config: StackConfig): Outputs {
  const name = `${pulumi.getProject()}-${config.stack}`;
  const tags = { project: pulumi.getProject(), stack: config.stack };
  const {
    network: wanted,
    cluster: { nodeGroups, ...clusterArgs },
    registry: wantedRegistry,
  } = config;

  const registry = new Registry(name, {
    prefix: name,
    repositories: serviceNames,
    ...wantedRegistry,
    tags,
  });
  const network = new Network(name, { ...wanted, tags });
  const cluster = new Cluster(name, {
    ...clusterArgs,
    nodeGroups,
    vpcId: network.vpcId,
    publicSubnetIds: network.publicSubnetIds,
    privateSubnetIds: network.privateSubnetIds,
    // Without NAT only public subnets reach the registry.
    nodeSubnetIds: wanted.nat === "none" ? network.publicSubnetIds : network.privateSubnetIds,
    tags,
  });
  const shop = config.shop.enabled ? twelveStreet(config, cluster, registry) : undefined;

  return {
    region: config.region,
    clusterName: cluster.clusterName,
    kubeconfig: cluster.kubeconfig,
    repositories: registry.urls,
    namespace: shop?.namespace,
    gatewayUrl: shop?.gatewayUrl,
    uiUrl: shop?.uiUrl,
  };
}

function twelveStreet(
  config: StackConfig,
  cluster: Cluster,
  registry: Registry<(typeof serviceNames)[number]>,
): TwelveStreet {
  return new TwelveStreet(
    "twelve-street",
    {
      namespace: config.shop.namespace,
      kubernetesVersion: config.cluster.version,
      services: mapValues(config.shop.services, (service) => ({
        enabled: service.enabled,
        rollout: stateOf(service),
        replicas: replicasOf(service),
        env: service.env,
      })),
      images: registry.urls,
      secrets: readSecrets(),
      podsDependOn: cluster.nodeGroups,
    },
    { provider: cluster.provider },
  );
}

/** The decrypted values; `requireSecrets` has seen that none is missing. */
function readSecrets(): pulumi.Output<ShopSecrets> {
  const table = new pulumi.Config().requireSecretObject<SecretTable>("secrets");
  return table.apply(({ namingKey, ...services }) => ({ namingKey, services }));
}

type SecretTable = { namingKey: string } & Record<string, unknown>;

export = program;
