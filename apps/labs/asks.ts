import {
  amountOf,
  standardBounds,
  standardDefaults,
  standardQuota,
} from "../../components/classroom/quota";
import type { KubeObject } from "../../components/classroom/objects";
import { podInjectionLabels } from "../../components/istio-mesh/injection";

type Amounts = Readonly<Record<string, number>>;

interface Asking {
  readonly resources?: Readonly<Record<"requests" | "limits", Readonly<Record<string, string>>>>;
}

interface PodSpec {
  readonly containers: readonly Asking[];
  readonly initContainers?: readonly (Asking & { readonly restartPolicy?: string })[];
}

interface Marks {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What of a workload's spec says how many pods it has, and which. */
interface Spec {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly template?: { readonly metadata?: Marks; readonly spec: PodSpec };
  readonly jobTemplate?: { readonly spec: Spec };
  readonly type?: string;
  readonly ports?: readonly unknown[];
  readonly resources?: { readonly requests: { readonly storage: string } };
  readonly volumeClaimTemplates?: readonly { readonly spec: Spec }[];
}

const amount = (text: string | undefined): number => amountOf(text ?? "") ?? 0;

const sum = (all: readonly Amounts[]): Amounts => {
  const total: Record<string, number> = {};
  for (const one of all)
    for (const [key, value] of Object.entries(one)) total[key] = (total[key] ?? 0) + value;
  return total;
};

const times = (count: number, one: Amounts): Amounts =>
  Object.fromEntries(Object.entries(one).map(([key, value]) => [key, value * count]));

const most = (all: readonly Amounts[]): Amounts => {
  const largest: Record<string, number> = {};
  for (const one of all)
    for (const [key, value] of Object.entries(one))
      largest[key] = Math.max(largest[key] ?? 0, value);
  return largest;
};

/** As the LimitRange fills up what a container leaves out; a request left out is its limit, where there is one. */
const containerAsks = ({ resources }: Asking): Amounts => {
  const { requests, limits } = resources ?? {};
  return {
    "requests.cpu": amount(requests?.cpu ?? limits?.cpu ?? standardDefaults.requestCpu),
    "requests.memory": amount(requests?.memory ?? limits?.memory ?? standardDefaults.requestMemory),
    "limits.cpu": amount(limits?.cpu ?? standardDefaults.limitCpu),
    "limits.memory": amount(limits?.memory ?? standardDefaults.limitMemory),
  };
};

/** What the injector puts beside, in the size that the pod names. */
function sidecarOf({ labels = {}, annotations = {} }: Marks): Asking[] {
  if (!isInjected(labels)) return [];
  const size = (name: string) => annotations[`sidecar.istio.io/${name}`] ?? "";
  const requests = { cpu: size("proxyCPU"), memory: size("proxyMemory") };
  const limits = { cpu: size("proxyCPULimit"), memory: size("proxyMemoryLimit") };
  return [{ resources: { requests, limits } }];
}

const isInjected = (labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(podInjectionLabels).every(([key, value]) => labels[key] === value);

/** A pod counts what its containers ask for together, or one of its init containers where that is more. */
function podAsks({ containers, initContainers = [] }: PodSpec, marks: Marks = {}): Amounts {
  const stays = initContainers.filter(({ restartPolicy }) => restartPolicy === "Always");
  const running = sum([...containers, ...stays, ...sidecarOf(marks)].map(containerAsks));
  return { ...most([running, ...initContainers.map(containerAsks)]), pods: 1 };
}

function specAsks(kind: string, spec: Spec): Amounts[] {
  if (kind === "Pod") return [podAsks(spec as unknown as PodSpec)];
  if (kind === "Service") {
    const opens = ["NodePort", "LoadBalancer"].includes(spec.type ?? "");
    return [
      ...(opens ? [{ "services.nodeports": spec.ports?.length ?? 0 }] : []),
      ...(spec.type === "LoadBalancer" ? [{ "services.loadbalancers": 1 }] : []),
    ];
  }
  if (kind === "PersistentVolumeClaim")
    return [{ persistentvolumeclaims: 1, storage: amount(spec.resources?.requests.storage) }];
  if (spec.jobTemplate) return specAsks("Job", spec.jobTemplate.spec);
  if (!spec.template) return [];
  // A node each, of which the course's cluster has two.
  const count = kind === "DaemonSet" ? 2 : (spec.replicas ?? spec.parallelism ?? 1);
  const claims = (spec.volumeClaimTemplates ?? []).flatMap((it) =>
    specAsks("PersistentVolumeClaim", it.spec),
  );
  const pod = podAsks(spec.template.spec, spec.template.metadata);
  return [pod, ...claims].map((one) => times(count, one));
}

/** What these objects ask for together, by the keys of the quota. */
export const asksOf = (objects: readonly KubeObject[]): Amounts =>
  sum(objects.flatMap(({ kind, spec }) => (spec ? specAsks(kind, spec as Spec) : [])));

const hard: Amounts = {
  "requests.cpu": amount(standardQuota.requestsCpu),
  "requests.memory": amount(standardQuota.requestsMemory),
  "limits.cpu": amount(standardQuota.limitsCpu),
  "limits.memory": amount(standardQuota.limitsMemory),
  pods: standardBounds.pods,
  "services.loadbalancers": standardBounds.loadBalancers,
  "services.nodeports": standardBounds.nodePorts,
  persistentvolumeclaims: standardBounds.volumeClaims,
  storage: amount(standardBounds.storage),
};

/** What is asked for beyond a student's quota. */
export const overQuota = (asks: Amounts): string[] =>
  Object.entries(asks)
    .filter(([key, value]) => value > (hard[key] ?? 0) + 1e-9)
    .map(([key, value]) => `${key}: ${value} of ${hard[key] ?? 0}`);
