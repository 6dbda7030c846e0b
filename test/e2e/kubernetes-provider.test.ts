import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { LiveCluster, type TestStack } from "../sandbox/providers/kubernetes/live";

type Options = pulumi.CustomResourceOptions;

interface App {
  namespace: string;
  image?: string;
  data?: Record<string, pulumi.Input<string>>;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  pod?: Partial<k8s.types.input.core.v1.PodSpec>;
  quota?: boolean;
}

/** A namespace with one of each thing that a service needs. */
function app(
  options: Options,
  { namespace: name, image = "shop:1", data = { mode: "a" }, labels, annotations, pod }: App,
) {
  const space = new k8s.core.v1.Namespace(name, { metadata: { name } }, options);
  const metadata = { name: "app", namespace: space.metadata.name };
  const waited = { ...metadata, annotations: annotations ?? {} };
  new k8s.core.v1.ConfigMap(name, { metadata, data }, options);
  new k8s.core.v1.Secret(
    name,
    { metadata, stringData: { password: pulumi.secret(hidden) } },
    options,
  );
  const selector = labels ?? { app: "app" };
  const container = {
    name: "app",
    image,
    env: [
      { name: "EMPTY", value: "" },
      { name: "TOKEN", value: pulumi.secret(hidden) },
    ],
    resources: { requests: { cpu: "0.1", memory: "1024Mi" } },
  };
  new k8s.apps.v1.Deployment(
    name,
    {
      metadata: waited,
      spec: {
        replicas: 1,
        selector: { matchLabels: selector },
        template: { metadata: { labels: selector }, spec: { containers: [container], ...pod } },
      },
    },
    options,
  );
  const ports = [{ port: 8080 }];
  new k8s.core.v1.Service(
    name,
    { metadata: waited, spec: { selector, ports, type: "LoadBalancer" } },
    options,
  );
}

const hidden = "correct-horse-battery-staple";

describe("the thin Kubernetes provider on a real API server", () => {
  let cluster: LiveCluster;
  before(async () => (cluster = await LiveCluster.start()));
  after(() => cluster.dispose());

  describe("one stack's life", () => {
    const namespace = "life";
    let stack: TestStack;
    before(async () => (stack = await cluster.stack("life")));

    it("creates everything and waits until it is ready", async () => {
      const { changes, output } = await stack.up((o) => app(o, { namespace }));
      assert.deepEqual(changes, { create: 7 }, output);
      const { status } = (await cluster.get("deployment", "life/app")) as unknown as {
        status: { availableReplicas: number };
      };
      assert.equal(status.availableReplicas, 1);
    });

    it("finds nothing to do a second time, nor after a refresh", async () => {
      assert.deepEqual((await stack.up((o) => app(o, { namespace }))).changes, { same: 7 });
      const { changes } = await stack.up((o) => app(o, { namespace }), { refresh: true });
      assert.deepEqual(changes, { same: 7 });
    });

    it("writes objects as the official plugin does: no label, no annotation, its kind of field manager", async () => {
      const { metadata } = await cluster.get("configmap", "life/app");
      assert.match(metadata.managedFields?.[0]?.manager ?? "", /^pulumi-kubernetes-[0-9a-f]{8}$/);
      assert.equal(metadata.labels, undefined);
      assert.equal(metadata.annotations, undefined);
    });

    it("keeps secrets out of the state and the output", async () => {
      const { output } = await stack.preview((o) => app(o, { namespace, image: "shop:2" }));
      for (const text of [hidden, Buffer.from(hidden).toString("base64")]) {
        assert.ok(!stack.state().includes(text));
        assert.ok(!output.includes(text));
      }
    });

    it("updates what can be updated", async () => {
      const { metadata } = await cluster.get("deployment", "life/app");
      const { changes } = await stack.up((o) => app(o, { namespace, image: "shop:2" }));
      assert.deepEqual(changes, { same: 6, update: 1 });
      assert.equal((await cluster.get("deployment", "life/app")).metadata.uid, metadata.uid);
    });

    it("replaces what cannot: data of a ConfigMap, a Deployment's selector", async () => {
      const desired: App = {
        namespace,
        image: "shop:2",
        data: { mode: "b" },
        labels: { app: "other" },
      };
      const { changes, output } = await stack.up((o) => app(o, desired));
      assert.deepEqual(changes, { replace: 2, same: 4, update: 1 }, output);
      assert.deepEqual((await cluster.get("configmap", "life/app")).data, { mode: "b" });
    });

    it("updates a ConfigMap in place where the provider is told to", async () => {
      const desired: App = {
        namespace,
        image: "shop:2",
        data: { mode: "c" },
        labels: { app: "other" },
      };
      const provider = { enableConfigMapMutable: true };
      const { changes } = await stack.up((o) => app(o, desired), { provider });
      assert.equal(changes.replace, undefined);
      assert.deepEqual((await cluster.get("configmap", "life/app")).data, { mode: "c" });
    });

    it("brings back what was deleted, and undoes what was changed, on refresh", async () => {
      const desired: App = {
        namespace,
        image: "shop:2",
        data: { mode: "c" },
        labels: { app: "other" },
      };
      await cluster.kubectl("delete", "service", "app", "-n", "life");
      await cluster.kubectl("scale", "deployment", "app", "-n", "life", "--replicas=3");
      await cluster.kubectl("label", "secret", "app", "-n", "life", "not=declared");
      const provider = { enableConfigMapMutable: true };
      const { changes, output } = await stack.up((o) => app(o, desired), {
        refresh: true,
        provider,
      });
      assert.deepEqual(changes, { create: 1, same: 5, update: 1 }, output);
      assert.equal((await cluster.get("deployment", "life/app")).spec.replicas, 1);
      assert.deepEqual((await cluster.get("secret", "life/app")).metadata.labels, {
        not: "declared",
      });
    });

    it("leaves nothing behind", async () => {
      await stack.destroy();
      await assert.rejects(cluster.kubectl("get", "namespace", "life"), /not found/);
    });
  });

  describe("what a preview refuses", () => {
    let stack: TestStack;
    before(async () => (stack = await cluster.stack("refuses")));

    it("an unknown field, in a namespace that is only being created", async () => {
      const pod = { restartPolcy: "Always" } as object;
      const { failed, output } = await stack.preview((o) => app(o, { namespace: "fresh", pod }));
      assert.ok(failed);
      assert.match(output, /Deployment fresh\/app: .*\.restartPolcy: field not declared in schema/);
      await assert.rejects(cluster.kubectl("get", "namespace", "fresh"), /not found/);
    });

    it("a value that the API refuses, without the secret beside it", async () => {
      const data = { [`not a key ${hidden}`]: pulumi.secret(hidden) };
      const { failed, output } = await stack.preview(({ provider }) => {
        const metadata = { name: "bad", namespace: "default" };
        new k8s.core.v1.ConfigMap("bad", { metadata, data }, { provider });
      });
      assert.ok(failed);
      assert.match(output, /ConfigMap default\/bad: .*a valid config key/);
      assert.ok(!output.includes(hidden));
    });

    it("an option that it does not support, by its name", async () => {
      const { failed, output } = await stack.preview(() => undefined, {
        provider: { renderYamlToDirectory: "out" },
      });
      assert.ok(failed);
      assert.match(output, /renderYamlToDirectory/);
    });
  });

  describe("objects of others", () => {
    const metadata = { name: "shared", namespace: "default" };
    const desired = { metadata, data: { ours: "1" } };
    let stack: TestStack;
    before(async () => {
      stack = await cluster.stack("others");
      await cluster.apply(
        { apiVersion: "v1", kind: "ConfigMap", ...desired, data: { ours: "0" } },
        "--server-side",
        "--field-manager=theirs",
      );
    });
    after(() => stack.destroy());

    it("are not taken over by a create", async () => {
      const { failed, output } = await stack.up(
        (o) => new k8s.core.v1.ConfigMap("shared", desired, o),
      );
      assert.ok(failed);
      assert.match(output, /ConfigMap default\/shared exists already \(made by "theirs"\)/);
    });

    it("are imported; then a conflict names the manager and the field, and patchForce ends it", async () => {
      const provider = { enableConfigMapMutable: true };
      const imported = await stack.up(
        (o) =>
          new k8s.core.v1.ConfigMap(
            "shared",
            { ...desired, data: { ours: "0" } },
            { ...o, import: "default/shared" },
          ),
        { provider },
      );
      assert.equal(imported.changes.import, 1, imported.output);
      const conflict = await stack.up((o) => new k8s.core.v1.ConfigMap("shared", desired, o), {
        provider,
      });
      assert.ok(conflict.failed);
      assert.match(conflict.output, /"theirs" owns \.data\.ours/);
      const annotations = { "pulumi.com/patchForce": "true" };
      const forced = { ...desired, metadata: { ...metadata, annotations } };
      const { changes } = await stack.up((o) => new k8s.core.v1.ConfigMap("shared", forced, o), {
        provider,
      });
      assert.deepEqual(changes, { same: 2, update: 1 });
    });
  });

  describe("what does not become ready", () => {
    const namespace = "stuck";
    const annotations = { "pulumi.com/timeoutSeconds": "4" };
    let stack: TestStack;
    before(async () => (stack = await cluster.stack("stuck")));
    after(() => stack.destroy());

    it("says that no node fits, keeps the object, and goes on from there", async () => {
      const pod = { nodeSelector: { disktype: "none-has-it" } };
      const skip = { "pulumi.com/skipAwait": "true" };
      const stuck = await stack.up((o) => app(o, { namespace, annotations, pod }));
      assert.ok(stuck.failed);
      assert.match(stuck.output, /Deployment stuck\/app is not ready: not ready after 4 s/);
      assert.match(stuck.output, /no node takes its pods: .*node affinity\/selector/);
      const next = await stack.up((o) => app(o, { namespace, annotations: skip }));
      assert.equal(next.failed, false, next.output);
    });

    it("says which quota is full", async () => {
      await cluster.kubectl("create", "quota", "none", "-n", "stuck", "--hard=pods=0");
      const { failed, output } = await stack.up((o) =>
        app(o, { namespace, annotations, image: "shop:3" }),
      );
      assert.ok(failed);
      assert.match(output, /exceeded quota: none/);
    });

    it("names the finalizer that holds a deletion", async () => {
      const held = await cluster.stack("held");
      const metadata = { name: "held", namespace: "default", finalizers: ["example.com/hold"] };
      const options = { customTimeouts: { delete: "3s" } };
      await held.up((o) => new k8s.core.v1.ConfigMap("held", { metadata }, { ...o, ...options }));
      const { failed, output } = await held.destroy();
      assert.ok(failed);
      assert.match(output, /ConfigMap default\/held is not gone after 3 s: .*example\.com\/hold/);
      await cluster.kubectl(
        "patch",
        "configmap",
        "held",
        "--type=merge",
        "-p",
        '{"metadata":{"finalizers":null}}',
      );
      assert.equal((await held.destroy()).failed, false);
    });
  });

  it("goes on after the engine was killed between a write and the state", async () => {
    const namespace = "killed";
    const stack = await cluster.stack("killed");
    const running = stack.up((o) =>
      app(o, { namespace, pod: { nodeSelector: { none: "has-it" } } }),
    );
    await cluster.kubectl(
      "wait",
      "--for=create",
      "deployment/app",
      "-n",
      namespace,
      "--timeout=60s",
    );
    await stack.kill();
    await running;
    const { changes, output } = await stack.up((o) => app(o, { namespace, image: "shop:2" }));
    assert.ok((changes.create ?? 0) > 0, output);
    assert.deepEqual((await stack.up((o) => app(o, { namespace, image: "shop:2" }))).changes, {
      same: 7,
    });
    await stack.destroy();
  });
});
