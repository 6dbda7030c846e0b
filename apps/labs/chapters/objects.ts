import { affinity } from "../affinity";
import { changeCause } from "../change-cause";
import { commandsAndArgs } from "../commands-and-args";
import { configmaps } from "../configmaps";
import { deployments } from "../deployments";
import { efsSharedVolume } from "../efs-shared-volume";
import { guestbook } from "../guestbook";
import { initContainers } from "../init-containers";
import type { Lab } from "../lab";
import { labelsAndAnnotations } from "../labels-and-annotations";
import { namespaces } from "../namespaces";
import { nodeSelector } from "../node-selector";
import { persistentVolumeClaims } from "../persistent-volume-claims";
import { persistentVolumes } from "../persistent-volumes";
import { pods } from "../pods";
import { probeExec } from "../probe-exec";
import { probeHttp } from "../probe-http";
import { probeTcp } from "../probe-tcp";
import { quotaAndLimits } from "../quota-and-limits";
import { reclaimPolicies } from "../reclaim-policies";
import { replicasets } from "../replicasets";
import { replicationControllers } from "../replication-controllers";
import { secrets } from "../secrets";
import { serviceClusterIp } from "../service-cluster-ip";
import { serviceDns } from "../service-dns";
import { serviceExternalIps } from "../service-external-ips";
import { serviceExternalName } from "../service-external-name";
import { serviceHeadless } from "../service-headless";
import { serviceLoadBalancer } from "../service-load-balancer";
import { serviceNamedPorts } from "../service-named-ports";
import { serviceNodePort } from "../service-node-port";
import { serviceSessionAffinity } from "../service-session-affinity";
import { serviceTrafficPolicyLocal } from "../service-traffic-policy-local";
import { serviceWithoutSelector } from "../service-without-selector";
import { sidecars } from "../sidecars";
import { storageClasses } from "../storage-classes";
import { taints } from "../taints";
import { volumeEmptyDir } from "../volume-empty-dir";
import { volumeGit } from "../volume-git";
import { volumeHostPath } from "../volume-host-path";
import { votingApp } from "../voting-app";

/** Day 2, objects: from the pod to the voting app, in the order of the course. */
export const objects: readonly Lab[] = [
  ...[pods, initContainers, sidecars, labelsAndAnnotations, nodeSelector, affinity, taints],
  ...[replicasets, deployments, replicationControllers, guestbook, changeCause],
  ...[namespaces, quotaAndLimits],
  ...[serviceClusterIp, serviceNodePort, serviceLoadBalancer, serviceExternalName, serviceHeadless],
  ...[serviceWithoutSelector, serviceSessionAffinity, serviceNamedPorts, serviceExternalIps],
  ...[serviceTrafficPolicyLocal, serviceDns],
  ...[volumeEmptyDir, volumeHostPath, volumeGit],
  ...[persistentVolumes, persistentVolumeClaims, storageClasses, reclaimPolicies, efsSharedVolume],
  ...[configmaps, secrets, probeExec, probeHttp, probeTcp, commandsAndArgs, votingApp],
];
