import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { leastPods, releaseKey, type Release, type Slot, type SlotName } from "../rollout";
import type { MicroserviceArgs } from "./args";
import type { Contents } from "./contents";
import { sidecarAnnotations } from "./mesh";
import { objectName, releaseAnnotation } from "./names";
import { progressSeconds, replacementSeconds } from "./patience";
import { leavingSeconds, podSpec } from "./pod";
import { startSecondsOf } from "./probes";
import { changed } from "./transform";

/** Fixed for good: a Deployment's selector can never change, so the version is no part of it. */
export const slotLabels = (app: string, slot: SlotName): Record<string, string> => ({ app, slot });

export interface WorkloadArgs {
  readonly app: string;
  /** The Pulumi name of each object. */
  readonly label: (object: string) => string;
  readonly slot: Slot;
  readonly of: MicroserviceArgs;
  readonly port: number;
  readonly account: k8s.core.v1.ServiceAccount;
  readonly contents: Contents;
  /** Rules of a mesh that hold for its pods. */
  readonly policies: readonly pulumi.Resource[];
}

/** One slot: its Deployment, an autoscaler if there is one, and a budget where a pod can be spared. */
export function workload(
  args: WorkloadArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apps.v1.Deployment {
  const { app, label, slot, of, policies } = args;
  const name = objectName(app, slot.name);
  const labels = slotLabels(app, slot.name);
  const metadata = { name, namespace: of.namespace, labels };
  const starting = {
    slot,
    startSeconds: startSecondsOf(of.probes),
    leavingSeconds: leavingSeconds(of, preStopSeconds(slot, of)),
  };
  const seconds = `${replacementSeconds(starting)}s`;
  const deployment = new k8s.apps.v1.Deployment(
    label(name),
    {
      metadata: {
        ...metadata,
        labels: { ...labels, version: slot.release.version },
        annotations: {
          [releaseAnnotation]: releaseKey(slot.release),
          ...(of.awaitPods === false && { "pulumi.com/skipAwait": "true" }),
        },
      },
      spec: changed(of.transform?.deployment, {
        // Left out where an autoscaler owns it: Pulumi would put it back at each `up`.
        ...("replicas" in slot.scale && { replicas: slot.scale.replicas }),
        revisionHistoryLimit: 3,
        // Kubernetes notes by whole seconds since when a pod is ready: up to one too early.
        minReadySeconds: slot.minReadySeconds + 1,
        progressDeadlineSeconds: progressSeconds(starting),
        strategy: strategyOf(slot),
        selector: { matchLabels: labels },
        template: template(args, labels),
      }),
    },
    {
      ...opts,
      customTimeouts: { create: seconds, update: seconds },
      dependsOn: [...(of.podsDependOn ?? []), ...(of.mesh?.ready ?? []), ...policies],
    },
  );
  if ("autoscale" in slot.scale) autoscaler(label(name), metadata, slot.scale.autoscale, of, opts);
  if (leastPods(slot) > 1) budget(label(name), metadata, of, opts);
  return deployment;
}

const strategyOf = ({ update }: Slot) =>
  update.type === "Recreate"
    ? { type: update.type }
    : {
        type: update.type,
        rollingUpdate: { maxUnavailable: update.maxUnavailable, maxSurge: update.maxSurge },
      };

function template({ app, slot, of, port, account, contents }: WorkloadArgs, labels: Labels) {
  const { release } = slot;
  const answersOn = preStopSeconds(slot, of);
  const sidecar = of.mesh && sidecarAnnotations(leavingSeconds(of, answersOn));
  return {
    metadata: {
      labels: { ...of.podLabels, ...labels, version: release.version },
      ...((sidecar ?? of.podAnnotations) && { annotations: { ...sidecar, ...of.podAnnotations } }),
    },
    spec: podSpec({
      app,
      labels,
      image: imageOf(release, of),
      port,
      sources: contents.sources(release.config),
      volumeObjects: contents.volumeObjects(),
      serviceAccount: account.metadata.name,
      preStopSeconds: answersOn,
      of,
    }),
  };
}

/** How long a pod that is to go answers on. */
const preStopSeconds = (slot: Slot, { drainSeconds = 0 }: MicroserviceArgs): number =>
  Math.max(slot.preStopSeconds, drainSeconds);

const imageOf = (release: Release, of: MicroserviceArgs): pulumi.Input<string> =>
  release.image ??
  of.imageOf?.(release) ??
  pulumi.interpolate`${of.repository ?? ""}:${release.version}`;

type Labels = Readonly<Record<string, string>>;

interface Metadata {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Labels;
}

function autoscaler(
  label: string,
  metadata: Metadata,
  { min, max }: { readonly min: number; readonly max: number },
  { replicas, transform }: MicroserviceArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { cpuPercent = 70 } = typeof replicas === "object" ? replicas : {};
  const { name } = metadata;
  const target = { type: "Utilization", averageUtilization: cpuPercent };
  new k8s.autoscaling.v2.HorizontalPodAutoscaler(
    label,
    {
      metadata: { ...metadata },
      spec: changed(transform?.autoscaler, {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicas: min,
        maxReplicas: max,
        metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
      }),
    },
    opts,
  );
}

/** Drains take one pod at a time; a pod that is not ready anyway never blocks one. */
function budget(
  label: string,
  metadata: Metadata,
  { transform }: MicroserviceArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  new k8s.policy.v1.PodDisruptionBudget(
    label,
    {
      metadata: { ...metadata },
      spec: changed(transform?.budget, {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { ...metadata.labels } },
      }),
    },
    opts,
  );
}
