import assert from "node:assert/strict";

import { IstioTutorial, type TutorialSettings } from "../../apps/istio-tutorial";
import { at, run, type Run } from "../mocks";

const v1 = { version: "v1" };
const settings: TutorialSettings = {
  rollout: { strategy: "ramped", release: v1 },
  replicas: 1,
  env: {},
};

const recommendation: TutorialSettings = {
  ...settings,
  rollout: {
    strategy: "abTest",
    a: v1,
    b: { version: "v2" },
    toB: [{ by: "userAgent", regex: ".*Firefox.*" }],
  },
};

let made: Promise<Run> | undefined;
const once = () =>
  (made ??= run(() => {
    const tutorial = new IstioTutorial("istio-tutorial", {
      namespace: "tutorial",
      kubernetesVersion: "1.36",
      services: { customer: settings, preference: settings, recommendation },
      mesh: { injection: { "istio.io/rev": "default" }, ready: [] },
    });
    return { customerUrl: tutorial.customerUrl };
  }));

const deployment = "kubernetes:apps/v1:Deployment";

describe("IstioTutorial", () => {
  it("runs the published images of its versions", async () => {
    const { ofType } = await once();
    const images = Object.fromEntries(
      ofType(deployment).map(({ name, inputs }) => [
        name,
        at(inputs, "spec", "template", "spec", "containers", 0, "image"),
      ]),
    );
    const image = (of: string) => `quay.io/rhdevelopers/istio-tutorial-${of}`;
    assert.deepEqual(images, {
      customer: image("customer:v1.1"),
      preference: image("preference:v1.1"),
      "recommendation-a": image("recommendation:v1.2"),
      "recommendation-b": image("recommendation:v2.2"),
    });
  });

  it("opens the customer on 8080, and lets in none but each one's caller", async () => {
    const { one } = await once();
    const service = one("kubernetes:core/v1:Service", "customer").inputs;
    assert.equal(at(service, "spec", "type"), "LoadBalancer");
    assert.equal(at(service, "spec", "ports", 0, "port"), 8080);
    for (const [callee, caller] of [
      ["preference", "customer"],
      ["recommendation", "preference"],
    ] as const) {
      const policy = one("kubernetes:networking.k8s.io/v1:NetworkPolicy", callee).inputs;
      const from = at(policy, "spec", "ingress", 0, "from");
      assert.deepEqual(from, [{ podSelector: { matchLabels: { app: caller } } }]);
    }
  });

  it("sends Firefox to the second version", async () => {
    const { resources } = await once();
    const route = resources.find(
      ({ type, name }) => type.endsWith(":VirtualService") && name === "recommendation",
    );
    const [first, rest] = at(route?.inputs, "spec", "http") as {
      route: { destination: { subset: string } }[];
      match?: unknown;
    }[];
    assert.deepEqual(first?.match, [{ headers: { "user-agent": { regex: ".*Firefox.*" } } }]);
    assert.equal(first.route[0]?.destination.subset, "b");
    assert.equal(rest?.route[0]?.destination.subset, "a");
  });

  it("keeps its namespace as closed as the shop's", async () => {
    const { one } = await once();
    const labels = at(one("kubernetes:core/v1:Namespace", "istio-tutorial").inputs, "metadata");
    assert.equal(at(labels, "labels", "pod-security.kubernetes.io/enforce"), "restricted");
    assert.equal(at(labels, "labels", "istio.io/rev"), "default");
    const deny = one(
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "istio-tutorial-default-deny",
    );
    assert.deepEqual(at(deny.inputs, "spec", "policyTypes"), ["Ingress"]);
  });
});
