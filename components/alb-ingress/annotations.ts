import * as pulumi from "@pulumi/pulumi";

import { redirects, usesAcm, type IngressRules } from "../ingress-rules";
import { checkGroup, type Group } from "./group";
import { defaultAttributes, defaultSslPolicy, type LoadBalancer } from "./load-balancer";
import { targetSettings, type Targets } from "./targets";

/** What an Ingress tells the AWS Load Balancer Controller. */
export interface AlbSettings extends LoadBalancer, Targets {
  /**
   * Which request goes to which Service; see docs/components/ingress-rules.md. What makes no sense
   * throws an ArgumentError. @example { hosts: [{ paths: [{ service: "ui", port: 8080 }] }] }
   */
  readonly rules: IngressRules;
  /**
   * Share one ALB, and its price, with other Ingresses of the same group. They must agree on scheme,
   * networks, web ACL, TLS policy and redirect, and whoever may write an Ingress can take part in it.
   * @default an ALB of its own
   */
  readonly group?: Group;
}

const prefix = "alb.ingress.kubernetes.io";

/**
 * The annotations of an Ingress.
 * Source: AWS Load Balancer Controller documentation, "Ingress annotations"; checked 2026-11-21.
 *
 * @throws ArgumentError
 */
export function albAnnotations(settings: AlbSettings): Record<string, pulumi.Input<string>> {
  const named: Record<string, pulumi.Input<string>> = {
    ...ofLoadBalancer(settings),
    ...ofGroup(settings.group),
    ...ofListeners(settings),
    ...ofTargets(settings),
  };
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [`${prefix}/${name}`, value]),
  );
}

function ofLoadBalancer(settings: LoadBalancer): Record<string, pulumi.Input<string>> {
  const { scheme, allowedCidrs, webAclArn, attributes, tags = {} } = settings;
  return {
    scheme,
    "load-balancer-attributes": pairs({ ...defaultAttributes, ...attributes }),
    ...(allowedCidrs && { "inbound-cidrs": allowedCidrs.join(",") }),
    ...(webAclArn !== undefined && { "wafv2-acl-arn": webAclArn }),
    ...(Object.keys(tags).length > 0 && { tags: pairs(tags) }),
  };
}

function ofGroup(group: Group | undefined): Record<string, string> {
  if (!group) return {};
  checkGroup(group);
  const { name, order } = group;
  return { "group.name": name, ...(order !== undefined && { "group.order": String(order) }) };
}

function ofListeners({
  rules,
  sslPolicy = defaultSslPolicy,
}: AlbSettings): Record<string, pulumi.Input<string>> {
  const { tls } = rules;
  if (!tls || !usesAcm(tls)) return { "listen-ports": JSON.stringify([{ HTTP: 80 }]) };
  return {
    "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
    "certificate-arn": joined(tls.certificateArns),
    "ssl-policy": sslPolicy,
    ...(redirects(tls) && { "ssl-redirect": "443" }),
  };
}

function ofTargets(targets: Targets): Record<string, string> {
  const { healthCheck, deregistrationDelaySeconds } = targetSettings(targets);
  return {
    "target-type": "ip",
    "target-group-attributes": pairs({
      "deregistration_delay.timeout_seconds": String(deregistrationDelaySeconds),
    }),
    "healthcheck-path": healthCheck.path,
    "healthcheck-port": String(healthCheck.port),
    "healthcheck-interval-seconds": String(healthCheck.intervalSeconds),
    "healthcheck-timeout-seconds": String(healthCheck.timeoutSeconds),
    "healthy-threshold-count": String(healthCheck.healthyThreshold),
    "unhealthy-threshold-count": String(healthCheck.unhealthyThreshold),
    "success-codes": healthCheck.successCodes,
  };
}

/** How annotations write tables. */
const pairs = (table: Readonly<Record<string, string>>): string =>
  Object.entries(table)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

/** Values that may come later, joined as annotations want lists. */
const joined = (values: readonly pulumi.Input<string>[]): pulumi.Output<string> =>
  pulumi.all([...values]).apply((all) => all.join(","));
