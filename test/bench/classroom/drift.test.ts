import assert from "node:assert/strict";

import fc from "fast-check";

import { driftOf } from "../../../bench/classroom/drift";
import type { Declared } from "../../../course/classroom/model";

const kinds = [
  ...["Namespace", "ServiceAccount", "Deployment", "Service", "ConfigMap", "Secret", "Role"],
  ...["ResourceQuota", "NetworkPolicy", "Ingress", "PodDisruptionBudget"],
];

const environment: Declared[] = kinds.flatMap((kind) =>
  Array.from({ length: 4 }, (_, index) => ({
    manager: "pulumi-kubernetes",
    object: {
      apiVersion: "v1",
      kind,
      metadata: { name: `it-${index.toString()}`, namespace: "user01" },
      data: { first: "a", second: "b" },
      spec: {
        hard: { pods: "10", "requests.cpu": "1" },
        rules: [{ host: "a" }, { host: "b" }],
        template: { spec: { containers: [{ name: "main", image: "shop:v1" }] } },
      },
    },
  })),
);

describe("the drift of the classroom's bench", () => {
  it("is the same for the same seed, and another for another", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        assert.deepEqual(driftOf(environment, seed), driftOf(environment, seed));
        assert.notDeepEqual(driftOf(environment, seed), driftOf(environment, seed + 1));
      }),
    );
  });

  it("takes about a third of the objects, each once", () => {
    const counts = Array.from({ length: 200 }, (_, seed) => driftOf(environment, seed).length);
    const mean = counts.reduce((sum, it) => sum + it, 0) / counts.length;
    assert.ok(Math.abs(mean / environment.length - 1 / 3) < 0.03, mean.toString());
    const drift = driftOf(environment, 3);
    assert.equal(new Set(drift.map(({ declared }) => declared)).size, drift.length);
  });

  it("deletes, changes and adds, but takes no namespace and no service account away", () => {
    const all = Array.from({ length: 100 }, (_, seed) => driftOf(environment, seed)).flat();
    const deleted = all.filter(({ deed }) => deed.do === "delete");
    assert.ok(deleted.length > 0 && deleted.length < all.length / 2);
    for (const { declared } of deleted)
      assert.ok(!["Namespace", "ServiceAccount"].includes(declared.object.kind));
    const bodies = all.flatMap(({ deed }) =>
      deed.do === "merge" ? [JSON.stringify(deed.body)] : [],
    );
    for (const part of ["replicas", "registry.example/mine", "selector", "labels", '"first"'])
      assert.ok(
        bodies.some((body) => body.includes(part)),
        part,
      );
  });
});
