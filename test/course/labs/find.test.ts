import assert from "node:assert/strict";

import { labs } from "../../../apps/labs";
import { answer } from "../../../course/labs/command";
import { findLabs } from "../../../course/labs/find";

const namesOf = (asked: string) => findLabs(asked).map(({ lab }) => lab.name);

/** The course's words, day by day as it goes, and the lab that comes first for each. */
const words: Readonly<Record<string, string>> = {
  "ECR repository": "my-ecr",
  "push commands": "my-ecr",
  "docker push": "my-ecr",
  ecr: "my-ecr",
  "my-ecr": "my-ecr",
  kubeconfig: "kubeconfig",
  "cluster tour": "cluster-tour",

  pods: "pods",
  "init containers": "init-containers",
  sidecars: "sidecars",
  "log shipping": "sidecars",
  "labels and annotations": "labels-and-annotations",
  labels: "labels-and-annotations",
  annotations: "labels-and-annotations",
  nodeSelector: "node-selector",
  "disktype=ssd": "node-selector",
  affinity: "affinity",
  taints: "taints",
  ReplicaSet: "replicasets",
  Deployment: "deployments",
  rollout: "deployments",
  undo: "deployments",
  scale: "deployments",
  ReplicationController: "replication-controllers",
  frontend: "guestbook",
  guestbook: "guestbook",
  "orphaned pods": "guestbook",
  "change-cause": "change-cause",
  "change-cause and undo": "change-cause",
  namespaces: "namespaces",
  quota: "quota-and-limits",
  "quota and limits": "quota-and-limits",
  limits: "quota-and-limits",
  "mem-cpu-demo": "quota-and-limits",
  Services: "service-cluster-ip",
  ClusterIP: "service-cluster-ip",
  NodePort: "service-node-port",
  LoadBalancer: "service-load-balancer",
  ExternalName: "service-external-name",
  headless: "service-headless",
  "without selector": "service-without-selector",
  "session affinity": "service-session-affinity",
  "named ports": "service-named-ports",
  externalIPs: "service-external-ips",
  "externalTrafficPolicy Local": "service-traffic-policy-local",
  externalTrafficPolicy: "service-traffic-policy-local",
  "DNS names": "service-dns",
  volumes: "volume-empty-dir",
  emptyDir: "volume-empty-dir",
  hostPath: "volume-host-path",
  "git volume": "volume-git",
  gitRepo: "volume-git",
  PV: "persistent-volumes",
  PVC: "persistent-volume-claims",
  StorageClass: "storage-classes",
  "reclaim policy": "reclaim-policies",
  "reclaim policies": "reclaim-policies",
  EFS: "efs-shared-volume",
  RWX: "efs-shared-volume",
  "EFS RWX": "efs-shared-volume",
  mypod: "efs-shared-volume",
  "/mnt/aws": "efs-shared-volume",
  ConfigMap: "configmaps",
  "hello-cm": "configmaps",
  "cm-file": "configmaps",
  "profile.properties": "configmaps",
  "/tmp/config": "configmaps",
  Secret: "secrets",
  "hello-secret": "secrets",
  "db-password": "secrets",
  "0600": "secrets",
  "mode 0600": "secrets",
  probes: "probe-exec",
  liveness: "probe-exec",
  readiness: "probe-http",
  "probes exec": "probe-exec",
  "probes http": "probe-http",
  "probes tcp": "probe-tcp",
  "commands and args": "commands-and-args",
  args: "commands-and-args",
  "voting app": "voting-app",

  "ingress host-based": "ingress-hosts",
  "host-based": "ingress-hosts",
  blue: "ingress-hosts",
  green: "ingress-hosts",
  "path-based": "ingress-paths",
  Job: "jobs",
  completions: "jobs",
  parallelism: "jobs",
  "backoff limit": "jobs",
  CronJob: "cronjobs",
  DaemonSet: "daemonsets",
  StatefulSet: "statefulsets",
  "three with claims": "statefulsets",
  HPA: "autoscaling",
  metrics: "autoscaling",
  "HPA and metrics": "autoscaling",
  "requests and limits": "requests-limits",
  requests: "requests-limits",
  logging: "logging-collector",
  "DaemonSet collector": "logging-collector",
  EFK: "logging-collector",
  "logging sidecar": "logging-sidecar",
  Elasticsearch: "logging-sidecar",
  Kibana: "logging-sidecar",
  RBAC: "rbac",
  ServiceAccount: "service-accounts",
  "security context": "security-context",
  NetworkPolicy: "network-policies",
  PriorityClass: "priority-classes",
  "second scheduler": "second-scheduler",
  "scheduler profiles": "scheduler-profiles",
  "node drain": "node-drain",
  drain: "node-drain",
  cordon: "node-drain",
  "Secret encryption at rest": "secret-encryption",
  "encryption at rest": "secret-encryption",
  Helm: "helm",

  "12-Street": "shop-tour",
  login: "shop-tour",
  orders: "shop-tour",
  "My Page": "shop-tour",
  gateway: "shop-tour",
  recreate: "shop-recreate",
  ramped: "shop-ramped",
  "blue/green": "shop-blue-green",
  canary: "shop-canary",
  "A/B": "shop-ab-test",
  shadow: "shop-shadow",
  Istio: "istio-round-robin",
  tutorial: "istio-round-robin",
  customer: "istio-round-robin",
  preference: "istio-round-robin",
  recommendation: "istio-round-robin",
  "round robin": "istio-round-robin",
  "33:67 by scale": "istio-scale-v2",
  "33:67": "istio-scale-v2",
  "all v2": "istio-all-to-v2",
  "all v1": "istio-all-to-v1",
  "90:10": "istio-canary-90-10",
  "75:25": "istio-canary-75-25",
  Firefox: "istio-firefox",
  "a failing preference": "istio-preference-503",
  "503": "istio-preference-503",
  egress: "istio-egress-blocked",
  worldclockapi: "istio-egress-blocked",
  "egress opened": "istio-egress-opened",
  whitelist: "istio-allow-list",
  "white and black lists": "istio-allow-list",
  blacklist: "istio-deny-list",
  Kiali: "kiali",
  Jaeger: "jaeger",
  Grafana: "grafana",

  "extensions/v1beta1": "replicasets",
  Tiller: "helm",
  "efs-provisioner": "efs-shared-volume",
  "istioctl manifest apply": "istio-round-robin",
  "kube-inject": "istio-round-robin",
  "aws-auth": "kubeconfig",
};

describe("course labs WORDS", () => {
  for (const [asked, name] of Object.entries(words))
    it(`finds ${name} first by "${asked}"`, () => {
      assert.equal(namesOf(asked)[0], name);
    });

  it("finds each lab alone by its own name", () => {
    for (const { name } of labs) {
      assert.deepEqual(namesOf(name), [name]);
      assert.deepEqual(namesOf(name.replaceAll("-", " ").toUpperCase()), [name]);
    }
  });

  it("takes words in any order, as one or as many, in singular or plural", () => {
    for (const [asked, ...same] of [
      ["config map", "configmap", "ConfigMaps", "config-maps"],
      ["selector without", "Services Without Selectors"],
      ["node ports", "NodePort", "node-port"],
      ["policy reclaim", "Reclaim-Policies"],
    ])
      for (const other of same) assert.equal(namesOf(other)[0], namesOf(asked ?? "")[0], other);
  });

  it("takes whole words, and their beginnings only where there is nothing else", () => {
    assert.deepEqual(
      ["secrets", "shop-recreate"].filter((name) => namesOf("ecr").includes(name)),
      [],
    );
    assert.equal(namesOf("horizontalpod")[0], "autoscaling");
    assert.deepEqual(namesOf("pv").slice(0, 1), ["persistent-volumes"]);
    for (const nothing of ["", "—", "gardening", "zz"]) assert.deepEqual(namesOf(nothing), []);
  });

  it("tells one lab, and lists many with where the words stand", () => {
    assert.match(answer("RWX", {}), /^efs-shared-volume: EFS/);
    const list = answer("efk", {});
    assert.match(list, /^"efk" is in 2 labs, the nearest first:\n {2}logging-collector {2}Logging/);
    assert.match(list, /logging-sidecar .*\n +topic: EFK\n/);
    const told = JSON.parse(answer("efk", { json: true })) as { name: string; why: string }[];
    assert.deepEqual(
      told.map(({ name, why }) => [name, why]),
      [
        ["logging-collector", "topic: EFK"],
        ["logging-sidecar", "topic: EFK"],
      ],
    );
    assert.match(answer("0600", { yaml: "makes" }), /name: db-password/);
    assert.throws(
      () => answer("efk", { yaml: "makes" }),
      /--yaml goes with one lab, and "efk" is logging-collector, logging-sidecar: give one/,
    );
  });

  it("says of what it does not know that it is not there, or why it is left out", () => {
    assert.throws(() => answer("gardening", {}), /no lab "gardening": .* lists them/);
    assert.throws(
      () => answer("knative", {}),
      /no lab "knative": it is left out, for it is no part of the shop/,
    );
  });
});
