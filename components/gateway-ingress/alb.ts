import type * as pulumi from "@pulumi/pulumi";

import {
  defaultAttributes,
  defaultSslPolicy,
  targetSettings,
  type LoadBalancer,
  type Targets,
} from "../alb-ingress";
import { usesAcm, type IngressRules } from "../ingress-rules";

/**
 * Spec of a `gateway.k8s.aws/v1` LoadBalancerConfiguration: what an Ingress says by annotations.
 * Source: AWS Load Balancer Controller documentation, "LoadBalancerConfiguration"; checked 2026-11-21.
 */
export function loadBalancerConfiguration(
  gateway: string,
  { tls }: IngressRules,
  settings: LoadBalancer,
): Record<string, unknown> {
  const { scheme, allowedCidrs, webAclArn, sslPolicy = defaultSslPolicy, tags } = settings;
  return {
    scheme,
    defaultTargetGroupConfiguration: { name: gateway },
    loadBalancerAttributes: table({ ...defaultAttributes, ...settings.attributes }),
    ...(allowedCidrs && { sourceRanges: [...allowedCidrs] }),
    ...(webAclArn !== undefined && { wafV2: { webACL: webAclArn } }),
    ...(tls && usesAcm(tls) && { listenerConfigurations: [https(tls.certificateArns, sslPolicy)] }),
    ...(tags && { tags: { ...tags } }),
  };
}

const https = (
  [first, ...more]: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]],
  sslPolicy: string,
): Record<string, unknown> => ({
  protocolPort: "HTTPS:443",
  defaultCertificate: first,
  ...(more.length > 0 && { certificates: more }),
  sslPolicy,
});

/**
 * Spec of a `gateway.k8s.aws/v1` TargetGroupConfiguration. It names no target, for only so can the
 * LoadBalancerConfiguration make it the default of all Services behind the Gateway.
 * Source: AWS Load Balancer Controller documentation, "TargetGroupConfiguration"; checked 2026-11-21.
 *
 * @throws ArgumentError
 */
export function targetGroupConfiguration(targets: Targets): Record<string, unknown> {
  const { healthCheck, deregistrationDelaySeconds } = targetSettings(targets);
  return {
    defaultConfiguration: {
      targetType: "ip",
      healthCheckConfig: {
        healthCheckPath: healthCheck.path,
        healthCheckPort: String(healthCheck.port),
        healthCheckInterval: healthCheck.intervalSeconds,
        healthCheckTimeout: healthCheck.timeoutSeconds,
        healthyThresholdCount: healthCheck.healthyThreshold,
        unhealthyThresholdCount: healthCheck.unhealthyThreshold,
        matcher: { httpCode: healthCheck.successCodes },
      },
      targetGroupAttributes: table({
        "deregistration_delay.timeout_seconds": String(deregistrationDelaySeconds),
      }),
    },
  };
}

const table = (values: Readonly<Record<string, string>>): { key: string; value: string }[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
