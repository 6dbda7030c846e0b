import { stringify } from "yaml";

import { envoyLabel, envoyNameLabel } from "./envoy";
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
    sidecarListeners,
    ...entry(
      services.filter((it) => it.public),
      stackGateway,
    ),
  ];
  return objects.map((object) => stringify(object)).join("---\n");
}

const envoyFilter = (
  name: string,
  kind: "gateway" | "sidecar",
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

/**
 * Nothing redirects traffic to a sidecar here. Its two ports for what is redirected would be open on all addresses, and the
 * one for what comes in would wait for certificates.
 */
const sidecarListeners = envoyFilter("sandbox-sidecar", "sidecar", [
  listenerPatch("SIDECAR_OUTBOUND", { name: "virtualOutbound" }, { operation: "REMOVE" }),
  listenerPatch("SIDECAR_INBOUND", { name: "virtualInbound" }, { operation: "REMOVE" }),
]);

/**
 * Where one service's calls of one port go in: istiod's listener for proxied requests, which by itself has routes by host and
 * port, while this Envoy takes the port off the host. So it is given the routes that a redirected call would find.
 */
export const callerObject = (name: string, proxyPort: number, calledPort: number): string => {
  const filter = "envoy.filters.network.http_connection_manager";
  const type = `${filter}.v3.HttpConnectionManager`.replace("envoy.", "envoy.extensions.");
  return stringify(
    envoyFilter(
      `sandbox-${name}`,
      "sidecar",
      [
        {
          applyTo: "NETWORK_FILTER",
          match: {
            context: "SIDECAR_OUTBOUND",
            listener: { name: `127.0.0.1_${proxyPort}`, filterChain: { filter: { name: filter } } },
          },
          patch: merge({
            name: filter,
            typed_config: {
              "@type": `type.googleapis.com/${type}`,
              rds: { route_config_name: calledPort.toString() },
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
