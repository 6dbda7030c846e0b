import type { Hands } from "./hands";

interface Path {
  readonly path: string;
  readonly pathType: "Prefix" | "Exact";
  readonly backend: { readonly service: { readonly name: string; readonly port: object } };
}

interface Ingress {
  readonly spec: {
    readonly rules: readonly {
      readonly host: string;
      readonly http: { readonly paths: readonly Path[] };
    }[];
  };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string }[] };
  };
}

/** Prefix compares whole parts between slashes. Source: kubernetes.io, Ingress, "Path types". */
const matches = ({ path, pathType }: Path, asked: string): boolean => {
  if (pathType === "Exact") return asked === path;
  const below = path.endsWith("/") ? path : `${path}/`;
  return asked === path || asked.startsWith(below);
};

/** Addresses of the pods that a request goes to by the Ingress, its Service and the endpoints that live, which follow the pods. */
export async function servedBy(hands: Hands, name: string, host: string, path: string, pods = 1) {
  const { spec } = await hands.get<Ingress>("ingress", name);
  const [best] = spec.rules
    .filter((rule) => rule.host === host)
    .flatMap(({ http }) => http.paths.filter((it) => matches(it, path)))
    .sort((one, other) => other.path.length - one.path.length);
  if (!best) return [];
  const { name: service } = best.backend.service;
  return hands.until(`${pods} endpoints of ${service}`, async () => {
    const addresses = await endpointsOf(hands, service);
    return addresses.length === pods && addresses;
  });
}

/** Addresses behind a Service that are ready. */
export async function endpointsOf(hands: Hands, service: string): Promise<string[]> {
  const slices = await hands.list<{
    endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[];
  }>("endpointslices", `kubernetes.io/service-name=${service}`);
  return slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready === true)
    .flatMap(({ addresses }) => addresses)
    .sort();
}

/** The load balancer's names, once it has some. */
export async function addressesOf(hands: Hands, name: string): Promise<string[] | undefined> {
  const { status } = await hands.get<Ingress>("ingress", name);
  const names = (status?.loadBalancer?.ingress ?? []).flatMap(({ hostname }) => hostname ?? []);
  return names.length > 0 ? names : undefined;
}
