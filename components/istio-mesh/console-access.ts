import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import type { Console } from "../console";
import { istioObject, type AnyIstioObject } from "../istio-api";
import { authorizer, type Authentication } from "./authorizer";
import { covers } from "./checks";
import type { IngressGateway } from ".";
import { consoleAuthorizer, gatewayLabels, ingressNamespace } from "./names";

export type { Authentication } from "./authorizer";

export interface ConsoleAccessArgs {
  /** The mesh's ingress gateway. An HTTPS listener must take in the consoles' hosts. */
  readonly gateway: IngressGateway | undefined;
  /** Each console is `NAME.DOMAIN`; point these names at the gateway's NLB. @example "consoles.example.com" */
  readonly domain: string;
  /** What to let people reach. */
  readonly consoles: readonly Console[];
  /** Who is let in; the gateway asks before a request reaches a console. One more pod of 32 MiB. */
  readonly authentication: Authentication;
}

/**
 * Consoles on the mesh's ingress gateway, behind one login. Kiali and Grafana ask for their own login
 * after it; Prometheus and Jaeger have none.
 *
 * @example
 * new ConsoleAccess("access", {
 *   gateway: mesh.gateway,
 *   domain: "consoles.example.com",
 *   consoles: [...meshConsoles.consoles, ...observability.consoles],
 *   authentication: { kind: "password", users: config.requireSecret("consoleUsers") },
 * }, { providers: { kubernetes: cluster.provider } });
 */
export class ConsoleAccess extends pulumi.ComponentResource {
  /** Addresses of the consoles by name. */
  readonly urls: Readonly<Record<string, string>>;

  constructor(name: string, args: ConsoleAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    const gateway = checkAccess(args);
    super("twelve-street:components:ConsoleAccess", name, {}, opts);
    const inside = { parent: this };
    const door = authorizer(name, gateway.namespace, args.authentication, inside);
    const hosts = args.consoles.map((console) => consoleHost(console, args.domain));
    const lock = istioObject(`${name}-lock`, policy(gateway, hosts), {
      ...inside,
      dependsOn: [gateway.resource, door],
    });
    args.consoles.forEach((console) => {
      // Never a way in before the lock is on.
      const opened = { ...inside, dependsOn: [lock] };
      const host = consoleHost(console, args.domain);
      istioObject(
        `${name}-${console.name}`,
        route(gateway, console, host, args.authentication),
        opened,
      );
      if (console.scheme === "https") {
        istioObject(`${name}-${console.name}-tls`, ownCertificate(gateway, console), opened);
      }
    });
    this.urls = Object.fromEntries(
      args.consoles.map((console) => [
        console.name,
        `https://${consoleHost(console, args.domain)}${console.path ?? "/"}`,
      ]),
    );
    this.registerOutputs({ urls: this.urls });
  }
}

export const consoleHost = ({ name }: Console, domain: string): string => `${name}.${domain}`;

function checkAccess({ gateway, domain, consoles, authentication }: ConsoleAccessArgs) {
  if (!gateway) {
    throw new ArgumentError(
      "gateway",
      undefined,
      "give the mesh an ingressGateway, or look at the consoles by port-forward",
    );
  }
  if (consoles.length === 0) throw new ArgumentError("consoles", [], "give at least one");
  const secured = gateway.listeners.flatMap((listener) =>
    listener.protocol === "HTTPS" ? listener.hosts : [],
  );
  const open = consoles
    .map((console) => consoleHost(console, domain))
    .find((host) => !secured.some((name) => covers(name, host)));
  if (open !== undefined) {
    throw new ArgumentError(
      "domain",
      domain,
      `give the gateway an HTTPS listener for ${open}, for a login needs TLS`,
    );
  }
  const plain = gateway.listeners.find(
    (listener) =>
      listener.protocol === "HTTP" &&
      !listener.redirectToHttps &&
      consoles.some((console) =>
        listener.hosts.some((name) => covers(name, consoleHost(console, domain))),
      ),
  );
  if (plain) {
    throw new ArgumentError(
      "domain",
      domain,
      "set redirectToHttps on the gateway's HTTP listener that takes it in, or passwords travel in the clear",
    );
  }
  if (authentication.kind === "oidc" && !/^https:\/\/\S+$/.test(authentication.issuerUrl)) {
    throw new ArgumentError(
      "authentication.issuerUrl",
      authentication.issuerUrl,
      "give the provider's https address",
    );
  }
  return gateway;
}

/** Each request for a console's host, with or without a port in it, is asked about. */
const policy = (gateway: IngressGateway, hosts: readonly string[]): AnyIstioObject => ({
  kind: "AuthorizationPolicy",
  namespace: gateway.namespace,
  name: "consoles",
  spec: {
    selector: { matchLabels: gatewayLabels(gateway.name) },
    action: "CUSTOM",
    provider: { name: consoleAuthorizer.provider },
    rules: [{ to: [{ operation: { hosts: hosts.flatMap((host) => [host, `${host}:*`]) } }] }],
  },
});

const serviceHost = ({ service, namespace }: Console) =>
  `${service}.${namespace}.svc.cluster.local`;

/** A console that speaks TLS by a certificate of its own making. */
const ownCertificate = (gateway: IngressGateway, console: Console): AnyIstioObject => ({
  kind: "DestinationRule",
  namespace: gateway.namespace,
  name: `console-${console.name}`,
  spec: {
    host: serviceHost(console),
    trafficPolicy: { tls: { mode: "SIMPLE", insecureSkipVerify: true } },
  },
});

const route = (
  gateway: IngressGateway,
  console: Console,
  host: string,
  { kind }: Authentication,
): AnyIstioObject => ({
  kind: "VirtualService",
  namespace: gateway.namespace,
  name: `console-${console.name}`,
  spec: {
    hosts: [host],
    gateways: [`${ingressNamespace}/${gateway.name}`],
    http: [
      {
        route: [
          {
            destination: { host: serviceHost(console), port: { number: console.port } },
          },
        ],
        // A console with users of its own would take the password for one of theirs.
        ...(kind === "password" && { headers: { request: { remove: ["authorization"] } } }),
      },
    ],
  },
});
