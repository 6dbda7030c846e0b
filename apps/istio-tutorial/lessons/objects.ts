/**
 * Istio's objects as the lessons write them: the part of its CRDs that they use. The namespace is whoever's who applies them.
 * Source: istio.io/api v1.31.1, kubernetes/customresourcedefinitions.gen.yaml; checked 2026-11-22.
 */
export type MeshObject = {
  readonly [Kind in keyof Specs]: {
    readonly apiVersion: (typeof apiVersions)[Kind];
    readonly kind: Kind;
    readonly metadata: { readonly name: string };
    readonly spec: Specs[Kind];
  };
}[keyof Specs];

interface Specs {
  readonly AuthorizationPolicy: AuthorizationPolicySpec;
  readonly DestinationRule: DestinationRuleSpec;
  readonly EnvoyFilter: EnvoyFilterSpec;
  readonly PeerAuthentication: { readonly mtls: { readonly mode: "STRICT" | "PERMISSIVE" } };
  readonly RequestAuthentication: RequestAuthenticationSpec;
  readonly ServiceEntry: ServiceEntrySpec;
  readonly Sidecar: SidecarSpec;
  readonly VirtualService: VirtualServiceSpec;
}

const apiVersions = {
  AuthorizationPolicy: "security.istio.io/v1",
  DestinationRule: "networking.istio.io/v1",
  EnvoyFilter: "networking.istio.io/v1alpha3",
  PeerAuthentication: "security.istio.io/v1",
  RequestAuthentication: "security.istio.io/v1",
  ServiceEntry: "networking.istio.io/v1",
  Sidecar: "networking.istio.io/v1",
  VirtualService: "networking.istio.io/v1",
} as const satisfies Record<keyof Specs, string>;

/** One of them, by its kind, its name and what it says. */
export const meshObject = <Kind extends keyof Specs>(
  kind: Kind,
  name: string,
  spec: Specs[Kind],
): MeshObject =>
  ({ apiVersion: apiVersions[kind], kind, metadata: { name }, spec }) as unknown as MeshObject;

type Labels = Readonly<Record<string, string>>;
/** As Protobuf writes one in JSON. @example "1.5s" */
type Duration = `${number}s`;
interface Percent {
  readonly value: number;
}

interface Destination {
  readonly host: string;
  readonly subset?: string;
}

type StringMatch =
  { readonly exact: string } | { readonly prefix: string } | { readonly regex: string };

/** Students share a mesh: what one says of a host is for the own namespace. */
export const exportTo = ["."] as const;

interface Exported {
  readonly exportTo: typeof exportTo;
}

interface HttpRoute {
  readonly match?: readonly { readonly headers: Readonly<Record<string, StringMatch>> }[];
  readonly route: readonly { readonly destination: Destination; readonly weight?: number }[];
  readonly fault?: {
    readonly abort?: { readonly percentage: Percent; readonly httpStatus: number };
    readonly delay?: { readonly percentage: Percent; readonly fixedDelay: Duration };
  };
  readonly timeout?: Duration;
  readonly retries?: {
    readonly attempts: number;
    readonly perTryTimeout?: Duration;
    readonly retryOn?: string;
  };
  readonly mirror?: Destination;
  readonly mirrorPercentage?: Percent;
}

interface VirtualServiceSpec extends Exported {
  readonly hosts: readonly string[];
  readonly http: readonly HttpRoute[];
}

interface DestinationRuleSpec extends Exported {
  readonly host: string;
  readonly subsets?: readonly { readonly name: string; readonly labels: Labels }[];
  readonly trafficPolicy?: {
    readonly connectionPool?: {
      readonly tcp?: { readonly maxConnections: number };
      readonly http?: {
        readonly http1MaxPendingRequests?: number;
        readonly maxRequestsPerConnection?: number;
      };
    };
    readonly outlierDetection?: {
      readonly consecutive5xxErrors: number;
      readonly interval: Duration;
      readonly baseEjectionTime: Duration;
      readonly maxEjectionPercent: number;
    };
  };
}

interface SidecarSpec {
  readonly outboundTrafficPolicy: { readonly mode: "REGISTRY_ONLY" | "ALLOW_ANY" };
}

interface ServiceEntrySpec extends Exported {
  readonly hosts: readonly string[];
  readonly ports: readonly {
    readonly number: number;
    readonly name: string;
    readonly protocol: "HTTP";
  }[];
  readonly location: "MESH_EXTERNAL";
  readonly resolution: "DNS" | "NONE";
}

interface Selector {
  readonly matchLabels: Labels;
}

interface AuthorizationPolicySpec {
  readonly selector: Selector;
  readonly action: "ALLOW" | "DENY";
  readonly rules: readonly {
    readonly from?: readonly {
      readonly source: {
        readonly principals?: readonly string[];
        readonly notPrincipals?: readonly string[];
        readonly notRequestPrincipals?: readonly string[];
      };
    }[];
    readonly to?: readonly {
      readonly operation: {
        readonly paths?: readonly string[];
        readonly methods?: readonly string[];
      };
    }[];
    readonly when?: readonly {
      readonly key: string;
      readonly values?: readonly string[];
      readonly notValues?: readonly string[];
    }[];
  }[];
}

interface RequestAuthenticationSpec {
  readonly selector: Selector;
  readonly jwtRules: readonly { readonly issuer: string; readonly jwks: string }[];
}

interface EnvoyFilterSpec {
  readonly workloadSelector: { readonly labels: Labels };
  readonly configPatches: readonly {
    readonly applyTo: "HTTP_FILTER";
    readonly match: {
      readonly context: "SIDECAR_INBOUND";
      readonly listener: {
        readonly filterChain: {
          readonly filter: { readonly name: "envoy.filters.network.http_connection_manager" };
        };
      };
    };
    readonly patch: { readonly operation: "INSERT_BEFORE"; readonly value: object };
  }[];
}
