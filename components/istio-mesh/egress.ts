import type { AnyIstioObject, IstioObject } from "../istio-api";
import type { ExternalHost } from "./args";
import { egressGatewayName, gatewayLabels, ingressNamespace, systemNamespace } from "./names";

const tlsPort = 443;
const egressService = `${egressGatewayName}.${ingressNamespace}.svc.cluster.local`;
const egressRef = `${ingressNamespace}/${egressGatewayName}`;

/** An object's name for a host: `*.example.com` becomes `any.example.com`. */
export const hostObjectName = (host: string): string => host.replace("*", "any");

/** Makes a host outside known to the mesh. */
export const externalHost = ({
  host,
  port = tlsPort,
}: ExternalHost): IstioObject<"ServiceEntry"> => ({
  kind: "ServiceEntry",
  namespace: systemNamespace,
  name: hostObjectName(host),
  spec: {
    hosts: [host],
    ports: [{ number: port, name: "tls", protocol: "TLS" }],
    location: "MESH_EXTERNAL",
    // No name server knows a wildcard: the address that the workload looked up is used as it is.
    resolution: host.startsWith("*.") ? "NONE" : "DNS",
  },
});

/** Sends the calls to these hosts through the egress gateway, TLS untouched from workload to host. */
export const egressRoutes = (hosts: readonly ExternalHost[]): AnyIstioObject[] => [
  {
    kind: "Gateway",
    namespace: ingressNamespace,
    name: egressGatewayName,
    spec: {
      selector: gatewayLabels(egressGatewayName),
      servers: [
        {
          port: { number: tlsPort, name: "tls", protocol: "TLS" },
          hosts: hosts.map(({ host }) => host),
          tls: { mode: "PASSTHROUGH" },
        },
      ],
    },
  },
  {
    kind: "DestinationRule",
    namespace: ingressNamespace,
    name: egressGatewayName,
    spec: {
      host: egressService,
      // The gateway reads the workload's own SNI; mutual TLS around it would hide that.
      trafficPolicy: { tls: { mode: "DISABLE" } },
    },
  },
  ...hosts.map(({ host }) => route(host)),
];

const route = (host: string): IstioObject<"VirtualService"> => ({
  kind: "VirtualService",
  namespace: ingressNamespace,
  name: hostObjectName(host),
  spec: {
    hosts: [host],
    gateways: ["mesh", egressRef],
    tls: [hop(host, "mesh", egressService), hop(host, egressRef, host)],
  },
});

const hop = (host: string, gateway: string, to: string) => ({
  match: [{ gateways: [gateway], port: tlsPort, sniHosts: [host] }],
  route: [{ destination: { host: to, port: { number: tlsPort } } }],
});
