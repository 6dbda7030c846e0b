/** Namespaced kinds that labs make, by where the API server has them; all that a lab may leave behind is among them. */
const groups = {
  "api/v1": [
    ...["pods", "services", "configmaps", "secrets", "serviceaccounts", "endpoints"],
    ...["replicationcontrollers", "persistentvolumeclaims", "resourcequotas", "limitranges"],
  ],
  "apis/apps/v1": ["deployments", "replicasets", "statefulsets", "daemonsets"],
  "apis/batch/v1": ["cronjobs", "jobs"],
  "apis/autoscaling/v2": ["horizontalpodautoscalers"],
  "apis/policy/v1": ["poddisruptionbudgets"],
  "apis/coordination.k8s.io/v1": ["leases"],
  "apis/discovery.k8s.io/v1": ["endpointslices"],
  "apis/networking.k8s.io/v1": ["ingresses", "networkpolicies"],
  "apis/rbac.authorization.k8s.io/v1": ["roles", "rolebindings"],
  "apis/networking.istio.io/v1": [
    ...["destinationrules", "virtualservices", "serviceentries", "sidecars", "gateways"],
  ],
  "apis/security.istio.io/v1": [
    ...["authorizationpolicies", "peerauthentications", "requestauthentications"],
  ],
  "apis/telemetry.istio.io/v1": ["telemetries"],
} as const;

export interface Collection {
  readonly kind: string;
  /** Where it is in a namespace. */
  readonly path: (namespace: string) => string;
}

/** Owners first, so that nothing that is taken away is made again. */
const ownersFirst = [
  ...["deployments", "statefulsets", "daemonsets", "cronjobs", "jobs", "replicasets"],
  ...["replicationcontrollers", "services", "pods"],
];
const rank = ({ kind }: Collection): number => {
  const at = ownersFirst.indexOf(kind);
  return at < 0 ? ownersFirst.length : at;
};

export const collections: readonly Collection[] = Object.entries(groups)
  .flatMap(([group, kinds]) =>
    kinds.map((kind) => ({
      kind,
      path: (namespace: string) => `/${group}/namespaces/${namespace}/${kind}`,
    })),
  )
  .toSorted((one, other) => rank(one) - rank(other));

/** By its plural or its singular; undefined for what kubectl had better be asked for. */
export const collectionOf = (kind: string): Collection | undefined =>
  collections.find((it) => it.kind === kind || it.kind.replace(/(?<=ss)es$|s$/, "") === kind);
