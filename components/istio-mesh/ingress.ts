import type { GatewayServer, GatewaySpec } from "../istio-api";
import type { IngressGatewayArgs, Listener } from "./args";
import { listenerPort } from "./checks";
import { gatewayLabels, ingressGatewayName } from "./names";
import { servicePort, type GatewayService } from "./values";

const annotation = (name: string) => `service.beta.kubernetes.io/aws-load-balancer-${name}`;

/** Where a proxy says that it is ready, whatever it serves. */
const statusPort = 15021;

const join = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

/**
 * The NLB in front of the ingress gateway, made by the AWS Load Balancer Controller: straight to the
 * pods, with the client's address kept. Source of the annotations: AWS Load Balancer Controller 3.5,
 * guide/service/annotations.
 */
export const ingressService = ({
  listeners,
  scheme = "internet-facing",
  sourceRanges = ["0.0.0.0/0"],
}: IngressGatewayArgs): GatewayService => ({
  type: "LoadBalancer",
  // Without the class, the cloud provider of Kubernetes makes a Classic Load Balancer as well.
  loadBalancerClass: "service.k8s.aws/nlb",
  loadBalancerSourceRanges: sourceRanges,
  ports: [...new Set(listeners.map(listenerPort))].map((port) =>
    servicePort(portName(listeners, port), port),
  ),
  annotations: {
    [annotation("scheme")]: scheme,
    [annotation("nlb-target-type")]: "ip",
    [annotation("healthcheck-protocol")]: "http",
    [annotation("healthcheck-port")]: `${statusPort}`,
    [annotation("healthcheck-path")]: "/healthz/ready",
    [annotation("attributes")]: join({ "load_balancing.cross_zone.enabled": "true" }),
    [annotation("target-group-attributes")]: join({
      "preserve_client_ip.enabled": "true",
      "deregistration_delay.timeout_seconds": "60",
    }),
  },
});

const portName = (listeners: readonly Listener[], port: number): string => {
  const protocol = listeners.find((listener) => listenerPort(listener) === port)?.protocol;
  return `${protocol === "HTTPS" ? "https" : "http"}-${port}`;
};

/** What the ingress gateway listens for, as Istio reads it. */
export const ingressGatewaySpec = (listeners: readonly Listener[]): GatewaySpec => ({
  selector: gatewayLabels(ingressGatewayName),
  servers: listeners.map(server),
});

function server(listener: Listener, index: number): GatewayServer {
  const number = listenerPort(listener);
  const hosts = listener.hosts;
  const name = `${listener.protocol.toLowerCase()}-${number}-${index}`;
  if (listener.protocol === "HTTP") {
    return {
      port: { number, name, protocol: "HTTP" },
      hosts,
      ...(listener.redirectToHttps && { tls: { httpsRedirect: true } }),
    };
  }
  return {
    port: { number, name, protocol: "HTTPS" },
    hosts,
    tls: {
      mode: "SIMPLE",
      credentialName: listener.secretName,
      minProtocolVersion: listener.minTls === "1.3" ? "TLSV1_3" : "TLSV1_2",
    },
  };
}
