/** What the namespace's labels say. */
export interface NamespaceFacts {
  readonly kubernetesVersion: string;
  /** What a mesh and load balancers look for. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Pod Security `restricted` holds for sidecars too: Istio's node agent redirects their traffic, so that
 * no container asks for NET_ADMIN, and the injector's templates keep the rest.
 */
export function namespaceLabels({
  kubernetesVersion,
  labels,
}: NamespaceFacts): Record<string, string> {
  const level = (mode: string) => ({
    [`pod-security.kubernetes.io/${mode}`]: "restricted",
    [`pod-security.kubernetes.io/${mode}-version`]: `v${kubernetesVersion}`,
  });
  return {
    ...level("enforce"),
    ...level("audit"),
    ...level("warn"),
    ...labels,
  };
}
