import assert from "node:assert/strict";

import { serviceNames } from "../../apps/twelve-street/services";
import { smallResources } from "../../apps/twelve-street/small";
import { StudentStreet, type StudentStreetArgs } from "../../apps/twelve-street/student-street";
import { classroomLabel } from "../../components/classroom/objects";
import { isLetThrough, type Pod } from "../../components/classroom/evaluate";
import type { NetworkPolicy } from "../../components/classroom/network-policy";
import { networkPolicies } from "../../components/classroom/policies";
import { at } from "../../sandbox/recorded-run";
import { run, type Run } from "../mocks";

const entry = { host: "user01.students.example.com", className: "nginx" };
const args = (namespace: string): StudentStreetArgs => ({
  namespace,
  version: "v1",
  images: Object.fromEntries(
    serviceNames.map((name) => [name, `registry.example.com/${name}`]),
  ) as StudentStreetArgs["images"],
  secrets: {
    namingKey: "long enough to be a key",
    services: { products: { SPRING_DATASOURCE_PASSWORD: "hidden" } },
  },
});

const kubernetes = (whole: Run) =>
  whole.resources.filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));

describe("StudentStreet", () => {
  let whole: Run;
  let urls: (string | undefined)[];
  before(async () => {
    whole = await run(() => {
      const one = new StudentStreet("class-user01", { ...args("user01"), entry });
      new StudentStreet("class-user02", args("user02"));
      urls = [one.uiUrl, one.gatewayUrl];
      return {};
    });
  });
  const named = (kind: string, namespace = "user01") =>
    kubernetes(whole).filter(
      ({ type, inputs }) =>
        type.endsWith(`:${kind}`) && at(inputs, "metadata", "namespace") === namespace,
    );

  it("stands in several namespaces of a stack, under the same names in each", () => {
    const urns = kubernetes(whole).map(({ urn }) => urn);
    assert.equal(new Set(urns).size, urns.length);
    for (const namespace of ["user01", "user02"])
      assert.deepEqual(
        named("Service", namespace).map(({ inputs }) => at(inputs, "metadata", "name")),
        serviceNames,
      );
  });

  it("bears no label of the classroom's, so that students may change it", () => {
    for (const { inputs, urn } of kubernetes(whole))
      assert.equal(at(inputs, "metadata", "labels", classroomLabel), undefined, urn);
  });

  it("has no load balancer, and one Ingress at the student's host for UI and gateway", () => {
    for (const { inputs } of named("Service"))
      assert.equal(at(inputs, "spec", "type"), "ClusterIP");
    const [ingress] = named("Ingress");
    const rules = at(ingress?.inputs, "spec", "rules") as { host: string; http: object }[];
    assert.deepEqual(
      rules.map(({ host, http }) => [host, at(http, "paths", 0, "backend", "service", "name")]),
      [
        ["gateway.user01.students.example.com", "gateway"],
        ["user01.students.example.com", "ui"],
      ],
    );
    assert.deepEqual(urls, [
      "http://user01.students.example.com",
      "http://gateway.user01.students.example.com",
    ]);
    assert.equal(named("Ingress", "user02").length, 0);
  });

  it("asks for what the quota was checked by, and waits for no pod", () => {
    for (const { inputs } of named("Deployment")) {
      const name = at(inputs, "metadata", "name") as (typeof serviceNames)[number];
      const { cpuMillis, memoryLimitMiB } = smallResources(name);
      const container = at(inputs, "spec", "template", "spec", "containers", 0);
      assert.equal(at(container, "resources", "requests", "cpu"), `${cpuMillis}m`);
      assert.equal(at(container, "resources", "limits", "memory"), `${memoryLimitMiB}Mi`);
      const annotations = at(inputs, "metadata", "annotations") as Record<string, string>;
      assert.equal(annotations["pulumi.com/skipAwait"], "true");
    }
  });

  it("opens nothing that the namespace's own policies shut", () => {
    const surroundings = { vpcCidrs: ["10.64.0.0/16"], callers: [{ namespace: "ingress-nginx" }] };
    const around = networkPolicies("class", "user01", surroundings);
    const shops = named("NetworkPolicy").map(({ inputs }) => inputs as unknown as NetworkPolicy);
    assert.equal(shops.length, serviceNames.length);
    const pod = (namespace: string, app: string, own: boolean): Pod => ({
      namespace,
      labels: { app, ...(own && { "network-policy": "own" }) },
      ip: "10.64.1.1",
    });
    const namespaces = Object.fromEntries(
      ["user01", "user02", "ingress-nginx", "kube-system"].map((name) => [
        name,
        { "kubernetes.io/metadata.name": name },
      ]),
    );
    const inner = (from: string, to: string, own: boolean) =>
      isLetThrough(
        { policies: [...around, ...shops], namespaces },
        { from: pod("user01", from, false), to: pod("user01", to, own), port: 8080 },
      );
    for (const own of [false, true])
      for (const to of serviceNames) {
        const self = pod("user01", to, own);
        const outside = [
          pod("user02", "web", false),
          { ip: "10.64.9.9" },
          { ip: "169.254.169.254" },
        ];
        for (const other of outside)
          for (const [from, target] of [
            [self, other],
            [other, self],
          ] as const)
            assert.equal(
              isLetThrough(
                { policies: [...around, ...shops], namespaces },
                { from, to: target, port: 8080 },
              ),
              false,
            );
      }
    assert.ok(inner("web", "products", false), "a pod of the student's reaches the shop");
    assert.ok(inner("gateway", "products", true), "under its own policies callers alone do");
    assert.ok(!inner("web", "products", true));
  });

  it("tells its services' secrets to nobody else", () => {
    for (const { inputs, urn } of kubernetes(whole))
      if (!urn.includes("v1:Secret")) assert.ok(!JSON.stringify(inputs).includes("hidden"), urn);
    assert.equal(named("Secret").length, 4);
  });
});
