import assert from "node:assert/strict";

import fc from "fast-check";

import { certificateOf, differsIn, isSealed } from "../../../course/classroom/certificate";
import { diffText } from "../../../course/classroom/diff";
import { isClean, judge } from "../../../course/classroom/judge";
import { labManager, type KubeObject } from "../../../course/classroom/model";
import { linesOf, objectOf, planOf } from "../../../course/classroom/plan";
import {
  applied,
  configMap,
  declare,
  deployment,
  edited,
  entry,
  madeBy,
  namespace,
  podOf,
} from "./objects";

const baseline = {
  student: "user01",
  declared: [namespace, configMap("settings", { a: "b" }), deployment].map((it) => declare(it)),
};

const template = (deployment.spec as { template: KubeObject }).template;

/** An environment as it should be, with what controllers make of it. */
function world() {
  const [space, settings, web] = baseline.declared.map((one) => applied(one));
  assert.ok(space && settings && web);
  const set = madeBy(web, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web-1" },
    spec: { template },
  });
  const pod = podOf(set, template, "web-1-a");
  return { space, settings, web, set, pod };
}

const stray = (name: string, metadata: object = {}): KubeObject => {
  const object = configMap(name, { x: "y" });
  const managedFields = [entry("kubectl-create", object)];
  return {
    ...object,
    metadata: { ...object.metadata, uid: `uid-${name}`, managedFields, ...metadata },
  };
};

const findings = (live: readonly KubeObject[]) => judge(baseline, live);
const steps = (live: readonly KubeObject[], now = 0) =>
  planOf(findings(live), now).map((step) => {
    const { kind, metadata } = objectOf(step);
    return `${step.do} ${kind} ${metadata.name ?? ""}`;
  });

describe("a student's environment against its baseline", () => {
  it("is clean with all that controllers make of it, and then has the baseline's fingerprint", () => {
    const found = findings(Object.values(world()));
    assert.ok(isClean(found));
    assert.equal(found.fingerprint.live, found.fingerprint.baseline);
    assert.deepEqual(planOf(found, 0), []);
  });

  it("has another fingerprint exactly where it is not clean, whatever was done", () => {
    const { space, settings, web, set, pod } = world();
    const deeds: ((live: KubeObject[]) => KubeObject[])[] = [
      (live) => live.filter((it) => it !== settings),
      (live) => live.filter((it) => it !== web),
      (live) => [...live, stray("mine")],
      (live) =>
        live.map((it) => (it === settings ? edited(it, configMap("settings", { a: "c" })) : it)),
      (live) =>
        live.map((it) => (it === settings ? edited(it, configMap("settings", { z: "c" })) : it)),
      (live) =>
        live.map((it) =>
          it === pod ? edited(it, { ...it, metadata: { labels: { app: "mine" } } }) : it,
        ),
      (live) =>
        live.map((it) =>
          it === space
            ? { ...it, metadata: { ...it.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } }
            : it,
        ),
    ];
    fc.assert(
      fc.property(fc.subarray(deeds), (done) => {
        const found = findings(
          done.reduce((live, deed) => deed(live), [space, settings, web, set, pod]),
        );
        assert.equal(isClean(found), done.length === 0);
        assert.equal(found.fingerprint.live === found.fingerprint.baseline, done.length === 0);
        assert.equal(differsIn(found).length === 0, done.length === 0);
        assert.equal(diffText(found) === "", done.length === 0);
      }),
    );
  });

  it("is not clean where what lives shows otherwise, and no field of it was found", () => {
    const { web, ...rest } = world();
    const twice = [
      { name: "main", image: "nginx:1" },
      { name: "main", image: "mine" },
    ];
    const spec = { template: { spec: { containers: twice } } };
    const found = findings([
      edited(web, { ...web, metadata: { name: "web" }, spec }),
      ...Object.values(rest),
    ]);
    assert.notEqual(found.fingerprint.live, found.fingerprint.baseline);
    assert.ok(!isClean(found));
    assert.equal(differsIn(found)[0], "Deployment web differs in its fingerprint");
  });

  it("is clean with what is declared and a controller's to change", () => {
    const declared = declare({
      ...{ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
      metadata: { name: "web", namespace: "user01" },
      spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" } },
    });
    const sized = declare({ ...deployment, spec: { ...(deployment.spec as object), replicas: 1 } });
    const live = [declared, sized].map((one) => applied(one));
    const scaled = live.map((it) =>
      it.kind === "Deployment" ? { ...it, spec: { ...(it.spec as object), replicas: 3 } } : it,
    );
    const found = judge({ student: "user01", declared: [declared, sized] }, scaled);
    assert.deepEqual(differsIn(found), []);
    assert.equal(found.fingerprint.live, found.fingerprint.baseline);
  });

  it("makes what is missing in the order of declaration, and the namespace first", () => {
    assert.deepEqual(steps([]), [
      "create Namespace user01",
      "create ConfigMap settings",
      "create Deployment web",
    ]);
  });

  it("removes strays by their uppermost owner, and lets the rest go with it", () => {
    const own = {
      ...deployment,
      metadata: {
        ...deployment.metadata,
        name: "own",
        uid: "uid-own",
        managedFields: [entry("kubectl-create", deployment)],
      },
    };
    const set = madeBy(own, {
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      metadata: { name: "own-1" },
      spec: { template },
    });
    const found = findings([...Object.values(world()), own, set]);
    assert.equal(found.strays.length, 2);
    assert.deepEqual(steps([...Object.values(world()), own, set]), ["remove Deployment own"]);
  });

  it("takes old replica sets, pods without their owner and pods changed by hand for strays", () => {
    const { space, settings, web, set, pod } = world();
    const old = madeBy(web, {
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      metadata: { name: "web-0" },
      spec: {
        template: { ...template, spec: { containers: [{ name: "main", image: "nginx:0" }] } },
      },
    });
    const orphan = {
      ...pod,
      metadata: { ...pod.metadata, name: "orphan", uid: "uid-o", ownerReferences: [] },
    };
    const changed = edited(pod, { ...pod, metadata: { labels: { app: "x" } } }, "kubectl-label");
    assert.deepEqual(steps([space, settings, web, set, changed, old, orphan]).sort(), [
      "remove Pod orphan",
      "remove Pod web-1-a",
      "remove ReplicaSet web-0",
    ]);
  });

  it("restores a Deployment before it calls any of its replica sets an old one", () => {
    const { space, settings, web, set, pod } = world();
    const spec = { template: { spec: { containers: [{ name: "main", image: "mine" }] } } };
    const changed = edited(web, { ...web, metadata: { name: "web" }, spec });
    assert.deepEqual(steps([space, settings, changed, set, pod]), ["restore Deployment web"]);
  });

  it("takes a lab's ReplicaSet for old that remembers what was done, the newest last, and nobody else's", () => {
    const as = (manager: string, marks: Record<string, string>) => {
      const declared = declare(deployment, manager);
      const web = applied(declared);
      const set = (name: string, annotations: Record<string, string>) =>
        madeBy(web, {
          ...{ apiVersion: "apps/v1", kind: "ReplicaSet", spec: { template } },
          metadata: { name, annotations },
        });
      const other = set("web-2", { "deployment.kubernetes.io/revision": "2" });
      other.spec = { template: { ...template, spec: { containers: [] } } };
      const plan = (...sets: KubeObject[]) =>
        planOf(judge({ student: "user01", declared: [declared] }, [web, ...sets]), 0).map(
          (step) => `${step.do} ${objectOf(step).metadata.name ?? ""}`,
        );
      return { alone: plan(set("web-1", marks)), withOther: plan(set("web-1", marks), other) };
    };
    const fresh = { "deployment.kubernetes.io/revision": "1" };
    const rolled = { "deployment.kubernetes.io/revision": "3" };
    const told = { ...fresh, "kubernetes.io/change-cause": "mine" };
    assert.deepEqual(as(labManager, fresh).alone, []);
    assert.deepEqual(as(labManager, {}).alone, []);
    assert.deepEqual(as(labManager, told).alone, ["remove web-1"]);
    assert.deepEqual(as(labManager, rolled).withOther, ["remove web-2", "remove web-1"]);
    // A stack's Deployment is rolled out by \`up\`.
    assert.deepEqual(as("pulumi-kubernetes-1", { ...told, ...rolled }).alone, []);
  });

  it("restores a replica set, and then removes the pods of the template that it had", () => {
    const fields = { metadata: { name: "set", namespace: "user01" }, spec: { template } };
    for (const kind of ["ReplicaSet", "ReplicationController"]) {
      const declared = declare({ apiVersion: "v1", kind, ...fields });
      const { spec } = template as unknown as { spec: object };
      const mine = { ...template, spec: { ...spec, nodeSelector: { disktype: "hdd" } } };
      const live = applied(declared);
      const changed = edited(live, { apiVersion: "v1", kind, ...fields, spec: { template: mine } });
      const [own, theirs] = [podOf(live, template, "own"), podOf(live, mine, "theirs")];
      const plan = (set: KubeObject) =>
        planOf(judge({ student: "user01", declared: [declared] }, [set, own, theirs]), 0);
      assert.deepEqual(
        plan(changed).map((step) => step.do),
        ["restore"],
      );
      assert.deepEqual(plan(live), [
        {
          ...{ do: "remove", object: theirs },
          why: "with another spec.nodeSelector.disktype than its maker's template",
        },
      ]);
    }
  });

  it("leaves a workload's scale to a declared autoscaler, but not that it is switched off", () => {
    const target = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
    const scaler = declare({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "web", namespace: "user01" },
      spec: { scaleTargetRef: target, maxReplicas: 5 },
    });
    const web = declare(deployment);
    const at = (replicas: number) => {
      const live = applied(web);
      live.spec = { ...(live.spec as object), replicas };
      return judge({ student: "user01", declared: [web, scaler] }, [live, applied(scaler)]);
    };
    assert.ok(isClean(at(4)));
    assert.deepEqual(differsIn(at(0)), ["Deployment web differs in spec.replicas"]);
  });

  it("takes claims beyond a StatefulSet's scale for strays, and off a claim what was put on it", () => {
    const claimTemplate = {
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    };
    const fields = (replicas: number): KubeObject => ({
      ...{ apiVersion: "apps/v1", kind: "StatefulSet" },
      metadata: { name: "db", namespace: "user01" },
      spec: {
        ...{ replicas, template, selector: { matchLabels: { app: "db" } } },
        volumeClaimTemplates: [claimTemplate],
      },
    });
    const set = declare(fields(3));
    const claim = (ordinal: number, more: object = {}): KubeObject => {
      const { metadata, ...rest } = madeBy(set.object, {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: `data-db-${ordinal.toString()}`, labels: { app: "db" } },
        spec: claimTemplate.spec,
      });
      return { ...rest, metadata: { ...metadata, ownerReferences: undefined, ...more } };
    };
    const live = applied(set);
    const of = (world: readonly KubeObject[]) =>
      planOf(judge({ student: "user01", declared: [set] }, world), 0).map(
        (step) => `${step.do} ${objectOf(step).metadata.name ?? ""}`,
      );
    const all = [0, 1, 2, 3].map((ordinal) => claim(ordinal));
    assert.deepEqual(of([live, ...all]), ["remove data-db-3"]);
    // While it is scaled, be it up or down, none of its claims is too many.
    const scaled = (replicas: number) => edited(live, fields(replicas), "kubectl-scale");
    assert.deepEqual(of([scaled(1), ...all.slice(0, 3)]), ["restore db"]);
    assert.deepEqual(of([scaled(4), ...all]), ["restore db"]);
    const owned = { ownerReferences: [{ ...fields(3), name: "db", uid: live.metadata.uid }] };
    assert.deepEqual(of([live, claim(2, owned), claim(3, owned)]), ["remove data-db-3"]);

    const labels = { metadata: { labels: { "x/mine": "yes" } } };
    const labelled = edited(claim(0), { ...claim(0), ...labels, spec: {} }, "kubectl-label");
    const found = judge({ student: "user01", declared: [set] }, [live, labelled]);
    assert.ok(!isClean(found));
    assert.notEqual(found.fingerprint.live, found.fingerprint.baseline);
    const [drift] = found.drifted;
    assert.deepEqual(found.strays, []);
    assert.ok(drift?.differences.some(({ path }) => path === "metadata.labels.x/mine"));
    assert.deepEqual(drift?.declared.object.metadata.labels, { app: "db" });
    // One of another size is not to be had without making it anew.
    const bigger = { spec: { resources: { requests: { storage: "5Gi" } } } };
    const grown = edited(claim(0), { ...claim(0), metadata: {}, ...bigger }, "kubectl-edit");
    assert.deepEqual(of([live, grown]), ["remove data-db-0"]);
  });

  it("takes a Job for old that a CronJob has made of another template", () => {
    const of = (spec: object) => ({ template: { spec } });
    const [once, other] = [
      of({ restartPolicy: "Never" }),
      of({ restartPolicy: "Never", hostname: "x" }),
    ];
    const cron = declare({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "cron", namespace: "user01" },
      spec: { jobTemplate: { spec: once } },
    });
    const live = applied(cron);
    const jobs = [once, other].map((spec, index) =>
      madeBy(live, {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: `cron-${index.toString()}` },
        spec,
      }),
    );
    const found = judge({ student: "user01", declared: [cron] }, [live, ...jobs]);
    assert.deepEqual(differsIn(found), ["Job cron-1 is a stray: of an earlier version"]);
  });

  it("is not deceived by an owner that a student writes on a stray", () => {
    const { web, ...rest } = world();
    const { apiVersion, kind, metadata } = web;
    const ownerReferences = [
      { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true },
    ];
    const hidden = stray("hidden", { ownerReferences });
    const circle = stray("circle", {
      ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "circle", uid: "uid-circle" }],
    });
    assert.deepEqual(steps([web, ...Object.values(rest), hidden, circle]).sort(), [
      "remove ConfigMap circle",
      "remove ConfigMap hidden",
    ]);
  });

  it("frees what hangs on a finalizer, and not what a controller cleans up after", () => {
    const deletionTimestamp = "2026-01-01T00:00:00Z";
    const hung = stray("hung", { deletionTimestamp, finalizers: ["example.com/mine"] });
    const finalizers = ["service.kubernetes.io/load-balancer-cleanup"];
    const held = { ...stray("held", { deletionTimestamp, finalizers }), kind: "Service" };
    // Nobody cleans up after a ConfigMap, whatever its finalizer is called.
    const alike = stray("alike", { deletionTimestamp, finalizers });
    assert.deepEqual(steps([...Object.values(world()), hung, held, alike]).sort(), [
      "free ConfigMap alike",
      "free ConfigMap hung",
    ]);
  });

  it("ends the pods that hold a claim which is being deleted, and no others", () => {
    const deletionTimestamp = "2026-01-01T00:00:00Z";
    const finalizers = ["kubernetes.io/pvc-protection"];
    const kind = "PersistentVolumeClaim";
    const claim = { ...stray("data", { deletionTimestamp, finalizers }), kind };
    const pod = (name: string, claimName: string, nodeName?: string) => ({
      ...stray(name, { ownerReferences: world().pod.metadata.ownerReferences }),
      kind: "Pod",
      spec: { nodeName, volumes: [{ name: "v", persistentVolumeClaim: { claimName } }] },
    });
    const pods = [pod("holds", "data", "a"), pod("waits", "data"), pod("other", "more", "a")];
    const { holding } = findings([...Object.values(world()), claim, ...pods]);
    assert.deepEqual(
      holding.map(({ metadata }) => metadata.name),
      ["holds"],
    );
    const [first] = steps([...Object.values(world()), claim, ...pods]);
    assert.equal(first, "remove Pod holds");
  });

  it("is not deceived by a name that is like a controller's, nor by that of one which writes no such thing", () => {
    const { pod, ...rest } = world();
    const names = ["kubelet", "kwok", "kube-x", "kube-scheduler", "controller", "manager", "aws-x"];
    for (const name of names) {
      const labelled = edited(pod, { ...pod, metadata: { labels: { mine: "yes" } } }, name);
      const [why] = differsIn(findings([labelled, ...Object.values(rest)]));
      assert.equal(why, `Pod web-1-a is a stray: made or changed by hand (${name})`);
    }
    const annotations = { "vpc.amazonaws.com/pod-eni": "[]" };
    const { apiVersion, kind } = pod;
    const given = edited(pod, { apiVersion, kind, metadata: { annotations } }, "controller");
    assert.deepEqual(differsIn(findings([given, ...Object.values(rest)])), []);
    const account = { apiVersion: "v1", kind: "ServiceAccount", imagePullSecrets: [{ name: "x" }] };
    const { metadata } = stray("default");
    const managedFields = [entry("kube-x", { ...account, metadata })];
    const spoilt = { ...account, metadata: { ...metadata, managedFields } };
    assert.deepEqual(differsIn(findings([spoilt, pod, ...Object.values(rest)])), [
      "ServiceAccount default was changed by hand",
    ]);
  });

  it("makes the namespace's own account anew where somebody has written into it, be it a false", () => {
    const account = (fields: object): KubeObject => {
      const { metadata } = stray("default");
      const rest: KubeObject = { apiVersion: "v1", kind: "ServiceAccount", metadata, ...fields };
      const managedFields = [entry("kubectl-patch", rest)];
      return { ...rest, metadata: { ...rest.metadata, managedFields } };
    };
    const of = (one: KubeObject) => findings([...Object.values(world()), one]).spoilt.length;
    assert.equal(of(account({})), 0);
    assert.equal(of(account({ automountServiceAccountToken: false })), 1);
    assert.equal(of(account({ imagePullSecrets: [{ name: "mine" }] })), 1);
  });

  it("makes nothing in a namespace that is going, and only helps it go", () => {
    const { space, settings, web } = world();
    const deletionTimestamp = "2026-01-01T00:00:00Z";
    const going = { ...space, metadata: { ...space.metadata, deletionTimestamp } };
    const hung = {
      ...settings,
      metadata: { ...settings.metadata, deletionTimestamp, finalizers: ["a.b/c"] },
    };
    assert.deepEqual(steps([going, hung, web]), ["free ConfigMap settings"]);
  });

  it("takes nothing for a stray or missing whose kind or maker could not be listed, nor for clean", () => {
    const { space, settings, web, set, pod } = world();
    const of = (kind: string, apiVersion: string, live: readonly KubeObject[]) =>
      judge(baseline, live, { unseen: { kinds: [{ kind, apiVersion }], groups: [] } });
    const claim: KubeObject = { ...stray("data-web-0"), kind: "PersistentVolumeClaim" };
    const ends: KubeObject = { ...stray("web"), kind: "Endpoints" };
    const unseen = {
      Deployment: of("Deployment", "apps/v1", [space, settings, set, pod]),
      ReplicaSet: of("ReplicaSet", "apps/v1", [space, settings, web, pod]),
      StatefulSet: of("StatefulSet", "apps/v1", [space, settings, web, set, pod, claim]),
      Service: of("Service", "v1", [space, settings, web, set, pod, ends]),
    };
    for (const [kind, found] of Object.entries(unseen)) {
      assert.deepEqual(planOf(found, 0), [], kind);
      assert.deepEqual(differsIn(found), [`objects of kind ${kind} could not be listed`]);
      assert.ok(!isClean(found));
      assert.notEqual(found.fingerprint.live, found.fingerprint.baseline);
      assert.match(linesOf(found, { first: [] }, 0).join(), /^unseen {2}objects of kind/);
    }
    // All else is done all the same.
    assert.deepEqual(
      planOf(of("Deployment", "apps/v1", [space, set, stray("mine")]), 0).map((step) => step.do),
      ["remove", "create"],
    );
  });

  it("does not call missing what is declared of an API that is down, nor clean who has it declared", () => {
    const theirs = { apiVersion: "shop.example.com/v1", kind: "Cart", metadata: { name: "c" } };
    const unseen = { kinds: [], groups: ["shop.example.com"] };
    const declared = [...baseline.declared, declare(theirs)];
    const found = judge({ ...baseline, declared }, Object.values(world()), { unseen });
    assert.deepEqual(planOf(found, 0), []);
    assert.deepEqual(found.unseen, ["Cart"]);
    assert.ok(isClean(judge(baseline, Object.values(world()), { unseen })));
  });

  it("keeps strays that are asked to be kept, and says so", () => {
    const found = judge(baseline, [...Object.values(world()), stray("mine")], {
      keeps: ({ kind }) => kind === "ConfigMap",
    });
    assert.ok(isClean(found));
    assert.deepEqual(
      found.kept.map(({ metadata }) => metadata.name),
      ["mine"],
    );
  });

  it("keeps with them what controllers make of them, and nothing that only claims to be theirs", () => {
    const by = (kind: string, apiVersion: string, fields: object = {}): KubeObject => {
      const object = {
        apiVersion,
        kind,
        metadata: { name: "own", namespace: "user01" },
        ...fields,
      };
      const managedFields = [entry("kubectl-create", object)];
      return { ...object, metadata: { ...object.metadata, uid: `uid-own-${kind}`, managedFields } };
    };
    const make = (owner: KubeObject, apiVersion: string, kind: string, fields: object = {}) =>
      madeBy(owner, { apiVersion, kind, metadata: { name: `own-${kind}` }, ...fields });
    const web = by("Deployment", "apps/v1", { spec: { template } });
    const set = make(web, "apps/v1", "ReplicaSet", { spec: { template } });
    const job = by("Job", "batch/v1", { spec: { template } });
    const service = by("Service", "v1");
    const ends = { apiVersion: "v1", kind: "Endpoints", metadata: { name: "own" } };
    const told = { ...ends, metadata: { ...ends.metadata, namespace: "user01", uid: "uid-ends" } };
    const data = by("StatefulSet", "apps/v1", {
      spec: { template, volumeClaimTemplates: [{ metadata: { name: "data" } }] },
    });
    const made: Record<string, KubeObject[]> = {
      Deployment: [web, set, podOf(set, template)],
      Job: [job, make(job, "v1", "Pod", template)],
      Service: [
        service,
        {
          ...told,
          metadata: { ...told.metadata, managedFields: [entry("kube-controller-manager", ends)] },
        },
        make(service, "discovery.k8s.io/v1", "EndpointSlice"),
      ],
      StatefulSet: [
        data,
        make(data, "v1", "Pod", template),
        make(data, "apps/v1", "ControllerRevision"),
        {
          ...make(data, "v1", "PersistentVolumeClaim"),
          metadata: {
            ...{ name: "data-own-0", namespace: "user01", uid: "uid-claim" },
            managedFields: [entry("kube-controller-manager", told)],
          },
        },
      ],
    };
    for (const [kept, objects] of Object.entries(made)) {
      const live = [...Object.values(world()), ...objects];
      const keeps = ({ kind }: KubeObject) => kind === kept;
      const found = judge(baseline, live, { keeps });
      assert.deepEqual(differsIn(found), [], kept);
      assert.deepEqual(found.kept, objects.slice(0, 1));
      const owner = objects[0] ?? web;
      const { apiVersion, kind, metadata } = owner;
      const ownerReferences = [{ apiVersion, kind, name: "own", uid: metadata.uid }];
      const hidden = stray("hidden", { ownerReferences });
      assert.deepEqual(
        judge(baseline, [...live, hidden], { keeps }).strays.map(({ object }) => object),
        [hidden],
      );
    }
  });

  it("tells which declared workloads and pods are not ready, and no pod that has done its work", () => {
    const pod = (status: object): KubeObject => ({
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "mypod" }, spec: {} },
      status,
    });
    const controller = (readyReplicas: number): KubeObject => ({
      ...{ apiVersion: "v1", kind: "ReplicationController", metadata: { name: "rc" } },
      ...{ spec: { replicas: 2 }, status: { readyReplicas } },
    });
    const starting = (live: KubeObject) =>
      judge({ student: "user01", declared: [declare(live)] }, [live]).starting;
    const conditions = [{ type: "Ready", status: "False" }];
    assert.deepEqual(starting(pod({ phase: "Pending" })), ["Pod mypod (pending)"]);
    assert.deepEqual(starting(pod({ phase: "Failed", conditions })), ["Pod mypod (failed)"]);
    assert.deepEqual(starting(pod({ phase: "Running", conditions })), ["Pod mypod (not ready)"]);
    assert.deepEqual(starting(pod({ phase: "Succeeded", conditions })), []);
    const ready = [{ type: "Ready", status: "True" }];
    assert.deepEqual(starting(pod({ phase: "Running", conditions: ready })), []);
    assert.deepEqual(starting(controller(1)), ["ReplicationController rc (1 of 2 ready)"]);
    assert.deepEqual(starting(controller(2)), []);
  });

  it("certifies what is clean, with a seal that a change by hand breaks", () => {
    const outcome = (live: readonly KubeObject[]) => ({
      findings: findings(live),
      done: {},
      problems: [],
    });
    const of = (live: readonly KubeObject[]) =>
      certificateOf(
        "classroom",
        "here",
        [outcome(live)],
        () => ({ at: "environment" }),
        new Date(0),
      );
    const good = of(Object.values(world()));
    assert.deepEqual(
      good.students.map(({ clean }) => clean),
      [true],
    );
    const bad = of([...Object.values(world()), stray("mine")]);
    assert.deepEqual(
      bad.students.map(({ clean, differs }) => [clean, differs]),
      [[false, ["ConfigMap mine is a stray: nobody has declared it"]]],
    );
    assert.ok(isSealed(bad));
    assert.ok(!isSealed({ ...bad, students: good.students }));
  });

  it("never shows a Secret's value", () => {
    const annotations = {
      "kubectl.kubernetes.io/last-applied-configuration": '{"stringData":{"password":"hunter2"}}',
    };
    const secret: KubeObject = {
      ...stray("key", { annotations }),
      kind: "Secret",
      data: { password: "aHVudGVyMg==" },
    };
    secret.metadata.managedFields = [entry("kubectl-create", secret)];
    const text = diffText(findings([...Object.values(world()), secret]));
    assert.match(text, /password: \(secret, [0-9a-f]{8}\)/);
    assert.match(text, /last-applied-configuration: \(secret, [0-9a-f]{8}\)/);
    assert.ok(!/aHVudGVyMg==|hunter2/.test(text), text);
  });
});
