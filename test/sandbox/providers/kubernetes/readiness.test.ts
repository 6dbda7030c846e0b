import assert from "node:assert/strict";

import { unready } from "../../../../sandbox/providers/kubernetes/await";
import { customReadiness } from "../../../../sandbox/providers/kubernetes/await/custom";
import { claim } from "../../../../sandbox/providers/kubernetes/await/others";
import { ApiError } from "../../../../sandbox/providers/kubernetes/errors";
import type { Json } from "../../../../sandbox/providers/kubernetes/objects";
import { cluster, object } from "./cluster";

const is = (type: string, status = "True", more: Json = {}) => ({ type, status, ...more });

/** By kind: the object's spec and status, and what is still missing; undefined: nothing is. */
const cases: Readonly<Record<string, readonly [Json, Json, RegExp | undefined][]>> = {
  "apps/v1 Deployment": [
    [{}, { observedGeneration: 1 }, /has not seen it yet/],
    [{ replicas: 3 }, { observedGeneration: 2, updatedReplicas: 2 }, /^2 of 3 pods are updated/],
    [{}, { observedGeneration: 2, updatedReplicas: 1, replicas: 2 }, /^1 old pods are still there/],
    [
      { replicas: 2 },
      { observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 1 },
      /^1 of 2 pods are available/,
    ],
    [
      {},
      {
        observedGeneration: 2,
        updatedReplicas: 1,
        replicas: 1,
        availableReplicas: 1,
        conditions: [is("Available", "False")],
      },
      /^it is not available/,
    ],
    [
      {},
      {
        observedGeneration: 2,
        updatedReplicas: 1,
        replicas: 1,
        availableReplicas: 1,
        conditions: [is("Available")],
      },
      undefined,
    ],
    [{ replicas: 0 }, { observedGeneration: 2, conditions: [is("Available")] }, undefined],
    [{ paused: true }, {}, undefined],
    [
      {},
      {
        observedGeneration: 2,
        conditions: [
          is("Progressing", "False", {
            reason: "ProgressDeadlineExceeded",
            message: "it is stuck",
          }),
        ],
      },
      /^it is stuck$/,
    ],
  ],
  "apps/v1 StatefulSet": [
    [{ replicas: 2 }, { observedGeneration: 2, readyReplicas: 1 }, /^1 of 2 pods are ready/],
    [
      {},
      { observedGeneration: 2, readyReplicas: 1, currentRevision: "a", updateRevision: "b" },
      /being updated/,
    ],
    [
      { updateStrategy: { type: "OnDelete" } },
      { observedGeneration: 2, readyReplicas: 1, currentRevision: "a", updateRevision: "b" },
      undefined,
    ],
    [
      { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
      { observedGeneration: 2, readyReplicas: 3, updatedReplicas: 0 },
      /^0 of 1 pods are updated/,
    ],
  ],
  "apps/v1 DaemonSet": [
    [{}, { observedGeneration: 2, desiredNumberScheduled: 3 }, /^0 of 3 pods are scheduled/],
    [
      {},
      { observedGeneration: 2, desiredNumberScheduled: 1, currentNumberScheduled: 1 },
      /^0 of 1 pods are updated/,
    ],
    [{}, { observedGeneration: 2 }, undefined],
  ],
  "batch/v1 Job": [
    [{ completions: 3 }, { succeeded: 1 }, /^1 of 3 pods have succeeded/],
    [{}, { conditions: [is("Complete")] }, undefined],
    [{ suspend: true }, {}, undefined],
    [{}, { conditions: [is("Failed", "True", { message: "exit 1" })] }, /^it failed: exit 1/],
  ],
  "v1 Service": [
    [{ type: "LoadBalancer" }, {}, /no load balancer has given it an address/],
    [{ type: "LoadBalancer" }, { loadBalancer: { ingress: [{ hostname: "a" }] } }, undefined],
    [{ type: "ClusterIP" }, {}, undefined],
  ],
  "networking.k8s.io/v1 Ingress": [
    [{}, {}, /no ingress controller has given it an address/],
    [{}, { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } }, undefined],
  ],
  "v1 Pod": [
    [{}, { phase: "Pending" }, /^it is not ready/],
    [{}, { phase: "Succeeded" }, undefined],
    [{}, { phase: "Running", conditions: [is("Ready")] }, undefined],
    [{}, { phase: "Failed", reason: "Evicted" }, /^it failed: Evicted/],
  ],
  "v1 PersistentVolume": [
    [{}, { phase: "Pending" }, /neither available nor bound/],
    [{}, { phase: "Bound" }, undefined],
  ],
  "v1 ResourceQuota": [
    [{ hard: { pods: "5" } }, {}, /not in force yet/],
    [{ hard: { pods: "5" } }, { hard: { pods: "5" } }, undefined],
  ],
  "apiextensions.k8s.io/v1 CustomResourceDefinition": [
    [{}, {}, /not established/],
    [{}, { conditions: [is("Established")] }, undefined],
    [
      {},
      { conditions: [is("NamesAccepted", "False", { message: "taken by x" })] },
      /^its names are taken: taken by x/,
    ],
  ],
  "v1 ConfigMap": [[{}, {}, undefined]],
};

describe("when an object is ready", () => {
  for (const [kind, rows] of Object.entries(cases))
    it(`of ${kind}`, () => {
      const [apiVersion = "", name = ""] = kind.split(" ");
      for (const [spec, status, missing] of rows) {
        const live = object(apiVersion, name, { spec, status, metadata: { generation: 2 } });
        const found = unready(live);
        if (missing === undefined) assert.equal(found, undefined, JSON.stringify(status));
        else assert.match(found ?? "", missing);
      }
    });

  it("of a service account's token only: a Secret that has it", () => {
    const token = { type: "kubernetes.io/service-account-token" };
    assert.match(unready(object("v1", "Secret", token)) ?? "", /no controller has filled in/);
    assert.equal(unready(object("v1", "Secret", { ...token, data: { token: "eA==" } })), undefined);
    assert.equal(unready(object("v1", "Secret", { type: "Opaque" })), undefined);
  });

  it("is at once where pulumi.com/skipAwait says so", () => {
    const metadata = { annotations: { "pulumi.com/skipAwait": "true" } };
    assert.equal(unready(object("apps/v1", "Deployment", { metadata })), undefined);
  });

  it("of a claim depends on its class: bound, or waiting for the first pod that uses it", async () => {
    const pending = object("v1", "PersistentVolumeClaim", {
      spec: { storageClassName: "gp3" },
      status: { phase: "Pending" },
    });
    const missing = async (answer: () => unknown) =>
      (await claim(cluster(answer), pending)).missing(pending);
    assert.equal(await missing(() => ({ volumeBindingMode: "WaitForFirstConsumer" })), undefined);
    assert.equal(
      await missing(() => ({ volumeBindingMode: "Immediate" })),
      "it is pending, not bound",
    );
    const noClass = () => {
      throw new ApiError(404, { message: "no such class" });
    };
    assert.equal(await missing(noClass), "it is pending, not bound");
  });
});

describe("pulumi.com/waitFor", () => {
  const missing = (text: string, status: Json) =>
    customReadiness(text).missing(object("v1", "Thing", { status }));

  it("waits for conditions, True unless it says otherwise", () => {
    const status = { conditions: [is("Programmed"), is("Stalled", "False")] };
    assert.equal(missing("condition=Programmed", status), undefined);
    assert.equal(missing("condition=Stalled=False", status), undefined);
    assert.equal(missing("condition=Stalled", status), "waiting for condition=Stalled");
    assert.equal(missing("condition=Accepted", status), "waiting for condition=Accepted");
  });

  it("waits for values at paths, any or a certain one", () => {
    const status = { phase: "Bound", addresses: [{ value: "a=b" }], ready: 3 };
    assert.equal(missing("jsonpath={.status.phase}=Bound", status), undefined);
    assert.equal(missing("jsonpath={.status.addresses[0].value}=a=b", status), undefined);
    assert.equal(missing("jsonpath={.status.addresses[0].value}", status), undefined);
    assert.equal(missing("jsonpath={.status.ready}=3", status), undefined);
    assert.match(missing("jsonpath={.status.phase}=Lost", status) ?? "", /^waiting for jsonpath/);
    assert.match(missing("jsonpath={.status.addresses[1]}", status) ?? "", /^waiting for/);
  });

  it("waits for all of a list, and says for which", () => {
    const text = '["condition=Ready", "jsonpath={.status.address}"]';
    const ready = { conditions: [is("Ready")] };
    assert.equal(missing(text, ready), "waiting for jsonpath={.status.address}");
    assert.equal(missing(text, { ...ready, address: "a" }), undefined);
  });

  it("refuses what it does not understand, naming it", () => {
    for (const text of ["ready", "condition=", "jsonpath=.status", "jsonpath={.a[*]}", "delete="])
      assert.throws(() => customReadiness(text), {
        message: new RegExp(
          `^pulumi.com/waitFor: "${text.replace(/[[\]*{}.]/g, "\\$&")}" is neither`,
        ),
      });
    assert.throws(() => customReadiness("[]"), /expected a JSON list of texts/);
  });
});
