import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { LoadBalancerController } from "../../../components/alb-ingress";
import type { IngressRules } from "../../../components/ingress-rules";
import {
  NginxController,
  NginxIngress,
  retirement,
  type NginxControllerArgs,
  type NginxIngressArgs,
} from "../../../components/nginx-ingress";
import { platformVersions } from "../../../versions";
import { at, run, type Recorded, type Run } from "../../mocks";

const rules: IngressRules = {
  hosts: [
    { host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] },
    { host: "green.example.com", paths: [{ service: "nginx-green", port: 80 }] },
  ],
};

const alb: LoadBalancerController = {
  ingressClassName: "alb",
  gatewayClassName: undefined,
  ready: [],
};

const controllerOf = (it: Run): Recorded =>
  it.one("kubernetes-ingress-nginx:index:IngressController", "nginx");

/** Of the chart: how long a pod has to end, and how long the controller waits at last. */
const [gracePeriod, atTheEnd] = [300, 10];

/** What the official component is told of its controller. */
async function controller(change: Partial<NginxControllerArgs> = {}): Promise<unknown> {
  const it = await run(() => {
    new NginxController("nginx", { scheme: "internet-facing", ...change });
    return {};
  });
  return controllerOf(it).inputs.controller;
}

const prefix = "service.beta.kubernetes.io/aws-load-balancer";

/** Annotations of the Service without the prefix. */
async function nlb(change: Partial<NginxControllerArgs>): Promise<Record<string, string>> {
  const annotations = at(await controller(change), "service", "annotations");
  return Object.fromEntries(
    Object.entries(annotations as Record<string, string>).map(([name, value]) => [
      name.replace(`${prefix}-`, ""),
      value,
    ]),
  );
}

/** What the program has warned of, kept from the tests' own output. */
const warnings: string[] = [];
const log = pulumi.log as { warn: (message: string) => Promise<void> };
const { warn } = log;

function keepWarnings(): void {
  before(() => {
    log.warn = (message) => {
      warnings.push(message);
      return Promise.resolve();
    };
  });
  after(() => {
    log.warn = warn;
  });
}

describe("NGINX controller", () => {
  keepWarnings();

  it("installs the last chart there is, in a namespace of its own", async () => {
    const it = await run(() => {
      new NginxController("nginx", { scheme: "internal" });
      return {};
    });
    const options = controllerOf(it).inputs.helmOptions;
    assert.equal(at(options, "chart"), "ingress-nginx");
    assert.equal(at(options, "version"), platformVersions.ingressNginx.version);
    assert.equal(
      at(options, "repositoryOpts", "repo"),
      "https://kubernetes.github.io/ingress-nginx",
    );
    assert.equal(at(options, "namespace"), "ingress-nginx");
    assert.equal(at(options, "createNamespace"), true);
    const [component] = it.ofType("twelve-street:components:NginxController");
    assert(component && it.registered.has(component.urn));
    assert.equal(controllerOf(it).parent, component.urn);
  });

  it("says that it is retired, and what comes after it, where it is switched on", async () => {
    warnings.length = 0;
    await controller();
    assert.deepEqual(warnings, [retirement]);
    assert.match(retirement, /retired: since March 2026 .* no security fixes/);
    assert(retirement.includes(platformVersions.ingressNginx.version));
    assert.match(retirement, /Gateway API: give the same rules to GatewayIngress/);
  });

  it("stands behind an NLB of EKS's own, which keeps the client's address", async () => {
    assert.deepEqual(await nlb({ scheme: "internet-facing" }), {
      type: "nlb",
      "cross-zone-load-balancing-enabled": "true",
    });
    assert.equal((await nlb({ scheme: "internal" })).internal, "true");
    const told = await controller();
    assert.equal(at(told, "service", "externalTrafficPolicy"), "Local");
    assert.equal(at(told, "config", "use-proxy-protocol"), "false");
  });

  it("stands behind an NLB that sends to pods where there is an ALB controller", async () => {
    const args = {
      scheme: "internal",
      loadBalancerController: alb,
      tags: { a: "1", b: "2" },
    } as const;
    assert.deepEqual(await nlb(args), {
      type: "external",
      scheme: "internal",
      "nlb-target-type": "ip",
      // Both ends must agree, or every request is refused.
      "proxy-protocol": "*",
      "target-group-attributes":
        "deregistration_delay.timeout_seconds=60,preserve_client_ip.enabled=false",
      "cross-zone-load-balancing-enabled": "true",
      "additional-resource-tags": "a=1,b=2",
    });
    assert.equal(at(await controller(args), "config", "use-proxy-protocol"), "true");
  });

  it("survives a node, and lets nobody write NGINX's own settings", async () => {
    const told = await controller({ allowedCidrs: ["203.0.113.0/24"] });
    assert.equal(at(told, "replicaCount"), 2);
    assert.equal(at(told, "minAvailable"), 1);
    assert.equal(
      at(told, "topologySpreadConstraints", 0, "topologyKey"),
      "topology.kubernetes.io/zone",
    );
    assert.equal(at(told, "allowSnippetAnnotations"), false);
    assert.equal(at(told, "config", "use-forwarded-headers"), "false");
    assert.deepEqual(at(told, "service", "loadBalancerSourceRanges"), ["203.0.113.0/24"]);
  });

  it("serves on for as long as the NLB needs to let a pod go, and is done before it is killed", async () => {
    const told = await controller({ loadBalancerController: alb });
    const annotations = at(told, "service", "annotations") as Record<string, string>;
    const [, delay = ""] =
      /deregistration_delay.timeout_seconds=(\d+)/.exec(
        annotations[`${prefix}-target-group-attributes`] ?? "",
      ) ?? [];
    const serving = Number(at(told, "extraArgs", "shutdown-grace-period"));
    assert.equal(serving, Number(delay));
    const ending = Number.parseInt(String(at(told, "config", "worker-shutdown-timeout")));
    assert.ok(serving + ending + atTheEnd < gracePeriod);
  });

  it("goes before the controller that made its NLB, and before the nodes", async () => {
    const it = await run(() => {
      const release = new k8s.core.v1.ConfigMap("release", {});
      const nodes = new k8s.core.v1.ConfigMap("nodes", {});
      new NginxController("nginx", {
        scheme: "internal",
        loadBalancerController: { ...alb, ready: [release] },
        runsAfter: [nodes],
      });
      return {};
    });
    const { dependencies } = controllerOf(it);
    for (const name of ["release", "nodes"]) {
      assert(dependencies.includes(it.one("kubernetes:core/v1:ConfigMap", name).urn), name);
    }
  });

  it("refuses no pods, and an address in place of a network", () => {
    const refused = (change: Partial<NginxControllerArgs>, said: RegExp) =>
      assert.throws(() => new NginxController("nginx", { scheme: "internal", ...change }), said);
    refused({ replicas: 0 }, /replicas is 0: give 1 or more/);
    refused({ allowedCidrs: ["203.0.113.7"] }, /allowedCidrs\[0\] is "203\.0\.113\.7"/);
  });
});

describe("NGINX ingress", () => {
  keepWarnings();

  const made = (change: Partial<NginxIngressArgs> = {}): Promise<Run> =>
    run(() => {
      const nginx = new NginxController("nginx", { scheme: "internet-facing" });
      new NginxIngress("colors", { controller: nginx, namespace: "labs", rules, ...change });
      return {};
    });
  const ingressOf = (it: Run) => it.one("kubernetes:networking.k8s.io/v1:Ingress", "colors");

  it("sends the course's hosts to their Services, and goes before NGINX", async () => {
    const it = await made();
    const ingress = ingressOf(it);
    assert.equal(at(ingress.inputs, "spec", "ingressClassName"), "nginx");
    const hosts = at(ingress.inputs, "spec", "rules") as { host: string }[];
    assert.deepEqual(
      hosts.map(({ host }) => host),
      ["blue.example.com", "green.example.com"],
    );
    assert(ingress.dependencies.includes(controllerOf(it).urn));
    const [component] = it.ofType("twelve-street:components:NginxIngress");
    assert(component && it.registered.has(component.urn));
  });

  it("redirects to HTTPS where there is a certificate, unless told otherwise", async () => {
    const redirect = async (tls?: IngressRules["tls"]) =>
      at(
        ingressOf(await made({ rules: { ...rules, ...(tls && { tls }) } })).inputs,
        "metadata",
        "annotations",
        "nginx.ingress.kubernetes.io/ssl-redirect",
      );
    assert.equal(await redirect(), "false");
    assert.equal(await redirect({ secretName: "shop-tls" }), "true");
    assert.equal(await redirect({ secretName: "shop-tls", redirect: false }), "false");
  });

  it("refuses to stand without a controller, and certificates of ACM", () => {
    const args: NginxIngressArgs = { controller: undefined, namespace: "labs", rules };
    assert.throws(
      () => new NginxIngress("colors", args),
      /controller is missing: add an NginxController first/,
    );
    const certificateArns = ["arn:aws:acm:us-east-1:123456789012:certificate/a"] as const;
    assert.throws(
      () =>
        new NginxIngress("colors", {
          ...args,
          controller: { ingressClassName: "nginx", ready: [] },
          rules: { ...rules, tls: { certificateArns } },
        }),
      /certificateArns .* give secretName instead/,
    );
  });
});
