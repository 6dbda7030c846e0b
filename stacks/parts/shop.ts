import * as pulumi from "@pulumi/pulumi";

import { TwelveStreet, type ShopSecrets } from "../../apps/twelve-street";
import { mapValues } from "../map-values";
import type { SecretTable } from "../platform-secrets";
import { replicasOf, stateOf } from "../rollouts";
import type { Foundation } from "./foundation";
import { images } from "./images";

/** The 12-Street shop, if the config has it. */
export function shop(
  base: Foundation,
  secrets: pulumi.Output<SecretTable>,
): TwelveStreet | undefined {
  const { config, cluster, registry } = base;
  if (!config.shop.enabled) return undefined;
  const imageOf = images(base);
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
      ...(imageOf && { imageOf }),
      secrets: secrets.apply(ofServices),
      podsDependOn: cluster.places,
    },
    { provider: cluster.provider },
  );
}

/** Tables of secrets are services'; single values are the platform's. */
const ofServices = ({ namingKey, ...rest }: SecretTable): ShopSecrets => ({
  namingKey: namingKey ?? "",
  services: Object.fromEntries(Object.entries(rest).filter(([, it]) => typeof it === "object")),
});
