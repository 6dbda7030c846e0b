import type { ShopMesh } from "./mesh";

/** What the namespace's labels say. */
export interface NamespaceFacts {
  readonly kubernetesVersion: string;
  readonly mesh?: Pick<ShopMesh, "injection">;
  /** Whether the AWS Load Balancer Controller sends requests to the pods themselves. */
  readonly podTargets: boolean;
}

/**
 * Pod Security `restricted` holds for sidecars too: Istio's node agent redirects their traffic, so that
 * no container asks for NET_ADMIN, and the injector's templates keep the rest.
 */
export function namespaceLabels({
  kubernetesVersion,
  mesh,
  podTargets,
}: NamespaceFacts): Record<string, string> {
  const level = (mode: string) => ({
    [`pod-security.kubernetes.io/${mode}`]: "restricted",
    [`pod-security.kubernetes.io/${mode}-version`]: `v${kubernetesVersion}`,
  });
  return {
    ...level("enforce"),
    ...level("audit"),
    ...level("warn"),
    ...mesh?.injection,
    // A new pod is ready only when its load balancer has found it healthy: until then an old one stays.
    ...(podTargets && { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" }),
  };
}
