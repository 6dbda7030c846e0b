import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";

import type { LoadBalancerController } from "../../components/alb-ingress";
import {
  GatewayIngress,
  type AlbTarget,
  type GatewayIngressArgs,
} from "../../components/gateway-ingress";
import type { IngressRules } from "../../components/ingress-rules";
import { at, run, type Run } from "../mocks";

const rules: IngressRules = {
  hosts: [
    { host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] },
    { host: "green.example.com", paths: [{ service: "nginx-green", port: 80 }] },
  ],
};

const controller: LoadBalancerController = {
  ingressClassName: "alb",
  gatewayClassName: "aws-alb",
  ready: [],
};

const alb: AlbTarget = { kind: "alb", controller, scheme: "internet-facing" };

const types = {
  gateway: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  route: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  loadBalancer: "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration",
  targets: "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration",
};

const made = (
  on: GatewayIngressArgs["on"],
  change: Partial<GatewayIngressArgs> = {},
): Promise<Run> =>
  run(() => {
    new GatewayIngress("colors", { on, namespace: "labs", rules, ...change });
    return {};
  });

describe("Gateway ingress", () => {
  it("on Istio is a Gateway and a route for each host, after istiod and the CRDs", async () => {
    const it = await run(() => {
      const istiod = new k8s.core.v1.ConfigMap("istiod", {});
      const serviceAnnotations = { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" };
      const on = { kind: "istio", ready: [istiod], serviceAnnotations } as const;
      new GatewayIngress("colors", { on, namespace: "labs", rules });
      return {};
    });
    const gateway = it.one(types.gateway, "colors");
    assert.deepEqual(gateway.inputs.metadata, { name: "colors", namespace: "labs" });
    assert.equal(at(gateway.inputs, "spec", "gatewayClassName"), "istio");
    assert.deepEqual(at(gateway.inputs, "spec", "infrastructure"), {
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" },
    });
    assert(gateway.dependencies.includes(it.one("kubernetes:core/v1:ConfigMap", "istiod").urn));
    const routes = it.ofType(types.route);
    assert.deepEqual(
      routes.map(({ inputs }) => [
        at(inputs, "spec", "hostnames", 0),
        at(inputs, "spec", "rules", 0, "backendRefs", 0, "name"),
      ]),
      [
        ["blue.example.com", "nginx-blue"],
        ["green.example.com", "nginx-green"],
      ],
    );
    for (const route of routes) assert(route.dependencies.includes(gateway.urn), route.name);
    assert.deepEqual(it.ofType(types.loadBalancer), []);
    const policy = it.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "colors").inputs;
    assert.deepEqual(at(policy, "spec"), {
      podSelector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "colors" } },
      policyTypes: ["Ingress"],
      ingress: [{}],
    });
    const [component] = it.ofType("twelve-street:components:GatewayIngress");
    assert(component && it.registered.has(component.urn));
  });

  it("on an ALB carries the load balancer's settings beside it, and goes before the controller", async () => {
    const it = await run(() => {
      const release = new k8s.core.v1.ConfigMap("release", {});
      const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/1";
      new GatewayIngress("colors", {
        on: {
          ...alb,
          controller: { ...controller, ready: [release] },
          scheme: "internal",
          allowedCidrs: ["203.0.113.0/24"],
          webAclArn,
          tags: { project: "shop" },
        },
        namespace: "labs",
        rules: {
          ...rules,
          tls: {
            certificateArns: [
              "arn:aws:acm:ap-northeast-2:123456789012:certificate/a",
              "arn:aws:acm:ap-northeast-2:123456789012:certificate/b",
            ],
          },
        },
      });
      return {};
    });
    const gateway = it.one(types.gateway, "colors");
    const settings = it.one(types.loadBalancer, "colors");
    assert.deepEqual(at(gateway.inputs, "spec", "infrastructure", "parametersRef"), {
      group: "gateway.k8s.aws",
      kind: "LoadBalancerConfiguration",
      name: "colors",
    });
    assert.equal(at(gateway.inputs, "spec", "gatewayClassName"), "aws-alb");
    assert(gateway.dependencies.includes(settings.urn));
    const release = it.one("kubernetes:core/v1:ConfigMap", "release").urn;
    assert(settings.dependencies.includes(release));
    assert(gateway.dependencies.includes(release));
    assert.deepEqual(settings.inputs.spec, {
      scheme: "internal",
      defaultTargetGroupConfiguration: { name: "colors" },
      loadBalancerAttributes: [
        { key: "routing.http.drop_invalid_header_fields.enabled", value: "true" },
      ],
      sourceRanges: ["203.0.113.0/24"],
      wafV2: { webACL: "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/1" },
      listenerConfigurations: [
        {
          protocolPort: "HTTPS:443",
          defaultCertificate: "arn:aws:acm:ap-northeast-2:123456789012:certificate/a",
          certificates: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/b"],
          sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        },
      ],
      tags: { project: "shop" },
    });
    assert.equal(it.ofType(types.route).length, 3);
  });

  it("on an ALB sends to pods and drains them, whichever Service they are of", async () => {
    const it = await made({
      ...alb,
      deregistrationDelaySeconds: 45,
      healthCheck: { path: "/actuator/health", successCodes: "200-299" },
    });
    assert.deepEqual(it.one(types.targets, "colors").inputs.spec, {
      defaultConfiguration: {
        targetType: "ip",
        healthCheckConfig: {
          healthCheckPath: "/actuator/health",
          healthCheckPort: "traffic-port",
          healthCheckInterval: 15,
          healthCheckTimeout: 5,
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 2,
          matcher: { httpCode: "200-299" },
        },
        targetGroupAttributes: [{ key: "deregistration_delay.timeout_seconds", value: "45" }],
      },
    });
  });

  it("takes the Gateway's name from its argument", async () => {
    const it = await made(alb, { gatewayName: "front" });
    const name = (type: string) => at(it.ofType(type)[0]?.inputs, "metadata", "name");
    assert.equal(name(types.gateway), "front");
    assert.equal(name(types.loadBalancer), "front");
    assert.equal(name(types.targets), "front");
    const [route] = it.ofType(types.route);
    assert.equal(at(route?.inputs, "spec", "parentRefs", 0, "name"), "front");
  });

  it("refuses an ALB that nobody would make, and what the target could not serve", () => {
    const refused = (on: GatewayIngressArgs["on"], said: RegExp, tls?: IngressRules["tls"]) =>
      assert.throws(
        () =>
          new GatewayIngress("colors", {
            on,
            namespace: "labs",
            rules: { ...rules, ...(tls && { tls }) },
          }),
        said,
      );
    refused({ ...alb, controller: undefined }, /on\.controller is missing: add an AlbController/);
    refused(
      { ...alb, controller: { ...controller, gatewayClassName: undefined } },
      /on\.controller is "without Gateways": add an AlbController with gatewayApi/,
    );
    refused({ ...alb, healthCheck: { path: "health" } }, /healthCheck\.path is "health"/);
    refused(alb, /secretName is "shop-tls": give certificateArns/, { secretName: "shop-tls" });
    const certificateArns = ["arn:aws:acm:us-east-1:123456789012:certificate/a"] as const;
    refused({ kind: "istio", ready: [] }, /give secretName instead/, { certificateArns });
  });
});
