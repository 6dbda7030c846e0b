import assert from "node:assert/strict";

import { labNamed, labs } from "../../../apps/labs";
import { lacksOf } from "../../../course/labs/lacks";
import { effectiveConfig, merge, type ConfigMap } from "../../../sandbox/engine/config-copy";
import { parseClassroom } from "../../../stacks/classroom/config";
import { parseConfig } from "../../../stacks/config";

type Over = Readonly<Record<string, unknown>>;

const prefixed = (over: Over): ConfigMap =>
  Object.fromEntries(Object.entries(over).map(([key, value]) => [`twelve-street:${key}`, value]));

/** The shipped pair with all that labs need, and this put over it; null takes a part away. */
function lacksWith(platform: Over, classroom: Over) {
  const quota = { requestsMemory: "8Gi", limitsCpu: "16", limitsMemory: "16Gi" };
  const room = { mesh: {}, shop: {}, quota, ...classroom };
  const lacks = lacksOf(
    parseClassroom("spring", merge(effectiveConfig("classroom", {}), prefixed(room))),
    parseConfig("dev", merge(effectiveConfig("dev", {}), prefixed(platform))),
  );
  return (name: string) => {
    const lab = labNamed(name);
    assert.ok(lab, name);
    return lacks(lab);
  };
}

const noConsoles = { observability: null, mesh: { kiali: null } };

describe("what a classroom and its platform lack for labs", () => {
  it("is nothing where their configs have all parts", () => {
    const lack = lacksWith({}, {});
    for (const { name } of labs) assert.equal(lack(name), undefined);
  });

  it("is the classroom's where the platform has a mesh, and students' pods are not in it", () => {
    const lack = lacksWith({}, { mesh: null });
    assert.equal(
      lack("istio-firefox"),
      "istio-firefox needs Istio for students' pods: the classroom's config (stack spring) lacks twelve-street:mesh: {}.",
    );
    const lacking = labs.filter(({ name }) => lack(name) !== undefined);
    assert.deepEqual(
      lacking,
      labs.filter(({ needs = [] }) => needs.includes("mesh")),
    );
    for (const { name } of lacking) assert.doesNotMatch(lack(name) ?? "", /platform/);
  });

  it("is both's where neither has a mesh", () => {
    const lack = lacksWith({ mesh: null, observability: { requests: "none" } }, { mesh: null });
    assert.equal(
      lack("istio-retry"),
      "istio-retry needs Istio for students' pods: the platform's config (stack dev) lacks twelve-street:mesh: {}; the classroom's config (stack spring) lacks twelve-street:mesh: {}.",
    );
  });

  it("is each console that the platform has not", () => {
    const lack = lacksWith(noConsoles, {});
    assert.equal(
      lack("kiali"),
      "kiali needs Prometheus, Grafana, Kiali and Jaeger: the platform's config (stack dev) lacks twelve-street:observability.prometheus: {} and twelve-street:observability.grafana: {} and twelve-street:mesh.kiali: {}.",
    );
    assert.match(
      lacksWith(noConsoles, { mesh: null })("grafana") ?? "",
      /^grafana needs Istio for students' pods, and Prometheus, .*: the platform's config .*:mesh\.kiali: \{\}; the classroom's config \(stack spring\) lacks twelve-street:mesh: \{\}\.$/,
    );
  });

  it("is named by its key, for every other need", () => {
    const platform = {
      ingress: { nginx: null, alb: null, routes: null },
      mesh: null,
      storage: null,
      observability: null,
      backingServices: null,
      cluster: { addOns: [] },
    };
    const room = { ingress: null, mesh: null, shop: null, registry: null };
    const lack = lacksWith(platform, { ...room, bounds: { loadBalancers: 0 } });
    for (const [name, whose, setting] of [
      ["ingress-hosts", "platform", "ingress.nginx: {}"],
      ["ingress-hosts", "classroom", "ingress: { domain: students.example.com, className: nginx }"],
      ["efs-shared-volume", "platform", "storage.efs: { fileSystem: { onDestroy: delete } }"],
      ["statefulsets", "platform", "storage.disks: {}"],
      ["autoscaling", "platform", "cluster.addOns with metricsServer"],
      ["my-ecr", "classroom", "registry: {}"],
      ["service-load-balancer", "classroom", "bounds.loadBalancers: 1"],
      ["shop-tour", "classroom", "shop: {}"],
    ] as const) {
      const stack = whose === "platform" ? "dev" : "spring";
      const [, rest = ""] = (lack(name) ?? "").split(
        `the ${whose}'s config (stack ${stack}) lacks `,
      );
      assert.ok(rest.includes(`twelve-street:${setting}`), `${name}: ${lack(name)}`);
    }
  });
});
