import { changed, smallest, type Raw } from "./committed";

const student = "arn:aws:iam::123456789012:user/user35";

const byPath = [{ paths: [{ service: "ui" }, { path: "/products", service: "gateway" }] }];

export const ordersCommit = "0123456789abcdef0123456789abcdef01234567";
export const ownImage = "registry.example/products:v3";

/** Every part of the platform at once. */
const parts: Readonly<Record<string, unknown>> = {
  "twelve-street:network.endpoints": ["ecr", "sts"],
  "twelve-street:network.flowLogs": { traffic: "all" },
  "twelve-street:cluster.access": {
    instructors: ["arn:aws:iam::123456789012:role/instructors"],
    students: { user35: student },
    ci: [{ principalArn: "arn:aws:iam::123456789012:role/ci", namespaces: ["twelve-street"] }],
  },
  "twelve-street:cluster.logs": ["audit"],
  "twelve-street:cluster.logRetentionDays": 90,
  "twelve-street:cluster.deletionProtection": true,
  "twelve-street:cluster.fargateProfiles": {
    labs: { selectors: [{ namespace: "user*" }] },
  },
  "twelve-street:cluster.nodeGroups.standard-workers": {
    instanceType: "m6i.large",
    desired: 3,
    max: 4,
  },
  "twelve-street:registry.labImages": true,
  "twelve-street:registry.immutableTags": true,
  "twelve-street:registry.pushers": ["arn:aws:iam::123456789012:role/ci"],
  "twelve-street:images": "build",
  "twelve-street:tutorial": {
    services: {
      recommendation: {
        rollout: {
          strategy: "blueGreen",
          active: "green",
          blue: { version: "v1" },
          green: { version: "v2" },
        },
      },
    },
  },
  // For the stack with its mesh off.
  "twelve-street:shop.canaryByPods": true,
  "twelve-street:shop.services.orders": {
    rollout: {
      strategy: "canary",
      stable: { version: "v1" },
      canary: { version: "v2", commit: ordersCommit },
      steps: [{ weight: 50 }],
      at: 0,
    },
  },
  "twelve-street:shop.services.products": { release: { version: "v3", image: ownImage } },
  "twelve-street:registry.students": { principals: { user35: student }, repositories: ["my-ecr"] },
  "twelve-street:storage.efs": {
    fileSystem: { onDestroy: "keep", backup: true },
    provisioning: { gidRangeStart: 1000, gidRangeEnd: 2000, basePath: "/classroom" },
  },
  "twelve-street:storage.disks": { iops: 4000 },
  "twelve-street:ingress.alb": { replicas: 1 },
  "twelve-street:ingress.gatewayApi": {},
  "twelve-street:ingress.nginx": { scheme: "internal" },
  "twelve-street:ingress.routes": {
    colors: {
      by: "alb",
      group: { name: "shop" },
      hosts: [
        { host: "blue.example.com", paths: [{ service: "ui" }] },
        { host: "green.example.com", paths: [{ service: "gateway" }] },
      ],
    },
    old: { by: "nginx", hosts: [{ paths: [{ path: "/api", service: "gateway" }] }] },
    next: { by: "gateway", on: "alb", scheme: "internal", hosts: byPath },
    meshed: { by: "gateway", on: "istio", hosts: byPath, allowedCidrs: ["203.0.113.0/24"] },
  },
  "twelve-street:mesh": {
    size: "small",
    ingressGateway: {
      listeners: [
        { protocol: "HTTPS", hosts: ["*.consoles.example.com"], secretName: "consoles-tls" },
      ],
    },
    kiali: {},
    jaeger: { samplingPercent: 10 },
    consoles: { domain: "consoles.example.com", authentication: { kind: "password" } },
  },
  "twelve-street:observability": {
    prometheus: { notify: { kind: "slack", channel: "#alerts" } },
    grafana: {},
    logs: { to: "cloudWatch", onDestroy: "delete" },
  },
  "twelve-street:backingServices": {
    database: { place: { on: "aws", onDestroy: "snapshot", snapshotName: "shop-last" } },
    cache: { place: { on: "cluster" } },
    messaging: { place: { on: "cluster", sizeGiB: 12 } },
  },
};

export const withChanges = (raw: Raw, changes: Readonly<Record<string, unknown>>): Raw =>
  Object.entries(changes).reduce((into, [key, value]) => changed(into, key, value), raw);

export const everything = (): Raw => withChanges(smallest(), parts);

/** No nodes: everything that must run has a profile. */
export const fargate = (): Raw =>
  withChanges(smallest(), {
    "twelve-street:cluster.nodeGroups": {},
    "twelve-street:cluster.fargateProfiles": {
      all: {
        selectors: [
          { namespace: "kube-system" },
          { namespace: "twelve-street" },
          { namespace: "observability" },
        ],
      },
    },
    "twelve-street:ingress.alb": { ownsServices: true },
    "twelve-street:storage.efs": {
      fileSystem: { onDestroy: "delete" },
      provisioning: { mode: "static" },
    },
    "twelve-street:observability": {
      prometheus: { sizeGiB: 0 },
      logs: { to: "cloudWatch", onDestroy: "delete" },
    },
  });
