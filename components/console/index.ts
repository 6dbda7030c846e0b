/** A web page of an in-cluster tool that people look at: Kiali, Grafana, Prometheus and the like. */
export interface Console {
  /** Its name, and the first label of its host name. @example "grafana" */
  readonly name: string;
  /** Namespace of its Service. @example "observability" */
  readonly namespace: string;
  /** Name of its Service. @example "grafana" */
  readonly service: string;
  /** Port of its Service. @example 80 */
  readonly port: number;
  /** Port on the person's machine, the tool's usual one. @default port */
  readonly localPort?: number;
  /** Where its page is. @default "/" */
  readonly path?: string;
  /** How the service speaks. @default "http" */
  readonly scheme?: "http" | "https";
}

/** How to look at a console from one's own machine, with the rights that one's kubeconfig gives. */
export interface PortForward {
  readonly command: string;
  readonly url: string;
}

/** `portForward({ name: "grafana", namespace: "observability", service: "grafana", port: 80, localPort: 3000 })` */
export function portForward({
  namespace,
  service,
  port,
  localPort = port,
  path = "/",
  scheme = "http",
}: Console): PortForward {
  return {
    command: `kubectl --namespace ${namespace} port-forward service/${service} ${localPort}:${port}`,
    url: `${scheme}://127.0.0.1:${localPort}${path}`,
  };
}

/** The port-forwards of these consoles by name, for a stack's outputs. */
export const portForwards = (consoles: readonly Console[]): Record<string, PortForward> =>
  Object.fromEntries(consoles.map((console) => [console.name, portForward(console)]));

/** Where other pods of the cluster reach it. */
export const consoleUrl = ({
  scheme = "http",
  service,
  namespace,
  port,
  path = "",
}: Console): string => `${scheme}://${service}.${namespace}.svc.cluster.local:${port}${path}`;
