import type { World } from "../../../../course/doctor/world";
import { deployment, pod } from "../worlds";
import { noEndpoints, noIngress, type Case } from "./case";

const template = { metadata: { labels: { app: "web" } }, spec: {} };
const bare = { deployments: [], replicaSets: [], pods: [], ...noEndpoints, ...noIngress };
const object = (spec: object, status: object = {}) => ({
  metadata: { name: "web" },
  spec: { template, ...spec },
  status,
});
const statefulSets = (replicas: number) =>
  [object({ replicas })] as unknown as World["statefulSets"];
const daemonSets = (desiredNumberScheduled: number) =>
  [object({}, { desiredNumberScheduled, observedGeneration: 1 })] as unknown as World["daemonSets"];
const jobs = (spec: object, status: object = {}) =>
  [object(spec, status)] as unknown as World["jobs"];
const controllers = (replicas: number, message?: string) =>
  [
    object(
      { replicas },
      message === undefined
        ? {}
        : { conditions: [{ type: "ReplicaFailure", status: "True", message }] },
    ),
  ] as unknown as World["replicationControllers"];
const cronJobs = [
  {
    metadata: { name: "web" },
    spec: { schedule: "0 * * * *", jobTemplate: { spec: { template } } },
  },
] as unknown as World["cronJobs"];

const warning = (kind: string, message: string, reason = "FailedCreate", name = "web") => ({
  involvedObject: { kind, name },
  ...{ reason, message, lastTimestamp: "2026-11-22T12:00:00Z" },
});
const used = "exceeded quota: mem-cpu-demo, requested: pods=1, used: pods=40, limited: pods=40";
const forbidden =
  'pods "web-x" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes';
const ownedBy = (kind: string, creationTimestamp: string, status: object = {}) => {
  const ownerReferences = [{ kind, name: "web" }];
  return pod({ metadata: { name: "web-0", ownerReferences, creationTimestamp }, status });
};

export const makers: readonly Case[] = [
  {
    rule: "a StatefulSet whose pods the quota refuses",
    wrong: {
      ...bare,
      statefulSets: statefulSets(1),
      warnings: [
        warning(
          "StatefulSet",
          `create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: ${used}`,
        ),
      ],
    },
    says: /^StatefulSet\/web may make no more pods, for ResourceQuota\/mem-cpu-demo is used up \(requested: pods=1, .*describe quota mem-cpu-demo$/,
    // It was refused before it made this one.
    right: {
      statefulSets: statefulSets(2),
      pods: [ownedBy("StatefulSet", "2026-11-22T12:05:00Z")],
      warnings: [warning("StatefulSet", used)],
    },
  },
  {
    rule: "a DaemonSet whose pods Pod Security refuses",
    wrong: {
      ...bare,
      daemonSets: daemonSets(2),
      warnings: [warning("DaemonSet", `Error creating: ${forbidden}`)],
    },
    says: /^DaemonSet\/web may not make its pods: pods "web-x" is forbidden: violates PodSecurity .*hostPath volumes \| .*describe daemonset web$/,
    // All of its pods are there.
    right: {
      daemonSets: daemonSets(1),
      pods: [ownedBy("DaemonSet", "2026-11-22T11:00:00Z")],
      warnings: [warning("DaemonSet", forbidden)],
    },
  },
  {
    rule: "a Job whose pods a webhook refuses",
    wrong: {
      ...bare,
      jobs: jobs({ parallelism: 1 }),
      warnings: [
        warning(
          "Job",
          'Error creating: Internal error occurred: failed calling webhook "check.example.com": no endpoints',
        ),
      ],
    },
    says: /^Job\/web may not make its pods: .*failed calling webhook "check\.example\.com": no endpoints \| kubectl get validatingwebhookconfigurations,mutating/,
    // It has made one since, which has ended.
    right: {
      jobs: jobs({ parallelism: 1 }),
      pods: [ownedBy("Job", "2026-11-22T12:05:00Z", { phase: "Succeeded" })],
      warnings: [warning("Job", 'failed calling webhook "check.example.com": no endpoints')],
    },
  },
  {
    rule: "a ReplicationController whose pods the quota refuses",
    wrong: {
      ...bare,
      replicationControllers: controllers(1, `pods "web-x" is forbidden: ${used}`),
    },
    says: /^ReplicationController\/web may make no more pods, for ResourceQuota\/mem-cpu-demo is used up/,
    right: { replicationControllers: controllers(0) },
  },
  {
    rule: "a ReplicationController scaled to nothing",
    wrong: { ...bare, replicationControllers: controllers(0) },
    says: /^ReplicationController\/web is scaled to no pods \| .*scale replicationcontroller web --replicas 1$/,
    right: { replicationControllers: controllers(1) },
  },
  {
    rule: "scaled to nothing beside others that serve",
    wrong: { replicationControllers: controllers(0) },
    says: /^ReplicationController\/web is scaled to no pods/,
    right: {},
    noted: true,
  },
  {
    rule: "a Deployment that is paused from the first",
    wrong: { ...bare, deployments: [deployment({ paused: true })] },
    says: /^Deployment\/web is paused, and has no ReplicaSet yet .*rollout resume deployment web$/,
    right: { deployments: [deployment({ paused: true })] },
  },
  {
    rule: "a Deployment without ReplicaSet",
    wrong: { ...bare, deployments: [deployment()] },
    says: /^Deployment\/web has no ReplicaSet, .*: see that kube-controller-manager runs \| .*describe deployment web$/,
    right: {},
  },
  {
    rule: "a Deployment whose ReplicaSet is refused",
    wrong: {
      ...bare,
      deployments: [deployment()],
      warnings: [warning("Deployment", "exceeded quota: objects", "ReplicaSetCreateError")],
    },
    says: /^Deployment\/web has no ReplicaSet, which would make its pods: exceeded quota: objects/,
    right: {},
  },
  {
    rule: "a DaemonSet that fits no node",
    wrong: {
      ...bare,
      daemonSets: [
        object(
          { template: { ...template, spec: { nodeSelector: { disktype: "ssd" } } } },
          { desiredNumberScheduled: 0, observedGeneration: 1 },
        ),
      ] as unknown as World["daemonSets"],
    },
    says: /^DaemonSet\/web fits no node: its nodeSelector is \{"disktype":"ssd"\}/,
    right: { daemonSets: daemonSets(1), pods: [ownedBy("DaemonSet", "2026-11-22T11:00:00Z")] },
  },
  {
    rule: "a Job that has ended",
    wrong: {
      ...bare,
      jobs: jobs({}, { conditions: [{ type: "Complete", status: "True" }] }),
      pods: [
        pod({
          metadata: { ownerReferences: [{ kind: "Job", name: "web" }] },
          status: { phase: "Succeeded" },
        }),
      ],
    },
    says: /^Job\/web has ended \(Complete\), and its pods with it/,
    right: { jobs: jobs({}), pods: [ownedBy("Job", "2026-11-22T12:05:00Z")] },
  },
  {
    rule: "a Job that is suspended",
    wrong: { ...bare, jobs: jobs({ suspend: true }) },
    says: /^Job\/web is suspended, and makes no pods \| .*patch job web .*"suspend":false/,
    right: { jobs: jobs({}), pods: [ownedBy("Job", "2026-11-22T12:05:00Z")] },
  },
  {
    rule: "a CronJob between its times",
    wrong: { ...bare, cronJobs },
    says: /^CronJob\/web makes pods at "0 \* \* \* \*" alone \| .*create job web-now --from cronjob\/web$/,
    right: {},
  },
  {
    rule: "a bare pod that has ended",
    wrong: {
      ...bare,
      pods: [pod({ metadata: { ownerReferences: [] }, status: { phase: "Failed" } })],
    },
    says: /^Pod\/web-1 has ended \(Failed\), and nothing makes it anew \| .*replace --force -f -$/,
    right: { pods: [pod({ metadata: { ownerReferences: [] } })] },
  },
  {
    rule: "no ready pod, and an event that says why",
    wrong: {
      ...bare,
      statefulSets: statefulSets(1),
      warnings: [
        warning("StatefulSet", "older", "Other"),
        { ...warning("StatefulSet", "no room.", "Newer"), lastTimestamp: "2026-11-22T12:01:00Z" },
      ],
    },
    says: /^Service\/web has no pod that is ready: StatefulSet\/web has Newer: no room \| .*get events/,
    right: { warnings: [warning("Deployment", "older", "Other")] },
  },
  {
    rule: "no ready pod, and no event",
    wrong: { ...bare, replicationControllers: controllers(1) },
    says: /^Service\/web has no pod that is ready: ReplicationController\/web should make one, and no event says why it has not/,
    right: {},
  },
  {
    rule: "pods that go, and none that come",
    wrong: { pods: [pod({ metadata: { deletionTimestamp: "now" } })], ...noEndpoints },
    says: /^Service\/web has no pod that is ready: web-1 is being deleted, and nothing has come in place from Deployment\/web yet/,
    right: { pods: [pod({}), pod({ metadata: { name: "web-0", deletionTimestamp: "now" } })] },
  },
];
