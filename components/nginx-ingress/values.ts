import type * as nginx from "@pulumi/kubernetes-ingress-nginx";

import type { NginxControllerArgs } from "./controller";

/** Seconds a pod of NGINX still serves while the NLB lets it go. */
const drainSeconds = 60;

/**
 * What requests then have left, for all must end in the 300 seconds that the chart gives a pod; the controller
 * itself waits 10 at the end. The official component has no working name for another grace period.
 */
const lastRequestsSeconds = 220;

/**
 * The chart's controller.
 * Source: chart ingress-nginx 4.15.1, values.yaml; checked 2026-11-21.
 */
export function controllerArgs(args: NginxControllerArgs): nginx.types.input.ControllerArgs {
  const { replicas = 2, ingressClassName = "nginx", isDefaultClass = false } = args;
  const byPodAddress = args.loadBalancerController !== undefined;
  return {
    replicaCount: replicas,
    // The chart makes a disruption budget of it when there are two pods.
    minAvailable: 1,
    // A snippet of one Ingress could read every Secret that NGINX can.
    allowSnippetAnnotations: false,
    ingressClassResource: {
      name: ingressClassName,
      enabled: true,
      default: isDefaultClass,
      controllerValue: "k8s.io/ingress-nginx",
    },
    ingressClassByName: true,
    // By default it stops to accept at once, while the NLB still sends.
    extraArgs: { "shutdown-grace-period": String(drainSeconds) },
    config: {
      "worker-shutdown-timeout": `${lastRequestsSeconds}s`,
      "use-proxy-protocol": String(byPodAddress),
      // Otherwise any client could name an address of its choice.
      "use-forwarded-headers": "false",
    },
    service: {
      type: "LoadBalancer",
      // Nodes without NGINX would hide the client's address behind their own.
      externalTrafficPolicy: byPodAddress ? "Cluster" : "Local",
      annotations: nlbAnnotations(args),
      ...(args.allowedCidrs && { loadBalancerSourceRanges: [...args.allowedCidrs] }),
    },
    publishService: { enabled: true },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: {
          matchLabels: {
            "app.kubernetes.io/name": "ingress-nginx",
            "app.kubernetes.io/component": "controller",
          },
        },
      },
    ],
    metrics: { enabled: true },
  };
}

const prefix = "service.beta.kubernetes.io/aws-load-balancer";

/**
 * Source: AWS Load Balancer Controller documentation, "Service annotations", and of
 * kubernetes/cloud-provider-aws, docs/service_controller.md; checked 2026-11-21.
 */
function nlbAnnotations(args: NginxControllerArgs): Record<string, string> {
  const tags = Object.entries(args.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const common = {
    [`${prefix}-cross-zone-load-balancing-enabled`]: "true",
    ...(tags.length > 0 && { [`${prefix}-additional-resource-tags`]: tags.join(",") }),
  };
  if (!args.loadBalancerController) {
    return {
      ...common,
      [`${prefix}-type`]: "nlb",
      ...(args.scheme === "internal" && { [`${prefix}-internal`]: "true" }),
    };
  }
  return {
    ...common,
    [`${prefix}-type`]: "external",
    [`${prefix}-scheme`]: args.scheme,
    [`${prefix}-nlb-target-type`]: "ip",
    [`${prefix}-proxy-protocol`]: "*",
    [`${prefix}-target-group-attributes`]: [
      `deregistration_delay.timeout_seconds=${drainSeconds}`,
      "preserve_client_ip.enabled=false",
    ].join(","),
  };
}
