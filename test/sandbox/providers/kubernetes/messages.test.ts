import assert from "node:assert/strict";

import { toCheckpoint, fromCheckpoint } from "../../../../sandbox/providers/kubernetes/checkpoint";
import { ApiError, refusal } from "../../../../sandbox/providers/kubernetes/errors";
import type { Json } from "../../../../sandbox/providers/kubernetes/objects";
import { ObjectsProvider } from "../../../../sandbox/providers/kubernetes/objects-provider";
import {
  conflictYields,
  takenOver,
  withIgnored,
} from "../../../../sandbox/providers/kubernetes/ownership";
import { holdUps } from "../../../../sandbox/providers/kubernetes/remove";
import {
  keepSecrets,
  redact,
  secretTexts,
  toPlain,
  toSdk,
} from "../../../../sandbox/providers/kubernetes/values";
import { cluster, object } from "./cluster";

const hidden = "correct-horse-battery-staple";
const inBase64 = Buffer.from(hidden).toString("base64");
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const operation = {
  urn: "urn",
  type: "kubernetes:core/v1:Secret",
  name: "a",
  preview: false,
  timeoutSeconds: undefined,
  signal: new AbortController().signal,
  status: () => undefined,
  log: () => undefined,
};

describe("a secret", () => {
  const inputs = object("v1", "Secret", { stringData: { token: hidden } });

  it("is blanked out of messages, as it is, encoded and as part of a longer one", () => {
    const texts = secretTexts({ first: secret(hidden), ...inputs, longer: secret(`${hidden}-2`) });
    const message = redact(`Invalid value: "${hidden}-2", "${inBase64}", "${hidden}"`, [
      ...texts,
      ...secretTexts(object("v1", "Secret", { data: { token: inBase64 } })),
    ]);
    assert.equal(message, 'Invalid value: "[secret]", "[secret]", "[secret]"');
  });

  it("is blanked out where the API server quotes it, with its lines and quotes escaped", () => {
    const key = 'BEGIN "KEY"\nabc\nEND';
    const message = `Invalid value: ${JSON.stringify(key)}`;
    assert.equal(redact(message, secretTexts({ key: secret(key) })), 'Invalid value: "[secret]"');
  });

  it("of two letters is none: blanked out, it would hide any message", () => {
    assert.deepEqual(secretTexts({ value: secret("no") }), []);
  });

  it("does not go out with a refusal of the API server, nor with its cause", async () => {
    const provider = new ObjectsProvider(
      cluster(({ method }) => {
        const message = method === "GET" ? "no" : `data.token: Invalid value: "${inBase64}"`;
        throw new ApiError(method === "GET" ? 404 : 422, { message });
      }),
    );
    const given = { ...object("v1", "Secret", { data: secret({ token: inBase64 }) }) };
    await assert.rejects(provider.create(operation, keepSecrets(given) as Json), (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.message, 'Secret shop/app: data.token: Invalid value: "[secret]"');
      assert.equal(error.cause, undefined);
      return true;
    });
  });

  it("stays one in the state: of a Secret all data, of others what the program marked", () => {
    const live = object("v1", "Secret", { data: { token: inBase64 } });
    const state = toCheckpoint(live, { ...inputs }, "m");
    assert.deepEqual(state.data, secret({ token: inBase64 }));
    assert.deepEqual((state.__inputs as Json).stringData, secret({ token: hidden }));
    const env = (value: unknown) => ({
      containers: [{ name: "app", env: [{ name: "T", value }] }],
    });
    const pod = toCheckpoint(object("v1", "Pod", env(hidden)), env(secret(hidden)), "m");
    assert.deepEqual(pod.containers, env(secret(hidden)).containers);
    const moved = { list: [{ value: secret(hidden) }] };
    assert.deepEqual(
      toCheckpoint(object("v1", "X", { list: [{ value: "other" }] }), moved, "m").list,
      secret([{ value: "other" }]),
      "where the order may have changed, the whole list is secret",
    );
  });

  it("is not kept in kubectl's note of what it applied", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": hidden, a: "b" };
    const live = object("v1", "ConfigMap", { metadata: { annotations, managedFields: [] } });
    const state = toCheckpoint(live, {}, "m");
    assert.deepEqual(state.metadata, { name: "app", namespace: "shop", annotations: { a: "b" } });
  });
});

describe("a value on its way", () => {
  it("to the API server is opened, without nulls, with the dashes of CRDs; and back", () => {
    const sdk = { a: secret("b"), c: null, x_kubernetes_list_type: "map", list: [secret(1)] };
    const plain = { a: "b", "x-kubernetes-list-type": "map", list: [1] };
    assert.deepEqual(toPlain(sdk), plain);
    assert.deepEqual(toPlain(keepSecrets(sdk)), plain);
    assert.deepEqual(toSdk(plain), { a: "b", x_kubernetes_list_type: "map", list: [1] });
  });

  it("into the state and out of it is what it was", () => {
    const live = object("apps/v1", "Deployment", { spec: { replicas: 1 } });
    const read = fromCheckpoint(toCheckpoint(live, { ...live }, "pulumi-kubernetes-00000000"));
    assert.deepEqual(read, { live, inputs: live, fieldManager: "pulumi-kubernetes-00000000" });
  });
});

describe("a refusal", () => {
  const conflict = (...managers: string[]) =>
    new ApiError(409, {
      message: "Apply failed",
      reason: "Conflict",
      details: {
        causes: managers.map((manager) => ({
          reason: "FieldManagerConflict",
          message: `conflict with "${manager}" using apps/v1`,
          field: ".spec.replicas",
        })),
      },
    });

  it("names the object, and gives the API server's words", () => {
    const error = new ApiError(422, { message: 'spec.replicas: Invalid value: "-1"' });
    assert.equal(
      refusal(object("apps/v1", "Deployment"), error).message,
      'Deployment shop/app: spec.replicas: Invalid value: "-1"',
    );
    assert.match(refusal(object("v1", "X"), new ApiError(500, {})).message, /HTTP 500$/);
  });

  it("of fields that others own names the owners and the way out", () => {
    assert.equal(
      refusal(object("apps/v1", "Deployment"), conflict("hpa", "argo")).message,
      'Deployment shop/app: other field managers own what this program sets: "hpa" owns .spec.replicas; ' +
        '"argo" owns .spec.replicas. Leave the fields out, or take them with the annotation pulumi.com/patchForce: "true".',
    );
  });

  it("tells a namespace that is missing from an object that is, and what can never change", () => {
    const missing = (kind: string) =>
      new ApiError(404, { reason: "NotFound", details: { kind }, message: "not found" });
    assert.deepEqual(
      [missing("namespaces"), missing("services")].map((one) => one.namespaceMissing),
      [true, false],
    );
    assert.deepEqual(
      [missing("namespaces"), missing("services")].map((one) => one.objectMissing),
      [false, true],
    );
    const immutable = (message: string) => new ApiError(422, { message }).immutable;
    assert.ok(immutable("spec.selector: Invalid value: x: field is immutable"));
    assert.ok(
      immutable("updates to statefulset spec for fields other than 'replicas' are forbidden"),
    );
    assert.ok(!immutable("must be greater than or equal to 0"));
  });

  it("yields where only a person's hand is in the way", () => {
    assert.equal(conflictYields(conflict("kubectl-edit", "kubectl-scale")), true);
    assert.equal(conflictYields(conflict("kubectl-edit", "hpa")), false);
    assert.equal(conflictYields(conflict()), false);
  });

  it("of a deletion that takes long says what holds the object", () => {
    const finalizers = ["a.io/b", "c.io/d"];
    assert.equal(
      holdUps(object("v1", "X", { metadata: { finalizers } })),
      "its finalizers hold it: a.io/b, c.io/d",
    );
    const conditions = [
      { type: "NamespaceContentRemaining", status: "True", message: "1 pod is left" },
      { type: "NamespaceDeletionFailure", status: "False", message: "no" },
    ];
    assert.equal(holdUps(object("v1", "Namespace", { status: { conditions } })), "1 pod is left");
    assert.equal(holdUps(object("v1", "X")), "the API server still has it");
  });
});

describe("who owns a field", () => {
  const entry = (
    manager: string,
    operation: "Apply" | "Update",
    field: string,
    subresource = "",
  ) => ({
    manager,
    operation,
    fieldsV1: { "f:spec": { [field]: {} } },
    ...(subresource ? { subresource } : {}),
  });
  const own = "pulumi-kubernetes-00000000";

  it("becomes this program where a person's hand was, and stays who it was of controllers", () => {
    const entries = [
      entry(own, "Apply", "f:image"),
      entry("kubectl-edit", "Update", "f:paused"),
      entry("kubectl", "Update", "f:replicas", "scale"),
      entry("kube-controller-manager", "Update", "f:status", "status"),
    ];
    const found = takenOver(entries, own);
    assert.deepEqual(
      found?.map(({ manager }) => manager),
      ["kube-controller-manager", own],
    );
    assert.deepEqual(found[1]?.fieldsV1, {
      "f:spec": { "f:image": {}, "f:paused": {}, "f:replicas": {} },
    });
    assert.equal(
      takenOver(
        [entries[0], entries[3]].flatMap((one) => one ?? []),
        own,
      ),
      undefined,
    );
  });

  it("decides what becomes of a field that the program ignores", () => {
    const spec = { replicas: 1, paused: false, image: "a" };
    const declared = object("apps/v1", "Deployment", { spec });
    const managedFields = [
      entry("hpa", "Update", "f:replicas"),
      entry(own, "Apply", "f:paused"),
      entry(own, "Apply", "f:image"),
      entry("kubectl-edit", "Update", "f:image"),
    ];
    const live = object("apps/v1", "Deployment", {
      spec: { replicas: 5, paused: true, image: "b" },
      metadata: { managedFields },
    });
    const paths = ["spec.replicas", "spec.paused", "spec.image"];
    assert.deepEqual(
      withIgnored(declared, live, paths, own).spec,
      { paused: true, image: "b" },
      "what only another owns is left to it, what is ours stays as it is",
    );
    assert.deepEqual(declared.spec, { replicas: 1, paused: false, image: "a" });
  });
});
