import { join } from "node:path";

import type { Program } from "../control-plane/processes";
import { clusterId } from "./istiod";
import type { MeshLayout } from "./layout";
import type { Redirected } from "./redirect";
import type { MeshSettings } from "./settings";

/** One Envoy: the ingress gateway, what carries the calls of one service's pods, or what lets others in to one workload's. */
export interface EnvoyNode {
  readonly kind: "gateway" | Redirected;
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly adminPort: number;
  /** Where a sidecar takes proxied requests. */
  readonly callsPort?: number;
  /** Of a workload's pods, so that Services can name them. */
  readonly podPorts?: readonly PodPort[];
}

/** An Envoy that has no ports yet. */
export type Unplaced = Omit<EnvoyNode, "adminPort" | "callsPort">;

interface PodPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

/** Which of our objects are for which Envoy: see objects.ts. */
export const envoyLabel = "sandbox.twelve-street/envoy";
export const envoyNameLabel = "sandbox.twelve-street/envoy-name";

/** An address of RFC 5737: an Envoy whose address were a pod's would be given that pod's own listeners. */
const nodeAddress = "192.0.2.2";

/**
 * How long connections outlive a change of their listener, as each answer asks the client to make a new one: the end cuts a request off.
 * Where a policy lets callers in, a change is to be seen soon.
 */
const drainSeconds = { gateway: "10", sidecar: "10", inbound: "1" } as const;

const loopback = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });

export const envoyProgramName = (name: string) => `envoy-${name}`;

export function envoy(
  layout: MeshLayout,
  settings: MeshSettings,
  node: EnvoyNode,
  xdsPort: number,
): Program {
  const file = join(layout.dir, "envoys", `${node.name}.json`);
  return {
    name: envoyProgramName(node.name),
    binary: settings.programs.envoy,
    args: [
      `--config-path`,
      file,
      "--concurrency",
      "1",
      "--disable-hot-restart",
      "--drain-time-s",
      drainSeconds[node.kind],
      // Each answer from the first one on, and not a growing part of them: what has changed is seen by the next request.
      "--drain-strategy",
      "immediate",
      "--log-level",
      "warning",
      // istiod still sends fields that this Envoy calls deprecated: a line for each of them, at each change.
      "--component-log-level",
      "misc:error",
    ],
    env: {},
    files: { [file]: JSON.stringify(bootstrap(settings, node, xdsPort, layout.secrets)) },
  };
}

/** Where an Envoy gets everything else: istiod. */
export function bootstrap(
  settings: MeshSettings,
  node: EnvoyNode,
  xdsPort: number,
  secrets: string,
) {
  const type = node.kind === "gateway" ? "router" : "sidecar";
  const domain = `${node.namespace}.svc.cluster.local`;
  const ads = { ads: {}, initial_fetch_timeout: "0s", resource_api_version: "V3" };
  return {
    node: {
      id: `${type}~${nodeAddress}~${node.name}.${node.namespace}~${domain}`,
      cluster: `${node.name}.${node.namespace}`,
      metadata: {
        CLUSTER_ID: clusterId,
        ISTIO_VERSION: settings.versions.istiod,
        MESH_ID: "cluster.local",
        NAMESPACE: node.namespace,
        WORKLOAD_NAME: node.name,
        SERVICE_ACCOUNT: node.serviceAccount,
        LABELS: { ...node.labels, [envoyLabel]: node.kind, [envoyNameLabel]: node.name },
        ...(node.callsPort !== undefined && { HTTP_PROXY_PORT: node.callsPort.toString() }),
        ...(node.podPorts && { POD_PORTS: JSON.stringify(node.podPorts) }),
      },
    },
    admin: { address: loopback(node.adminPort) },
    stats_config: {
      use_all_default_tags: true,
      // Istio ends the names of clusters and connection managers in statistics by a semicolon, for they have dots themselves.
      stats_tags: [
        { tag_name: "cluster_name", regex: "^cluster\\.((.+?);\\.?)" },
        { tag_name: "http_conn_manager_prefix", regex: "^http\\.((.+?);\\.?)" },
      ],
    },
    dynamic_resources: {
      lds_config: ads,
      cds_config: ads,
      ads_config: {
        api_type: "GRPC",
        set_node_on_first_message_only: true,
        transport_api_version: "V3",
        grpc_services: [{ envoy_grpc: { cluster_name: "xds-grpc" } }],
      },
    },
    static_resources: {
      clusters: [
        grpcCluster("xds-grpc", loopback(xdsPort)),
        // Istio's name for whoever has certificates.
        grpcCluster("sds-grpc", { pipe: { path: secrets } }),
      ],
    },
  };
}

const grpcCluster = (name: string, address: object) => ({
  name,
  type: "STATIC",
  connect_timeout: "1s",
  load_assignment: {
    cluster_name: name,
    endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }],
  },
  typed_extension_protocol_options: {
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
      "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
      explicit_http_config: {
        http2_protocol_options: { connection_keepalive: { interval: "30s", timeout: "10s" } },
      },
    },
  },
});
