import type * as pulumi from "@pulumi/pulumi";

export type NonEmptyArray<T> = readonly [T, ...T[]];

export interface IstioMeshArgs {
  /**
   * Control planes, oldest first: one, or two while an upgrade goes on. Each is an istiod of about
   * 120 MB (measured without load). More than two, or minor versions further apart than one, are refused.
   * @default [{ version: the pinned one }]
   */
  readonly revisions?: NonEmptyArray<Revision>;
  /**
   * Name of the revision that the tag `default` stands for: it injects what `injectionLabels()`
   * marks, runs the gateways and validates Istio's objects. A change moves all of these at once.
   * One that is not among them throws an ArgumentError. @default the first revision's
   */
  readonly defaultRevision?: string;
  /**
   * `small`: one pod of each and requests that fit a t3.small beside the shop. `standard`: at least two
   * of each, spread over zones, with budgets. See `meshPods` for the sums. @default "standard"
   */
  readonly size?: "small" | "standard";
  /** Whether workloads refuse plaintext. @example { mode: "STRICT" } */
  readonly mtls: Mtls;
  /**
   * Where workloads may call outside the mesh: anywhere, or only `externalHosts`. It binds whoever goes
   * through a sidecar; add a NetworkPolicy against whoever goes around it.
   */
  readonly outbound: "ALLOW_ANY" | "REGISTRY_ONLY";
  /**
   * Hosts outside that the mesh knows by name. A host named twice throws an ArgumentError.
   * @default none @example [{ host: "api.github.com" }]
   */
  readonly externalHosts?: readonly ExternalHost[];
  /**
   * Send calls to `externalHosts` through one gateway, where they can be counted and allowed; one
   * more pod. Without hosts it throws an ArgumentError. @default false
   */
  readonly egressGateway?: boolean;
  /** The gateway for what comes in. `false` makes none. */
  readonly ingressGateway: IngressGatewayArgs | false;
  /** Send spans to an OpenTelemetry collector. @default no tracing */
  readonly tracing?: Tracing;
  /**
   * A line in JSON for each request a proxy serves, or only for those answered with 400 and above. `all` at 10
   * requests a second is some 0.9 GB a day for each proxy on the way; CloudWatch takes $0.76 a GB in Seoul
   * (CloudWatch pricing). @default "errors"
   */
  readonly accessLogs?: "all" | "errors" | "off";
  /**
   * The security groups between which 15012 and 15017 are opened. Where nodes and control plane share a group that lets all
   * through inside, as EKS's own does, the rules say no more than that, but hold when somebody narrows it. @default no rules
   */
  readonly securityGroups?: SecurityGroups;
  /** What must stand before pods can run, such as node groups; namespaces and CRDs do not wait. @default nothing */
  readonly runsAfter?: readonly pulumi.Resource[];
  /** Tags of AWS resources. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/** One control plane. */
export interface Revision {
  /** Version of Istio, of its charts and images. @example "1.31.0" */
  readonly version: string;
  /** Name in labels: letters, digits and dashes. @default the version with dashes, "1-31-0" */
  readonly name?: string;
}

/**
 * STRICT: workloads with a sidecar take mutual TLS only. What comes from outside the mesh to such a
 * pod without a gateway between (a load balancer's own target, an admission webhook) needs an
 * exception. PERMISSIVE takes both: for the time when namespaces move into the mesh.
 */
export type Mtls =
  | {
      readonly mode: "STRICT";
      /** Exceptions: ports of workloads that take plaintext as well. @default none */
      readonly plaintextPorts?: readonly PlaintextPorts[];
    }
  | { readonly mode: "PERMISSIVE" };

/** Ports of one workload that also take plaintext. */
export interface PlaintextPorts {
  /** Namespace of the workload. @example "twelve-street" */
  readonly namespace: string;
  /** Name of the PeerAuthentication. @example "gateway-behind-nlb" */
  readonly name: string;
  /**
   * Labels that select the workload's pods; at least one. None throw an ArgumentError, for the
   * whole namespace would lose strict mode. @example { app: "gateway" }
   */
  readonly labels: Readonly<Record<string, string>>;
  /** Container ports. */
  readonly ports: NonEmptyArray<number>;
}

/** A host outside the cluster, called by TLS: the SNI must be its name. */
export interface ExternalHost {
  /**
   * A name, or `*.` and a domain; with the egress gateway only a name. Anything else throws an
   * ArgumentError. @example "api.github.com"
   */
  readonly host: string;
  /** Port that it is called on. @default 443; with the egress gateway only 443 */
  readonly port?: number;
}

export interface IngressGatewayArgs {
  /** What it listens for. */
  readonly listeners: NonEmptyArray<Listener>;
  /** Whether the NLB has public addresses. @default "internet-facing" */
  readonly scheme?: "internet-facing" | "internal";
  /**
   * Networks that may connect. The load balancer controller refuses what is no network, in an event
   * of the Service. @default ["0.0.0.0/0"] @example ["203.0.113.0/24"]
   */
  readonly sourceRanges?: readonly string[];
  /**
   * The AWS Load Balancer Controller's release: it makes the NLB (about $16 a month and its
   * traffic, ELB pricing) and must outlive it. An empty list throws an ArgumentError.
   * @example controller.ready
   */
  readonly loadBalancerController: readonly pulumi.Resource[];
}

/** One port of the ingress gateway. */
export type Listener =
  | {
      readonly protocol: "HTTP";
      /**
       * Port of the gateway and its NLB, outside Istio's own 15000 to 15090; another one, or one
       * for both protocols, throws an ArgumentError. @default 80
       */
      readonly port?: number;
      /** Names as in a Host header; `*` for all, `*.example.com` for a domain. */
      readonly hosts: NonEmptyArray<string>;
      /** Answer 301 to the same address under https. @default false */
      readonly redirectToHttps?: boolean;
    }
  | {
      readonly protocol: "HTTPS";
      /**
       * Port of the gateway and its NLB, outside Istio's own 15000 to 15090; another one, or one
       * for both protocols, throws an ArgumentError. @default 443
       */
      readonly port?: number;
      /** Names as in the TLS handshake; `*` for all, `*.example.com` for a domain. */
      readonly hosts: NonEmptyArray<string>;
      /** Secret of type kubernetes.io/tls in the gateway's namespace (`ingressNamespace`). It may come later: the port answers as soon as it is there. @example "shop-tls" */
      readonly secretName: string;
      /** Oldest TLS version taken. @default "1.2" */
      readonly minTls?: "1.2" | "1.3";
    };

export interface Tracing {
  /** Service that takes OTLP over gRPC, by its full name. @example "jaeger.istio-system.svc.cluster.local" */
  readonly collector: string;
  /** Port of the collector. @default 4317 */
  readonly port?: number;
  /**
   * Share of requests that make a trace, 0 to 100, unit per cent. Outside of that throws an
   * ArgumentError. @default 1
   */
  readonly samplingPercent?: number;
}

export interface SecurityGroups {
  /** The group that the nodes' interfaces are in. */
  readonly nodes: pulumi.Input<string>;
  /** The group that the control plane's interfaces are in. */
  readonly controlPlane: pulumi.Input<string>;
}
