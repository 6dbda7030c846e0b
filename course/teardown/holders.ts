/** An object as the API server lists it; only what a teardown reads. */
export interface Item {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly finalizers?: readonly string[];
    readonly deletionTimestamp?: unknown;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly type?: string;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly storageClassName?: string;
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string };
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly volumes?: readonly {
      readonly persistentVolumeClaim?: { readonly claimName?: string };
    }[];
  };
  readonly status?: { readonly phase?: string; readonly message?: string };
}

/** What of a cluster has to do with something in the account. */
export interface Live {
  readonly ingresses: readonly Item[];
  readonly services: readonly Item[];
  readonly gateways: readonly Item[];
  readonly bindings: readonly Item[];
  readonly claims: readonly Item[];
  readonly volumes: readonly Item[];
  readonly pods: readonly Item[];
}

/** What a drain makes of it. */
export interface Holders {
  /** Have or may have a load balancer. */
  readonly balanced: readonly Item[];
  /** Target groups; what has a load balancer takes its own along. */
  readonly bindings: readonly Item[];
  readonly claims: readonly Item[];
  /** Pods that keep a claim, as long as they mount it. */
  readonly mounting: readonly Item[];
  /** Volumes that go with their claims: their controller deletes them a while later. */
  readonly volumes: readonly Item[];
  /** Volumes that are to stay when their claim goes. */
  readonly retained: readonly Item[];
}

const isProvisioned = ({ metadata }: Item): boolean =>
  metadata.annotations?.["pv.kubernetes.io/provisioned-by"] !== undefined;

const isRetained = ({ spec }: Item): boolean => spec?.persistentVolumeReclaimPolicy === "Retain";

export const mounts = (pod: Item, { metadata: claim }: Item): boolean =>
  pod.metadata.namespace === claim.namespace &&
  (pod.spec?.volumes ?? []).some((it) => it.persistentVolumeClaim?.claimName === claim.name);

/** Whoever made it and in whatever namespace: one rule, for what is gone twice is gone. */
export function holdersOf(live: Live): Holders {
  const { ingresses, services, gateways, bindings, claims, volumes, pods } = live;
  const provisioned = volumes.filter(isProvisioned);
  return {
    balanced: [
      ...ingresses,
      ...services.filter(({ spec }) => spec?.type === "LoadBalancer"),
      ...gateways,
    ],
    bindings,
    claims,
    mounting: pods.filter((pod) => claims.some((claim) => mounts(pod, claim))),
    volumes: provisioned.filter((volume) => !isRetained(volume)),
    retained: provisioned.filter(isRetained),
  };
}

/** What a drain waits for. */
export const waitedFor = ({ balanced, bindings, claims, volumes }: Holders): Item[] => [
  ...balanced,
  ...bindings,
  ...claims,
  ...volumes,
];

export const isLeaving = ({ metadata }: Item): boolean => metadata.deletionTimestamp !== undefined;

/** What is to be deleted now. Pods go by what made them; a volume goes by its claim. */
export function doomed({ balanced, bindings, claims, mounting }: Holders): Item[] {
  const stray = balanced.length === 0 ? bindings : [];
  return [...balanced, ...stray, ...claims, ...mounting].filter((item) => !isLeaving(item));
}

export const nameOf = ({ kind, metadata }: Item): string =>
  `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;

/** In a few words, such as "2 Ingresses, 1 Service". */
export function countText(items: readonly Item[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : plural(kind)}`)
    .join(", ");
}

const plural = (kind: string): string => (kind.endsWith("s") ? "es" : "s");
