import type { World } from "../../../../course/doctor/world";
import { deployment, pod, service, slice } from "../worlds";
import { noEndpoints, noIngress, type Case } from "./case";

const quota = (used: string) =>
  [
    {
      metadata: { name: "bounds" },
      status: {
        hard: { pods: "40", "count/jobs.batch": "0" },
        used: { pods: used, "count/jobs.batch": "0" },
      },
    },
  ] as unknown as World["quotas"];

const failing = (message: string, labels = { app: "web" }) =>
  [
    {
      metadata: { name: "web-5d", ownerReferences: [{ kind: "Deployment", name: "web" }] },
      spec: { replicas: 1, template: { metadata: { labels } } },
      status: { conditions: [{ type: "ReplicaFailure", status: "True", message }] },
    },
  ] as unknown as World["replicaSets"];

export const workloads: readonly Case[] = [
  {
    rule: "selector with a slip",
    wrong: { services: [service({ selector: { app: "wbe" } })], ...noEndpoints },
    says: /^Service\/web selects app=wbe, .* Deployment\/web have app=web \| kubectl -n user01 set selector service web app=web$/,
    right: {},
  },
  {
    rule: "selector of nothing",
    wrong: {
      services: [service({ selector: { role: "database" } }, "db")],
      ...noEndpoints,
      ...noIngress,
    },
    says: /^Service\/db selects role=database, and no pod has that, nor .* get pods --show-labels$/,
    right: { services: [service({ selector: {} })] },
  },
  {
    rule: "pods without labels",
    wrong: {
      services: [service({}, "plain")],
      ...{ deployments: [], replicaSets: [] },
      pods: [pod({ metadata: { name: "plain", labels: {}, ownerReferences: [] } })],
      ...noEndpoints,
      ...noIngress,
    },
    says: /^Service\/plain selects app=web, .*those of Pod\/plain have no labels \| kubectl -n user01 label pod plain app=web$/,
    right: {},
  },
  {
    rule: "no selector and no endpoints",
    wrong: { services: [service({ selector: {} })], ...noEndpoints },
    says: /^Service\/web has no selector, and nobody has written an EndpointSlice/,
    right: { services: [service({ selector: {} })], slices: [slice(["93.184.216.34"])] },
  },
  {
    rule: "scaled to nothing",
    wrong: { deployments: [deployment({ replicas: 0 })], pods: [], ...noEndpoints },
    says: /^Deployment\/web is scaled to no pods \| .* scale deployment web --replicas 1$/,
    right: { deployments: [deployment({ replicas: 1 })] },
  },
  {
    rule: "quota used up",
    wrong: {
      replicaSets: failing(
        'pods "web-5d-x" is forbidden: exceeded quota: mem-cpu-demo, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
      ),
      pods: [],
      ...noEndpoints,
    },
    says: /^ReplicaSet\/web-5d may make no more pods, for ResourceQuota\/mem-cpu-demo is used up \(requested: requests\.cpu=2, .*describe quota mem-cpu-demo$/,
    right: { replicaSets: failing("exceeded quota: mem-cpu-demo, x", { app: "other" }) },
  },
  {
    rule: "another refusal of pods",
    wrong: {
      replicaSets: failing('pods "web" is forbidden: violates PodSecurity "baseline:v1.36"'),
      pods: [],
      ...noEndpoints,
    },
    says: /^ReplicaSet\/web-5d may not make its pods: .*violates PodSecurity/,
    right: {},
  },
  {
    rule: "a full quota",
    wrong: { quotas: quota("40") },
    says: /^ResourceQuota\/bounds is full: pods 40 of 40; what is made next is refused/,
    right: { quotas: quota("39") },
    noted: true,
  },
];
