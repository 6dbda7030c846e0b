/** Where the control plane and the node agent stand; also the mesh's root namespace, whose policies hold everywhere. */
export const systemNamespace = "istio-system";

/** Where the gateways, their certificates and the consoles' door stand: whoever may write here may read all TLS keys. */
export const ingressNamespace = "istio-ingress";

export const ingressGatewayName = "istio-ingressgateway";
export const egressGatewayName = "istio-egressgateway";

/** The chart's label of a gateway's pods: its name without "istio-". */
export const gatewayLabels = (name: string): { readonly istio: string } => ({
  istio: name.replace(/^istio-/, ""),
});

/** The extension provider that asks `ConsoleAccess` who may see the consoles. */
export const consoleAuthorizer = {
  provider: "console-authorizer",
  service: "console-authorizer",
  port: 8080,
} as const;

/** The extension provider that takes spans. */
export const tracingProvider = "spans";

const repository = "https://istio-release.storage.googleapis.com/charts";

/** One of Istio's charts. Source of the repository: the charts' own README. */
export const istioChart = (chart: "base" | "istiod" | "cni" | "gateway", version: string) => ({
  repository,
  chart,
  version,
});
