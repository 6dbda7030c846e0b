import assert from "node:assert/strict";

import { at } from "../../mocks";
import { build, inputsOf } from "./fixtures";

describe("Microservice: what has no argument", () => {
  it("is changed object by object, and all else stays", async () => {
    const shape = { replicas: { min: 2, max: 4 }, callers: ["gateway"], mesh: {} };
    const made = await build({
      ...shape,
      transform: {
        deployment: (it) => ({ ...it, revisionHistoryLimit: 10 }),
        service: (it) => ({ ...it, sessionAffinity: "ClientIP" }),
        serviceAccount: (it) => ({ ...it, imagePullSecrets: [{ name: "registry" }] }),
        autoscaler: (it) => ({ ...it, behavior: { scaleDown: { selectPolicy: "Disabled" } } }),
        budget: (it) => ({ ...it, maxUnavailable: "25%" }),
        networkPolicy: (it) => ({ ...it, policyTypes: ["Ingress"] }),
      },
    });
    const spec = (kind: string, ...path: string[]) => at(inputsOf(made, kind), "spec", ...path);
    assert.equal(spec("Deployment", "revisionHistoryLimit"), 10);
    assert.deepEqual(spec("Deployment", "selector", "matchLabels"), { app: "web", slot: "stable" });
    assert.equal(spec("Service", "sessionAffinity"), "ClientIP");
    assert.deepEqual(at(inputsOf(made, "ServiceAccount"), "imagePullSecrets"), [
      { name: "registry" },
    ]);
    assert.deepEqual(spec("HorizontalPodAutoscaler", "behavior"), {
      scaleDown: { selectPolicy: "Disabled" },
    });
    assert.equal(spec("PodDisruptionBudget", "maxUnavailable"), "25%");
    assert.deepEqual(spec("NetworkPolicy", "policyTypes"), ["Ingress"]);
  });
});
