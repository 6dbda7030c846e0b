import assert from "node:assert/strict";
import fc from "fast-check";

import { differences, liveInputs } from "../../../../sandbox/providers/kubernetes/compare";
import { diffObject, withoutIgnored } from "../../../../sandbox/providers/kubernetes/diff";
import { ApiError } from "../../../../sandbox/providers/kubernetes/errors";
import type { Json, KubeObject } from "../../../../sandbox/providers/kubernetes/objects";
import { pathKeys } from "../../../../sandbox/providers/kubernetes/ownership";
import { toCheckpoint } from "../../../../sandbox/providers/kubernetes/checkpoint";
import { unknownValue } from "../../../../sandbox/providers/runtime/provider";
import { cluster, object } from "./cluster";

const refusal = (field: string, message: string) =>
  new ApiError(422, { message, reason: "Invalid", details: { causes: [{ field, message }] } });

async function diff(old: KubeObject, inputs: KubeObject, options: Json = {}, refused?: ApiError) {
  const live = cluster(({ query }) => {
    if (refused && query.dryRun) throw refused;
    return old;
  }, options);
  const state = toCheckpoint(old, { ...old }, "pulumi-kubernetes-00000000");
  const result = await diffObject(live, {
    type: `kubernetes:${old.apiVersion}:${old.kind}`,
    urn: "urn",
    state,
    oldInputs: { ...old },
    inputs: { ...inputs },
    ignoreChanges: [],
  });
  const kinds = Object.entries(result.detailed).map(([path, { kind }]) => `${path}: ${kind}`);
  return { kinds, deleteBeforeReplace: result.deleteBeforeReplace, asked: live.asked };
}

const deployment = (spec: Json, metadata: Json = {}) =>
  object("apps/v1", "Deployment", { spec, metadata });

describe("a change of an object's inputs", () => {
  const labels = (app: string) => ({ matchLabels: { app } });

  it("updates it, after a dry-run that the API server takes", async () => {
    const found = await diff(deployment({ replicas: 1 }), deployment({ replicas: 2 }));
    assert.deepEqual(found.kinds, ["spec.replicas: update"]);
    assert.deepEqual(
      found.asked.map(({ query }) => query.dryRun),
      ["All"],
    );
  });

  it("asks nothing of the API server where nothing has changed", async () => {
    const same = deployment({ replicas: 1 });
    const found = await diff(same, structuredClone(same));
    assert.deepEqual([found.kinds, found.asked], [[], []]);
  });

  it("replaces it where a rule says that the field cannot change, deleting the old one first", async () => {
    const selector = await diff(
      deployment({ selector: labels("a") }),
      deployment({ selector: labels("b") }),
    );
    assert.deepEqual(selector.kinds, ["spec.selector.matchLabels.app: update-replace"]);
    assert.equal(selector.deleteBeforeReplace, true);
    const renamed = await diff(deployment({}), deployment({}, { name: "other" }));
    assert.deepEqual(renamed.kinds, ["metadata.name: update-replace"]);
    assert.equal(renamed.deleteBeforeReplace, false, "both names may stand side by side");
  });

  it("replaces it where only the API server knows that the field cannot change", async () => {
    const name = "spec.loadBalancerClass";
    const service = (loadBalancerClass: string, type = "LoadBalancer") =>
      object("v1", "Service", { spec: { loadBalancerClass, type } });
    const refused = refusal(name, `Service "app" is invalid: ${name}: may not change once set`);
    const found = await diff(service("a"), service("b"), {}, refused);
    assert.deepEqual(found.kinds, [`${name}: update-replace`]);
  });

  it("stays an update where the API server refuses it for another reason: the update's preview says so", async () => {
    const refused = refusal("spec.replicas", "must be greater than or equal to 0");
    const found = await diff(
      deployment({ replicas: 1 }),
      deployment({ replicas: -1 }),
      {},
      refused,
    );
    assert.deepEqual(found.kinds, ["spec.replicas: update"]);
  });

  it("replaces a ConfigMap or Secret for its data, unless they may change", async () => {
    for (const [kind, option] of [
      ["ConfigMap", "enableConfigMapMutable"],
      ["Secret", "enableSecretMutable"],
    ] as const) {
      const of = (mode: string, more: Json = {}) =>
        object("v1", kind, { data: { mode: Buffer.from(mode).toString("base64") }, ...more });
      const changes = async (options: Json, more: Json = {}) =>
        (await diff(of("a", more), of("b", more), options)).kinds;
      assert.deepEqual(await changes({}), ["data.mode: update-replace"], kind);
      assert.deepEqual(await changes({ [option]: "true" }), ["data.mode: update"], kind);
      const frozen = await changes({ [option]: "true" }, { immutable: true });
      assert.deepEqual(frozen, ["data.mode: update-replace"], kind);
    }
  });

  it("does not ask about what is not known yet", async () => {
    const found = await diff(deployment({ image: "a" }), deployment({ image: unknownValue }));
    assert.deepEqual([found.kinds, found.asked], [["spec.image: update"], []]);
  });

  it("is left out below a path that the program ignores", () => {
    const changed = { "spec.replicas": "update", 'metadata.annotations["a.b/c"]': "add" } as const;
    assert.deepEqual(Object.keys(withoutIgnored(changed, ["spec.replicas"])), [
      'metadata.annotations["a.b/c"]',
    ]);
    assert.deepEqual(withoutIgnored(changed, ["spec.*", 'metadata.annotations["a.b/c"]']), {});
    assert.deepEqual(withoutIgnored(changed, ["spec.replicasX"]), changed);
  });
});

describe("the comparison of two values", () => {
  const json = fc.jsonValue({ maxDepth: 4 });

  it("finds nothing between equal ones", () => {
    fc.assert(
      fc.property(json, (value) =>
        assert.deepEqual(differences(value, structuredClone(value)), {}),
      ),
      { numRuns: 50 },
    );
  });

  it("finds the same places whichever way it is asked", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const there = differences(one, other);
        assert.deepEqual(Object.keys(there).sort(), Object.keys(differences(other, one)).sort());
      }),
      { numRuns: 50 },
    );
  });

  it("names places as programs do, and finds them by that name", () => {
    const before = {
      metadata: { annotations: { "a.b/c": 'd"' } },
      ports: [{ port: 1 }, { port: 2 }],
    };
    const after = structuredClone(before);
    after.metadata.annotations["a.b/c"] = "";
    after.ports = [{ port: 1 }];
    const found = differences(before, after);
    assert.deepEqual(found, { 'metadata.annotations["a.b/c"]': "update", "ports[1]": "delete" });
    assert.deepEqual(pathKeys('metadata.annotations["a.b/c"]'), [
      "metadata",
      "annotations",
      "a.b/c",
    ]);
  });
});

describe("the inputs that a live object amounts to", () => {
  const declared = {
    spec: {
      replicas: 1,
      cpu: "0.5",
      containers: [{ name: "app", image: "shop:1", env: [{ name: "EMPTY", value: "" }] }],
    },
  };
  const stored = {
    spec: {
      replicas: 1,
      cpu: "500m",
      strategy: "RollingUpdate",
      containers: [{ name: "app", image: "shop:1", env: [{ name: "EMPTY" }], pull: "Always" }],
    },
    status: { ready: true },
  };
  const now = (change: (live: typeof stored) => void) => {
    const live = structuredClone(stored);
    change(live);
    return differences(declared, liveInputs(declared, stored, live));
  };

  it("are the declared ones where nobody changed anything, whatever the API server made of them", () => {
    assert.deepEqual(
      now(() => undefined),
      {},
    );
    assert.deepEqual(
      now((live) => (live.status.ready = false)),
      {},
    );
  });

  it("show what someone changed or took away", () => {
    assert.deepEqual(
      now((live) => (live.spec.replicas = 5)),
      { "spec.replicas": "update" },
    );
    assert.deepEqual(
      now((live) => Reflect.deleteProperty(live.spec, "cpu")),
      {
        "spec.cpu": "delete",
      },
    );
  });

  it("do not show a sidecar that another added, and keep the order of the declared ones", () => {
    const proxy = { name: "istio-proxy", image: "p", env: [], pull: "Always" };
    assert.deepEqual(
      now((live) => live.spec.containers.unshift(proxy)),
      {},
    );
    assert.deepEqual(
      now((live) => {
        live.spec.containers.unshift(proxy);
        const app = live.spec.containers[1];
        if (app) app.image = "shop:2";
      }),
      { "spec.containers[0].image": "update" },
    );
  });
});
