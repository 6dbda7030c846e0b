import assert from "node:assert/strict";

import { serviceNames, services } from "../../apps/twelve-street/services";
import program from "../../stacks/main";
import { at, run, type Recorded, type Run } from "../mocks";
import { asEngine, changed, passwords, smallest, threeZones, type Raw } from "./committed";
import { isWhole } from "./whole";

const secretKeys = ["twelve-street:secrets"];

const shapes: Readonly<Record<string, () => Raw>> = { dev: smallest, prod: threeZones };

const up = (stack: string, raw: Raw = shapes[stack]?.() ?? {}): Promise<Run> =>
  run(program, { stack, config: asEngine(raw), secretKeys });

const deployment = "kubernetes:apps/v1:Deployment";
/** Names of ConfigMaps and Secrets end with a hash of their content. */
const withoutHash = (name: string): string => name.replace(/-[0-9a-f]{10}$/, "");

const backends = ["products", "orders", "delivery", "oauth"];

/** Inputs by URN, to compare two runs. */
const inputs = ({ resources }: Run): Map<string, string> =>
  new Map(resources.map(({ urn, inputs: of }) => [urn, JSON.stringify(of)]));

const differing = (a: Run, b: Run): string[] => {
  const [one, two] = [inputs(a), inputs(b)];
  return [...new Set([...one.keys(), ...two.keys()])]
    .filter((urn) => one.get(urn) !== two.get(urn))
    .map((urn) => urn.split("::").slice(2).join("::").replace(/^.*\$/, ""));
};

const runs: Partial<Record<string, Promise<Run>>> = {};
const once = (stack: string): Promise<Run> => (runs[stack] ??= up(stack));

for (const stack of ["dev", "prod"])
  describe(`a stack as small as it goes, ${stack === "dev" ? "over two zones" : "over three"}`, () => {
    const replicas = stack === "dev" ? 1 : 2;
    const zones = stack === "dev" ? 2 : 3;

    it("runs the six services, each by a Deployment and a Service of its own", async () => {
      const { ofType } = await once(stack);
      const named = (type: string) =>
        ofType(type)
          .map(({ name }) => name)
          .sort();
      assert.deepEqual(named(deployment), [...serviceNames].sort());
      assert.deepEqual(named("kubernetes:core/v1:Service"), [...serviceNames].sort());
      for (const { name, inputs: of } of ofType(deployment)) {
        assert.equal(at(of, "spec", "replicas"), replicas);
        assert.deepEqual(at(of, "spec", "selector", "matchLabels"), { app: name, slot: "stable" });
        assert.equal(
          at(of, "spec", "template", "spec", "containers", 0, "image"),
          `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/twelve-street-${stack}/${name}:v1`,
        );
      }
    });

    it("opens the gateway and the UI on 8080, and keeps the others inside", async () => {
      const { ofType } = await once(stack);
      for (const { name, inputs: of } of ofType("kubernetes:core/v1:Service")) {
        assert.equal(at(of, "spec", "ports", 0, "port"), 8080);
        const type = ["gateway", "ui"].includes(name) ? "LoadBalancer" : "ClusterIP";
        assert.equal(at(of, "spec", "type"), type, name);
      }
    });

    it("tells the UI the gateway's address, and the others their profile", async () => {
      const made = await once(stack);
      const container = (name: string) =>
        at(made.one(deployment, name).inputs, "spec", "template", "spec", "containers", 0);
      assert.deepEqual(at(container("ui"), "env"), [
        { name: "VUE_APP_API_HOST", value: "http://gateway.elb.example.com:8080" },
      ]);
      assert.equal(made.outputs.gatewayUrl, "http://gateway.elb.example.com:8080");
      assert.equal(made.outputs.uiUrl, "http://ui.elb.example.com:8080");
      for (const name of [...backends, "gateway"]) {
        const [map] = made
          .ofType("kubernetes:core/v1:ConfigMap")
          .filter((it) => withoutHash(it.name) === name)
          .map((it) => it.inputs);
        assert.equal(at(map, "data", "SPRING_PROFILES_ACTIVE"), "docker");
        assert.deepEqual(at(container(name), "envFrom", 0), {
          configMapRef: { name: at(map, "metadata", "name") },
        });
      }
    });

    it("keeps each password in a Secret, and nowhere in the open", async () => {
      const made = await once(stack);
      const secrets = made.ofType("kubernetes:core/v1:Secret");
      assert.deepEqual(secrets.map(({ name }) => withoutHash(name)).sort(), [...backends].sort());
      const plain = [passwords.namingKey, ...backends.map((name) => `${name}-pass`)];
      for (const { name, inputs: of, secretInputs } of made.resources)
        for (const [key, value] of Object.entries(of))
          if (!secretInputs.includes(key))
            for (const password of plain)
              assert.ok(!JSON.stringify(value).includes(password), `${name}.${key}`);
    });

    it("enforces Pod Security restricted, of the cluster's version", async () => {
      const made = await once(stack);
      const namespace = made.one("kubernetes:core/v1:Namespace", "twelve-street").inputs;
      assert.deepEqual(at(namespace, "metadata", "labels"), {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.36",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.36",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.36",
      });
    });

    it("lets in the callers of the table, and denies the rest", async () => {
      const made = await once(stack);
      const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
      assert.deepEqual(at(made.one(policy, "twelve-street-default-deny").inputs, "spec"), {
        podSelector: {},
        policyTypes: ["Ingress"],
      });
      const callers = (name: string) =>
        (at(made.one(policy, name).inputs, "spec", "ingress", 0, "from") as unknown[]).map((from) =>
          at(from, "podSelector", "matchLabels", "app"),
        );
      assert.deepEqual(callers("products"), ["orders", "delivery", "gateway"]);
      assert.deepEqual(callers("oauth"), ["gateway"]);
    });

    it("starts pods when there are nodes, and all else before", async () => {
      const made = await once(stack);
      const nodes = made.ofType("aws:eks/nodeGroup:NodeGroup").map(({ urn }) => urn);
      const waits = ({ dependencies }: Recorded) =>
        nodes.every((urn) => dependencies.includes(urn));
      assert.ok(nodes.length > 0);
      assert.ok(made.ofType(deployment).every(waits));
      assert.ok(!made.ofType("kubernetes:core/v1:Service").some(waits));
    });

    it("sends every Kubernetes object to its own cluster", async () => {
      const made = await once(stack);
      const { urn } = made.one("pulumi:providers:kubernetes", `twelve-street-${stack}`);
      const objects = made.resources.filter(({ type }) => type.startsWith("kubernetes:"));
      assert.ok(objects.length > 30);
      for (const { name, provider } of objects) assert.ok(provider.startsWith(urn), name);
    });

    it("names every Kubernetes object itself: an interrupted run leaves no orphan", async () => {
      for (const { type, name, inputs: of } of (await once(stack)).resources)
        if (type.startsWith("kubernetes:"))
          assert.equal(typeof at(of, "metadata", "name"), "string", `${type} ${name}`);
    });

    it("spreads over its zones, with NAT as asked", async () => {
      const { ofType } = await once(stack);
      assert.equal(ofType("aws:ec2/subnet:Subnet").length, zones * 2);
      const exits = ofType("aws:ec2/natGateway:NatGateway").length;
      assert.equal(exits, stack === "dev" ? 1 : zones);
    });

    it("registers the outputs of every component, and owns every resource", async () => {
      isWhole(await once(stack));
    });

    it("says what a person and the next program need", async () => {
      const { outputs } = await once(stack);
      assert.equal(outputs.region, "ap-northeast-2");
      assert.equal(outputs.clusterName, `twelve-street-${stack}`);
      assert.equal(outputs.namespace, "twelve-street");
      assert.match(outputs.vpcId as string, /^vpc-/);
      for (const of of [outputs.publicSubnetIds, outputs.privateSubnetIds])
        assert.equal((of as string[]).length, zones);
      assert.equal((outputs.natAddresses as string[]).length, stack === "dev" ? 1 : zones);
      assert.deepEqual(Object.keys(outputs.repositories as object), [...serviceNames]);
    });
  });

describe("program", () => {
  it("knows no stack by its name: prod's config makes prod's resources, whatever it is called", async () => {
    // Names of clusters and repositories follow the stack's, and AWS's ids follow the names.
    const nameless = ({ resources }: Run, stack: string): string[] =>
      resources
        .map(({ type, name, inputs: of }) => `${type} ${name} ${JSON.stringify(of)}`)
        .map((text) => text.replaceAll(`twelve-street-${stack}`, "twelve-street-x"))
        .map((text) => text.replaceAll(`"stack":"${stack}"`, '"stack":"x"'))
        .map((text) =>
          text.replace(/-[0-9a-f]{7,17}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "-id"),
        )
        .sort();
    const renamed = await up("dev", threeZones());
    assert.deepEqual(nameless(renamed, "dev"), nameless(await once("prod"), "prod"));
  });

  it("changes one Deployment when one tag changes", async () => {
    const raw = changed(smallest(), "twelve-street:shop.services.orders.release.version", "v2");
    assert.deepEqual(differing(await once("dev"), await up("dev", raw)), [`${deployment}::orders`]);
  });

  it("changes one service's Deployment when one setting changes, and keeps the old ConfigMap for the old pods", async () => {
    const raw = changed(smallest(), "twelve-street:shop.services.orders.env", { A: "b" });
    assert.deepEqual(
      differing(await once("dev"), await up("dev", raw))
        .map(withoutHash)
        .sort(),
      [
        `${deployment}::orders`,
        // One comes before the pods roll, one goes after.
        "kubernetes:core/v1:ConfigMap::orders",
        "kubernetes:core/v1:ConfigMap::orders",
      ],
    );
  });

  it("leaves out a service that is switched off, and the whole shop", async () => {
    const noUi = await up(
      "dev",
      changed(smallest(), "twelve-street:shop.services.ui.enabled", false),
    );
    assert.equal(noUi.ofType(deployment).length, 5);
    assert.equal(noUi.outputs.uiUrl, undefined);
    const bare = await up("dev", changed(smallest(), "twelve-street:shop.enabled", false));
    assert.equal(bare.resources.filter(({ type }) => type.startsWith("kubernetes:")).length, 0);
    assert.ok(bare.ofType("aws:eks/nodeGroup:NodeGroup").length > 0);
  });

  it("puts nodes into public subnets where there is no NAT", async () => {
    const made = await up("dev", changed(smallest(), "twelve-street:network.nat", "none"));
    const [group] = made.ofType("aws:eks/nodeGroup:NodeGroup");
    const [cluster] = made.ofType("eks:index:Cluster");
    assert.deepEqual(group?.inputs.subnetIds, cluster?.inputs.publicSubnetIds);
  });

  it("makes nothing at all of broken config, and says why in one sentence", async () => {
    const raw = changed(smallest(), "twelve-street:shop.services.ui.replicas", -1);
    await assert.rejects(
      up("dev", raw),
      (error: Error) =>
        error.message.includes("twelve-street:shop.services.ui.replicas is -1") &&
        error.constructor.name === "RunError",
    );
  });

  it("refuses secrets in plain text, and settings that are encrypted", async () => {
    const config = asEngine(smallest());
    await assert.rejects(
      run(program, { stack: "dev", config, secretKeys: [] }),
      /twelve-street:secrets is in plain text/,
    );
    await assert.rejects(
      run(program, { stack: "dev", config, secretKeys: [...secretKeys, "twelve-street:shop"] }),
      /twelve-street:shop is encrypted, whole or in part/,
    );
  });

  it("names the missing secret and the command that sets it", async () => {
    const config = {
      ...asEngine(smallest()),
      "twelve-street:secrets": JSON.stringify({ ...passwords, oauth: {} }),
    };
    await assert.rejects(
      run(program, { stack: "dev", config, secretKeys }),
      /oauth\.SPRING_DATASOURCE_PASSWORD is missing: set it with pulumi config set --secret --path/,
    );
  });

  it("has a row in the table for each service, and nobody calls who is not there", () => {
    for (const name of serviceNames)
      for (const callee of services[name].calls) assert.ok(serviceNames.includes(callee));
  });
});
