/**
 * The AWS Load Balancer Controller's own kinds for Gateways, for a machine that its manifest does not reach:
 * known by name and kept, and of their specs nothing is checked.
 */
const kinds = [
  "LoadBalancerConfiguration",
  "TargetGroupConfiguration",
  "ListenerRuleConfiguration",
] as const;

const group = "gateway.k8s.aws";

const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

const definition = (kind: string) => {
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, singular, plural },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: { type: "object", properties: { spec: anything, status: anything } },
          },
        },
      ],
    },
  };
};

/** In the form of a manifest. */
export const albKindsStandIn = kinds
  .map((kind) => `---\n${JSON.stringify(definition(kind))}\n`)
  .join("");
