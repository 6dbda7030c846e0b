import assert from "node:assert/strict";

import { handedOver, restore } from "../../../course/classroom/act";
import { Cluster, type Kind } from "../../../course/classroom/cluster";
import { differencesOf } from "../../../course/classroom/compare";
import type { KubeObject } from "../../../course/classroom/model";
import { pointerTo } from "../../../course/classroom/owned";
import type { Api, RequestBody } from "../../../sandbox/providers/kubernetes/api";
import { ApiError } from "../../../sandbox/providers/kubernetes/errors";
import { applied, configMap, declare, edited } from "./objects";

const declared = declare(configMap("settings", { a: "b" }));

const { apiVersion, kind, metadata } = declared.object;

/** The live object in which somebody has said something more. */
const said = (labels: Record<string, string>, data?: object): KubeObject =>
  edited(applied(declared), {
    ...{ apiVersion, kind, metadata: { ...metadata, labels } },
    ...(data && { data }),
  });

/** An API server that answers each write with what is declared, and remembers it. */
class Listening extends Cluster {
  readonly writes: string[] = [];

  constructor(refused = 0) {
    let left = refused;
    super({
      request: (method: string, _path: string, { body, contentType = "" }: RequestBody) => {
        const operations = Array.isArray(body) ? body.map((it: { path: string }) => it.path) : [];
        this.writes.push([method, contentType.split("/")[1], ...operations].join(" "));
        if (left-- > 0) return Promise.reject(new ApiError(409, { message: "has changed" }));
        return Promise.resolve(applied(declared));
      },
    } as unknown as Api);
  }

  override discovered() {
    const kind: Kind = {
      ...{ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" },
      ...{ names: ["configmaps"], namespaced: true },
    };
    return Promise.resolve({ kinds: [kind], down: [] });
  }
}

async function writesOf(live: KubeObject, cluster = new Listening()): Promise<string[]> {
  const differences = differencesOf(declared, live);
  assert.ok(differences.length > 0);
  await restore(cluster, { declared, live, differences }, { keeps: () => false });
  return cluster.writes;
}

const labelled = said({ "x/mine": "yes" });

describe("a drifted object", () => {
  it("loses by one write what was put beside what is declared", async () => {
    assert.deepEqual(await writesOf(labelled), [
      "PATCH json-patch+json /metadata/resourceVersion /metadata/labels/x~1mine",
    ]);
  });

  it("gets by one write what is declared and was changed", async () => {
    assert.deepEqual(await writesOf(said({}, { a: "other" })), ["PATCH apply-patch+yaml"]);
  });

  it("is made the declarer's first where both was done to it", async () => {
    const both = said({}, { a: "other", more: "c" });
    assert.deepEqual(await writesOf(both), [
      "PATCH json-patch+json /metadata/resourceVersion /metadata/managedFields",
      "PATCH apply-patch+yaml",
    ]);
  });

  it("is never made anew where a controller has made it: what cannot be taken off now waits for the next look", async () => {
    const made = declare(declared.object, "kube-controller-manager");
    const differences = differencesOf(made, labelled);
    for (const refused of [0, 1]) {
      const cluster = new Listening(refused);
      await restore(
        cluster,
        { declared: made, live: labelled, differences },
        { keeps: () => false },
      );
      assert.ok(cluster.writes.every((write) => write.startsWith("PATCH")));
    }
  });

  it("is taken over where it has changed since it was looked at", async () => {
    const [first, ...others] = await writesOf(labelled, new Listening(1));
    assert.match(first ?? "", /labels/);
    assert.deepEqual(others, [
      "PATCH json-patch+json /metadata/resourceVersion /metadata/managedFields",
      "PATCH apply-patch+yaml",
    ]);
  });
});

describe("owners after what is not declared was handed over", () => {
  const service = declare({
    ...{ apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "user01" } },
    spec: { selector: { app: "web" }, type: "ClusterIP" },
  });
  const spec = { selector: { app: "web", version: "v2" }, type: "ClusterIP", externalName: "x" };

  /** A service with another selector and a field more, both another's. */
  const changed = (): KubeObject => {
    const live = applied(service, { spec });
    const [ours] = live.metadata.managedFields ?? [];
    if (ours) ours.fieldsV1 = { "f:spec": { "f:type": {} } };
    const fieldsV1 = { "f:spec": { "f:selector": {}, "f:externalName": {} } };
    live.metadata.managedFields?.push({ manager: "kubectl-edit", operation: "Update", fieldsV1 });
    return live;
  };

  it("are the same of all that is declared, so that a reset that is cut off there is gone on with", () => {
    const live = changed();
    const paths = (of: KubeObject) => differencesOf(service, of).map(({ path }) => path);
    const before = paths(live);
    const managedFields = handedOver(service, live);
    assert.deepEqual(
      managedFields?.map(({ manager, fieldsV1 }) => [manager, fieldsV1]),
      [
        ["kubectl-edit", { "f:spec": { "f:selector": {} } }],
        ["pulumi-kubernetes-1", { "f:spec": { "f:type": {}, "f:externalName": {} } }],
      ],
    );
    const after = { ...live, metadata: { ...live.metadata, managedFields } };
    assert.deepEqual(paths(after), before);
    assert.ok(before.includes("spec.externalName") && before.length > 1);
  });

  it("leave a status and what controllers note to them", () => {
    const live = changed();
    const noted = { "f:metadata": { "f:annotations": { "f:endpoints.kubernetes.io/x": {} } } };
    const status = { "f:status": { "f:loadBalancer": {} } };
    live.metadata.annotations = { "endpoints.kubernetes.io/x": "y" };
    live.metadata.managedFields?.push(
      { manager: "kube-controller-manager", operation: "Update", fieldsV1: noted },
      { manager: "controller", operation: "Update", subresource: "status", fieldsV1: status },
    );
    const owners = handedOver(service, live) ?? [];
    const of = (name: string) => owners.find(({ manager }) => manager === name)?.fieldsV1;
    assert.deepEqual(of("kube-controller-manager"), noted);
    assert.deepEqual(of("controller"), status);
  });
});

describe("the pointer to a field", () => {
  const object = {
    metadata: { labels: { "a.b/c~d": "x", plain: "y" } },
    spec: { containers: [{ name: "web", image: "i" }] },
  };

  it("leads through tables, whatever their keys", () => {
    assert.equal(pointerTo(object, "metadata.labels.plain"), "/metadata/labels/plain");
    assert.equal(pointerTo(object, 'metadata.labels["a.b/c~d"]'), "/metadata/labels/a.b~1c~0d");
  });

  it("does not lead through items of lists, nor to what is not there", () => {
    assert.equal(pointerTo(object, "spec.containers[web].image"), undefined);
    assert.equal(pointerTo(object, "metadata.labels.other"), undefined);
  });
});
