import type { V1ObjectMeta, V1Pod } from "@kubernetes/client-node";

import type { Labels } from "../../../components/classroom/network-policy";
import { type Condition, isTrue } from "../../../sandbox/conditions";
import { nameOf, type World } from "../world";

type Kind =
  | "CronJob"
  | "DaemonSet"
  | "Deployment"
  | "Job"
  | "Pod"
  | "ReplicaSet"
  | "ReplicationController"
  | "StatefulSet";

/** What makes pods, or is one that nobody owns. */
export interface Maker {
  readonly kind: Kind;
  readonly name: string;
  /** Of its pods. */
  readonly labels: Labels;
  /** How many pods it is to have now. */
  readonly wants: number;
  /** Why it is to have none, and the kubectl words that change that. */
  readonly idle?: { readonly why: string; readonly mend: string };
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly conditions: readonly (Condition & { readonly message?: string })[];
}

export const objectOf = ({ kind, name }: Pick<Maker, "kind" | "name">): string => `${kind}/${name}`;

/** As kubectl takes it. */
export const kubectlNameOf = ({ kind, name }: Pick<Maker, "kind" | "name">): string =>
  `${kind.toLowerCase()} ${name}`;

interface Scaled {
  readonly metadata?: V1ObjectMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly metadata?: V1ObjectMeta };
  };
  readonly status?: { readonly conditions?: Maker["conditions"] };
}

function scaled(kind: Kind, object: Scaled): Maker {
  const { metadata, spec, status } = object;
  const name = nameOf(object);
  const wants = spec?.replicas ?? 1;
  const owner = metadata?.ownerReferences?.[0];
  return {
    ...{ kind, name, wants },
    labels: spec?.template?.metadata?.labels ?? {},
    // A Deployment scales its ReplicaSets, old ones to nothing.
    ...(wants === 0 &&
      !owner && {
        idle: {
          why: "is scaled to no pods",
          mend: `scale ${kubectlNameOf({ kind, name })} --replicas 1`,
        },
      }),
    ...(owner && { owner }),
    conditions: status?.conditions ?? [],
  };
}

function daemonSet(object: World["daemonSets"][number]): Maker {
  const { spec, status } = object;
  const name = nameOf(object);
  const wants = status?.desiredNumberScheduled ?? 0;
  const nodes = spec?.template.spec?.nodeSelector;
  return {
    ...{ kind: "DaemonSet", name, wants },
    labels: spec?.template.metadata?.labels ?? {},
    // Until its controller has seen it, it says 0 as well.
    ...(wants === 0 &&
      status?.observedGeneration !== undefined && {
        idle: {
          why: `fits no node${nodes ? `: its nodeSelector is ${JSON.stringify(nodes)}` : ": see its affinity and tolerations"}`,
          mend: `describe daemonset ${name}`,
        },
      }),
    conditions: status?.conditions ?? [],
  };
}

function job(object: World["jobs"][number]): Maker {
  const { metadata, spec, status } = object;
  const name = nameOf(object);
  const conditions = status?.conditions ?? [];
  const end = ["Complete", "Failed"].find((it) => isTrue(conditions, it));
  const patch = (of: string) => `patch job ${name} --type merge -p '{"spec":{${of}}}'`;
  const idle =
    end !== undefined
      ? { why: `has ended (${end}), and its pods with it`, mend: `describe job ${name}` }
      : spec?.suspend === true
        ? { why: "is suspended, and makes no pods", mend: patch('"suspend":false') }
        : spec?.parallelism === 0
          ? { why: "has parallelism 0, and makes no pods", mend: patch('"parallelism":1') }
          : undefined;
  const owner = metadata?.ownerReferences?.[0];
  return {
    ...{ kind: "Job", name, conditions },
    labels: spec?.template.metadata?.labels ?? {},
    wants: idle ? 0 : (spec?.parallelism ?? 1),
    ...(idle && !owner && { idle }),
    ...(owner && { owner }),
  };
}

function cronJob(object: World["cronJobs"][number]): Maker {
  const { spec } = object;
  const name = nameOf(object);
  return {
    ...{ kind: "CronJob", name, wants: 0, conditions: [] },
    labels: spec?.jobTemplate.spec?.template.metadata?.labels ?? {},
    idle:
      spec?.suspend === true
        ? {
            why: "is suspended, and makes no pods",
            mend: `patch cronjob ${name} -p '{"spec":{"suspend":false}}'`,
          }
        : {
            why: `makes pods at ${JSON.stringify(spec?.schedule ?? "")} alone`,
            mend: `create job ${name}-now --from cronjob/${name}`,
          },
  };
}

export const hasEnded = ({ status }: V1Pod): boolean =>
  ["Succeeded", "Failed"].includes(status?.phase ?? "");

function bare(pod: V1Pod, { student }: World): Maker {
  const name = nameOf(pod);
  return {
    ...{ kind: "Pod", name, wants: 1, conditions: [] },
    labels: pod.metadata?.labels ?? {},
    ...(hasEnded(pod) && {
      idle: {
        why: `has ended (${pod.status?.phase ?? ""}), and nothing makes it anew`,
        mend: `get pod ${name} -o yaml | kubectl -n ${student} replace --force -f -`,
      },
    }),
  };
}

/** All that could make a Service's pods. */
export const makersOf = (world: World): Maker[] => [
  ...world.deployments.map((it) => scaled("Deployment", it)),
  ...world.statefulSets.map((it) => scaled("StatefulSet", it)),
  ...world.replicaSets.map((it) => scaled("ReplicaSet", it)),
  ...world.replicationControllers.map((it) => scaled("ReplicationController", it)),
  ...world.daemonSets.map(daemonSet),
  ...world.jobs.map(job),
  ...world.cronJobs.map(cronJob),
  ...world.pods
    .filter(({ metadata }) => (metadata?.ownerReferences ?? []).length === 0)
    .map((it) => bare(it, world)),
];

export const isOwnedBy = (
  { metadata }: { readonly metadata?: V1ObjectMeta },
  { kind, name }: Pick<Maker, "kind" | "name">,
): boolean => (metadata?.ownerReferences ?? []).some((it) => it.kind === kind && it.name === name);
