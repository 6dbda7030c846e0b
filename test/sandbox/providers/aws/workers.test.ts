import assert from "node:assert/strict";

import { fargateNodes, fargatePolicy } from "../../../../sandbox/providers/aws/fargate-objects";
import { FargateProfiles } from "../../../../sandbox/providers/aws/fargate";
import type { Api } from "../../../../sandbox/providers/aws/kube-api";
import { nodeObject, nodeRecipe } from "../../../../sandbox/providers/aws/node-objects";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import type { AccountView, Existing } from "../../../../sandbox/providers/aws/types";
import { at } from "../../../mocks";
import { removeAccounts, Run, trust, withCluster } from "./support";

afterEach(removeAccounts);

const existing = (type: string, id: string, inputs: Existing["inputs"]): Existing => ({
  type,
  id,
  urn: id,
  seed: id,
  region: "ap-northeast-2",
  inputs,
  outputs: {},
});

const account = (...all: Existing[]): AccountView => ({
  all,
  ofType: (type) => all.filter((it) => it.type === type),
});

const subnets = ["a", "b"].map((zone, index) =>
  existing(types.subnet, `subnet-${zone}`, {
    cidrBlock: `10.64.${index * 32}.0/19`,
    availabilityZone: `ap-northeast-2${zone}`,
  }),
);

describe("nodes of a group", () => {
  const group = (inputs: object) =>
    existing(types.nodeGroup, "dev:labs", {
      version: "1.35",
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: ["t3.medium"],
      launchTemplate: { id: "lt-1", version: "1" },
      ...inputs,
    });
  const place = { zone: "ap-northeast-2a", zoneId: "apne2-az1", cidr: "10.64.0.0/19" };

  it("are replaced for another version, image or launch template, and for nothing else", () => {
    const recipe = (inputs: object) => nodeRecipe(group(inputs), account());
    for (const inputs of [
      { version: "1.36" },
      { amiType: "BOTTLEROCKET_x86_64" },
      { launchTemplate: { id: "lt-1", version: "2" } },
    ])
      assert.notEqual(recipe(inputs), recipe({}), JSON.stringify(inputs));
    assert.equal(recipe({ labels: { a: "b" }, scalingConfig: { desiredSize: 3 } }), recipe({}));
  });

  it("have the disk that pods use, which on Bottlerocket is the second", () => {
    const template = existing(types.launchTemplate, "lt-1", {
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { encrypted: "true" } },
        { deviceName: "/dev/xvdb", ebs: { volumeSize: 40 } },
      ],
    });
    const bottlerocket = group({ amiType: "BOTTLEROCKET_x86_64" });
    const made = nodeObject(bottlerocket, account(template), place, "10.64.0.9");
    assert.equal(at(made.status, "capacity", "ephemeral-storage"), `${40 * 1024 * 1024}Ki`);
    assert.equal(at(made.status, "nodeInfo", "osImage"), "Bottlerocket OS (simulated)");
    assert.equal(at(made.status, "nodeInfo", "kubeletVersion"), "v1.35.0-eks-simulated");
  });
});

describe("Fargate profiles", () => {
  const profile = existing(types.fargateProfile, "dev:all", {
    fargateProfileName: "all",
    subnetIds: ["subnet-a", "subnet-b"],
    selectors: [{ namespace: "user*" }, { namespace: "default", labels: { compute: "fargate" } }],
  });
  const conditions = (
    at(fargatePolicy(profile), "spec", "matchConditions") as {
      name: string;
      expression: string;
    }[]
  ).map(({ expression }) => expression);

  it("have a virtual node in each zone, which only their pods tolerate", () => {
    const cluster = existing(types.cluster, "dev", { version: "1.35" });
    const nodes = fargateNodes(
      { ...profile, inputs: { ...profile.inputs, clusterName: "dev" } },
      account(cluster, ...subnets),
    );
    assert.deepEqual(
      nodes.map(({ metadata }) => metadata.labels["topology.kubernetes.io/zone"]),
      ["ap-northeast-2a", "ap-northeast-2b"],
    );
    for (const { metadata, spec, status } of nodes) {
      assert.equal(at(status, "nodeInfo", "kubeletVersion"), "v1.35.0-eks-simulated");
      assert.match(metadata.name, /^fargate-ip-10-64-/);
      assert.equal(metadata.labels["eks.amazonaws.com/compute-type"], "fargate");
      assert.deepEqual(spec.taints, [
        { key: "eks.amazonaws.com/compute-type", value: "fargate", effect: "NoSchedule" },
      ]);
    }
  });

  it("take pods by namespace and labels, never those of a DaemonSet or of another profile", () => {
    const [selected = "", other = "", daemon = ""] = conditions;
    assert.ok(selected.includes('(request.namespace.matches("^user.*$"))'));
    assert.ok(selected.includes('object.metadata.labels["compute"] == "fargate"'));
    assert.ok(
      other.includes('object.metadata.labels["eks.amazonaws.com/fargate-profile"] == "all"'),
    );
    assert.ok(daemon.includes("DaemonSet"));
  });

  /** An API server that takes the policy up at the `after`th look. */
  const server = (after: number) => {
    const log: string[] = [];
    let probes = 0;
    const api: Api = {
      call<T>(method: string, path: string) {
        log.push(`${method} ${path.split("?")[0]?.split("/").slice(-2).join("/") ?? ""}`);
        const isProbe = path.includes("dryRun=All") && (probes += 1) >= after;
        const nodeSelector = isProbe ? { "eks.amazonaws.com/fargate-profile": "all" } : {};
        const items = [{ metadata: { name: "fargate-a" } }];
        return Promise.resolve({ spec: { nodeSelector }, items } as T);
      },
    };
    return { log, profiles: new FargateProfiles(() => api, 0) };
  };
  const watch = { signal: new AbortController().signal, status: () => undefined };

  it("are there when the API server sends pods to them, not before", async () => {
    const { log, profiles } = server(2);
    await profiles.settle(profile, account(...subnets), watch);
    assert.equal(log.filter((it) => it === "POST v1/nodes").length, 2);
    assert.equal(log.filter((it) => it === "POST default/pods").length, 2);
  });

  it("take everything of theirs along, so that no pod is sent to nodes that are gone", async () => {
    const { log, profiles } = server(1);
    await profiles.remove(profile, (text) => {
      throw new Error(text);
    });
    assert.deepEqual(log.slice(1), [
      "DELETE mutatingadmissionpolicybindings/fargate-dev-all",
      "DELETE mutatingadmissionpolicies/fargate-dev-all",
      "DELETE nodes/fargate-a",
    ]);
  });
});

describe("what nodes are made from, and where Fargate goes", () => {
  it("makes a launch template's every change a version of it", async () => {
    const run = new Run();
    const inputs = { name: "labs", tags: { a: "b" } };
    const first = await run.up(types.launchTemplate, "labs", inputs);
    assert.equal(first.outputs.latestVersion, 1);
    const tagged = await run.update(first, { ...inputs, tags: { a: "c" } });
    assert.equal(tagged.outputs.latestVersion, 1);
    const changed = await run.update(tagged, { ...inputs, instanceType: "t3.small" });
    assert.equal(changed.outputs.latestVersion, 2);
  });

  it("lets Fargate into private subnets alone", async () => {
    const run = new Run();
    const { vpc, a, b } = await withCluster(run);
    const gateway = await run.up(types.internetGateway, "main", { vpcId: vpc.id });
    const table = await run.up(types.routeTable, "public", { vpcId: vpc.id });
    await run.up("aws:ec2/route:Route", "out", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    await run.up("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", {
      routeTableId: table.id,
      subnetId: a.id,
    });
    const role = await run.up(types.role, "fargate", { name: "fargate", assumeRolePolicy: trust });
    const profile = (subnet: string) =>
      run.up(types.fargateProfile, "all", {
        clusterName: "dev",
        fargateProfileName: "all",
        podExecutionRoleArn: role.outputs.arn,
        subnetIds: [subnet],
        selectors: [{ namespace: "default" }],
      });
    await assert.rejects(profile(a.id), /has a route to an internet gateway, and Fargate takes/);
    assert.ok(await profile(b.id));
  });
});
