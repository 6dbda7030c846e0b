import type { Api } from "../providers/aws/kube-api";
import { plainJudge, type AuthorizationPolicy, type Judge } from "./authorization";
import type { Pod } from "./pods";

/**
 * Who lets requests in to a pod: its stand-in, which knows whom the caller's certificate names, or a real Envoy, for what
 * takes more than that to judge.
 */
export type Guard = { readonly by: "stand-in"; readonly allows: Judge } | { readonly by: "envoy" };

type Labels = Readonly<Record<string, string>>;

interface Selecting {
  readonly metadata: { readonly namespace: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly workloadSelector?: { readonly labels?: Labels };
  };
}

interface EnvoyFilter extends Selecting {
  readonly spec?: Selecting["spec"] & {
    readonly configPatches?: readonly { readonly match?: { readonly context?: string } }[];
  };
}

const rootNamespace = "istio-system";

const selects = ({ metadata: { namespace }, spec }: Selecting, { metadata }: Pod): boolean => {
  const wanted = spec?.selector?.matchLabels ?? spec?.workloadSelector?.labels ?? {};
  return (
    (namespace === metadata.namespace || namespace === rootNamespace) &&
    Object.entries(wanted).every(([key, value]) => metadata.labels?.[key] === value)
  );
};

const isForInbound = ({ spec }: EnvoyFilter): boolean =>
  spec?.configPatches?.some(({ match }) =>
    ["ANY", "SIDECAR_INBOUND"].includes(match?.context ?? "ANY"),
  ) ?? false;

const paths = {
  authorizations: "/apis/security.istio.io/v1/authorizationpolicies",
  authentications: "/apis/security.istio.io/v1/requestauthentications",
  filters: "/apis/networking.istio.io/v1alpha3/envoyfilters",
} as const;

/** What each pod needs before it, by what the API server has of policies and filters. */
export class Guards {
  private authorizations: readonly AuthorizationPolicy[] = [];
  private authentications: readonly Selecting[] = [];
  private filters: readonly EnvoyFilter[] = [];

  /** Asked for at each request. */
  private found = new WeakMap<Pod, Guard>();

  constructor(private readonly api: Api) {}

  async read(): Promise<void> {
    this.authorizations = await this.list(paths.authorizations, this.authorizations);
    this.authentications = await this.list(paths.authentications, this.authentications);
    this.filters = await this.list(paths.filters, this.filters);
    this.found = new WeakMap();
  }

  of(pod: Pod): Guard {
    const known = this.found.get(pod);
    if (known) return known;
    const guard = this.find(pod);
    this.found.set(pod, guard);
    return guard;
  }

  private find(pod: Pod): Guard {
    const mine = <T extends Selecting>(all: readonly T[]) => all.filter((it) => selects(it, pod));
    const allows = plainJudge(mine(this.authorizations));
    const isPlain =
      mine(this.authentications).length === 0 && !mine(this.filters).some(isForInbound);
    return allows && isPlain ? { by: "stand-in", allows } : { by: "envoy" };
  }

  /** What was known before stands while the API server does not answer. */
  private async list<T>(path: string, before: readonly T[]): Promise<readonly T[]> {
    const list = await this.api.call<{ items: T[] }>("GET", path).catch(() => ({ items: before }));
    return list?.items ?? [];
  }
}
