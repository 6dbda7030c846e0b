import assert from "node:assert/strict";

import {
  storageClassParameters,
  type DynamicProvisioning,
} from "../../components/efs-storage/parameters";
import { sizes } from "../../components/istio-mesh/sizes";
import { ConfigError, parseConfig, secretKeys } from "../../stacks/config";
import { albSettings } from "../../stacks/ingress-args";
import { watchArgs } from "../../stacks/observability-args";
import { stackPods } from "../../stacks/pods";
import { provisioningArgs } from "../../stacks/storage-args";
import { smallest, type Raw } from "./committed";
import { everything, fargate, withChanges } from "./everything";

const today = new Date("2026-11-21");
const key = (rest: string) => `twelve-street:${rest}`;

function sentences(raw: Raw, stack = "dev"): string {
  try {
    parseConfig(stack, raw, today);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map((it) => `${it.key} is ${it.value}: ${it.fix}`).join("\n");
    throw error;
  }
  assert.fail("the config was taken");
}

type Broken = readonly [what: string, from: () => Raw, key: string, value: unknown, says: RegExp];

const commit = "0".repeat(40);
const dev = () => smallest();

const efs = { fileSystem: { onDestroy: "delete" } };
const route = { by: "alb", hosts: [{ paths: [{ service: "ui" }] }] };
const gatewayRoute = (on: string) => ({ ...route, by: "gateway", on });
const gateway = { listeners: [{ protocol: "HTTP", hosts: ["*"] }] };

const profile = (namespace: string) => ({ selectors: [{ namespace }] });
/** A small stack with a part of the platform, where a profile takes a namespace from the nodes. */
const withPart = (path: string, value: unknown) => () =>
  withChanges(smallest(), { [key(path)]: value });
const taken = "cluster.fargateProfiles.some";

const inGroup = { ...route, group: { name: "shop" } };
const certificate = (id: string) => `arn:aws:acm:ap-northeast-2:123456789012:certificate/${id}`;
/** The smallest with two routes of one group, of which the second is changed. */
const withGroup = (enforced: object = {}) =>
  withPart("ingress", { alb: { enforced }, routes: { blue: inGroup, green: inGroup } });
const green = "ingress.routes.green";

const broken: readonly Broken[] = [
  [
    "controllers on Fargate beside nodes",
    dev,
    taken,
    profile("kube-system"),
    /Profiles\.some\.selectors\[0\]\.namespace is "kube-system": .* Pod Identity, which Fargate/,
  ],
  [
    "controllers on Fargate by a pattern",
    dev,
    taken,
    { selectors: [{ namespace: "labs" }, { namespace: "kube-*" }] },
    /some\.selectors\[1\]\.namespace is "kube-\*": it takes kube-system, too: /,
  ],
  [
    "Prometheus' disk on Fargate beside nodes",
    withPart("observability", { prometheus: { sizeGiB: 8 } }),
    taken,
    profile("observability"),
    /namespace is "observability": Prometheus has a disk, .*sizeGiB 0/,
  ],
  [
    "a node exporter on Fargate beside nodes",
    withPart("observability", { prometheus: { sizeGiB: 0, nodeExporter: true } }),
    taken,
    profile("observability"),
    /namespace is "observability": the node exporter is a pod of each node/,
  ],
  [
    "Elasticsearch on Fargate beside nodes",
    withPart("observability", { logs: { to: "elasticsearch", onDestroy: "delete" } }),
    taken,
    profile("logging"),
    /namespace is "logging": what reads the nodes' logs is a pod of each node/,
  ],
  [
    "a database on Fargate beside nodes",
    withPart("backingServices.database", { place: { on: "cluster" } }),
    taken,
    profile("twelve-street"),
    /namespace is "twelve-street": the database of backingServices there need disks/,
  ],
  [
    "a shop on Fargate beside nodes that nobody reaches",
    withPart("ingress.alb", {}),
    taken,
    profile("twelve-street"),
    /namespace is "twelve-street": only the AWS .* give ingress\.alb\.ownsServices true/,
  ],
  [
    "NGINX on Fargate beside nodes that nobody reaches",
    withPart("ingress.nginx", { scheme: "internal" }),
    taken,
    profile("ingress-nginx"),
    /namespace is "ingress-nginx": only the AWS .* switch ingress\.alb on/,
  ],
  [
    "the mesh's node agent on Fargate beside nodes",
    everything,
    taken,
    profile("istio-system"),
    /namespace is "istio-system": the mesh's node agent/,
  ],
  [
    "two schemes of one ALB",
    withGroup(),
    green,
    { ...inGroup, scheme: "internal" },
    /green\.scheme is "internal": the routes blue and green share the ALB of group shop/,
  ],
  [
    "two sets of networks of one ALB",
    withGroup(),
    green,
    { ...inGroup, allowedCidrs: ["203.0.113.0/24"] },
    /green\.allowedCidrs is \["203\.0\.113\.0\/24"\]: the routes blue and green share/,
  ],
  [
    "two web ACLs of one ALB",
    withGroup(),
    green,
    {
      ...inGroup,
      webAclArn: "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/example",
    },
    /green\.webAclArn is "arn:.*: the routes blue and green share/,
  ],
  [
    "plain HTTP on an ALB that redirects it",
    withGroup(),
    green,
    { ...inGroup, certificateArns: [certificate("a")] },
    /green\.certificateArns is \["arn:.*: the routes blue and green share/,
  ],
  [
    "two policies of TLS of one ALB",
    withPart("ingress", {
      alb: {},
      routes: { blue: { ...inGroup, certificateArns: [certificate("a")] } },
    }),
    green,
    {
      ...inGroup,
      certificateArns: [certificate("a")],
      sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
    },
    /green\.sslPolicy is "ELB.*": the routes blue and green share/,
  ],
  [
    "an answer that may take longer than the next check",
    withGroup(),
    green,
    { ...inGroup, healthCheck: { intervalSeconds: 5, timeoutSeconds: 5 } },
    /green\.healthCheck\.timeoutSeconds is 5: give less than intervalSeconds \(5\)/,
  ],
  [
    "numbers on shared files",
    dev,
    "observability",
    { prometheus: { storageClassName: "aws-efs" } },
    /prometheus\.storageClassName is "aws-efs": name a class of disks/,
  ],
  [
    "a class for no disk",
    dev,
    "observability",
    { prometheus: { sizeGiB: 0, storageClassName: "gp3" } },
    /prometheus\.storageClassName is "gp3": leave it out/,
  ],
  [
    "a zone for volumes that the program makes",
    dev,
    "storage.efs",
    { ...efs, provisioning: { mode: "static", az: "ap-northeast-2a" } },
    /provisioning\.az is "given": leave it out/,
  ],
  [
    "one place in a group twice",
    withPart("ingress", {
      alb: {},
      routes: { blue: { ...route, group: { name: "shop", order: 7 } } },
    }),
    green,
    { ...route, group: { name: "shop", order: 7 } },
    /green\.group\.order is 7: the route blue has that place/,
  ],
  [
    "a scheme that the class overrules",
    withGroup({ scheme: "internal" }),
    green,
    inGroup,
    /green\.scheme is "internet-facing": ingress\.alb\.enforced has "internal" for the route green/,
  ],
  [
    "a group that the class overrules",
    withGroup({ group: "labs" }),
    green,
    inGroup,
    /green\.group\.name is "shop": ingress\.alb\.enforced has "labs" for the route green/,
  ],
  [
    "networks that the class overrules",
    withGroup({ allowedCidrs: ["10.0.0.0/8"] }),
    green,
    { ...inGroup, allowedCidrs: ["203.0.113.0/24"] },
    /green\.allowedCidrs is .*: ingress\.alb\.enforced has \["10\.0\.0\.0\/8"\] for the route green/,
  ],
  [
    "two redirects of one ALB, in the group that the class makes",
    withPart("ingress", {
      alb: { enforced: { group: "labs" } },
      routes: { blue: { ...route, certificateArns: [certificate("a")] } },
    }),
    green,
    { ...route, certificateArns: [certificate("a")], redirect: false },
    /green\.redirect is false: the routes blue and green share the ALB of group labs/,
  ],
  [
    "volumes on demand on Fargate alone",
    fargate,
    "storage.efs",
    efs,
    /storage\.efs\.provisioning\.mode is "dynamic": choose static/,
  ],
  [
    "nodes ahead of their control plane",
    dev,
    "cluster.nodeGroups.standard-workers.version",
    "1.37",
    /standard-workers\.version is "1\.37": nodes are never newer than the control plane: give 1\.36/,
  ],
  [
    "disks on Fargate alone",
    fargate,
    "storage.disks",
    {},
    /disks is "on": Fargate mounts no disks/,
  ],
  [
    "half a range of groups",
    dev,
    "storage.efs",
    { ...efs, provisioning: { gidRangeStart: 1000 } },
    /provisioning\.gidRangeEnd is missing: give both ends/,
  ],
  [
    "a range for volumes that the program makes",
    dev,
    "storage.efs",
    { ...efs, provisioning: { mode: "static", gidRangeStart: 1, gidRangeEnd: 9 } },
    /provisioning\.gidRangeStart is "given": leave it out/,
  ],
  [
    "a file system whose end nobody chose",
    dev,
    "storage.efs",
    { fileSystem: {} },
    /fileSystem\.onDestroy is missing: say what destroy does/,
  ],
  [
    "a file system that is taken up and deleted",
    dev,
    "storage.efs",
    { fileSystem: { existingId: "fs-0123456789abcdef0", onDestroy: "delete" } },
    /fileSystem\.onDestroy is "delete": leave it out/,
  ],
  [
    "a group without a controller",
    dev,
    "ingress.routes.shop",
    { ...route, group: { name: "shop" } },
    /routes\.shop\.group\.name is "shop": switch ingress\.alb on/,
  ],
  [
    "a route without a controller",
    dev,
    "ingress.routes.shop",
    route,
    /routes\.shop\.by is "alb": switch ingress\.alb on/,
  ],
  [
    "a route to a service that is not open",
    everything,
    "ingress.routes.shop",
    { by: "alb", hosts: [{ paths: [{ service: "orders" }] }] },
    /paths\[0\]\.service is "orders": give a service that runs/,
  ],
  [
    "a Gateway without its kinds",
    dev,
    "ingress",
    { alb: {}, routes: { shop: gatewayRoute("alb") } },
    /routes\.shop\.by is "gateway": switch ingress\.gatewayApi on/,
  ],
  [
    "a Gateway that no controller serves",
    dev,
    "ingress",
    { gatewayApi: {}, routes: { shop: gatewayRoute("alb") } },
    /routes\.shop\.on is "alb": switch ingress\.alb on/,
  ],
  [
    "a Gateway that no mesh serves",
    dev,
    "ingress",
    { gatewayApi: {}, routes: { shop: gatewayRoute("istio") } },
    /routes\.shop\.on is "istio": switch mesh on/,
  ],
  [
    "a Gateway on something else",
    everything,
    "ingress.routes.shop",
    gatewayRoute("nginx"),
    /routes\.shop\.on is "nginx": give alb or istio/,
  ],
  [
    "a Gateway on nothing",
    everything,
    "ingress.routes.shop",
    { by: "gateway", hosts: route.hosts },
    /routes\.shop\.on is missing: give alb or istio/,
  ],
  [
    "a certificate of ACM for Istio",
    everything,
    "ingress.routes.shop",
    { ...gatewayRoute("istio"), certificateArns: [] },
    /certificateArns is not a key that is known here: take it out; the keys here are by, on, hosts/,
  ],
  [
    "a route by a stranger",
    everything,
    "ingress.routes.shop",
    { by: "traefik", hosts: route.hosts },
    /routes\.shop\.by is "traefik": give alb, nginx or gateway/,
  ],
  [
    "two rules for one host",
    everything,
    "ingress.routes.shop",
    { by: "alb", hosts: [...route.hosts, ...route.hosts] },
    /routes\.shop\.hosts\[1\]\.host is "any host": put its paths/,
  ],
  [
    "a key of the other kind of route",
    everything,
    "ingress.routes.shop",
    { by: "nginx", hosts: route.hosts, group: { name: "x" } },
    /group is not a key that is known here: take it out; the keys here are by, hosts, secretName/,
  ],
  [
    "a gateway without a controller",
    dev,
    "mesh",
    { ingressGateway: gateway },
    /mesh\.ingressGateway is "on": switch ingress\.alb on/,
  ],
  [
    "an egress gateway for nothing",
    dev,
    "mesh",
    { egressGateway: true },
    /mesh\.egressGateway is true: give the externalHosts/,
  ],
  [
    "versions too far apart",
    dev,
    "mesh",
    { revisions: [{ version: "1.29.7" }, { version: "1.31.0" }] },
    /mesh\.revisions\[1\]\.version is "1\.31\.0": upgrade by one minor/,
  ],
  [
    "Kiali without numbers",
    dev,
    "mesh",
    { kiali: {} },
    /mesh\.kiali is "on": switch observability\.prometheus on/,
  ],
  [
    "consoles without TLS",
    everything,
    "mesh.ingressGateway",
    gateway,
    /consoles\.domain is "consoles\.example\.com": give the ingress gateway an HTTPS listener/,
  ],
  [
    "a commit that nobody builds",
    dev,
    "shop.services.orders.release",
    { version: "v2", commit },
    /orders\.release\.commit is "0{40}": nothing is built from it: give images: build/,
  ],
  [
    "a commit beside an image",
    everything,
    "shop.services.orders",
    { release: { version: "v2", commit, image: "registry.example/orders:v2" } },
    /orders\.release\.commit is "0{40}": the release names its image already/,
  ],
  [
    "a branch to build from",
    everything,
    "shop.services.orders",
    { release: { version: "v2", commit: "main" } },
    /orders\.release\.commit is "main": give the forty digits of a commit/,
  ],
  [
    "a word for where images come from",
    dev,
    "images",
    "built",
    /images is "built": did you mean build\?/,
  ],
  ["a mesh on Fargate alone", fargate, "mesh", {}, /mesh is "on": its node agent/],
  [
    "requests counted by nobody",
    dev,
    "observability",
    { requests: "istio", prometheus: { sizeGiB: 0 } },
    /observability\.requests is "istio": switch mesh on/,
  ],
  [
    "bounds that nobody watches",
    dev,
    "observability",
    { prometheus: { sizeGiB: 0 }, thresholds: { latencyMs: 500 } },
    /observability\.thresholds\.latencyMs is 500: leave it out/,
  ],
  [
    "numbers on a disk without disks",
    dev,
    "observability",
    { prometheus: {} },
    /prometheus\.sizeGiB is "a disk": switch storage\.disks on as the default class, or give 0/,
  ],
  [
    "Grafana with nothing to draw",
    dev,
    "observability",
    { grafana: {} },
    /observability\.prometheus is false: leave it on for grafana/,
  ],
  [
    "a database without a disk",
    dev,
    "backingServices.database",
    { place: { on: "cluster" } },
    /place\.storageClassName is missing: it needs a disk/,
  ],
  [
    "a database on EFS",
    everything,
    "backingServices.cache",
    { place: { on: "cluster", storageClassName: "aws-efs" } },
    /storageClassName is "aws-efs": name a class of disks/,
  ],
  [
    "a database in a cluster on Fargate alone",
    fargate,
    "backingServices.cache",
    { place: { on: "cluster" } },
    /place\.on is "cluster": Fargate mounts no disks/,
  ],
  [
    "a last snapshot without a name",
    dev,
    "backingServices.database",
    { place: { on: "aws", onDestroy: "snapshot" } },
    /place\.snapshotName is missing: name the snapshot/,
  ],
  [
    "a word that chooses no table",
    dev,
    "backingServices.database",
    { place: { on: "moon" } },
    /place\.on is "moon": give cluster or aws/,
  ],
  [
    "backing services for no shop",
    everything,
    "shop.enabled",
    false,
    /backingServices\.cache is "on": its credentials go to the shop's namespace/,
  ],
  [
    "a namespace that has no place on Fargate alone",
    fargate,
    "shop.namespace",
    "elsewhere",
    /fargateProfiles is \["all"\]: without nodes every pod needs a profile: select elsewhere/,
  ],
  [
    "a shop on Fargate alone that nobody reaches",
    fargate,
    "ingress.alb",
    {},
    /ingress\.alb\.ownsServices is false: only the AWS Load Balancer Controller/,
  ],
  [
    "Fargate without a way to images",
    fargate,
    "network.nat",
    "none",
    /network\.nat is "none": Fargate's pods stand in private subnets/,
  ],
  [
    "one principal twice",
    dev,
    "cluster.access",
    {
      instructors: ["arn:aws:iam::123456789012:role/x"],
      students: { user35: "arn:aws:iam::123456789012:role/x" },
    },
    /access\.students\.user35 is "arn:.*": it stands under cluster\.access already/,
  ],
  [
    "an ARN of a session",
    dev,
    "cluster.access",
    { instructors: ["arn:aws:sts::123456789012:assumed-role/x/y"] },
    /instructors\[0\] is "arn:aws:sts.*": give the ARN of an IAM role or user/,
  ],
  [
    "another type of node with less room",
    dev,
    "cluster.nodeGroups.standard-workers.otherInstanceTypes",
    ["t3.small"],
    /otherInstanceTypes\[0\] is "t3\.small": it has less room than t3\.medium/,
  ],
  [
    "labels that kubelets may not set",
    dev,
    "cluster.nodeGroups.standard-workers.labels",
    { "kubernetes.io/x": "1" },
    /standard-workers\.labels is "kubernetes\.io\/x": give a label of your own/,
  ],
  [
    "a node group's name that is too long with the stack's",
    dev,
    `cluster.nodeGroups.${"w".repeat(38)}`,
    {},
    /cluster\.nodeGroups is "w{38}": name a group by at most 37 letters/,
  ],
  [
    "a profile's name that is too long with the stack's",
    dev,
    `cluster.fargateProfiles.${"p".repeat(30)}`,
    { selectors: [{ namespace: "labs" }] },
    /cluster\.fargateProfiles is "p{30}": name a profile by at most 29 letters/,
  ],
  [
    "a user that the server keeps to itself",
    everything,
    "backingServices.database.username",
    "postgres",
    /backingServices\.database\.username is "postgres": .* no server's own/,
  ],
  [
    "a broker that MSK makes no more",
    dev,
    "backingServices.messaging",
    { place: { on: "aws", brokerType: "kafka.t3.small" } },
    /messaging\.place\.brokerType is "kafka\.t3\.small": name a broker that MSK makes/,
  ],
  [
    "a broker without a disk of its own",
    dev,
    "backingServices.messaging",
    { place: { on: "aws", brokerType: "express.m7g.large" } },
    /messaging\.place\.brokerType is "express\.m7g\.large": give a type of MSK such as kafka/,
  ],
  [
    "a disk that grows to less than it is",
    dev,
    "backingServices.database",
    { place: { on: "aws", onDestroy: "delete", storageGiB: 50, maxStorageGiB: 40 } },
    /database\.place\.maxStorageGiB is 40: give a whole number from 50/,
  ],
  [
    "more throughput than operations",
    dev,
    "storage.disks",
    { throughput: 1000 },
    /disks\.throughput is 1000: give at most 750, a quarter of iops, or raise iops to 4000/,
  ],
  [
    "an ARN of another partition",
    dev,
    "cluster.access",
    { instructors: ["arn:aws-cn:iam::123456789012:role/x"] },
    /instructors\[0\] is "arn:aws-cn.*: give .*arn:aws-cn and arn:aws-us-gov are not served/,
  ],
  [
    "more parts than the nodes hold",
    dev,
    "mesh",
    { revisions: [{ version: "1.30.4" }, { version: "1.31.0" }] },
    /standard-workers is too small .* no room \(.*gateway/,
  ],
];

describe("parts that need each other", () => {
  for (const [what, from, path, value, says] of broken)
    it(`refuse ${what}`, () => {
      const said = sentences(withChanges(from(), { [key(path)]: value }));
      assert.match(said, says);
      assert.ok(!said.includes("undefined") && !said.includes("[object"), said);
    });

  it("refuse a server on AWS whose name would be too long with the stack's", () => {
    const raw = withChanges(smallest(), {
      [key("backingServices.cache")]: { place: { on: "aws" } },
    });
    assert.match(
      sentences(raw, "a-stack-of-many-words"),
      /cache\.place\.on is "aws": .* twelve-street-a-stack-of-many-words-cache.*: name the stack shorter/,
    );
  });

  it("are taken on Fargate beside nodes where they need none", () => {
    const raw = withChanges(smallest(), {
      [key("cluster.fargateProfiles")]: {
        shop: profile("twelve-street"),
        watch: profile("observability"),
        some: { selectors: [{ namespace: "kube-system", labels: { app: "lab" } }] },
      },
      [key("ingress.alb")]: { ownsServices: true },
      [key("observability")]: {
        prometheus: { sizeGiB: 0 },
        logs: { to: "cloudWatch", onDestroy: "delete" },
      },
    });
    assert.ok(parseConfig("dev", raw, today).observability?.logs);
  });

  it("are taken where routes of a group have certificates of their own, and places", () => {
    const secured = (id: string, order: number) => ({
      ...route,
      group: { name: "shop", order },
      certificateArns: [certificate(id)],
    });
    const routes = { blue: secured("a", 1), green: secured("b", 2), alone: route };
    const raw = withChanges(smallest(), { [key("ingress")]: { alb: {}, routes } });
    assert.equal(Object.keys(parseConfig("dev", raw, today).ingress.routes).length, 3);
  });

  it("are taken together, and on Fargate alone", () => {
    assert.ok(parseConfig("dev", everything(), today).mesh);
    assert.equal(Object.keys(parseConfig("dev", fargate(), today).cluster.nodeGroups).length, 0);
  });

  it("hand on what a target, TLS, a volume and a disk are told", () => {
    const healthCheck = { path: "/health", intervalSeconds: 30, healthyThreshold: 5 };
    const { ingress, storage, ...rest } = parseConfig(
      "dev",
      withChanges(smallest(), {
        [key("ingress")]: {
          alb: {},
          routes: { blue: { ...route, healthCheck, sslPolicy: "ELBSecurityPolicy-Own" } },
        },
        [key("storage.efs")]: {
          ...efs,
          provisioning: { az: "ap-northeast-2a", enableZoneConstraints: true },
        },
        [key("observability")]: { prometheus: { storageClassName: "own" } },
      }),
      today,
    );
    const { blue } = ingress.routes;
    assert.ok(blue?.by === "alb" && storage.efs);
    const told = albSettings(blue, {});
    assert.equal(told.sslPolicy, "ELBSecurityPolicy-Own");
    assert.deepEqual(told.healthCheck, {
      ...healthCheck,
      successCodes: "200-399,404",
      timeoutSeconds: 5,
      unhealthyThreshold: 2,
    });
    const { az, enableZoneConstraints } = storageClassParameters(
      provisioningArgs(storage.efs) as DynamicProvisioning,
    );
    assert.deepEqual([az, enableZoneConstraints], ["ap-northeast-2a", "true"]);
    const { prometheus } = watchArgs({ ...rest, ingress, storage }) ?? {};
    assert.deepEqual(prometheus && prometheus.storage, { sizeGiB: 8, storageClassName: "own" });
  });

  it("count the pod that Istio makes for a Gateway", () => {
    const { anywhere } = stackPods(parseConfig("dev", everything(), today));
    const [pod, ...more] = anywhere.filter(({ of }) => of.endsWith("-istio"));
    assert.equal(more.length, 0);
    const { cpuMillis, memoryMiB } = sizes.small.sidecar;
    const namespace = "twelve-street";
    assert.deepEqual(pod, { of: "meshed-istio", namespace, pods: 1, cpuMillis, memoryMiB });
  });

  const switches = [
    "storage.efs",
    "ingress.nginx",
    "mesh",
    "mesh.consoles",
    "observability.logs",
    "observability.grafana",
    "backingServices.database",
    "backingServices.messaging",
    "tutorial",
  ];
  for (const path of switches)
    it(`are off by ${path}.enabled: false as they are without their table`, () => {
      const from = withChanges(everything(), {
        [key("ingress.routes.old")]: undefined,
        [key("ingress.routes.meshed")]: undefined,
      });
      const off = parseConfig("dev", withChanges(from, { [key(`${path}.enabled`)]: false }), today);
      const absent = parseConfig("dev", withChanges(from, { [key(path)]: undefined }), today);
      assert.deepEqual({ ...off }, { ...absent });
    });

  it("ask for the secrets of what is on, and of nothing else", () => {
    const needed = (raw: Raw) =>
      secretKeys(parseConfig("dev", raw, today)).filter((it) => it.split(".").length === 2);
    assert.deepEqual(needed(smallest()), [key("secrets.namingKey")]);
    assert.deepEqual(
      needed(everything()),
      [
        "namingKey",
        "databasePassword",
        "cachePassword",
        "messagingPassword",
        "grafanaPassword",
        "alertUrl",
        "consoleUsers",
      ].map((name) => key(`secrets.${name}`)),
    );
  });
});
