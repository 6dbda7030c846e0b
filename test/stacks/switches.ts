/** One part of a stack switched off, with what cannot do without it. */
export interface Switch {
  readonly part: string;
  /** Changes of the config as `sandbox up --config` takes them. */
  readonly changes: readonly string[];
}

const off = (part: string, ...more: readonly string[]): Switch => ({
  part,
  changes: [`${part}=false`, ...more],
});

const withoutKiali = "mesh.kiali.enabled=false";
const withoutDisks = [
  "observability.prometheus.sizeGiB=0",
  "backingServices.database.enabled=false",
];
const withoutAlb = ["ingress.routes.colors=null", "mesh.ingressGateway.enabled=false"];

/** Every part that a shipped stack has, switched off by itself. */
export const switches: Readonly<Record<string, readonly Switch[]>> = {
  dev: [
    off("registry.labImages"),
    off("cluster.encryptSecrets"),
    off("storage.efs.enabled"),
    off("storage.disks.enabled", ...withoutDisks),
    off("ingress.alb.enabled", ...withoutAlb),
    off("ingress.nginx.enabled", "ingress.routes.paths=null"),
    off("mesh.enabled", "observability.requests=none"),
    off("mesh.ingressGateway.enabled"),
    off("mesh.kiali.enabled"),
    off("mesh.jaeger.enabled"),
    off("observability.enabled", withoutKiali),
    off("observability.prometheus.enabled", withoutKiali, "observability.grafana.enabled=false"),
    off("observability.grafana.enabled"),
    off("observability.logs.enabled"),
    off("backingServices.database.enabled"),
    off("shop.enabled", "ingress.routes=null", "backingServices=null"),
    off("shop.services.ui.enabled", "ingress.routes=null"),
  ],
  prod: [
    off("network.flowLogs.enabled"),
    off("storage.efs.enabled"),
    off("storage.disks.enabled", "observability.prometheus.sizeGiB=0"),
    off("ingress.alb.enabled", "ingress.routes=null", "mesh.ingressGateway.enabled=false"),
    off("ingress.gatewayApi.enabled", "ingress.routes.next=null"),
    off("mesh.enabled", "observability.requests=none"),
    off("mesh.ingressGateway.enabled"),
    off("mesh.kiali.enabled"),
    off("mesh.jaeger.enabled"),
    off("observability.enabled", withoutKiali),
    off("observability.grafana.enabled"),
    off("observability.logs.enabled"),
    off("backingServices.database.enabled"),
    off("shop.enabled", "ingress.routes=null", "backingServices=null"),
  ],
  fargate: [
    off("registry.labImages"),
    off("storage.efs.enabled"),
    off("observability.enabled"),
    off("observability.prometheus.enabled"),
    off("observability.logs.enabled"),
    off("shop.enabled", "ingress.routes=null"),
  ],
};
