import assert from "node:assert/strict";

import fc from "fast-check";

import { differencesOf } from "../../../course/classroom/compare";
import type { KubeObject } from "../../../course/classroom/model";
import { declaredView, liveView } from "../../../course/classroom/view";
import { applied, configMap, declare, deployment, edited } from "./objects";

const paths = (live: KubeObject, object = deployment) =>
  differencesOf(declare(object), live).map(({ path, how }) => `${path} ${how}`);

const change = (fields: object, object = deployment): KubeObject => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  metadata: { name: object.metadata.name ?? "" },
  ...fields,
});

const clean = applied(declare(deployment));

const texts = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.string({ minLength: 1, maxLength: 6 }),
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
);

describe("what differs between a live object and its declaration", () => {
  it("is nothing just after it was applied, whatever the API server has filled in", () => {
    fc.assert(
      fc.property(texts, (data) => {
        const declared = declare(configMap("settings", data));
        const live = applied(declared, { immutable: false, status: { phase: "there" } });
        assert.deepEqual(differencesOf(declared, live), []);
        assert.deepEqual(liveView(declared, live, []), declaredView(declared));
      }),
    );
  });

  it("is each field that somebody changes, adds or removes, and shows in the live view", () => {
    fc.assert(
      fc.property(texts, texts, (data, over) => {
        const declared = declare(configMap("settings", data));
        const live = edited(applied(declared), configMap("settings", over));
        const differences = differencesOf(declared, live);
        const expected = Object.entries(over).filter(([key, value]) => data[key] !== value);
        assert.deepEqual(
          differences.map(({ path }) => path).sort(),
          expected.map(([key]) => `data.${key}`).sort(),
        );
        assert.deepEqual(liveView(declared, live, differences).data, { ...data, ...over });
      }),
    );
  });

  it("is an added label, container, finalizer and owner", () => {
    const spec = { template: { spec: { containers: [{ name: "spy", image: "spy" }] } } };
    const grown = edited(clean, change({ spec }));
    const containers = [{ name: "main", image: "nginx:1" }, ...spec.template.spec.containers];
    Object.assign(grown.spec as object, {
      template: { metadata: { labels: { app: "web" } }, spec: { containers } },
    });
    assert.deepEqual(paths(grown), ["spec.template.spec.containers[spy] added"]);
    const metadata = { name: "web", labels: { mine: "yes" }, annotations: { note: "x" } };
    assert.deepEqual(paths(edited(clean, change({ metadata }))), [
      "metadata.labels.mine added",
      "metadata.annotations.note added",
    ]);
  });

  it("is a changed value under Pulumi's own name, too", () => {
    const spec = { template: { spec: { containers: [{ name: "main", image: "nginx:2" }] } } };
    const live = edited(clean, change({ spec }), "pulumi-kubernetes-1");
    assert.deepEqual(paths(live), ["spec.template.spec.containers[main].image changed"]);
  });

  it("is a scale that nobody owns, unless an autoscaler's", () => {
    const scaled = { ...clean, spec: { ...(clean.spec as object), replicas: 3 } };
    assert.deepEqual(paths(scaled), ["spec.replicas added"]);
    assert.deepEqual(differencesOf(declare(deployment), scaled, { autoscaled: true }), []);
  });

  it("is a table that another has taken over as a whole", () => {
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "student", namespace: "user01" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
    };
    const live = applied(declare(role));
    const narrower = [{ ...role.rules[0], resourceNames: ["one"] }];
    const [ours] = live.metadata.managedFields ?? [];
    const taken = { ...live, rules: narrower };
    taken.metadata = {
      ...live.metadata,
      managedFields: [
        { ...ours, fieldsV1: {}, manager: "pulumi-kubernetes-1", operation: "Apply" },
        { manager: "kubectl-edit", operation: "Update", fieldsV1: { "f:rules": {} } },
      ],
    };
    assert.notDeepEqual(paths(taken, role), []);
  });

  it("is that its history is wiped", () => {
    const live = { ...clean, metadata: { ...clean.metadata, managedFields: [] } };
    assert.deepEqual(paths(live), ["metadata.managedFields taken"]);
  });

  it("is nothing where the API server spells an amount its own way, or keeps a Secret's text", () => {
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "q", namespace: "user01" },
      spec: { hard: { "limits.cpu": "0.5", "limits.memory": "1024Mi" } },
    };
    const live = applied(declare(quota), {
      spec: { hard: { "limits.cpu": "500m", "limits.memory": "1Gi" } },
    });
    assert.deepEqual(paths(live, quota), []);
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s", namespace: "user01" },
      stringData: { key: "value" },
    };
    const kept = applied(declare(secret), { data: { key: "dmFsdWU=" } });
    delete kept.stringData;
    assert.deepEqual(paths(kept, secret), []);
  });

  it("is nothing that controllers note on what is declared", () => {
    const metadata = {
      name: "web",
      annotations: { "deployment.kubernetes.io/revision": "3" },
      finalizers: ["foregroundDeletion"],
    };
    const live = edited(clean, change({ metadata }), "kube-controller-manager");
    const own = live.metadata.managedFields ?? [];
    const last = own.at(-1);
    if (last)
      last.fieldsV1 = {
        "f:metadata": {
          "f:annotations": { "f:deployment.kubernetes.io/revision": {} },
          "f:finalizers": { 'v:"foregroundDeletion"': {} },
        },
      };
    assert.deepEqual(paths(live), []);
  });
});
