import { isTrue, type Condition } from "../conditions";

/** On a pod whose readiness and end are its stand-in's: see control-plane/stages/pod.yaml. */
export const standInAnnotation = "sandbox.twelve-street/stand-in";

/** What Istio's injector puts on a pod that speaks mutual TLS. */
export const tlsModeLabel = "security.istio.io/tlsMode";

/** By which a pod asks for a sidecar where its namespace says nothing. */
export const injectLabel = "sidecar.istio.io/inject";

/** A pod, as far as it is read here. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly hostNetwork?: boolean;
    readonly terminationGracePeriodSeconds?: number;
    readonly containers: readonly Container[];
  };
  readonly status: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly Readonly<Record<string, unknown>>[];
  };
}

interface Container {
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol?: string;
  }[];
  readonly lifecycle?: {
    readonly preStop?: {
      readonly sleep?: { readonly seconds: number };
      readonly exec?: { readonly command?: readonly string[] };
    };
  };
}

export const keyOf = ({ metadata }: Pod): string => `${metadata.namespace}/${metadata.name}`;

export const isMarked = ({ metadata }: Pod): boolean =>
  metadata.annotations?.[standInAnnotation] === "true";

export const isReady = ({ status }: Pod): boolean => isTrue(status.conditions, "Ready");

/** The service that a pod belongs to, by the label that all of ours and Istio's samples have. */
export const appOf = ({ metadata }: Pod): string =>
  metadata.labels?.app ?? metadata.labels?.["app.kubernetes.io/name"] ?? metadata.name;

export const accountOf = ({ spec }: Pod): string => spec.serviceAccountName ?? "default";

/** What the pods of one template have in common: their ReplicaSet's name, or a pod's own. */
export function workloadOf({ metadata: { name, labels = {} } }: Pod): string {
  const hash = labels["pod-template-hash"];
  const end = hash === undefined ? -1 : name.lastIndexOf(`-${hash}-`);
  return end < 0 ? name : `${name.slice(0, end)}-${hash ?? ""}`;
}

/** Ports that speak HTTP, by Istio's rule for names; a port without a name is taken for one too. */
export const httpPorts = ({ spec }: Pod): number[] =>
  spec.containers.flatMap(({ ports = [] }) =>
    ports
      .filter(
        ({ name, protocol = "TCP" }) => protocol === "TCP" && /^(http2?(-|$)|$)/.test(name ?? ""),
      )
      .map(({ containerPort }) => containerPort),
  );

/** How long a pod serves on after it was told to go, before its process hears of it. */
export function preStopSeconds({ spec }: Pod): number {
  const waits = spec.containers.map(({ lifecycle }) => {
    const { sleep, exec } = lifecycle?.preStop ?? {};
    const words = exec?.command?.join(" ") ?? "";
    return sleep?.seconds ?? Number(/\bsleep (\d+)/.exec(words)?.[1] ?? 0);
  });
  return Math.max(0, ...waits);
}

/** The part of a pod's status that says whether it is ready. */
export function readinessStatus({ status }: Pod, ready: boolean): object {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const own = (type: string) => type === "Ready" || type === "ContainersReady";
  return {
    status: {
      conditions: (status.conditions ?? []).map((condition) =>
        own(condition.type)
          ? {
              ...condition,
              status: ready ? "True" : "False",
              reason: ready ? undefined : "ContainersNotReady",
              message: ready ? undefined : "its stand-in is not ready",
              lastTransitionTime: now,
            }
          : condition,
      ),
      containerStatuses: (status.containerStatuses ?? []).map((it) => ({
        ...it,
        ready,
        started: true,
      })),
    },
  };
}
