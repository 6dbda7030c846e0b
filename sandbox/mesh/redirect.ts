/** Istio's listeners for all that a sidecar is given by iptables. */
const virtual = {
  sidecar: { context: "SIDECAR_OUTBOUND", name: "virtualOutbound" },
  inbound: { context: "SIDECAR_INBOUND", name: "virtualInbound" },
} as const;

/** Which of the two an Envoy has: what carries a service's calls, or what lets others in to a workload. */
export type Redirected = keyof typeof virtual;

const proxyProtocol = "envoy.filters.listener.proxy_protocol";
const originalDestination = "envoy.filters.listener.original_dst";

const filterPatch = (taken: Redirected, filter: string | undefined, patch: object) => {
  const { context, name } = virtual[taken];
  const listener = { name, ...(filter !== undefined && { listenerFilter: filter }) };
  return { applyTo: "LISTENER_FILTER", match: { context, listener }, patch };
};

const listenerPatch = (taken: Redirected, patch: object) => {
  const { context, name } = virtual[taken];
  return { applyTo: "LISTENER", match: { context, listener: { name } }, patch };
};

/**
 * In place of iptables: whoever has a connection for an Envoy makes it to a port of loopback, and says first, by the PROXY
 * protocol, where it was going. From there on Envoy finds listener, route and destination as it does behind iptables. The
 * kernel is not asked: it would name the port of loopback.
 */
export const redirection = (taken: Redirected): object[] => [
  listenerPatch(taken === "sidecar" ? "inbound" : "sidecar", { operation: "REMOVE" }),
  listenerPatch(taken, merge({ address: { socket_address: { address: "127.0.0.1" } } })),
  filterPatch(taken, originalDestination, { operation: "REMOVE" }),
  filterPatch(taken, undefined, {
    operation: "INSERT_FIRST",
    value: {
      name: proxyProtocol,
      typed_config: {
        "@type": `type.googleapis.com/${proxyProtocol.replace("envoy.", "envoy.extensions.")}.v3.ProxyProtocol`,
      },
    },
  }),
];

/** At which port of loopback one Envoy takes them. */
export const redirectionAt = (taken: Redirected, port: number): object =>
  listenerPatch(taken, merge({ address: { socket_address: { port_value: port } } }));

const merge = (value: object) => ({ operation: "MERGE", value });

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What is sent before anything else: whose connection this is, and where to. IPv4 alone. */
export const proxyHeader = (from: Endpoint, to: Endpoint): string =>
  `PROXY TCP4 ${from.address} ${to.address} ${from.port} ${to.port}\r\n`;
