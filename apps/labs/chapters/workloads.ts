import { autoscaling } from "../autoscaling";
import { cronjobs } from "../cronjobs";
import { daemonsets } from "../daemonsets";
import { helm } from "../helm";
import { ingressHosts } from "../ingress-hosts";
import { ingressPaths } from "../ingress-paths";
import { jobs } from "../jobs";
import type { Lab } from "../lab";
import { loggingCollector } from "../logging-collector";
import { loggingSidecar } from "../logging-sidecar";
import { networkPolicies } from "../network-policies";
import { nodeDrain } from "../node-drain";
import { priorityClasses } from "../priority-classes";
import { rbac } from "../rbac";
import { requestsLimits } from "../requests-limits";
import { schedulerProfiles } from "../scheduler-profiles";
import { secondScheduler } from "../second-scheduler";
import { secretEncryption } from "../secret-encryption";
import { securityContext } from "../security-context";
import { serviceAccounts } from "../service-accounts";
import { statefulsets } from "../statefulsets";

/** Day 2, workloads: what runs, scales, logs and is secured, in the order of the course. */
export const workloads: readonly Lab[] = [
  ingressHosts,
  ingressPaths,
  jobs,
  cronjobs,
  daemonsets,
  statefulsets,
  autoscaling,
  requestsLimits,
  loggingCollector,
  loggingSidecar,
  rbac,
  serviceAccounts,
  securityContext,
  networkPolicies,
  priorityClasses,
  secondScheduler,
  schedulerProfiles,
  nodeDrain,
  secretEncryption,
  helm,
];
