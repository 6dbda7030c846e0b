import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { fileOf, redacted, rendered, yamlOf, type Rendered } from "../../sandbox/render/objects";
import { at, run } from "../mocks";

const metadata = { name: "shop", namespace: "street" };

const some = async (): Promise<Rendered> => {
  const { resources } = await run(() => {
    new k8s.core.v1.ConfigMap("shop", { metadata, data: { LEVEL: "info" } });
    new k8s.core.v1.Secret("shop", {
      metadata,
      stringData: { password: "hunter2" },
      data: { key: "aHVudGVyMg==" },
    });
    new k8s.apiextensions.CustomResource("told", {
      apiVersion: "example.org/v1",
      kind: "Told",
      metadata: { name: "told" },
      spec: pulumi.secret({ token: "hunter2", list: ["hunter2"] }),
    });
    new k8s.helm.v3.Release("chart", { chart: "grafana" });
    new k8s.apiextensions.v1.CustomResourceDefinition("kind", {
      metadata: { name: "kinds.example.org" },
      spec: {
        group: "example.org",
        names: { kind: "Kind", plural: "kinds" },
        scope: "Namespaced",
        versions: [],
      },
    });
    return {};
  });
  return rendered(resources);
};

describe("rendered objects", () => {
  it("are what the provider would be given, but for secrets", async () => {
    const { objects } = await some();
    const [told, config, secret] = objects;
    assert.deepEqual(parse(yamlOf(config ?? assert.fail())), {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { LEVEL: "info" },
    });
    const text = objects.map(yamlOf).join("---\n");
    assert.doesNotMatch(text, /hunter2|aHVudGVyMg/);
    assert.deepEqual(secret?.stringData, { password: redacted });
    assert.equal(Buffer.from(String(at(secret, "data", "key")), "base64").toString(), redacted);
    assert.deepEqual(told?.spec, { token: redacted, list: [redacted] });
  });

  it("have a file each, and tell of what is not among them", async () => {
    const { objects, charts, definitions } = await some();
    assert.deepEqual(objects.map(fileOf), [
      "cluster/told-told.yaml",
      "street/configmap-shop.yaml",
      "street/secret-shop.yaml",
    ]);
    assert.deepEqual(charts, ["grafana"]);
    assert.deepEqual(definitions, ["kinds.example.org"]);
  });
});
