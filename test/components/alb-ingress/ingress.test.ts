import assert from "node:assert/strict";

import { ArgumentError } from "../../../components/argument-error";
import {
  AlbController,
  AlbIngress,
  checkAlbIngress,
  podReadinessGateLabels,
  type AlbIngressArgs,
} from "../../../components/alb-ingress";
import type { IngressRules } from "../../../components/ingress-rules";
import { run, type Recorded, type Run } from "../../mocks";

const rules: IngressRules = {
  hosts: [
    { host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] },
    { host: "green.example.com", paths: [{ service: "nginx-green", port: 80 }] },
  ],
};

const settings: Omit<AlbIngressArgs, "controller"> = {
  namespace: "labs",
  scheme: "internet-facing",
  rules,
};

const made = (change: Partial<AlbIngressArgs> = {}): Promise<Run> =>
  run(() => {
    const controller = new AlbController("alb", {
      clusterName: "shop",
      region: "ap-northeast-2",
      vpcId: "vpc-1",
    });
    new AlbIngress("colors", { ...settings, controller, ...change });
    return {};
  });

const ingressOf = (it: Run): Recorded =>
  it.one("kubernetes:networking.k8s.io/v1:Ingress", "colors");

/** Annotations without the controller's prefix. */
async function annotations(change: Partial<AlbIngressArgs> = {}): Promise<Record<string, string>> {
  const { metadata } = ingressOf(await made(change)).inputs as {
    metadata: { annotations: Record<string, string> };
  };
  return Object.fromEntries(
    Object.entries(metadata.annotations).map(([name, value]) => [
      name.replace("alb.ingress.kubernetes.io/", ""),
      value,
    ]),
  );
}

describe("ALB ingress", () => {
  it("sends the course's hosts to their pods", async () => {
    const { inputs } = ingressOf(await made());
    assert.equal((inputs.spec as { ingressClassName: string }).ingressClassName, "alb");
    const hosts = (inputs.spec as { rules: { host: string }[] }).rules.map(({ host }) => host);
    assert.deepEqual(hosts, ["blue.example.com", "green.example.com"]);
    const said = await annotations();
    assert.equal(said.scheme, "internet-facing");
    assert.equal(said["target-type"], "ip");
    assert.equal(said["listen-ports"], '[{"HTTP":80}]');
    assert.equal(said["ssl-redirect"], undefined);
    assert.equal(said["group.name"], undefined);
  });

  it("drains pods before they go, and checks their health", async () => {
    const said = await annotations({
      deregistrationDelaySeconds: 45,
      healthCheck: { path: "/actuator/health", intervalSeconds: 10, successCodes: "200-299" },
    });
    assert.equal(said["target-group-attributes"], "deregistration_delay.timeout_seconds=45");
    assert.equal(said["healthcheck-path"], "/actuator/health");
    assert.equal(said["healthcheck-interval-seconds"], "10");
    assert.equal(said["healthcheck-timeout-seconds"], "5");
    assert.equal(said["healthcheck-port"], "traffic-port");
    assert.equal(said["healthy-threshold-count"], "2");
    assert.equal(said["unhealthy-threshold-count"], "2");
    assert.equal(said["success-codes"], "200-299");
    assert.deepEqual(podReadinessGateLabels, {
      "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
    });
  });

  it("serves HTTPS by ACM's certificates and redirects HTTP to it", async () => {
    const certificateArns = [
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/a",
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/b",
    ] as const;
    const said = await annotations({ rules: { ...rules, tls: { certificateArns } } });
    assert.equal(said["certificate-arn"], certificateArns.join(","));
    assert.equal(said["listen-ports"], '[{"HTTP":80},{"HTTPS":443}]');
    assert.equal(said["ssl-redirect"], "443");
    assert.match(String(said["ssl-policy"]), /TLS13-1-2/);

    const both = await annotations({
      rules: { ...rules, tls: { certificateArns, redirect: false } },
    });
    assert.equal(both["ssl-redirect"], undefined);
  });

  it("shares an ALB by group, and puts a web ACL, networks and tags on it", async () => {
    const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/1";
    const said = await annotations({
      group: { name: "labs", order: 10 },
      webAclArn,
      allowedCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
      attributes: { "idle_timeout.timeout_seconds": "120" },
      tags: { project: "twelve-street" },
    });
    assert.equal(said["group.name"], "labs");
    assert.equal(said["group.order"], "10");
    assert.equal(said["wafv2-acl-arn"], webAclArn);
    assert.equal(said["inbound-cidrs"], "203.0.113.0/24,198.51.100.0/24");
    assert.equal(
      said["load-balancer-attributes"],
      "routing.http.drop_invalid_header_fields.enabled=true,idle_timeout.timeout_seconds=120",
    );
    assert.equal(said.tags, "project=twelve-street");
  });

  it("goes before the controller that serves its finalizer", async () => {
    const it = await made();
    const release = it.one("kubernetes:helm.sh/v3:Release", "alb");
    assert(ingressOf(it).dependencies.includes(release.urn));
  });

  it("registers its outputs", async () => {
    const it = await made();
    const [component] = it.ofType("twelve-street:components:AlbIngress");
    assert(component && it.registered.has(component.urn));
  });
});

describe("ALB ingress refuses", () => {
  const controller = { ingressClassName: "alb", gatewayClassName: undefined, ready: [] };
  const refused = (change: Partial<AlbIngressArgs>, said: RegExp): void => {
    assert.throws(
      () => checkAlbIngress({ ...settings, controller, ...change }),
      (error) => {
        assert(error instanceof ArgumentError);
        assert.match(error.message, said);
        return true;
      },
    );
  };

  it("a group, or anything else, without a controller", () => {
    refused(
      { controller: undefined, group: { name: "labs" } },
      /group\.name is "labs": add an AlbController/,
    );
    refused({ controller: undefined }, /controller is missing: add an AlbController/);
  });

  it("a group that AWS could not tell by name or order", () => {
    refused({ group: { name: "Labs" } }, /group\.name is "Labs": use up to 63 lower case/);
    refused({ group: { name: "labs", order: 0 } }, /group\.order is 0: give a whole number from 1/);
  });

  it("a web ACL for CloudFront", () => {
    refused(
      { webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/1" },
      /webAclArn .* name a regional web ACL/,
    );
  });

  it("a health check that a target group would not take", () => {
    refused(
      { healthCheck: { intervalSeconds: 3 } },
      /healthCheck\.intervalSeconds is 3: .* 5 to 300/,
    );
    refused({ healthCheck: { intervalSeconds: 5 } }, /timeoutSeconds is 5: give less than .*5/);
    refused({ healthCheck: { path: "health" } }, /healthCheck\.path is "health"/);
    refused({ healthCheck: { successCodes: "2xx" } }, /successCodes is "2xx"/);
    refused({ deregistrationDelaySeconds: 4000 }, /deregistrationDelaySeconds is 4000/);
  });

  it("an address in place of a network, a Secret in place of a certificate, and bad rules", () => {
    refused({ allowedCidrs: ["203.0.113.7"] }, /allowedCidrs\[0\] is "203\.0\.113\.7"/);
    refused({ rules: { ...rules, tls: { secretName: "shop-tls" } } }, /give certificateArns/);
    refused(
      { rules: { hosts: [{ host: "B", paths: [{ service: "b", port: 80 }] }] } },
      /host is "B"/,
    );
  });
});
