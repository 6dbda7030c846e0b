import { affinity } from "../affinity";
import { changeCause } from "../change-cause";
import { configmaps } from "../configmaps";
import { deployments } from "../deployments";
import { guestbook } from "../guestbook";
import { initContainers } from "../init-containers";
import type { Lab } from "../lab";
import { labelsAndAnnotations } from "../labels-and-annotations";
import { namespaces } from "../namespaces";
import { nodeSelector } from "../node-selector";
import { pods } from "../pods";
import { quotaAndLimits } from "../quota-and-limits";
import { replicasets } from "../replicasets";
import { replicationControllers } from "../replication-controllers";
import { sidecars } from "../sidecars";
import { taints } from "../taints";

/** Day 2, objects: from the pod to the voting app, in the order of the course. */
export const objects: readonly Lab[] = [
  ...[pods, initContainers, sidecars, labelsAndAnnotations, nodeSelector, affinity, taints],
  ...[replicasets, deployments, replicationControllers, guestbook, changeCause],
  ...[namespaces, quotaAndLimits],
  configmaps,
];
