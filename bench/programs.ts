import * as k8s from "@pulumi/kubernetes";
import type { PulumiFn } from "@pulumi/pulumi/automation";

import { TwelveStreet } from "../apps/twelve-street";
import { serviceNames } from "../apps/twelve-street/services";
// Loads what the stacks' program loads, so that every program of the bench stands on the same floor.
import "../stacks/main";
import { platformVersions } from "../versions";

/** Makes nothing. */
export const emptyProgram: PulumiFn = () => Promise.resolve({});

const forEachService = <T>(value: (name: string) => T) =>
  Object.fromEntries(serviceNames.map((name) => [name, value(name)])) as Record<
    (typeof serviceNames)[number],
    T
  >;

/** The shop alone, on a cluster that is there. */
export const shopProgram =
  (namespace: string, kubeconfig: string): PulumiFn =>
  () => {
    const provider = new k8s.Provider("cluster", { kubeconfig, clusterIdentifier: "bench" });
    new TwelveStreet(
      "shop",
      {
        namespace,
        kubernetesVersion: platformVersions.kubernetes.version,
        services: forEachService(() => ({
          enabled: true,
          rollout: { strategy: "ramped" as const, release: { version: "v1" } },
          replicas: 1,
          env: {},
        })),
        images: forEachService((name) => `registry.example/${name}`),
        secrets: { namingKey: "bench", services: {} },
      },
      { provider },
    );
    return Promise.resolve({});
  };
