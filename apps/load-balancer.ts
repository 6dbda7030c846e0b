import type * as pulumi from "@pulumi/pulumi";

import type { MicroserviceArgs } from "../components/microservice";

/** Load balancers that send requests to the pods of public services themselves. */
export interface PodTargets {
  /** Labels by which new pods of a namespace count only when their load balancer has found them healthy. @example { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } */
  readonly readinessGates: Readonly<Record<string, string>>;
  /** What puts those gates in: pods come after it. */
  readonly controller: readonly pulumi.Resource[];
  /** Whether it also makes the load balancers of the shop's own Services, which then come after it and go before it. */
  readonly ownsServices: boolean;
  /** How long they go on sending to a pod that was told to go, in seconds. */
  readonly drainSeconds: number;
}

/** A Network Load Balancer rather than the Classic one that EKS makes unasked. */
const annotations = {
  "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
  "service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled": "true",
  // EKS's own controller makes no other; the AWS Load Balancer Controller makes it internal unasked.
  "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
};

/** The part of a service's arguments that opens it to the outside, by a load balancer of its own. */
export const publicService = (
  podTargets?: PodTargets,
): Pick<
  MicroserviceArgs,
  "exposure" | "serviceAnnotations" | "loadBalancerController" | "drainSeconds"
> => ({
  exposure: "loadBalancer",
  serviceAnnotations: annotations,
  ...(podTargets?.ownsServices && { loadBalancerController: podTargets.controller }),
  ...(podTargets && { drainSeconds: podTargets.drainSeconds }),
});
