import { backingServiceNames } from "../apps/twelve-street/neighbours";
import { serverSizes } from "../components/backing-services/sizes";
import { addOnPods, clusterPods, type Capacity } from "../components/cluster/capacity";
import { ingressNamespace, systemNamespace } from "../components/istio-mesh/names";
import { meshPods, sizes as meshSizes } from "../components/istio-mesh/sizes";
import { nginxNamespace } from "../components/nginx-ingress/names";
import { loggingNamespace, observabilityNamespace } from "../components/observability/names";
import { observabilityPods } from "../components/observability/sizes";
import type { PodCount } from "../components/pod-count";
import { computeOf } from "./compute";
import { watchArgs } from "./observability-args";
import { podsOf } from "./rollouts";
import type { StackSettings } from "./schema";
import { stackServices, type StackService } from "./stack-services";

/** A pod that the stack asks room for. */
export interface Pod extends Capacity {
  readonly of: string;
  readonly namespace: string;
}

/** What a stack runs: pods that go wherever there is room, and what every node runs beside them. */
export interface Pods {
  readonly anywhere: readonly Pod[];
  readonly perNode: readonly Pod[];
}

const system = "kube-system";

interface Counted extends PodCount {
  readonly namespace: string;
}

/** The pods of a stack's settings, part by part. */
export function stackPods(settings: StackSettings): Pods {
  const counted = [
    ...storage(settings),
    ...ingress(settings),
    ...mesh(settings),
    ...observability(settings),
    ...backingServices(settings),
  ];
  const pods = (perNode: boolean): Pod[] =>
    counted
      .filter((it) => it.perNode === perNode)
      .flatMap(({ name, namespace, pods: count, cpuMillis, memoryMiB }) =>
        Array.from({ length: count }, () => pod(name, namespace, { cpuMillis, memoryMiB })),
      );
  return {
    anywhere: [...clusterOwn(settings), ...appPods(settings), ...pods(false)],
    perNode: [
      ...addOns(settings).map((name) => ({
        ...addOnPods[name].perNode,
        of: name,
        namespace: system,
      })),
      ...pods(true),
    ],
  };
}

const pod = (
  of: string,
  namespace: string,
  { cpuMillis, memoryMiB }: Pick<Capacity, "cpuMillis" | "memoryMiB">,
): Pod => ({ of, namespace, pods: 1, cpuMillis, memoryMiB });

/** Those of the cluster and the EFS driver, whoever installs it. */
function addOns(settings: StackSettings) {
  const byEfs = settings.storage.efs && computeOf(settings) !== "fargate";
  const all = [...settings.cluster.addOns, ...(byEfs ? (["efsCsiDriver"] as const) : [])];
  return [...new Set(all)];
}

function clusterOwn(settings: StackSettings): Pod[] {
  const dns = clusterPods.map((it) => pod("CoreDNS", system, it));
  const chosen = addOns(settings).flatMap((name) =>
    addOnPods[name].once.map((it) => pod(name, system, it)),
  );
  return [...dns, ...chosen];
}

/**
 * The apps' pods, with their sidecars where they are in the mesh, and one more of the largest, which
 * a rolling update brings up before an old one goes.
 */
function appPods(settings: StackSettings): Pod[] {
  const pods = stackServices(settings).flatMap((service) =>
    Array.from({ length: podsOf(service) }, () => servicePod(service, settings)),
  );
  const largest = pods.reduce<Pod | undefined>(
    (best, it) => (best && best.memoryMiB >= it.memoryMiB ? best : it),
    undefined,
  );
  return largest ? [...pods, { ...largest, of: "a rolling update" }] : [];
}

function servicePod(service: StackService, { mesh }: StackSettings): Pod {
  const { name, namespace, resources } = service;
  const sidecar = mesh && service.inMesh ? meshSizes[mesh.size].sidecar : nothing;
  return pod(name, namespace, {
    cpuMillis: resources.cpuMillis + sidecar.cpuMillis,
    memoryMiB: resources.memoryMiB + sidecar.memoryMiB,
  });
}

const nothing = { cpuMillis: 0, memoryMiB: 0 } as const;

const count = (
  name: string,
  namespace: string,
  pods: number,
  requests: Pick<Capacity, "cpuMillis" | "memoryMiB">,
): Counted => ({
  name,
  namespace,
  pods,
  perNode: false,
  cpuMillis: requests.cpuMillis,
  memoryMiB: requests.memoryMiB,
});

/**
 * The EBS driver asks 10m and 40 MiB for each container: six of the controller's, three on each node.
 * Source: kubernetes-sigs/aws-ebs-csi-driver, chart, values.yaml; checked 2026-11-21.
 */
const ebsContainer = { cpuMillis: 10, memoryMiB: 40 } as const;

function storage({ storage: { disks } }: StackSettings): Counted[] {
  if (!disks) return [];
  const containers = (n: number) => ({
    cpuMillis: n * ebsContainer.cpuMillis,
    memoryMiB: n * ebsContainer.memoryMiB,
  });
  return [
    count("ebs-csi-controller", system, 2, containers(6)),
    { ...count("ebs-csi-node", system, 1, containers(3)), perNode: true },
  ];
}

/** What the two controllers' values ask for. */
const controllerRequests = {
  alb: { cpuMillis: 50, memoryMiB: 128 },
  nginx: { cpuMillis: 100, memoryMiB: 128 },
} as const;

const ingress = ({ ingress: { alb, nginx } }: StackSettings): Counted[] => [
  ...(alb
    ? [count("aws-load-balancer-controller", system, alb.replicas, controllerRequests.alb)]
    : []),
  ...(nginx
    ? [count("ingress-nginx", nginxNamespace, nginx.replicas, controllerRequests.nginx)]
    : []),
];

/** What the component's pages say of their pods. */
const consolePods = {
  kiali: { cpuMillis: 10, memoryMiB: 96 },
  jaeger: { cpuMillis: 10, memoryMiB: 96 },
  door: { cpuMillis: 10, memoryMiB: 32 },
} as const;

/** Istio makes one pod for each Gateway of its own, with a sidecar's requests. */
const gateways = (
  { ingress: { routes }, shop }: StackSettings,
  requests: Pick<Capacity, "cpuMillis" | "memoryMiB">,
): Counted[] =>
  Object.entries(routes).flatMap(([name, route]) =>
    route.by === "gateway" && route.on === "istio"
      ? [count(`${name}-istio`, shop.namespace, 1, requests)]
      : [],
  );

function mesh(settings: StackSettings): Counted[] {
  const { mesh: args } = settings;
  if (!args) return [];
  const own = meshPods(args.size, {
    revisions: args.revisions?.length ?? 1,
    ingress: args.ingressGateway !== undefined,
    egress: args.egressGateway,
  }).map((it) => ({
    ...it,
    namespace: it.name.endsWith("gateway") ? ingressNamespace : systemNamespace,
  }));
  return [
    ...own,
    ...(args.kiali ? [count("kiali", systemNamespace, 1, consolePods.kiali)] : []),
    ...(args.jaeger ? [count("jaeger", systemNamespace, 1, consolePods.jaeger)] : []),
    ...gateways(settings, meshSizes[args.size].sidecar),
    ...(args.consoles ? [count("console-authorizer", ingressNamespace, 1, consolePods.door)] : []),
  ];
}

const logging = ["fluent-bit", "elastic-operator", "elasticsearch", "kibana"];

function observability(settings: StackSettings): Counted[] {
  const args = watchArgs(settings);
  if (!args) return [];
  return observabilityPods(args).map((it) => ({
    ...it,
    namespace: logging.includes(it.name) ? loggingNamespace : observabilityNamespace,
  }));
}

const backingServices = ({ backingServices: wanted, shop }: StackSettings): Counted[] =>
  backingServiceNames.flatMap((name) =>
    wanted[name]?.place.on === "cluster" ? [count(name, shop.namespace, 1, serverSizes[name])] : [],
  );
