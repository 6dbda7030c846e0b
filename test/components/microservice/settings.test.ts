import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { filesIn } from "../../../components/microservice";
import { plainEnv } from "../../../components/microservice/containers";
import { at, type Run } from "../../mocks";
import { build, container, deployment, inputsOf, objects, pod, release } from "./fixtures";

const only = (made: Run, kind: string): string => {
  const [name, ...more] = objects(made, kind);
  assert.deepEqual(more, []);
  return name ?? "";
};

const canary = {
  strategy: "canary",
  stable: release,
  canary: { version: "v2", image: "example.org/web:v2" },
  steps: [{ weight: 10 }],
  at: 0,
} as const;

describe("Microservice: its settings", () => {
  it("are named by their content: another value, another name, and the pods follow", async () => {
    const one = await build({ config: { A: "1", B: "2" } });
    const name = only(one, "ConfigMap");
    assert.match(name, /^web-[0-9a-f]{10}$/);
    assert.equal(name, only(await build({ config: { B: "2", A: "1" } }), "ConfigMap"));
    assert.notEqual(name, only(await build({ config: { A: "1", B: "3" } }), "ConfigMap"));
    assert.deepEqual(at(container(one), "envFrom"), [{ configMapRef: { name } }]);
    assert.equal(inputsOf(one, "ConfigMap", name).immutable, true);
  });

  it("are another resource with another content, and never a replacement", async () => {
    const resource = async (value: string) =>
      (await build({ config: { A: value } })).ofType("kubernetes:core/v1:ConfigMap")[0]?.name;
    assert.notEqual(await resource("1"), await resource("2"));
  });

  it("of a release come on top, and each slot has its own", async () => {
    const made = await build({
      config: { A: "1", B: "2" },
      rollout: { ...canary, canary: { ...canary.canary, config: { B: "3" } } },
    });
    const data = (name: string) => {
      const source = at(container(made, name), "envFrom", 0, "configMapRef", "name");
      return inputsOf(made, "ConfigMap", String(source)).data;
    };
    assert.deepEqual(data("web"), { A: "1", B: "2" });
    assert.deepEqual(data("web-canary"), { A: "1", B: "3" });
    const shared = await build({ config: { A: "1" }, rollout: canary });
    assert.equal(objects(shared, "ConfigMap").length, 1, "the same content is the same object");
  });

  it("are variables one by one, or files, if asked for", async () => {
    const one = await build({ config: { values: { A: "1" }, as: "env", immutable: false } });
    const name = only(one, "ConfigMap");
    assert.deepEqual(at(container(one), "env"), [
      { name: "A", valueFrom: { configMapKeyRef: { name, key: "A" } } },
    ]);
    assert.equal(inputsOf(one, "ConfigMap", name).immutable, false);
    const files = await build({ config: { values: { A: "1" }, as: { folder: "/etc/web" } } });
    assert.deepEqual(at(container(files), "volumeMounts", 1), {
      name: "settings",
      mountPath: "/etc/web",
      readOnly: true,
    });
    assert.deepEqual(at(pod(files), "volumes", 1), {
      name: "settings",
      configMap: { name: only(files, "ConfigMap"), defaultMode: 0o440 },
    });
    assert.equal(at(container(files), "envFrom"), undefined);
  });

  it("never put a secret into the pod's text", async () => {
    const told = (value: pulumi.Output<string>) => {
      const [made] = plainEnv({ PASSWORD: value });
      return (made?.value as unknown as { promise(): Promise<string> }).promise();
    };
    await assert.rejects(told(pulumi.secret("hunter2")), (error: Error) => {
      assert.match(error.message, /^env\.PASSWORD is "a secret": give it in secrets, not in env/);
      return !error.message.includes("hunter2");
    });
    assert.equal(await told(pulumi.output("plain")), "plain");
  });

  it("learnt from other resources stand in the pod itself", async () => {
    const made = await build({ env: { API: pulumi.output("http://api") } });
    assert.deepEqual(at(container(made), "env"), [{ name: "API", value: "http://api" }]);
    assert.deepEqual(objects(made, "ConfigMap"), []);
  });
});

describe("Microservice: its secrets", () => {
  const secret = (value: string, namingKey = "a key of many letters") =>
    build({ namingKey, secrets: { PASSWORD: value } });

  it("stay secret, and their names public", async () => {
    const made = await secret("hunter2");
    const [kept] = made.ofType("kubernetes:core/v1:Secret");
    assert.deepEqual(kept?.inputs.stringData, { PASSWORD: "hunter2" });
    assert.deepEqual(kept.secretInputs, ["stringData"]);
    assert.deepEqual(made.one("kubernetes:apps/v1:Deployment", "web").secretInputs, []);
    assert.deepEqual(at(container(made), "envFrom"), [
      { secretRef: { name: only(made, "Secret") } },
    ]);
    for (const { name, inputs: others, secretInputs: hidden } of made.resources)
      for (const [key, value] of Object.entries(others))
        if (!hidden.includes(key))
          assert.ok(!JSON.stringify(value).includes("hunter2"), `${name}.${key}`);
  });

  it("are there before the pods that read them", async () => {
    const made = await secret("hunter2");
    const [kept] = made.ofType("kubernetes:core/v1:Secret");
    const { dependencies } = made.one("kubernetes:apps/v1:Deployment", "web");
    assert.ok(dependencies.includes(kept?.urn ?? "?"));
  });

  it("are named anew with each value, by a hash that nobody can try without the key", async () => {
    const name = only(await secret("hunter2"), "Secret");
    assert.equal(name, only(await secret("hunter2"), "Secret"));
    assert.notEqual(name, only(await secret("hunter3"), "Secret"));
    assert.notEqual(name, only(await secret("hunter2", "another key"), "Secret"));
  });

  it("are files of the pod's own group, if the service reads files", async () => {
    const values = { password: pulumi.secret("hunter2") };
    const made = await build({
      namingKey: "a key of many letters",
      secrets: { values, as: { folder: "/run/secrets", mode: 0o400 } },
    });
    assert.equal(at(container(made), "envFrom"), undefined);
    assert.deepEqual(at(container(made), "volumeMounts", 1), {
      name: "secrets",
      mountPath: "/run/secrets",
      readOnly: true,
    });
    assert.deepEqual(at(pod(made), "volumes", 1), {
      name: "secrets",
      secret: { secretName: only(made, "Secret"), defaultMode: 0o400 },
    });
  });

  it("are variables one by one, if asked for", async () => {
    const made = await build({
      namingKey: "a key of many letters",
      secrets: { values: { PASSWORD: "hunter2" }, as: "env" },
    });
    const name = only(made, "Secret");
    assert.deepEqual(at(container(made), "env"), [
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name, key: "PASSWORD" } } },
    ]);
  });
});

describe("Microservice: its volumes", () => {
  it("are files out of ConfigMaps, Secrets and claims, or just a place to write", async () => {
    const made = await build({
      namingKey: "a key of many letters",
      volumes: [
        { kind: "config", name: "pages", folder: "/pages", files: { "a.html": "<p>" } },
        { kind: "secret", name: "keys", folder: "/keys", files: { key: "hunter2" }, mode: 0o400 },
        { kind: "claim", name: "data", folder: "/data", claim: "efs", subPath: "web" },
        { kind: "scratch", name: "fast", folder: "/fast", sizeMiB: 8, inMemory: true },
      ],
    });
    const [pages] = objects(made, "ConfigMap");
    const [keys] = objects(made, "Secret");
    assert.match(pages ?? "", /^web-pages-/);
    assert.match(keys ?? "", /^web-keys-/);
    assert.deepEqual((at(pod(made), "volumes") as unknown[]).slice(1), [
      { name: "pages", configMap: { name: pages, defaultMode: 0o440 } },
      { name: "keys", secret: { secretName: keys, defaultMode: 0o400 } },
      { name: "data", persistentVolumeClaim: { claimName: "efs" } },
      { name: "fast", emptyDir: { sizeLimit: "8Mi", medium: "Memory" } },
    ]);
    assert.deepEqual((at(container(made), "volumeMounts") as unknown[]).slice(1), [
      { name: "pages", mountPath: "/pages", readOnly: true },
      { name: "keys", mountPath: "/keys", readOnly: true },
      { name: "data", mountPath: "/data", subPath: "web" },
      { name: "fast", mountPath: "/fast" },
    ]);
    assert.ok(!JSON.stringify(deployment(made)).includes("hunter2"));
  });

  describe("from files and folders", () => {
    let folder: string;
    before(() => (folder = mkdtempSync(join(tmpdir(), "twelve-street-"))));
    after(() => rmSync(folder, { recursive: true }));

    it("have their texts by name", () => {
      writeFileSync(join(folder, "b.txt"), "zwölf\n");
      writeFileSync(join(folder, "a.txt"), "");
      assert.deepEqual(filesIn(folder), { "a.txt": "", "b.txt": "zwölf\n" });
      assert.deepEqual(filesIn(join(folder, "b.txt")), { "b.txt": "zwölf\n" });
    });

    it("hold nothing that a ConfigMap cannot", () => {
      const said = (write: (path: string) => void, path = join(folder, "odd")) => {
        write(path);
        try {
          filesIn(folder);
          return "";
        } catch (error) {
          return (error as Error).message.replace(folder, "");
        } finally {
          rmSync(path, { recursive: true });
        }
      };
      const bytes = Buffer.from([0xff, 0xfe]);
      assert.match(
        said((path) => mkdirSync(path)),
        /^filesIn is "\/odd": a ConfigMap holds no/,
      );
      assert.match(
        said((path) => writeFileSync(path, bytes)),
        /it is no text in UTF-8/,
      );
      const large = "x".repeat(1024 * 1024);
      assert.match(
        said((path) => writeFileSync(path, large)),
        /it has 1048583 bytes/,
      );
      assert.throws(() => filesIn(join(folder, "none")), /there is no such file or folder/);
    });
  });
});
