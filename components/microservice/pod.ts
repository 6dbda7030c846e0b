import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { onLinux, podBasis } from "../pod-basis";
import type { MicroserviceArgs } from "./args";
import { commonContainer, diskMiB, initContainers, plainEnv, present } from "./containers";
import { probes } from "./probes";
import { podSecurity } from "./security";
import { allVariables, settingsMounts, settingsVolumes, variables, type Source } from "./settings";
import { changed } from "./transform";
import { podVolume, volumeMount } from "./volumes";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

export interface PodArgs {
  readonly app: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: pulumi.Input<string>;
  readonly port: number;
  /** The ConfigMap and the Secret of its settings. */
  readonly sources: readonly Source[];
  /** The ConfigMaps and Secrets of its volumes, by volume. */
  readonly volumeObjects: Readonly<Record<string, pulumi.Input<string>>>;
  readonly serviceAccount: pulumi.Input<string>;
  /** How long it answers on after it was told to go. */
  readonly preStopSeconds: number;
  readonly of: MicroserviceArgs;
}

/** A pod that Pod Security `restricted` lets in, and that leaves without losing a request. */
export function podSpec(args: PodArgs): PodSpec {
  const { of } = args;
  const { pullPolicy = "Always", volumes = [], sidecars = [], initContainers: first = [] } = of;
  const before = initContainers(sidecars, first, pullPolicy, of.security);
  const pod: PodSpec = {
    ...podBasis,
    serviceAccountName: args.serviceAccount,
    automountServiceAccountToken: false,
    // Variables such as PRODUCTS_PORT=tcp://… are read by Spring as settings of its own.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: leavingSeconds(of, args.preStopSeconds),
    securityContext: podSecurity(of.security),
    topologySpreadConstraints: spread(args.labels, of.spread === "hard"),
    affinity: { nodeAffinity: onLinux, podAntiAffinity: apart(args.labels) },
    ...(of.nodeSelector && { nodeSelector: { ...of.nodeSelector } }),
    ...present("tolerations", of.tolerations?.map(toleration)),
    ...present("initContainers", before),
    containers: [mainContainer(args, pullPolicy)],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: `${diskMiB(of.resources) / 2}Mi` } },
      ...args.sources.flatMap(settingsVolumes),
      ...volumes.map((volume) => podVolume(volume, args.volumeObjects[volume.name] ?? "")),
    ],
  };
  return changed(of.transform?.pod, pod);
}

/** How long a pod may take from the news that it is to go until it is killed. */
export const leavingSeconds = (
  { shutdownSeconds = 30 }: Pick<MicroserviceArgs, "shutdownSeconds">,
  preStopSeconds: number,
): number => preStopSeconds + shutdownSeconds;

function mainContainer(args: PodArgs, pullPolicy: string): Container {
  const { of } = args;
  const { volumes = [] } = of;
  const { app: name, image, sources } = args;
  return {
    ...commonContainer({ ...of, name, image }, pullPolicy, of.security),
    ports: [{ name: "http", containerPort: args.port, protocol: "TCP" }],
    ...present("env", [...plainEnv(of.env), ...sources.flatMap(variables)]),
    ...present("envFrom", sources.flatMap(allVariables)),
    ...probes(of.probes),
    lifecycle: { preStop: { sleep: { seconds: args.preStopSeconds } } },
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      ...sources.flatMap(settingsMounts),
      ...volumes.map(volumeMount),
    ],
  };
}

/** Over zones and nodes; pods of the outgoing version do not count. */
const spread = (matchLabels: Readonly<Record<string, string>>, hard: boolean) =>
  ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: hard ? "DoNotSchedule" : "ScheduleAnyway",
    labelSelector: { matchLabels: { ...matchLabels } },
    matchLabelKeys: ["pod-template-hash"],
  }));

/** The same wish for nodes, counting every version: rather beside none of its own than beside an outgoing one. */
const apart = (matchLabels: Readonly<Record<string, string>>) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [
    {
      weight: 50,
      podAffinityTerm: {
        topologyKey: "kubernetes.io/hostname",
        labelSelector: { matchLabels: { ...matchLabels } },
      },
    },
  ],
});

const toleration = ({
  key,
  value,
  effect,
}: NonNullable<MicroserviceArgs["tolerations"]>[number]) => ({
  key,
  ...(value === undefined ? { operator: "Exists" } : { operator: "Equal", value }),
  ...(effect && { effect }),
});
