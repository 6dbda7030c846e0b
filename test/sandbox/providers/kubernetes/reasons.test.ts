import assert from "node:assert/strict";

import { backends, ingress } from "../../../../sandbox/providers/kubernetes/await/network";
import { podReasons, troubles } from "../../../../sandbox/providers/kubernetes/await/pods";
import type { Json } from "../../../../sandbox/providers/kubernetes/objects";
import { cluster, object } from "./cluster";

const is = (type: string, status = "True", more: Json = {}) => ({ type, status, ...more });

describe("why pods are not ready", () => {
  const pod = (status: Json, metadata: Json = {}) =>
    object("v1", "Pod", { status, metadata: { name: "app-1", ...metadata } });
  const waiting = (reason: string, more: Json = {}) => ({
    containerStatuses: [{ name: "app", state: { waiting: { reason, ...more } } }],
  });

  it("is no node that takes them, in the scheduler's words", () => {
    const message = "0/1 nodes are available: 1 Insufficient memory.";
    assert.deepEqual(troubles(pod({ conditions: [is("PodScheduled", "False", { message })] })), [
      `no node takes its pods: ${message}`,
    ]);
  });

  it("is an image that cannot be pulled, with the kubelet's words", () => {
    assert.deepEqual(
      troubles(pod(waiting("ImagePullBackOff", { message: 'Back-off pulling image "shop:9"' }))),
      ['pod app-1, container app: ImagePullBackOff: Back-off pulling image "shop:9"'],
    );
  });

  it("is a container that crashes, with how it ended; also one that starts first", () => {
    const crashed = {
      name: "app",
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { reason: "Error", exitCode: 1 } },
    };
    assert.deepEqual(troubles(pod({ containerStatuses: [crashed] })), [
      "pod app-1, container app: CrashLoopBackOff: Error, exit code 1",
    ]);
    const ended = { name: "init", state: { terminated: { exitCode: 2, message: "no database" } } };
    assert.deepEqual(troubles(pod({ initContainerStatuses: [ended] })), [
      "pod app-1, container init: ended, exit code 2, no database",
    ]);
  });

  it("is nothing while they start, are ready, or go", () => {
    assert.deepEqual(troubles(pod(waiting("ContainerCreating"))), []);
    assert.deepEqual(troubles(pod({ ...waiting("Error"), conditions: [is("Ready")] })), []);
    assert.deepEqual(troubles(pod(waiting("Error"), { deletionTimestamp: "now" })), []);
  });

  it("is the quota, where the workload itself says that no pod may be made", async () => {
    const message = 'pods "app-1" is forbidden: exceeded quota: student';
    const workload = object("apps/v1", "ReplicaSet", {
      spec: { selector: { matchLabels: { app: "app", slot: "blue" } } },
      status: { conditions: [is("ReplicaFailure", "True", { message })] },
    });
    const asked = cluster();
    assert.deepEqual(await podReasons(asked, workload), [message]);
    assert.deepEqual(asked.asked[0]?.query, { labelSelector: "app=app,slot=blue" });
  });

  it("is told once for many pods, and by the newest events where there are none", async () => {
    const workload = object("apps/v1", "Deployment", {
      metadata: { uid: "u" },
      spec: { selector: { matchLabels: { app: "app" } } },
    });
    const conditions = [is("PodScheduled", "False", { message: "full" })];
    const two = [pod({ conditions }), pod({ conditions }, { name: "app-2" })];
    assert.deepEqual(
      await podReasons(
        cluster(() => ({ items: two })),
        workload,
      ),
      ["no node takes its pods: full"],
    );
    const events = cluster(({ path }) => ({
      items: path.endsWith("/events") ? ["a", "b", "c"].map((message) => ({ message })) : [],
    }));
    assert.deepEqual(await podReasons(events, workload), ["b", "c"]);
    assert.deepEqual(events.asked[1]?.query, {
      fieldSelector: "involvedObject.uid=u,type=Warning",
    });
  });
});

describe("why an Ingress has no answer", () => {
  const path = (name: string) => ({ backend: { service: { name } } });
  const one = object("networking.k8s.io/v1", "Ingress", {
    spec: {
      defaultBackend: { service: { name: "ui" } },
      rules: [{ http: { paths: [path("ui"), path("gateway")] } }, {}],
    },
  });

  it("is a Service that does not exist", async () => {
    assert.deepEqual(backends(one), ["ui", "gateway"]);
    const answer = { items: [object("v1", "Service", { metadata: { name: "ui" } })] };
    assert.deepEqual(
      await ingress.reasons?.(
        cluster(() => answer),
        one,
      ),
      ['no Service "gateway" for one of its paths'],
    );
  });
});
