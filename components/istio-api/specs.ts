import type * as pulumi from "@pulumi/pulumi";

/**
 * The part of Istio's API that the components use, as its CRDs spell it.
 * Source: istio.io/api v1.31.1, kubernetes/customresourcedefinitions.gen.yaml; checked 2026-11-21.
 */
export interface IstioSpecs {
  readonly AuthorizationPolicy: AuthorizationPolicySpec;
  readonly DestinationRule: DestinationRuleSpec;
  readonly Gateway: GatewaySpec;
  readonly PeerAuthentication: PeerAuthenticationSpec;
  readonly ServiceEntry: ServiceEntrySpec;
  readonly Telemetry: TelemetrySpec;
  readonly VirtualService: VirtualServiceSpec;
}

type Labels = Readonly<Record<string, string>>;

export interface Port {
  readonly number: number;
  readonly name: string;
  readonly protocol: "HTTP" | "HTTPS" | "TLS";
}

export interface GatewaySpec {
  readonly selector: Labels;
  readonly servers: readonly GatewayServer[];
}

export interface GatewayServer {
  readonly port: Port;
  readonly hosts: readonly string[];
  readonly tls?:
    | { readonly httpsRedirect: true }
    | { readonly mode: "PASSTHROUGH" }
    | {
        readonly mode: "SIMPLE";
        readonly credentialName: string;
        readonly minProtocolVersion: "TLSV1_2" | "TLSV1_3";
      };
}

type MtlsMode = "STRICT" | "PERMISSIVE";

export interface PeerAuthenticationSpec {
  readonly selector?: { readonly matchLabels: Labels };
  /** @default what holds for the namespace, else for the mesh */
  readonly mtls?: { readonly mode: MtlsMode };
  readonly portLevelMtls?: Readonly<Record<string, { readonly mode: MtlsMode }>>;
}

export interface TelemetrySpec {
  readonly tracing?: readonly {
    readonly providers: readonly Named[];
    readonly randomSamplingPercentage: number;
  }[];
  readonly accessLogging?: readonly {
    readonly providers: readonly Named[];
    readonly disabled?: boolean;
    readonly filter?: { readonly expression: string };
  }[];
}

interface Named {
  readonly name: string;
}

export interface ServiceEntrySpec {
  readonly hosts: readonly string[];
  readonly ports: readonly Port[];
  readonly location: "MESH_EXTERNAL";
  readonly resolution: "DNS" | "NONE";
}

export interface DestinationRuleSpec {
  readonly host: string;
  readonly exportTo?: readonly pulumi.Input<string>[];
  readonly subsets?: readonly { readonly name: string; readonly labels: Labels }[];
  readonly trafficPolicy?: {
    readonly tls?:
      | { readonly mode: "DISABLE" | "ISTIO_MUTUAL" }
      | { readonly mode: "SIMPLE"; readonly insecureSkipVerify?: boolean };
  };
}

/** A port is a must where the host has several; a subset is one of its DestinationRule's. */
interface Destination {
  readonly host: string;
  readonly port?: { readonly number: number };
  readonly subset?: string;
}

type StringMatch =
  { readonly exact: string } | { readonly prefix: string } | { readonly regex: string };

export interface HttpRoute {
  readonly match?: readonly {
    readonly headers?: Readonly<Record<string, StringMatch>>;
    readonly method?: StringMatch;
  }[];
  readonly route: readonly {
    readonly destination: Destination;
    readonly weight?: number;
    readonly headers?: { readonly response: { readonly add: Labels } };
  }[];
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value: number };
  readonly headers?: { readonly request: { readonly remove: readonly string[] } };
}

export interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  readonly gateways: readonly pulumi.Input<string>[];
  readonly exportTo?: readonly pulumi.Input<string>[];
  readonly http?: readonly HttpRoute[];
  readonly tls?: readonly {
    readonly match: readonly {
      readonly gateways: readonly string[];
      readonly port: number;
      readonly sniHosts: readonly string[];
    }[];
    readonly route: readonly { readonly destination: Destination }[];
  }[];
}

export type AuthorizationPolicySpec = {
  readonly selector: { readonly matchLabels: Labels };
} & (
  | {
      readonly action: "CUSTOM";
      readonly provider: Named;
      readonly rules: readonly {
        readonly to: readonly { readonly operation: { readonly hosts: readonly string[] } }[];
      }[];
    }
  | {
      readonly action: "ALLOW";
      /** Without any, nobody is allowed. */
      readonly rules?: readonly { readonly from: readonly { readonly source: Source }[] }[];
    }
);

/** Who calls, by what the mesh's certificates prove. */
type Source =
  | { readonly principals: readonly pulumi.Input<string>[] }
  | { readonly namespaces: readonly pulumi.Input<string>[] };
