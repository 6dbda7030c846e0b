import { stringify } from "yaml";

import { envoyLabel, envoyNameLabel, type EnvoyNode } from "./envoy";
import { redirection, redirectionAt } from "./redirect";
import type { PlayedService } from "./settings";

const systemNamespace = "istio-system";
const entryGateway = { namespace: systemNamespace, name: "sandbox-entry" };

/** The port of the stack's Gateway objects whose listener the gateway's own port stands for. */
export const gatewayServerPort = 80;

const loopbackOnly = { socket_address: { address: "127.0.0.1" } };

/**
 * The sandbox's own objects. They are put to no cluster, where students and `course reset` would stumble over them:
 * istiod reads them from a file, beside those of the API server.
 */
export function sandboxObjects(
  gatewayPort: number,
  services: readonly PlayedService[],
  stackGateway: string | undefined,
): string {
  const objects = [
    gatewayListeners(gatewayPort),
    envoyFilter("sandbox-sidecar", "sidecar", redirection("sidecar")),
    envoyFilter("sandbox-inbound", "inbound", redirection("inbound")),
    ...entry(
      services.filter((it) => it.public),
      stackGateway,
    ),
  ];
  return objects.map((object) => stringify(object)).join("---\n");
}

const envoyFilter = (
  name: string,
  kind: EnvoyNode["kind"],
  configPatches: object[],
  only?: string,
) => ({
  apiVersion: "networking.istio.io/v1alpha3",
  kind: "EnvoyFilter",
  metadata: { name, namespace: systemNamespace },
  spec: {
    workloadSelector: {
      labels: { [envoyLabel]: kind, ...(only !== undefined && { [envoyNameLabel]: only }) },
    },
    configPatches,
  },
});

const listenerPatch = (context: string, listener: object | undefined, patch: object) => ({
  applyTo: "LISTENER",
  match: { context, ...(listener && { listener }) },
  patch,
});
const merge = (value: object) => ({ operation: "MERGE", value });

/** A Gateway listens on all addresses at the port it names: here on loopback, and port 80 where there is room. */
const gatewayListeners = (port: number) =>
  envoyFilter("sandbox-gateway", "gateway", [
    listenerPatch("GATEWAY", undefined, merge({ address: loopbackOnly })),
    listenerPatch(
      "GATEWAY",
      { portNumber: gatewayServerPort },
      merge({ address: { socket_address: { port_value: port } } }),
    ),
  ]);

/** Where one workload's Envoy takes what is for its pods. */
export const inboundObject = (name: string, port: number): string =>
  stringify(envoyFilter(`sandbox-${name}`, "inbound", [redirectionAt("inbound", port)], name));

const cares = "envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig";

/** istiod names a resolver for each cluster: the machine's. Clusters whose hosts it knows ask none. */
const resolverAt = (port: number) => ({
  applyTo: "CLUSTER",
  match: { context: "SIDECAR_OUTBOUND" },
  patch: merge({
    typed_dns_resolver_config: {
      name: "envoy.network.dns_resolver.cares",
      typed_config: {
        "@type": `type.googleapis.com/${cares}`,
        resolvers: [{ socket_address: { address: "127.0.0.1", port_value: port } }],
        dns_resolver_options: { no_default_search_domain: true },
      },
    },
  }),
});

export interface CallerPorts {
  /** For its pods' connections. */
  readonly redirected: number;
  /** For proxied requests, by whoever wants to call as the service does. */
  readonly proxied: number;
  /** Where those go to. */
  readonly called: number;
  /** Where it asks for the addresses of hosts outside. */
  readonly names: number;
}

/**
 * Where one service's Envoy takes its calls. istiod's listener for proxied requests by itself has routes by host and port,
 * while this Envoy takes the port off the host. So it is given the routes that a redirected call finds.
 */
export const callerObject = (
  name: string,
  { redirected, proxied, called, names }: CallerPorts,
): string => {
  const filter = "envoy.filters.network.http_connection_manager";
  const type = `${filter}.v3.HttpConnectionManager`.replace("envoy.", "envoy.extensions.");
  return stringify(
    envoyFilter(
      `sandbox-${name}`,
      "sidecar",
      [
        redirectionAt("sidecar", redirected),
        resolverAt(names),
        {
          applyTo: "NETWORK_FILTER",
          match: {
            context: "SIDECAR_OUTBOUND",
            listener: { name: `127.0.0.1_${proxied}`, filterChain: { filter: { name: filter } } },
          },
          patch: merge({
            name: filter,
            typed_config: {
              "@type": `type.googleapis.com/${type}`,
              rds: { route_config_name: called.toString() },
            },
          }),
        },
      ],
      name,
    ),
  );
};

/**
 * On AWS each public service of the stack's apps has a load balancer of its own. Here the ingress gateway stands for those too:
 * hosts `NAME.…` lead to the service NAME, all others to the first. Made in the far future, so that every route of the
 * stack's own on the same host comes before.
 */
function entry(services: readonly PlayedService[], stackGateway: string | undefined): object[] {
  const [first] = services;
  if (first === undefined) return [];
  const to = ({ name, namespace, port }: PlayedService) => ({
    route: [
      { destination: { host: `${name}.${namespace}.svc.cluster.local`, port: { number: port } } },
    ],
  });
  const creationTimestamp = "2999-01-01T00:00:00Z";
  const own = `${entryGateway.namespace}/${entryGateway.name}`;
  return [
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { ...entryGateway, creationTimestamp },
      spec: {
        selector: { [envoyLabel]: "gateway" },
        servers: [
          {
            port: { number: gatewayServerPort, name: "http-sandbox", protocol: "HTTP" },
            hosts: ["*"],
          },
        ],
      },
    },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { ...entryGateway, creationTimestamp },
      spec: {
        hosts: ["*"],
        gateways: [own, ...(stackGateway === undefined ? [] : [stackGateway])],
        http: [
          ...services.map((service) => ({
            match: [{ authority: { prefix: `${service.name}.` } }],
            ...to(service),
          })),
          to(first),
        ],
      },
    },
  ];
}
