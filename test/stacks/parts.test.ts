import assert from "node:assert/strict";

import { serviceImages } from "../../apps/twelve-street/images";
import type { ServiceName } from "../../apps/twelve-street/services";
import program from "../../stacks/main";
import { at, run, type Recorded, type Run } from "../mocks";
import { asEngine, passwords, platformPasswords, type Raw } from "./committed";
import { everything, fargate, ordersCommit, ownImage } from "./everything";
import { isHardened, readsSecretsFromFiles } from "./hardened";
import { comesAndGoesInOrder } from "./plan";
import { isWhole } from "./whole";

const up = (raw: Raw): Promise<Run> =>
  run(program, {
    stack: "dev",
    config: {
      ...asEngine(raw),
      "twelve-street:secrets": JSON.stringify({ ...passwords, ...platformPasswords }),
    },
    secretKeys: ["twelve-street:secrets"],
  });

const runs: Partial<Record<string, Promise<Run>>> = {};
const all = (): Promise<Run> => (runs.all ??= up(everything()));
const onFargate = (): Promise<Run> => (runs.fargate ??= up(fargate()));

const component = (name: string) => `twelve-street:components:${name}`;
const addon = "aws:eks/addon:Addon";
const release = "kubernetes:helm.sh/v3:Release";
const image = "docker-build:index:Image";
const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const deployment = "kubernetes:apps/v1:Deployment";
const ingress = "kubernetes:networking.k8s.io/v1:Ingress";

const chart = ({ ofType }: Run, name: string): Recorded => {
  const found = ofType(release).filter(({ inputs }) => inputs.chart === name);
  const [first] = found;
  if (found.length === 1 && first) return first;
  throw new Error(`${found.length} releases of ${name}`);
};

const addOnNames = ({ ofType }: Run) => ofType(addon).map(({ inputs }) => inputs.addonName);

describe("a stack with every part on", () => {
  comesAndGoesInOrder(all);

  it("owns every resource, registers every component's outputs, and uses its own cluster", async () => {
    const made = await all();
    isWhole(made);
    const { urn } = made.one("pulumi:providers:kubernetes", "twelve-street-dev");
    for (const it of made.resources)
      if (it.type.startsWith("kubernetes:")) assert.ok(it.provider.startsWith(urn), it.urn);
  });

  it("names every Kubernetes object itself", async () => {
    for (const { type, name, inputs } of (await all()).resources)
      if (type.startsWith("kubernetes:") && type !== release)
        assert.equal(typeof at(inputs, "metadata", "name"), "string", `${type} ${name}`);
  });

  it("keeps secrets out of every plain input", async () => {
    for (const { name, inputs, secretInputs } of (await all()).resources)
      for (const [key, value] of Object.entries(inputs))
        if (!secretInputs.includes(key))
          for (const password of Object.values(platformPasswords))
            assert.ok(!JSON.stringify(value).includes(password), `${name}.${key}`);
  });

  it("runs hardened pods, which read secrets from files alone", async () => {
    readsSecretsFromFiles(await all());
    isHardened(await all());
  });

  it("has EFS over all zones with its StorageClass, and gp3 disks by default", async () => {
    const made = await all();
    assert.equal(made.ofType("aws:efs/mountTarget:MountTarget").length, 2);
    const classes = made.ofType("kubernetes:storage.k8s.io/v1:StorageClass");
    const parameters = (name: string) =>
      at(
        classes.find(({ inputs }) => at(inputs, "metadata", "name") === name)?.inputs,
        "parameters",
      );
    assert.equal(at(parameters("aws-efs"), "gidRangeStart"), "1000");
    assert.equal(at(parameters("aws-efs"), "basePath"), "/classroom");
    assert.deepEqual(parameters("gp3"), {
      type: "gp3",
      encrypted: "true",
      iops: "4000",
      throughput: "125",
    });
    for (const driver of ["aws-efs-csi-driver", "aws-ebs-csi-driver"])
      assert.equal(addOnNames(made).filter((it) => it === driver).length, 1);
  });

  it("has both ingress controllers, and routes that share an ALB", async () => {
    const made = await all();
    const values = chart(made, "aws-load-balancer-controller").inputs.values;
    assert.equal(at(values, "clusterName"), "twelve-street-dev");
    assert.equal(at(values, "region"), "ap-northeast-2");
    assert.equal(at(values, "replicaCount"), 1);
    assert.equal(made.ofType(component("NginxController")).length, 1);
    const colors = made.one(ingress, "twelve-street-dev-colors").inputs;
    assert.equal(at(colors, "metadata", "namespace"), "twelve-street");
    assert.equal(
      at(colors, "metadata", "annotations", "alb.ingress.kubernetes.io/group.name"),
      "shop",
    );
    assert.deepEqual(
      (at(colors, "spec", "rules") as unknown[]).map((rule) => at(rule, "host")),
      ["blue.example.com", "green.example.com"],
    );
    assert.equal(
      at(made.one(ingress, "twelve-street-dev-old").inputs, "spec", "ingressClassName"),
      "nginx",
    );
  });

  it("has the same routes by the Gateway API, on an ALB and on Istio", async () => {
    const made = await all();
    const gateway = (name: string) => made.one(gatewayType, `twelve-street-dev-${name}`);
    assert.equal(at(gateway("next").inputs, "spec", "gatewayClassName"), "aws-alb");
    assert.equal(at(gateway("meshed").inputs, "spec", "gatewayClassName"), "istio");
    assert.deepEqual(at(gateway("meshed").inputs, "spec", "infrastructure", "annotations"), {
      "service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled": "true",
      "service.beta.kubernetes.io/aws-load-balancer-type": "external",
      "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
      "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
      "service.beta.kubernetes.io/load-balancer-source-ranges": "203.0.113.0/24",
    });
    const settings = made.one(
      "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration",
      "twelve-street-dev-next",
    );
    assert.equal(at(settings.inputs, "spec", "scheme"), "internal");
    for (const name of ["next", "meshed"]) {
      const route = made.one(
        "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
        `twelve-street-dev-${name}`,
      );
      assert.deepEqual(
        (at(route.inputs, "spec", "rules") as unknown[]).map((rule) => [
          at(rule, "matches", 0, "path", "value"),
          at(rule, "backendRefs", 0, "name"),
        ]),
        [
          ["/", "ui"],
          ["/products", "gateway"],
        ],
      );
    }
    assert.match(
      at(made.outputs.routes, "next") as string,
      /^kubectl get gateway next --namespace twelve-street /,
    );
  });

  it("brings the Gateway API's kinds before whoever looks for them as it starts", async () => {
    const made = await all();
    const kinds = made
      .ofType("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
      .map(({ urn }) => urn);
    assert.equal(kinds.length, 2);
    for (const name of ["aws-load-balancer-controller", "istiod"])
      for (const urn of kinds) assert.ok(chart(made, name).dependencies.includes(urn), name);
    const meshed = made.one(gatewayType, "twelve-street-dev-meshed").dependencies;
    assert.ok(meshed.includes(chart(made, "istiod").urn));
  });

  it("has the mesh behind its gateway, with consoles behind one login", async () => {
    const made = await all();
    for (const name of ["base", "istiod", "cni", "gateway", "kiali-server"]) chart(made, name);
    const controller = chart(made, "aws-load-balancer-controller").urn;
    assert.ok(chart(made, "gateway").dependencies.includes(controller));
    assert.deepEqual(Object.keys(made.outputs.consoles as object).sort(), [
      "grafana",
      "jaeger",
      "kiali",
      "prometheus",
    ]);
  });

  it("has the shop in the mesh, its pods known to its load balancer and its sidecars read", async () => {
    const made = await all();
    const shop = "twelve-street";
    const labels = at(made.one("kubernetes:core/v1:Namespace", shop).inputs, "metadata", "labels");
    assert.equal(at(labels, "istio.io/rev"), "default");
    assert.equal(at(labels, "elbv2.k8s.aws/pod-readiness-gate-inject"), "enabled");
    const charts = ["istiod", "cni", "aws-load-balancer-controller"].map((it) => chart(made, it));
    const { dependencies } = made.one("kubernetes:apps/v1:Deployment", "orders-canary");
    for (const { urn } of charts) assert.ok(dependencies.includes(urn), urn);
    const policy = made.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "orders").inputs;
    assert.deepEqual(at(policy, "spec", "ingress", 1), {
      from: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "observability" } },
          podSelector: {
            matchLabels: {
              "app.kubernetes.io/name": "prometheus",
              "app.kubernetes.io/component": "server",
            },
          },
        },
      ],
      ports: [{ port: 15020, protocol: "TCP" }],
    });
    const [route] = made.resources
      .filter(({ type, name }) => type.endsWith(":VirtualService") && name === "orders")
      .map(({ inputs }) => at(inputs, "spec", "http", 0, "route"));
    assert.deepEqual(at(route, 1, "weight"), 50);
  });

  it("watches the shop, and keeps its logs in a group of the stack's name", async () => {
    const made = await all();
    for (const name of ["prometheus", "grafana", "fluent-bit"]) chart(made, name);
    const groups = made.ofType("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs.name);
    assert.ok(groups.includes("/twelve-street/dev/containers"), groups.join());
    assert.equal(addOnNames(made).filter((name) => name === "metrics-server").length, 1);
  });

  it("links Kiali's charts to Grafana, in the cluster and where people reach it", async () => {
    const { values } = chart(await all(), "kiali-server").inputs;
    assert.deepEqual(at(values, "external_services", "grafana"), {
      enabled: true,
      internal_url: "http://grafana.observability.svc.cluster.local:80",
      external_url: "https://grafana.consoles.example.com",
    });
  });

  it("gives the shop a database on AWS, and a cache and Kafka in the cluster", async () => {
    const made = await all();
    const [database] = made.ofType("aws:rds/instance:Instance");
    assert.equal(database?.inputs.finalSnapshotIdentifier, "shop-last");
    const disks = made
      .ofType("kubernetes:core/v1:PersistentVolumeClaim")
      .map(({ inputs }) => [
        at(inputs, "metadata", "name"),
        at(inputs, "spec", "storageClassName"),
        at(inputs, "spec", "resources", "requests", "storage"),
      ]);
    assert.deepEqual(disks.sort(), [
      ["cache", "gp3", "8Gi"],
      ["messaging", "gp3", "12Gi"],
    ]);
    assert.deepEqual(Object.keys(made.outputs.backingServices as object).sort(), [
      "cache",
      "database",
      "messaging",
    ]);
  });

  it("tells the cluster who may do what, and the network and registry what they have", async () => {
    const made = await all();
    assert.equal(made.ofType("aws:eks/accessEntry:AccessEntry").length, 3);
    assert.equal(made.ofType("aws:eks/fargateProfile:FargateProfile").length, 1);
    const [cluster] = made.ofType("eks:index:Cluster");
    assert.ok(cluster);
    assert.equal(cluster.inputs.deletionProtection, true);
    assert.equal(cluster.protect, true);
    assert.equal(made.ofType("aws:ec2/vpcEndpoint:VpcEndpoint").length, 4);
    assert.equal(made.ofType("aws:ec2/flowLog:FlowLog")[0]?.inputs.trafficType, "ALL");
    const repositories = made
      .ofType("aws:ecr/repository:Repository")
      .map(({ inputs }) => inputs.name);
    assert.equal(repositories.length, 6 + 8 + 1);
    assert.ok(repositories.includes("user35/my-ecr"));
  });

  it("builds the commits that have pods, each once, beside the cluster", async () => {
    const { ofType, one } = await all();
    const pinned = (service: ServiceName) => serviceImages[service].commit;
    const names = [
      ...(["orders", "delivery", "oauth", "gateway", "ui"] as const).map(
        (service) => `${service}-${pinned(service).slice(0, 12)}`,
      ),
      `orders-${ordersCommit.slice(0, 12)}`,
    ].map((build) => `twelve-street-dev-${build}`);
    assert.deepEqual(
      ofType(image)
        .map(({ name }) => name)
        .sort(),
      names.sort(),
    );
    const built = one(image, `twelve-street-dev-orders-${ordersCommit.slice(0, 12)}`);
    assert.match(
      at(built.inputs, "context", "named", "source", "location") as string,
      new RegExp(`reqres_orders.git#${ordersCommit}$`),
    );
    assert.deepEqual(built.inputs.platforms, ["linux/amd64"]);
    for (const { dependencies } of ofType(image))
      assert.deepEqual(
        dependencies.filter((urn) => !urn.includes("aws:ecr/repository:Repository::")),
        [],
      );
  });

  it("runs each slot by the digest of its build, and an image of its own as it is", async () => {
    const { one } = await all();
    const imageOf = (name: string) =>
      at(one(deployment, name).inputs, "spec", "template", "spec", "containers", 0, "image");
    const built = (name: string, commit: string) =>
      assert.match(
        imageOf(name) as string,
        new RegExp(`/orders:commit-${commit.slice(0, 12)}-[0-9a-f]{6}@sha256:`),
      );
    built("orders", serviceImages.orders.commit);
    built("orders-canary", ordersCommit);
    assert.equal(imageOf("products"), ownImage);
    const waits = one(deployment, "orders-canary").dependencies;
    assert.ok(waits.some((urn) => urn.endsWith(`orders-${ordersCommit.slice(0, 12)}`)));
  });

  it("lets nodes and Fargate pull, CI alone push, and a cut-off build push its tag again", async () => {
    const { ofType, one, outputs } = await all();
    const policy = (name: string) =>
      JSON.parse(
        one("aws:ecr/repositoryPolicy:RepositoryPolicy", `twelve-street-dev-${name}`).inputs
          .policy as string,
      ) as { Statement: { Sid: string; Principal: { AWS: string[] }; Condition?: unknown }[] };
    const [pull, , nobodyElse] = policy("orders").Statement;
    const roles = ofType("aws:iam/role:Role").map(({ name }) => name);
    for (const puller of ["twelve-street-dev-node", "twelve-street-dev-fargate"]) {
      assert.ok(roles.includes(puller), roles.join());
      assert.ok(
        pull?.Principal.AWS.some((arn) => arn.includes(puller)),
        puller,
      );
    }
    assert.deepEqual(nobodyElse?.Condition, {
      ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:role/ci"] },
    });
    const repository = one("aws:ecr/repository:Repository", "twelve-street-dev-orders").inputs;
    assert.equal(repository.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
    assert.deepEqual(repository.imageTagMutabilityExclusionFilters, [
      { filter: "commit-*", filterType: "WILDCARD" },
    ]);
    assert.match(outputs.loginCommand as string, /^aws ecr get-login-password --region ap-/);
    assert.match(at(outputs.pushCommands, "cm-sandbox") as string, /dev\/cm-sandbox:TAG$/);
    assert.match(
      at(outputs.studentRepositories, "user35", "push", "my-ecr") as string,
      /user35\/my-ecr:TAG$/,
    );
  });

  it("begins with AWS services beside the control plane, and with controllers after the nodes", async () => {
    const made = await all();
    const nodes = made.ofType("aws:eks/nodeGroup:NodeGroup").map(({ urn }) => urn);
    const waits = ({ dependencies }: Recorded) => nodes.some((urn) => dependencies.includes(urn));
    assert.ok(waits(chart(made, "aws-load-balancer-controller")));
    assert.ok(waits(chart(made, "istiod")));
    for (const { type, dependencies, name } of made.resources)
      if (type === "aws:efs/fileSystem:FileSystem" || type === "aws:rds/subnetGroup:SubnetGroup")
        assert.ok(!dependencies.some((urn) => urn.includes("eks:index:Cluster")), name);
  });
});

describe("a stack on Fargate alone", () => {
  comesAndGoesInOrder(onFargate);

  it("has profiles and no nodes, and controllers with roles by OIDC", async () => {
    const made = await onFargate();
    assert.equal(made.ofType("aws:eks/nodeGroup:NodeGroup").length, 0);
    assert.equal(made.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation").length, 0);
    assert.equal(made.ofType("aws:eks/fargateProfile:FargateProfile").length, 1);
    const values = chart(made, "aws-load-balancer-controller").inputs.values;
    assert.equal(
      typeof at(values, "serviceAccount", "annotations", "eks.amazonaws.com/role-arn"),
      "string",
    );
  });

  it("mounts EFS without a driver, and logs by Fargate's own router", async () => {
    const made = await onFargate();
    assert.deepEqual(addOnNames(made).sort(), ["coredns", "metrics-server"]);
    assert.equal(made.ofType("kubernetes:storage.k8s.io/v1:StorageClass").length, 0);
    const names = made
      .ofType("kubernetes:core/v1:Namespace")
      .map(({ inputs }) => at(inputs, "metadata", "name"));
    assert.ok(names.includes("aws-observability"));
  });
});
