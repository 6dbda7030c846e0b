import type { Program } from "../control-plane/processes";
import type { MeshLayout } from "./layout";
import type { MeshSettings } from "./settings";

/** What istiod listens on, each on 127.0.0.1 alone. */
export interface IstiodPorts {
  readonly http: number;
  /** The webhook that judges Istio's objects. */
  readonly https: number;
  /** xDS, in the clear. */
  readonly grpc: number;
  /** Certificates, by TLS: it believes no token that comes in the clear. */
  readonly secure: number;
  readonly monitoring: number;
}

const at = (port: number) => `127.0.0.1:${port.toString()}`;

/** istiod outside of the cluster. What it would ask of a cluster that is not there, or write into ours unasked, is off. */
export function istiod(layout: MeshLayout, settings: MeshSettings, ports: IstiodPorts): Program {
  const { cert, key, ca } = settings.certificate;
  return {
    name: "istiod",
    binary: settings.programs.istiod,
    args: [
      "discovery",
      `--kubeconfig=${settings.kubeconfig}`,
      `--meshConfig=${layout.meshConfig}`,
      `--networksConfig=${layout.dir}/networks.yaml`,
      `--httpAddr=${at(ports.http)}`,
      `--httpsAddr=${at(ports.https)}`,
      `--grpcAddr=${at(ports.grpc)}`,
      `--secureGRPCAddr=${at(ports.secure)}`,
      `--monitoringAddr=${at(ports.monitoring)}`,
      `--tlsCertFile=${cert}`,
      `--tlsKeyFile=${key}`,
      `--caCertFile=${ca}`,
      "--profile=false",
      // Another port of loopback; the one by default is one for all.
      "--ctrlz_port=0",
      "--shutdownDuration=1s",
    ],
    env: {
      POD_NAMESPACE: "istio-system",
      POD_NAME: "istiod-sandbox",
      CLUSTER_ID: clusterId,
      REVISION: "default",
      // One istiod, which nobody competes with.
      ENABLE_LEADER_ELECTION: "false",
      // Its authority stands in files; nothing of it is put into namespaces, for nobody there reads it.
      ROOT_CA_DIR: layout.authority,
      PILOT_CERT_PROVIDER: "none",
      DEFAULT_WORKLOAD_CERT_TTL: certificateTtl,
      MAX_WORKLOAD_CERT_TTL: certificateTtl,
      // We register the validation ourselves; nothing injects.
      VALIDATION_WEBHOOK_CONFIG_NAME: "",
      INJECTION_WEBHOOK_CONFIG_NAME: "",
      // Copies bear a mark in their host: by it they are told from requests.
      DISABLE_SHADOW_HOST_SUFFIX: "false",
      // Extensions of Istio's own build of Envoy, which a plain Envoy refuses.
      PILOT_ENABLE_ALPN_FILTER: "false",
      PILOT_ENABLE_METADATA_EXCHANGE: "false",
      // Gateways of the Gateway API would be given Deployments, whose pods are nobody here.
      PILOT_ENABLE_GATEWAY_API: "false",
      PILOT_ENABLE_GATEWAY_API_STATUS: "false",
      PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: "false",
      PILOT_ENABLE_GATEWAY_API_GATEWAYCLASS_CONTROLLER: "false",
      GOGC: "50",
      GOMEMLIMIT: "160MiB",
    },
    files: {},
  };
}

/** No agent renews a certificate here. A keeper that is started anew gets new ones. */
const certificateTtl = "8760h";

export const clusterId = "Kubernetes";

/** What a stack's release of the chart `istiod` says of the mesh. */
export interface DeclaredMesh {
  readonly outboundTrafficPolicy?: { readonly mode?: string };
  readonly accessLogEncoding?: string;
  readonly extensionProviders?: readonly Readonly<Record<string, unknown>>[];
}

/** istiod's mesh configuration: what the stack declares, but for what cannot be so here. */
export function meshConfigText(layout: MeshLayout, declared: DeclaredMesh): string {
  const { outboundTrafficPolicy, accessLogEncoding, extensionProviders = [] } = declared;
  // JSON: in YAML as istiod reads it, a bare OFF is a false.
  return JSON.stringify({
    rootNamespace: "istio-system",
    trustDomain: "cluster.local",
    configSources: [{ address: "k8s://" }, { address: `fs://${layout.objects}` }],
    outboundTrafficPolicy: outboundTrafficPolicy ?? { mode: "ALLOW_ANY" },
    ...(accessLogEncoding !== undefined && { accessLogEncoding }),
    // No collector runs that would take spans.
    extensionProviders: extensionProviders.filter((it) => !("opentelemetry" in it)),
    ingressControllerMode: "OFF",
    enableAutoMtls: true,
    // Adds a listener that asks an agent, and there is none.
    enablePrometheusMerge: false,
  });
}
