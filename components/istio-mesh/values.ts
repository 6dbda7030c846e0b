import type { IstioMeshArgs, Tracing } from "./args";
import { consoleAuthorizer, ingressNamespace, tracingProvider } from "./names";
import type { ControlPlane } from "./revisions";
import { resources, sizes, type Size } from "./sizes";

const seccompProfile = { type: "RuntimeDefault" } as const;

/** Values of the chart `base`: the CRDs, and the webhook of the revision that validates Istio's objects. */
export const baseValues = (main: ControlPlane) => ({ defaultRevision: main.name });

/** Values of the chart `istiod`. */
export function istiodValues(
  plane: ControlPlane,
  { size = "standard", outbound, tracing }: IstioMeshArgs,
) {
  const { istiod, sidecar } = sizes[size];
  const several = istiod.min > 1;
  return {
    revision: plane.name,
    revisionTags: plane.tags,
    // Pods need no NET_ADMIN then: Pod Security `restricted` can be enforced where sidecars are.
    cni: { enabled: true },
    autoscaleEnabled: several,
    autoscaleMin: istiod.min,
    autoscaleMax: istiod.max,
    replicaCount: istiod.min,
    resources: resources(istiod.requests),
    seccompProfile,
    // Of the pods that istiod makes for Gateways; Pod Security `restricted` asks for it.
    gateways: { seccompProfile },
    ...(several && {
      topologySpreadConstraints: [spreadOverZones({ app: "istiod", "istio.io/rev": plane.name })],
    }),
    global: {
      // A budget of one pod out of one stops every drain.
      defaultPodDisruptionBudget: { enabled: several },
      logAsJson: true,
      proxy: { resources: resources(sidecar), seccompProfile },
    },
    pdb: { unhealthyPodEvictionPolicy: "AlwaysAllow" },
    meshConfig: meshConfig(outbound, tracing),
  };
}

const meshConfig = (outbound: IstioMeshArgs["outbound"], tracing?: Tracing) => ({
  outboundTrafficPolicy: { mode: outbound },
  accessLogEncoding: "JSON",
  extensionProviders: [authorizerProvider, ...(tracing ? [spansProvider(tracing)] : [])],
  ...(tracing && { enableTracing: true, defaultConfig: { tracing: {} } }),
});

const spansProvider = ({ collector, port = 4317 }: Tracing) => ({
  name: tracingProvider,
  opentelemetry: { service: collector, port },
});

/** Who is asked before a console is shown. Used by nobody until a policy names it. */
const authorizerProvider = {
  name: consoleAuthorizer.provider,
  envoyExtAuthzHttp: {
    service: `${consoleAuthorizer.service}.${ingressNamespace}.svc.cluster.local`,
    port: consoleAuthorizer.port,
    timeout: "5s",
    includeRequestHeadersInCheck: ["authorization", "cookie"],
    includeAdditionalHeadersInCheck: {
      // The consoles are served by https alone; the authorizer builds its redirects from these.
      "x-forwarded-proto": "https",
      "x-auth-request-redirect": "https://%REQ(:AUTHORITY)%%REQ(:PATH)%",
    },
    headersToDownstreamOnAllow: ["set-cookie"],
  },
};

/** Values of the chart `cni`: the agent that sets up the redirection of each pod from its node. */
export const cniValues = (size: Size) => ({
  resources: resources(sizes[size].cni),
  global: { logAsJson: true },
});

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: "TCP";
}

export const servicePort = (name: string, port: number): ServicePort => ({
  name,
  port,
  targetPort: port,
  protocol: "TCP",
});

/** What tells one gateway's Service from another's. */
export interface GatewayService {
  readonly type: "LoadBalancer" | "ClusterIP";
  readonly ports: readonly ServicePort[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
}

/** Seconds that a leaving pod serves on: an NLB sends new connections until the deregistration has spread. */
const drainSeconds = 90;

/** Values of the chart `gateway`. */
export function gatewayValues(
  name: string,
  main: ControlPlane,
  size: Size,
  service: GatewayService,
) {
  const { requests, min, max } = sizes[size].gateway;
  return {
    // The revision itself, not its tag: a moved tag rolls the pods.
    revision: main.name,
    resources: resources(requests),
    replicaCount: min,
    autoscaling: { enabled: max > min, minReplicas: min, maxReplicas: max },
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    topologySpreadConstraints: [spreadOverZones({ app: name })],
    securityContext: {
      seccompProfile,
      // As in the chart: ports below 1024 without a capability.
      sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
    },
    podAnnotations: {
      "proxy.istio.io/config": JSON.stringify({ terminationDrainDuration: `${drainSeconds}s` }),
    },
    terminationGracePeriodSeconds: drainSeconds + 15,
    service,
  };
}

const spreadOverZones = (matchLabels: Readonly<Record<string, string>>) => ({
  maxSkew: 1,
  topologyKey: "topology.kubernetes.io/zone",
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: { matchLabels },
});
