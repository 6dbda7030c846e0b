import { ArgumentError } from "../argument-error";
import { marksOf, type KubeObject } from "./objects";

/** What all pods of a student may ask for together. */
export interface Quota {
  /** CPU asked for. @default "1" @example "2" */
  readonly requestsCpu?: string;
  /** Memory asked for. @default "1Gi" @example "4Gi" */
  readonly requestsMemory?: string;
  /** CPU at most. Less than is asked for throws an ArgumentError. @default "2" @example "4" */
  readonly limitsCpu?: string;
  /** Memory at most. Less than is asked for throws an ArgumentError. @default "2Gi" @example "8Gi" */
  readonly limitsMemory?: string;
}

/** What a student may have of things that cost money or are few. */
export interface Bounds {
  /** Pods that have not ended. @default 40 */
  readonly pods?: number;
  /**
   * Services of type LoadBalancer: each costs about $16 a month in Seoul without traffic (Elastic Load
   * Balancing pricing, $0.0225 an hour). @default 1
   */
  readonly loadBalancers?: number;
  /** Ports opened on every node, of which a cluster has 2,768; a LoadBalancer Service takes one a port. @default 10 */
  readonly nodePorts?: number;
  /** Claims. @default 5 */
  readonly volumeClaims?: number;
  /** Storage of all claims, at about $0.09 a GB-month for gp3 in Seoul (Amazon EBS pricing). @default "10Gi" */
  readonly storage?: string;
  /**
   * Objects of each kind that takes room in the cluster's own store: ConfigMaps, Secrets, Services, Jobs and so on. Five
   * times as many of what controllers make of them: endpoints, revisions, and pods that have ended. @default 60
   */
  readonly objectsOfAKind?: number;
}

/** What a container gets that asks for nothing, as `kubectl create deployment` makes it. */
export interface ContainerDefaults {
  /** CPU asked for. @default "100m" */
  readonly requestCpu?: string;
  /** Memory asked for. @default "128Mi" */
  readonly requestMemory?: string;
  /** CPU at most. @default "250m" */
  readonly limitCpu?: string;
  /** Memory at most. More ends the container. @default "256Mi" */
  readonly limitMemory?: string;
}

/** The course's own figures. */
export const standardQuota: Required<Quota> = {
  requestsCpu: "1",
  requestsMemory: "1Gi",
  limitsCpu: "2",
  limitsMemory: "2Gi",
};

export const standardBounds: Required<Bounds> = {
  pods: 40,
  loadBalancers: 1,
  nodePorts: 10,
  volumeClaims: 5,
  storage: "10Gi",
  objectsOfAKind: 60,
};

/** Eight such containers fill the standard quota. */
export const standardDefaults: Required<ContainerDefaults> = {
  requestCpu: "100m",
  requestMemory: "128Mi",
  limitCpu: "250m",
  limitMemory: "256Mi",
};

const quantity = /^(\d+(?:\.\d+)?)(m|[kMGTPE]|[KMGTPE]i)?$/;
const powers = ["k", "M", "G", "T", "P", "E"];

/** A quantity of Kubernetes as a number; undefined where it is none, or nothing. */
export function amountOf(text: string): number | undefined {
  const [, digits, unit = ""] = quantity.exec(text) ?? [];
  if (digits === undefined || Number(digits) === 0) return undefined;
  if (unit === "m") return Number(digits) / 1_000;
  if (unit === "") return Number(digits);
  const power = powers.findIndex((it) => it.toLowerCase() === unit.charAt(0).toLowerCase()) + 1;
  return Number(digits) * (unit.endsWith("i") ? 1_024 : 1_000) ** power;
}

function checkQuantity(argument: string, text: string): number {
  const amount = amountOf(text);
  if (amount !== undefined) return amount;
  throw new ArgumentError(argument, text, 'give an amount such as "500m", "2", "512Mi" or "2Gi"');
}

function checkPair(at: string, table: Readonly<Record<string, string>>, low: string, high: string) {
  const [least = "", most = ""] = [table[low], table[high]];
  const asked = checkQuantity(`${at}.${low}`, least);
  if (checkQuantity(`${at}.${high}`, most) >= asked) return;
  throw new ArgumentError(`${at}.${high}`, most, `give at least ${low}, which is ${least}`);
}

/** @throws ArgumentError */
export function checkQuota(at: string, quota: Quota): void {
  const all = { ...standardQuota, ...quota };
  checkPair(at, all, "requestsCpu", "limitsCpu");
  checkPair(at, all, "requestsMemory", "limitsMemory");
}

/** Refuses defaults of which not even one container would fit into the quota. @throws ArgumentError */
export function checkDefaults(defaults: ContainerDefaults, quota: Quota): void {
  const all = { ...standardDefaults, ...defaults };
  checkPair("defaults", all, "requestCpu", "limitCpu");
  checkPair("defaults", all, "requestMemory", "limitMemory");
  const hard = { ...standardQuota, ...quota };
  for (const [key, most] of [
    ["requestCpu", hard.requestsCpu],
    ["requestMemory", hard.requestsMemory],
    ["limitCpu", hard.limitsCpu],
    ["limitMemory", hard.limitsMemory],
  ] as const)
    if ((amountOf(all[key]) ?? 0) > (amountOf(most) ?? 0)) {
      const fix = `give no more than the quota has for all pods together, ${most}`;
      throw new ArgumentError(`defaults.${key}`, all[key], fix);
    }
}

/** @throws ArgumentError */
export function checkBounds(bounds: Bounds): void {
  const { storage, ...counts } = { ...standardBounds, ...bounds };
  checkQuantity("bounds.storage", storage);
  for (const [key, count] of Object.entries(counts))
    if (!Number.isInteger(count) || count < 0)
      throw new ArgumentError(`bounds.${key}`, count, "give a whole number from 0 up");
}

/**
 * Kinds that need neither pods nor money, and would fill the cluster's store all the same: all that a student may make.
 * A quota counts what is made and not what is written later, so that a Lease costs nothing more.
 */
const counted = [
  "configmaps",
  "secrets",
  "services",
  "serviceaccounts",
  "replicationcontrollers",
  "podtemplates",
  "deployments.apps",
  "replicasets.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "jobs.batch",
  "cronjobs.batch",
  "horizontalpodautoscalers.autoscaling",
  "leases.coordination.k8s.io",
  "ingresses.networking.k8s.io",
  "networkpolicies.networking.k8s.io",
  "poddisruptionbudgets.policy",
  "roles.rbac.authorization.k8s.io",
  "rolebindings.rbac.authorization.k8s.io",
  "destinationrules.networking.istio.io",
  "serviceentries.networking.istio.io",
  "sidecars.networking.istio.io",
  "virtualservices.networking.istio.io",
  "authorizationpolicies.security.istio.io",
  "peerauthentications.security.istio.io",
  "requestauthentications.security.istio.io",
  "telemetries.telemetry.istio.io",
];

/** What controllers make of those, several of each: endpoints of a Service, revisions of a StatefulSet or DaemonSet. */
const countedManifold = [
  "endpoints",
  "controllerrevisions.apps",
  "endpointslices.discovery.k8s.io",
];

/** The course's `mem-cpu-demo`, a second quota for what costs money, and the LimitRange that lets a bare Deployment in. */
export function quotaObjects(
  classroom: string,
  student: string,
  given: { quota: Quota; bounds: Bounds; defaults: ContainerDefaults },
): KubeObject[] {
  const quota = { ...standardQuota, ...given.quota };
  const bounds = { ...standardBounds, ...given.bounds };
  const defaults = { ...standardDefaults, ...given.defaults };
  const metadata = (name: string) => ({
    name,
    namespace: student,
    labels: marksOf(classroom, student),
  });
  const many = 5 * bounds.objectsOfAKind;
  const counts = (kinds: readonly string[], most: number) =>
    Object.fromEntries(kinds.map((kind) => [`count/${kind}`, most.toString()]));
  return [
    {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: metadata("mem-cpu-demo"),
      spec: {
        hard: {
          "requests.cpu": quota.requestsCpu,
          "requests.memory": quota.requestsMemory,
          "limits.cpu": quota.limitsCpu,
          "limits.memory": quota.limitsMemory,
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: metadata("bounds"),
      spec: {
        hard: {
          pods: bounds.pods.toString(),
          "services.loadbalancers": bounds.loadBalancers.toString(),
          "services.nodeports": bounds.nodePorts.toString(),
          persistentvolumeclaims: bounds.volumeClaims.toString(),
          "requests.storage": bounds.storage,
          ...counts(counted, bounds.objectsOfAKind),
          ...counts(countedManifold, many),
          // Those too that have ended, of which `pods` counts none.
          ...counts(["pods"], bounds.pods + many),
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: metadata("container-defaults"),
      spec: {
        limits: [
          {
            type: "Container",
            defaultRequest: { cpu: defaults.requestCpu, memory: defaults.requestMemory },
            default: { cpu: defaults.limitCpu, memory: defaults.limitMemory },
          },
        ],
      },
    },
  ];
}
