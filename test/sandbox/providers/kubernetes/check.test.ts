import assert from "node:assert/strict";

import { check } from "../../../../sandbox/providers/kubernetes/check";
import {
  checkConfig,
  diffConfig,
  parseConfig,
} from "../../../../sandbox/providers/kubernetes/config";
import { Kinds } from "../../../../sandbox/providers/kubernetes/kinds";
import {
  fieldManager,
  isPatch,
  newFieldManager,
} from "../../../../sandbox/providers/kubernetes/names";
import { idOf, parseId } from "../../../../sandbox/providers/kubernetes/objects";
import { objectOf } from "../../../../sandbox/providers/kubernetes/objects-provider";
import { unknownValue } from "../../../../sandbox/providers/runtime/provider";
import { cluster, object } from "./cluster";

const checked = async (
  inputs: Record<string, unknown>,
  old?: Record<string, unknown>,
  namespace?: string,
) => {
  const found = await check({
    type: "kubernetes:core/v1:ConfigMap",
    name: "settings",
    inputs: { apiVersion: "v1", kind: "ConfigMap", ...inputs },
    old,
    seed: Buffer.from("plan"),
    defaultNamespace: () => Promise.resolve(namespace),
  });
  return { ...found, metadata: found.inputs.metadata as Record<string, unknown> };
};

describe("the inputs of an object", () => {
  it("get a name where they have none, the same for the same plan, and keep it", async () => {
    const first = await checked({});
    assert.match(String(first.metadata.name), /^settings-[0-9a-f]{8}$/);
    assert.deepEqual(first.metadata.annotations, { "pulumi.com/autonamed": "true" });
    assert.deepEqual((await checked({})).metadata, first.metadata);
    const next = await checked({ data: { a: "b" } }, first.inputs);
    assert.equal(next.metadata.name, first.metadata.name);
    assert.equal((await checked({ metadata: { name: "own" } })).metadata.name, "own");
  });

  it("get the provider's namespace, where their kind has namespaces", async () => {
    const namespace = async (given: Record<string, unknown>, usual?: string) =>
      (await checked({ metadata: { name: "a", ...given } }, undefined, usual)).metadata.namespace;
    assert.equal(await namespace({}, "shop"), "shop");
    assert.equal(await namespace({ namespace: "own" }, "shop"), "own");
    assert.equal(await namespace({}), undefined);
  });

  it("lose what only the API server sets", async () => {
    const given = { name: "a", uid: "u", resourceVersion: "1", managedFields: [] };
    assert.deepEqual((await checked({ metadata: given })).metadata, { name: "a" });
  });

  it("of a Secret hold all texts as data, so that they equal what is stored", async () => {
    const { inputs } = await checked({
      kind: "Secret",
      metadata: { name: "a" },
      data: { kept: "eA" },
      stringData: { token: "x" },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(inputs.data)), {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: { kept: "eA==", token: "eA==" },
    });
    assert.equal("stringData" in inputs, false);
  });

  it("are left alone where their metadata is not known yet", async () => {
    const { inputs } = await checked({ metadata: unknownValue });
    assert.equal(inputs.metadata, unknownValue);
  });

  it("are refused with a list, a generated name, or a patch of nothing", async () => {
    const reasons = async (inputs: Record<string, unknown>) =>
      (await checked(inputs)).failures?.map(({ reason }) => reason).join();
    assert.match((await reasons({ kind: "List", items: [] })) ?? "", /declare each of their items/);
    assert.match((await reasons({ metadata: { generateName: "a-" } })) ?? "", /leave it out/);
    const patch = await check({
      type: "kubernetes:core/v1:ConfigMapPatch",
      name: "a",
      inputs: { apiVersion: "v1", kind: "ConfigMap" },
      old: undefined,
      seed: Buffer.alloc(0),
      defaultNamespace: () => Promise.resolve(undefined),
    });
    assert.equal(patch.failures?.[0]?.property, "metadata.name");
  });
});

describe("the names of things", () => {
  it("are the official plugin's: id, field manager, Patch resources", () => {
    assert.equal(idOf(object("v1", "ConfigMap")), "shop/app");
    assert.deepEqual(parseId("shop/app"), { namespace: "shop", name: "app" });
    assert.deepEqual(parseId("app"), { namespace: undefined, name: "app" });
    assert.match(newFieldManager("urn"), /^pulumi-kubernetes-[0-9a-f]{8}$/);
    assert.equal(isPatch("kubernetes:core/v1:ServicePatch", "Service"), true);
    assert.equal(isPatch("kubernetes:x.io/v1:EnvoyPatch", "EnvoyPatch"), false);
  });

  it("keep the field manager that the state knows, unless the program names one", () => {
    const plain = object("v1", "ConfigMap");
    assert.equal(
      fieldManager(plain, "urn", "pulumi-kubernetes-00000000"),
      "pulumi-kubernetes-00000000",
    );
    assert.equal(fieldManager(plain, "urn", undefined), newFieldManager("urn"));
    const annotations = { "pulumi.com/patchFieldManager": "own" };
    assert.equal(
      fieldManager(object("v1", "ConfigMap", { metadata: { annotations } }), "urn", "x"),
      "own",
    );
  });

  it("of what is imported come from its type and id", () => {
    const nothing = { apiVersion: "", kind: "", metadata: {} };
    assert.deepEqual(objectOf("kubernetes:core/v1:Service", "shop/ui", nothing), {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "ui", namespace: "shop" },
    });
    assert.equal(objectOf("kubernetes:apps/v1:DeploymentPatch", "a", nothing).kind, "Deployment");
  });
});

describe("where the API server keeps a kind", () => {
  const kinds = new Kinds(cluster().api);
  const path = async (apiVersion: string, kind: string) => kinds.pathOf(object(apiVersion, kind));

  it("is known of Kubernetes' own without asking", async () => {
    assert.equal(await path("v1", "ConfigMap"), "/api/v1/namespaces/shop/configmaps/app");
    assert.equal(
      await path("networking.k8s.io/v1", "NetworkPolicy"),
      "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/app",
    );
    assert.equal(await path("v1", "Endpoints"), "/api/v1/namespaces/shop/endpoints/app");
    assert.match(await path("networking.k8s.io/v1", "Ingress"), /\/ingresses\/app$/);
    assert.equal(await path("v1", "Namespace"), "/api/v1/namespaces/app");
    assert.equal(
      await path("storage.k8s.io/v1", "StorageClass"),
      "/apis/storage.k8s.io/v1/storageclasses/app",
    );
  });

  it("is asked of all others, once, and again where a kind has come since", async () => {
    const lists: Record<string, unknown>[][] = [
      [],
      [{ name: "gateways", kind: "Gateway", namespaced: true }],
    ];
    let asked = 0;
    const live = cluster(() => ({ resources: lists[Math.min(asked++, 1)] }));
    const of = () => live.kinds.of({ apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" });
    await assert.rejects(
      of(),
      /knows no Gateway of gateway\.networking\.k8s\.io\/v1\. Is its Custom/,
    );
    assert.match((await of()).collection("shop"), /\/namespaces\/shop\/gateways$/);
    await of();
    assert.equal(asked, 2);
  });
});

describe("the provider's own options", () => {
  const reasons = (inputs: Record<string, unknown>) =>
    checkConfig(inputs).map(({ property, reason }) => `${property}: ${reason}`);

  it("are refused by name where they would not be heeded", () => {
    assert.match(reasons({ enableServerSideApply: "false" })[0] ?? "", /has no such mode/);
    assert.match(reasons({ renderYamlToDirectory: "out" })[0] ?? "", /go to an API server/);
    assert.match(reasons({ odd: "x" })[0] ?? "", /^odd: .* has no option of this name/);
    assert.match(reasons({ enablePatchForce: "yes" })[0] ?? "", /expected true or false/);
    assert.deepEqual(
      reasons({ enableServerSideApply: "true", kubeconfig: "{}", namespace: "a" }),
      [],
    );
  });

  it("are read from text and from the environment", () => {
    assert.equal(parseConfig({ enableConfigMapMutable: "true" }).configMapsMutable, true);
    assert.equal(parseConfig({ enableConfigMapMutable: true }).configMapsMutable, true);
    assert.equal(parseConfig({ namespace: "" }).namespace, undefined);
  });

  it("replace everything when they point to another cluster, and by clusterIdentifier alone where that is set", () => {
    const replaced = (old: Record<string, unknown>, inputs: Record<string, unknown>) =>
      Object.entries(
        diffConfig(old, inputs, ({ kubeconfig }) => String(kubeconfig).split("#")[0]).detailed,
      ).flatMap(([key, { kind }]) => (kind === "update-replace" ? [key] : []));
    assert.deepEqual(replaced({ kubeconfig: "a" }, { kubeconfig: "b" }), ["kubeconfig"]);
    assert.deepEqual(replaced({ kubeconfig: "a#1" }, { kubeconfig: "a#2" }), [], "a new token");
    assert.deepEqual(replaced({ kubeconfig: "a" }, { kubeconfig: unknownValue }), ["kubeconfig"]);
    const named = { clusterIdentifier: "dev" };
    assert.deepEqual(
      replaced({ ...named, kubeconfig: "a" }, { ...named, kubeconfig: unknownValue }),
      [],
    );
    assert.deepEqual(replaced(named, { clusterIdentifier: "prod" }), ["clusterIdentifier"]);
  });
});
