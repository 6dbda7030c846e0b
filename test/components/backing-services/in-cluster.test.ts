import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import {
  Cache,
  Database,
  Messaging,
  serverSizes,
  type InCluster,
} from "../../../components/backing-services";
import { at, run, type Recorded, type Run } from "../../mocks";
import { inCluster, password } from "./fixtures";

const args = { namespace: "shop", password };

let made: Promise<Run> | undefined;

/** All three, made once. */
const all = (): Promise<Run> =>
  (made ??= run(() => {
    new Database("database", { ...args, place: inCluster });
    new Cache("cache", { ...args, place: inCluster });
    new Messaging("kafka", { ...args, place: inCluster });
    return {};
  }));

const setOf = (it: Run, name: string): Recorded => it.one("kubernetes:apps/v1:StatefulSet", name);
const podOf = (it: Run, name: string) => at(setOf(it, name).inputs, "spec", "template", "spec");
const secretOf = (it: Run, name: string): Record<string, string> =>
  it.one("kubernetes:core/v1:Secret", name).inputs.stringData as Record<string, string>;

const servers = ["database", "cache", "kafka"];

describe("backing services in the cluster", () => {
  it("keep each server's data on a disk of its own, which is there before the pod and goes after it", async () => {
    const it = await run(() => {
      const disks = new k8s.core.v1.ConfigMap("disks", {});
      const place = { ...inCluster, sizeGiB: 20, runsAfter: [disks] };
      new Database("database", { ...args, place });
      return {};
    });
    const disk = it.one("kubernetes:core/v1:PersistentVolumeClaim", "database");
    assert.deepEqual(disk.inputs.spec, {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "gp3",
      resources: { requests: { storage: "20Gi" } },
    });
    const driver = it.one("kubernetes:core/v1:ConfigMap", "disks").urn;
    assert(disk.dependencies.includes(driver));
    const set = setOf(it, "database");
    assert(set.dependencies.includes(driver));
    assert(set.dependencies.includes(disk.urn));
    assert.equal(at(set.inputs, "spec", "replicas"), 1);
    assert.deepEqual(at(podOf(it, "database"), "volumes", 0), {
      name: "data",
      persistentVolumeClaim: { claimName: "database" },
    });
  });

  it("are let in by Pod Security restricted, with a read-only root", async () => {
    const it = await all();
    for (const name of servers) {
      const pod = podOf(it, name);
      assert.equal(at(pod, "automountServiceAccountToken"), false);
      assert.equal(at(pod, "securityContext", "runAsNonRoot"), true);
      assert.deepEqual(at(pod, "securityContext", "seccompProfile"), { type: "RuntimeDefault" });
      const user = at(pod, "securityContext", "runAsUser");
      assert.equal(at(pod, "securityContext", "fsGroup"), user);
      const containers = [
        ...(at(pod, "containers") as unknown[]),
        ...((at(pod, "initContainers") ?? []) as unknown[]),
      ];
      for (const container of containers) {
        assert.deepEqual(at(container, "securityContext"), {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        assert.notEqual(at(container, "resources", "limits", "memory"), undefined);
      }
    }
    assert.equal(
      at(podOf(it, "kafka"), "containers", 0, "resources", "requests", "memory"),
      `${serverSizes.messaging.memoryMiB}Mi`,
    );
  });

  it("let in the pods of their namespace, or those that are named, or nobody", async () => {
    const from = async (place: InCluster) => {
      const it = await run(() => {
        new Cache("cache", { ...args, place });
        return {};
      });
      return at(
        it.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "cache").inputs,
        "spec",
        "ingress",
      );
    };
    const ports = [{ port: 6379, protocol: "TCP" }];
    const usual = (await all()).one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "cache");
    assert.deepEqual(at(usual.inputs, "spec", "ingress"), [{ from: [{ podSelector: {} }], ports }]);
    assert.deepEqual(await from({ ...inCluster, clients: [{ app: "orders" }] }), [
      { from: [{ podSelector: { matchLabels: { app: "orders" } } }], ports },
    ]);
    assert.deepEqual(await from({ ...inCluster, clients: [] }), []);
  });

  it("hand out credentials by Secrets alone, named after their content", async () => {
    const it = await all();
    for (const resource of it.resources) {
      const text = JSON.stringify({ ...resource.inputs, stringData: undefined });
      assert.equal(text.includes(password), false, resource.urn);
      if (resource.type === "kubernetes:core/v1:Secret") {
        assert(resource.secretInputs.includes("stringData"), resource.name);
        assert.match(String(at(resource.inputs, "metadata", "name")), /^[a-z-]+-[0-9a-f]{10}$/);
        assert.equal(resource.inputs.immutable, true);
      }
    }
    const nameWith = async (word: string) => {
      const other = await run(() => {
        const { secretName } = new Cache("cache", { ...args, password: word, place: inCluster });
        return { secretName };
      });
      return other.outputs.secretName;
    };
    const { metadata } = it.one("kubernetes:core/v1:Secret", "cache").inputs;
    assert.equal(await nameWith(password), at(metadata, "name"));
    assert.notEqual(await nameWith(`${password}-2`), at(metadata, "name"));
  });

  it("tell clients of the database where it is", async () => {
    const it = await all();
    assert.deepEqual(secretOf(it, "database"), {
      host: "database.shop",
      port: "5432",
      database: "shop",
      username: "shop",
      password,
      url: `postgresql://shop:${password}@database.shop:5432/shop?sslmode=disable`,
      "jdbc-url": "jdbc:postgresql://database.shop:5432/shop?sslmode=disable",
    });
    const container = at(podOf(it, "database"), "containers", 0);
    assert.match(String(at(container, "image")), /^docker\.io\/library\/postgres:18/);
    const env = at(container, "env") as { name: string; value: string }[];
    assert.equal(
      env.find(({ name }) => name === "POSTGRES_PASSWORD_FILE")?.value,
      "/run/secrets/database/password",
    );
    // A changed password reaches a disk that has an older one.
    const [shell, flag, script] = at(container, "lifecycle", "postStart", "exec", "command") as [
      string,
      string,
      string,
    ];
    assert.deepEqual([shell, flag], ["bash", "-c"]);
    assert.match(script, /cat \/run\/secrets\/database\/password/);
    assert.match(script, /ALTER ROLE shop PASSWORD :'password'/);
  });

  it("keep the cache's default user out, and know the other by a hash", async () => {
    const it = await all();
    const settings = secretOf(it, "cache-server")["valkey.conf"]?.split("\n") ?? [];
    assert(settings.includes("user default off"));
    assert(
      settings.some((line) => /^user shop on #[0-9a-f]{64} ~\* &\* \+@all -@admin$/.test(line)),
    );
    assert(settings.includes("appendonly yes"));
    assert.equal(settings.join("\n").includes(password), false);
    assert.equal(secretOf(it, "cache").url, `redis://shop:${password}@cache.shop:6379`);
    assert.equal(secretOf(it, "cache").tls, "false");
  });

  it("format Kafka's disk once and sign its clients in", async () => {
    const it = await all();
    const format = at(podOf(it, "kafka"), "initContainers", 0, "command") as string[];
    assert(format.includes("--ignore-formatted"));
    assert(format.some((part) => /^--cluster-id=[\w-]{22}$/.test(part)));
    const settings = secretOf(it, "kafka-server")["server.properties"]?.split("\n") ?? [];
    assert(settings.includes("advertised.listeners=CLIENTS://kafka.shop:9092"));
    assert(settings.includes("auto.create.topics.enable=true"));
    // The controller's port asks for no password: it must not leave the pod.
    assert(settings.includes("listeners=CLIENTS://:9092,CONTROLLER://localhost:9093"));
    const client = secretOf(it, "kafka");
    assert.equal(client["bootstrap-servers"], "kafka.shop:9092");
    assert.equal(client["security-protocol"], "SASL_PLAINTEXT");
    assert.equal(client["sasl-mechanism"], "PLAIN");
    assert.match(String(client["sasl-jaas-config"]), /PlainLoginModule required username="shop"/);
  });

  it("are owned by their component, which registers its outputs", async () => {
    const it = await all();
    for (const kind of ["Database", "Cache", "Messaging"]) {
      const [component] = it.ofType(`twelve-street:components:${kind}`);
      assert(component && it.registered.has(component.urn));
    }
    assert.deepEqual(
      it.resources.filter(({ type, parent }) => type.startsWith("kubernetes:") && parent === ""),
      [],
    );
  });

  it("take a password that is known later", async () => {
    const it = await run(() => {
      new Cache("cache", { ...args, password: pulumi.secret(password), place: inCluster });
      return {};
    });
    assert.equal(secretOf(it, "cache").password, password);
  });
});
