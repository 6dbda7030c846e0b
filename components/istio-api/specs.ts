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
  readonly mtls: { readonly mode: MtlsMode };
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
  readonly trafficPolicy?: {
    readonly tls?:
      | { readonly mode: "DISABLE" | "ISTIO_MUTUAL" }
      | { readonly mode: "SIMPLE"; readonly insecureSkipVerify?: boolean };
  };
}

interface Destination {
  readonly host: string;
  readonly port: { readonly number: number };
}

export interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly http?: readonly {
    readonly route: readonly { readonly destination: Destination }[];
    readonly headers?: { readonly request: { readonly remove: readonly string[] } };
  }[];
  readonly tls?: readonly {
    readonly match: readonly {
      readonly gateways: readonly string[];
      readonly port: number;
      readonly sniHosts: readonly string[];
    }[];
    readonly route: readonly { readonly destination: Destination }[];
  }[];
}

export interface AuthorizationPolicySpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly action: "CUSTOM";
  readonly provider: Named;
  readonly rules: readonly {
    readonly to: readonly { readonly operation: { readonly hosts: readonly string[] } }[];
  }[];
}
