import assert from "node:assert/strict";

import fc from "fast-check";

import { differencesOf } from "../../../course/classroom/compare";
import type { KubeObject } from "../../../course/classroom/model";
import { pointerTo } from "../../../course/classroom/owned";
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

const withoutField = (live: KubeObject, field: string): KubeObject =>
  Object.fromEntries(Object.entries(live).filter(([key]) => key !== field)) as KubeObject;

/** What every object of JavaScript has without anybody having put it there. */
const inherited = ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"];

const texts = fc.dictionary(
  fc.oneof(fc.stringMatching(/^[a-z]{1,6}$/), fc.constantFrom(...inherited)),
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

  it("is each label that somebody adds, be it called as what every object has", () => {
    for (const name of inherited) {
      const labels = Object.fromEntries([[name, "mine"]]);
      const live = edited(clean, change({ metadata: { name: "web", labels } }));
      assert.deepEqual(paths(live), [`metadata.labels.${name} added`]);
      const declared = declare(deployment);
      assert.deepEqual(
        Object.entries(liveView(declared, live, []).metadata.labels ?? {}),
        Object.entries(labels),
      );
      assert.equal(pointerTo(live, `metadata.labels.${name}`), `/metadata/labels/${name}`);
      assert.equal(pointerTo(clean, `metadata.labels.${name}`), undefined);
    }
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

  it("is another order of what has names, which the live view shows, and none of what others put between", () => {
    const pod = (env: readonly object[]) => ({
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "one", namespace: "user01" } },
      spec: { containers: [{ name: "main", env }] },
    });
    const [host, url] = [
      { name: "HOST", value: "db" },
      { name: "URL", value: "http://$(HOST)" },
    ];
    const object = pod([host, url]);
    const declared = declare(object);
    const live = applied(declared, { spec: pod([url, host]).spec });
    assert.deepEqual(paths(live, object), ["spec.containers[main].env reordered"]);
    assert.deepEqual(
      liveView(declared, live, differencesOf(declared, live)).spec,
      pod([url, host]).spec,
    );
    const between = applied(declared, { spec: pod([host, { name: "MORE" }, url]).spec });
    assert.deepEqual(paths(between, object), []);
    assert.deepEqual(liveView(declared, between, []), declaredView(declared));
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

  it("is a declared false or empty text that somebody has taken out, where the API server keeps them", () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "products", namespace: "user01", labels: { app: "products" } },
      automountServiceAccountToken: false,
    };
    const declared = declare(account);
    const live = applied(declared);
    // Of a field of which it is the default, the API server keeps no false; its manager has it still.
    const dropped = withoutField(live, "automountServiceAccountToken");
    assert.deepEqual(paths(dropped, account), []);
    assert.deepEqual(liveView(declared, dropped, []), declaredView(declared));
    const [ours] = dropped.metadata.managedFields ?? [];
    delete ours?.fieldsV1?.["f:automountServiceAccountToken"];
    assert.deepEqual(paths(dropped, account), ["automountServiceAccountToken missing"]);
    const differences = differencesOf(declared, dropped);
    assert.notDeepEqual(liveView(declared, dropped, differences), declaredView(declared));
  });

  it("is a whole table of nothing but false that is gone", () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "one", namespace: "user01" },
      spec: {
        containers: [
          { name: "c", image: "x", securityContext: { allowPrivilegeEscalation: false } },
        ],
      },
    };
    const live = applied(declare(pod), { spec: { containers: [{ name: "c", image: "x" }] } });
    assert.deepEqual(paths(live, pod), []);
    const [ours] = live.metadata.managedFields ?? [];
    const item = { 'k:{"name":"c"}': { ".": {}, "f:name": {}, "f:image": {} } };
    if (ours) ours.fieldsV1 = { "f:spec": { "f:containers": item } };
    assert.deepEqual(paths(live, pod), [
      "spec.containers[c].securityContext.allowPrivilegeEscalation missing",
    ]);
  });

  it("is a selector of all that now selects some", () => {
    const policy = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "outside", namespace: "user01" },
      spec: { podSelector: {}, policyTypes: ["Egress"] },
    };
    const podSelector = { matchLabels: { app: "nobody" } };
    const live = applied(declare(policy), { spec: { ...policy.spec, podSelector } });
    const [ours] = live.metadata.managedFields ?? [];
    if (ours) ours.fieldsV1 = { "f:spec": { "f:policyTypes": {} } };
    const fieldsV1 = { "f:spec": { "f:podSelector": {} } };
    live.metadata.managedFields?.push({ manager: "kubectl-edit", operation: "Update", fieldsV1 });
    assert.deepEqual(paths(live, policy), ["spec.podSelector taken"]);
    const declared = declare(policy);
    const shown = liveView(declared, live, differencesOf(declared, live));
    assert.deepEqual((shown.spec as { podSelector: object }).podSelector, podSelector);
  });

  it("is a Service that has no address any more, though nobody owns that", () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "redis", namespace: "user01" },
      spec: { selector: { app: "redis" } },
    };
    const at = (clusterIP: string, one = service) =>
      paths(applied(declare(one), { spec: { ...one.spec, clusterIP } }), one);
    assert.deepEqual(at("10.100.0.7"), []);
    assert.deepEqual(at("None"), ["spec.clusterIP added"]);
    const headless = { ...service, spec: { ...service.spec, clusterIP: "None" } };
    assert.deepEqual(at("None", headless), []);
  });

  it("is nothing that a controller hangs on what it cleans up after, and the same on another kind is", () => {
    const policy = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "outside", namespace: "user01" },
      spec: { podSelector: {} },
    };
    const hung = (object: KubeObject, manager: string) => {
      const live = applied(declare(object));
      const finalizer = "networking.k8s.aws/resources";
      const fieldsV1 = { "f:metadata": { "f:finalizers": { [`v:"${finalizer}"`]: {} } } };
      live.metadata.finalizers = [finalizer];
      live.metadata.managedFields?.push({ manager, operation: "Update", fieldsV1 });
      return paths(live, object);
    };
    assert.deepEqual(hung(policy, "controller"), []);
    const added = ["metadata.finalizers[networking.k8s.aws/resources] added"];
    assert.deepEqual(hung(policy, "kubectl-edit"), added, "no controller looks at a person's");
    for (const name of ["kubelet", "kube-x", "kube-scheduler", "eks-mine", "kwok"])
      assert.deepEqual(hung(policy, name), added, name);
    assert.deepEqual(hung(deployment, "controller"), [
      "metadata.finalizers[networking.k8s.aws/resources] added",
    ]);
  });

  it("is nothing of an object that says nothing, and of what controllers note in a status", () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "customer", namespace: "user01" },
    };
    const bare = applied(declare(account));
    bare.metadata.managedFields = [];
    assert.deepEqual(paths(bare, account), []);
    const live = structuredClone(clean);
    live.metadata.annotations = { "deployment.kubernetes.io/revision": "3" };
    const noted = { "f:annotations": { "f:deployment.kubernetes.io/revision": {} } };
    live.metadata.managedFields?.push({
      ...{ manager: "kube-controller-manager", operation: "Update", subresource: "status" },
      fieldsV1: { "f:metadata": noted },
    });
    assert.deepEqual(paths(live), []);
  });

  it("is whatever stands in an object that says nothing, for of that no owner is noted", () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "customer", namespace: "user01" },
    };
    const bare = applied(declare(account));
    const changed = {
      ...bare,
      metadata: { ...bare.metadata, managedFields: [], labels: { app: "x" } },
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: "mine" }],
    };
    assert.deepEqual(paths(changed, account), [
      "automountServiceAccountToken added",
      "imagePullSecrets added",
      "metadata.labels.app added",
    ]);
    const secret = { ...account, kind: "Secret", metadata: { ...account.metadata, name: "empty" } };
    const live = { ...applied(declare(secret)), type: "Opaque" };
    live.metadata.managedFields = [];
    assert.deepEqual(paths(live, secret), []);
  });

  it("is nothing that admission gives a declared pod, nor a finalizer whoever owns it", () => {
    const tolerations = [{ key: "classroom-lab", operator: "Exists", effect: "NoSchedule" }];
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "tolerant", namespace: "user01" },
      spec: { containers: [{ name: "c", image: "x" }], tolerations },
    };
    const declared = declare(pod);
    const given = (key: string, tolerationSeconds: number) => ({
      ...{ key: `node.kubernetes.io/${key}`, operator: "Exists", effect: "NoExecute" },
      tolerationSeconds,
    });
    const of = (...more: object[]) =>
      applied(declared, { spec: { ...pod.spec, tolerations: [...tolerations, ...more] } });
    const live = of(given("not-ready", 300), given("unreachable", 300));
    assert.deepEqual(differencesOf(declared, live), []);
    assert.deepEqual(liveView(declared, live, []), declaredView(declared));
    const longer = of(given("not-ready", 300), given("unreachable", 900));
    assert.deepEqual(paths(longer, pod), ["spec.tolerations changed"]);

    const claim = { ...configMap("data", {}), kind: "PersistentVolumeClaim" };
    const bound = applied(declare(claim));
    const finalizer = "kubernetes.io/pvc-protection";
    bound.metadata.finalizers = [finalizer];
    const fieldsV1 = { "f:metadata": { "f:finalizers": { [`v:"${finalizer}"`]: {} } } };
    bound.metadata.managedFields?.push({
      ...{ manager: "before-first-apply", operation: "Update", fieldsV1 },
    });
    assert.deepEqual(paths(bound, claim), []);
    assert.deepEqual(liveView(declare(claim), bound, []), declaredView(declare(claim)));
  });

  it("is what a person writes where controllers fill in, and nothing that these do", () => {
    const claim = {
      ...{ apiVersion: "v1", kind: "PersistentVolumeClaim" },
      metadata: { name: "data", namespace: "user01" },
      spec: { storageClassName: "gp3" },
    };
    const notes = ["volume.kubernetes.io/selected-node", "pv.kubernetes.io/bind-completed"];
    const bound = (manager: string): KubeObject =>
      edited(
        applied(declare(claim)),
        {
          ...claim,
          metadata: {
            name: "data",
            annotations: Object.fromEntries(notes.map((key) => [key, "yes"])),
          },
          spec: { volumeName: "some" },
        },
        manager,
      );
    for (const name of ["kube-controller-manager", "before-first-apply"]) {
      assert.deepEqual(paths(bound(name), claim), [], name);
      const declared = declare(claim);
      assert.deepEqual(liveView(declared, bound(name), []), declaredView(declared));
    }
    for (const name of ["kubectl-edit", "kubelet", "kube-x", "controller", "manager"])
      assert.deepEqual(
        paths(bound(name), claim),
        ["spec.volumeName added", ...notes.map((key) => `metadata.annotations["${key}"] added`)],
        name,
      );
    const own = { ...claim, spec: { ...claim.spec, volumeName: "one" } };
    const other = applied(declare(own), { spec: { ...own.spec, volumeName: "another" } });
    assert.deepEqual(paths(other, own), ["spec.volumeName changed"]);
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
