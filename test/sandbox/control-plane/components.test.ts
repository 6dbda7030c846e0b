import assert from "node:assert/strict";
import { parse } from "yaml";

import {
  adminKubeconfig,
  type Component,
  components,
  fingerprint,
  type Setup,
} from "../../../sandbox/control-plane/components";
import { layoutOf } from "../../../sandbox/control-plane/layout";
import { stagesFor } from "../../../sandbox/control-plane/stages";
import { useOwnHome } from "../home";

function setup(change: Partial<Setup> = {}): Setup {
  const names = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"];
  return {
    stack: "dev",
    layout: layoutOf("dev"),
    ports: { etcd: 40_001, apiServer: 40_002, kubelet: 40_003 },
    binaries: Object.fromEntries(
      names.map((name) => [name, `/tools/${name}`]),
    ) as Setup["binaries"],
    podRange: "198.18.16.0/20",
    region: "ap-northeast-2",
    students: 0,
    pki: "one",
    ...change,
  };
}

const named = (name: string, change: Partial<Setup> = {}): Component => {
  const found = components(setup(change)).find((one) => one.name === name);
  assert.ok(found);
  return found;
};

describe("the components of a control plane", () => {
  useOwnHome();

  it("listen on 127.0.0.1 and nowhere else", () => {
    for (const { name, args } of components(setup())) {
      const addresses = args.flatMap((arg) => arg.match(/\b\d+\.\d+\.\d+\.\d+\b(?!\/)/g) ?? []);
      // The one that is advertised is never listened on: nobody writes it down (see components.ts).
      const others = addresses.filter((one) => !["127.0.0.1", "192.0.2.1"].includes(one));
      assert.deepEqual(others, [], name);
      assert.ok(!args.some((arg) => /0\.0\.0\.0|\[?::\]?|=https?:\/\/:/.test(arg)), name);
    }
  });

  it("say where they listen, or that they do not: their own defaults are all addresses", () => {
    const needs: Readonly<Record<string, readonly RegExp[]>> = {
      etcd: [
        /^--listen-client-urls=https:\/\/127\.0\.0\.1:40001$/,
        /^--listen-peer-urls=https:\/\/127\.0\.0\.1:0$/,
      ],
      "kube-apiserver": [/^--bind-address=127\.0\.0\.1$/, /^--secure-port=40002$/],
      "kube-controller-manager": [/^--secure-port=0$/],
      "kube-scheduler": [/^--secure-port=0$/],
      kwok: [/^--server-address=127\.0\.0\.1:40003$/],
    };
    const all = components(setup());
    assert.deepEqual(
      all.map(({ name }) => name),
      Object.keys(needs),
    );
    for (const { name, args } of all)
      for (const pattern of needs[name] ?? [])
        assert.equal(args.filter((arg) => pattern.test(arg)).length, 1, pattern.source);
  });

  it("give the API server more room for a classroom, and nobody else", () => {
    const room = (students: number) =>
      Number.parseInt(named("kube-apiserver", { students }).env.GOMEMLIMIT ?? "", 10);
    assert.ok(room(100) >= 2 * room(0));
    const changed = components(setup({ students: 20 })).filter(
      ({ env }, index) => env.GOMEMLIMIT !== components(setup())[index]?.env.GOMEMLIMIT,
    );
    assert.deepEqual(
      changed.map(({ name }) => name),
      ["kube-apiserver"],
    );
  });

  it("let nobody in without a certificate", () => {
    const { args } = named("kube-apiserver");
    assert.ok(args.includes("--anonymous-auth=false"));
    assert.ok(args.includes("--authorization-mode=Node,RBAC"));
    const etcd = named("etcd").args;
    assert.ok(etcd.includes("--client-cert-auth") && etcd.includes("--peer-client-cert-auth"));
  });

  it("have no key in an argument, a file or a kubeconfig: only paths within the stack's own folder", () => {
    const { dir } = layoutOf("dev");
    for (const { args, files, env } of components(setup())) {
      for (const arg of args)
        for (const path of arg.match(/(?<==)\/\S+/g) ?? []) assert.ok(path.startsWith(dir), arg);
      assert.doesNotMatch(JSON.stringify([args, files, env]), /PRIVATE KEY|-data["\\]/);
    }
    const config = parse(adminKubeconfig(setup())) as {
      clusters: [{ cluster: { server: string } }];
      users: [{ user: Record<string, string> }];
    };
    assert.equal(config.clusters[0].cluster.server, "https://127.0.0.1:40002");
    assert.deepEqual(Object.keys(config.users[0].user), ["client-certificate", "client-key"]);
  });
});

describe("the fingerprint of a component", () => {
  useOwnHome();
  const of = (name: string, change: Partial<Setup> = {}, pki = "one") =>
    fingerprint(named(name, change), pki);
  const ports = { etcd: 1, apiServer: 2, kubelet: 3 };

  it("stays the same for the same arguments", () => {
    assert.equal(of("etcd"), of("etcd"));
    assert.equal(of("etcd"), of("etcd", { region: "us-east-1" }), "etcd knows no region");
  });

  it("changes with arguments, program, environment, files and certificates", () => {
    const one = of("kwok");
    assert.notEqual(of("kwok", { ports }), one);
    assert.notEqual(of("kwok", { region: "us-east-1" }), one, "by the file of stages");
    assert.notEqual(of("kwok", { binaries: { ...setup().binaries, kwok: "/other/kwok" } }), one);
    assert.notEqual(of("kwok", {}, "two"), one);
    const component = named("kwok");
    assert.notEqual(fingerprint({ ...component, env: { GOGC: "60" } }, "one"), one);
  });

  it("is another for each component", () => {
    const all = components(setup()).map((component) => fingerprint(component, "one"));
    assert.equal(new Set(all).size, all.length);
  });
});

describe("kwok's stages", () => {
  it("have names of their own, and nothing left to fill in", () => {
    const text = stagesFor("ap-northeast-2", "/logs/pod.log");
    const names = text
      .split(/^---$/m)
      .flatMap((one) =>
        /^kind: Stage$/m.test(one) ? (/^metadata:\n {2}name: (\S+)$/m.exec(one)?.[1] ?? "") : [],
      );
    assert.ok(names.length > 10 && !names.includes(""));
    assert.equal(new Set(names).size, names.length);
    assert.doesNotMatch(text, /@[A-Z]+@/);
  });

  it("give load balancers the region's names, in China under its own domain", () => {
    assert.match(stagesFor("us-east-1", ""), /\.us-east-1\.elb\.amazonaws\.com$/m);
    assert.match(stagesFor("cn-north-1", ""), /\.elb\.cn-north-1\.amazonaws\.com\.cn$/m);
    assert.doesNotMatch(stagesFor("cn-north-1", ""), /amazonaws\.com$/m);
  });
});
