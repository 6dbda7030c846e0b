import * as pulumi from "@pulumi/pulumi";

import { TwelveStreet, type ShopSecrets } from "../../apps/twelve-street";
import type { IstioMesh } from "../../components/istio-mesh";
import { mapValues } from "../map-values";
import type { SecretTable } from "../platform-secrets";
import { replicasOf, stateOf } from "../rollouts";
import { inMesh } from "../shop-place";
import { appMesh, podTargetsOf } from "./apps";
import { backingServices } from "./backing-services";
import type { Foundation } from "./foundation";
import { images } from "./images";
import type { Ingress } from "./ingress";
import type { Storage } from "./storage";

/** What the shop stands among. */
interface Around {
  readonly controllers: Ingress;
  readonly disks: Storage;
  readonly istio: IstioMesh | undefined;
}

/** The 12-Street shop, if the config has it. */
export function shop(
  base: Foundation,
  { controllers: { alb }, disks, istio }: Around,
  secrets: pulumi.Output<SecretTable>,
): TwelveStreet | undefined {
  const { config, cluster, registry } = base;
  if (!config.shop.enabled) return undefined;
  const imageOf = images(base);
  const podTargets = podTargetsOf(config, alb);
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
        uses: service.uses,
      })),
      images: registry.urls,
      ...(imageOf && { imageOf }),
      secrets: secrets.apply(ofServices),
      ...(istio &&
        inMesh(config) && { mesh: appMesh(config, istio, config.shop.mesh === "joining") }),
      ...(podTargets && { podTargets }),
      backingServices: (namespace) => backingServices(base, disks, namespace, secrets),
      podsDependOn: cluster.placesFor(config.shop.namespace),
    },
    base.forWorkloads,
  );
}

/** Tables of secrets are services'; single values are the platform's. */
const ofServices = ({ namingKey, ...rest }: SecretTable): ShopSecrets => ({
  namingKey: namingKey ?? "",
  services: Object.fromEntries(Object.entries(rest).filter(([, it]) => typeof it === "object")),
});
