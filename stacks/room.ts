import {
  allocatable,
  daemons,
  total,
  withoutRoom,
  type Capacity,
} from "../components/cluster/capacity";
import { instanceTypes } from "../components/cluster/instance-types";
import { computeOf } from "./compute";
import { takesAllOf } from "../components/cluster/fargate-selector";
import { keyOf } from "./issues";
import { stackPods, type Pod } from "./pods";
import type { Problem } from "./problems";
import type { StackSettings } from "./schema";

/** Whether the nodes that `desired` starts hold every pod that does not run on Fargate. */
export function checkRoom(settings: StackSettings): Problem[] {
  if (computeOf(settings) === "fargate") return [];
  const nodes = openGroups(settings).flatMap(([, { desired, instanceType }]) =>
    Array.from({ length: desired }, () => allocatable(instanceTypes[instanceType])),
  );
  const { anywhere, perNode } = onNodes(settings);
  const homeless = withoutRoom(nodes, anywhere, perNode);
  if (homeless.length === 0) return [];
  const [first] = Object.keys(settings.cluster.nodeGroups);
  const names = [...new Set(homeless.map((pod) => pod.of))].join(", ");
  return [
    {
      key: keyOf(["cluster", "nodeGroups", first ?? ""]),
      value: `too small with its ${nodes.length} untainted node${nodes.length === 1 ? "" : "s"}`,
      fix: `${homeless.length} of the stack's pods find no room (${names}): raise desired, take a larger instanceType or ask for fewer replicas`,
    },
  ];
}

/** What nodes leave at their most for others' pods, beside the stack's own; of those that take any pod. */
export function roomOf(settings: StackSettings): Capacity {
  const { anywhere, perNode } = onNodes(settings);
  const groups = openGroups(settings).map(([, { max, instanceType }]) => {
    const node = allocatable(instanceTypes[instanceType]);
    return {
      cpuMillis: max * (node.cpuMillis - perNode.cpuMillis),
      memoryMiB: max * (node.memoryMiB - perNode.memoryMiB),
      pods: max * (node.pods - perNode.pods),
    };
  });
  const [nodes, own] = [total(groups), total(anywhere)];
  return {
    cpuMillis: nodes.cpuMillis - own.cpuMillis,
    memoryMiB: nodes.memoryMiB - own.memoryMiB,
    pods: nodes.pods - own.pods,
  };
}

/** Node groups whose nodes take any pod. */
export const openGroups = ({ cluster }: Pick<StackSettings, "cluster">) =>
  Object.entries(cluster.nodeGroups).filter(([, { taints }]) =>
    taints.every(({ effect }) => effect === "PreferNoSchedule"),
  );

/** What of a stack runs on nodes: pods that go anywhere, and what every node runs beside them. */
export function onNodes(settings: StackSettings): { anywhere: readonly Pod[]; perNode: Capacity } {
  const { anywhere, perNode } = stackPods(settings);
  return {
    anywhere: anywhere.filter(({ namespace }) => !onFargate(settings, namespace)),
    perNode: total([daemons, ...perNode]),
  };
}

/** Whether a profile takes every pod of the namespace. */
export const onFargate = (
  { cluster }: Pick<StackSettings, "cluster">,
  namespace: string,
): boolean =>
  Object.values(cluster.fargateProfiles).some(({ selectors }) =>
    selectors.some((selector) => takesAllOf(namespace, selector)),
  );
