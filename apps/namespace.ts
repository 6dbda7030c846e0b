import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** What an app's namespace is. */
export interface NamespaceFacts {
  readonly namespace: string;
  readonly kubernetesVersion: string;
  /** What a mesh and load balancers look for. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The namespace of an app: Pod Security `restricted` is enforced in it, and nobody is let in but by a service's own policy. */
export function appNamespace(
  name: string,
  facts: NamespaceFacts,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const made = new k8s.core.v1.Namespace(
    name,
    { metadata: { name: facts.namespace, labels: namespaceLabels(facts) } },
    opts,
  );
  const namespace = made.metadata.name;
  new k8s.networking.v1.NetworkPolicy(
    `${name}-default-deny`,
    {
      metadata: { name: "default-deny", namespace },
      spec: { podSelector: {}, policyTypes: ["Ingress"] },
    },
    opts,
  );
  return namespace;
}

/**
 * Pod Security `restricted` holds for sidecars too: Istio's node agent redirects their traffic, so that
 * no container asks for NET_ADMIN, and the injector's templates keep the rest.
 */
function namespaceLabels({ kubernetesVersion, labels }: NamespaceFacts): Record<string, string> {
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
