import type { Api } from "../providers/aws/kube-api";
import type { Pod } from "./pods";
import type { MtlsMode } from "./stand-ins/listener";

type Mode = MtlsMode | "UNSET";

interface PeerAuthentication {
  readonly metadata: { readonly namespace: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly mtls?: { readonly mode?: Mode };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: Mode } | undefined>>;
  };
}

const rootNamespace = "istio-system";

/** What each port of each pod takes, by the PeerAuthentications that the API server has. */
export class PeerAuthentications {
  private all: readonly PeerAuthentication[] = [];

  constructor(private readonly api: Api) {}

  async read(): Promise<void> {
    const path = "/apis/security.istio.io/v1/peerauthentications";
    const list = await this.api.call<{ items: PeerAuthentication[] }>("GET", path).catch(() => ({
      items: this.all,
    }));
    this.all = list?.items ?? [];
  }

  /** The pod's own first, then its namespace's, then the mesh's. Source: Istio, "Authentication policies". */
  modeOf({ metadata }: Pod, port: number): MtlsMode {
    const { namespace, labels = {} } = metadata;
    const here = this.all.filter((it) => it.metadata.namespace === namespace);
    const own = here.filter(({ spec }) => {
      const wanted = Object.entries(spec?.selector?.matchLabels ?? {});
      return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
    });
    const whole = (all: readonly PeerAuthentication[]) =>
      all.filter(({ spec }) => Object.keys(spec?.selector?.matchLabels ?? {}).length === 0);
    const root = this.all.filter((it) => it.metadata.namespace === rootNamespace);
    const modes = [
      ...own.map(({ spec }) => spec?.portLevelMtls?.[port.toString()]?.mode),
      ...[...own, ...whole(here), ...whole(root)].map(({ spec }) => spec?.mtls?.mode),
    ];
    return (
      modes.find((mode): mode is MtlsMode => mode !== undefined && mode !== "UNSET") ?? "PERMISSIVE"
    );
  }
}
