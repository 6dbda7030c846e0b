import { allocatable, withoutRoom, type Capacity } from "../../components/cluster/capacity";
import { instanceTypes, type InstanceTypeName } from "../../components/cluster/instance-types";
import type { Pod } from "../pods";
import { onNodes } from "../room";
import type { StackSettings } from "../schema";

/** Pods of one kind that go wherever there is room, or that run on every node. */
export interface PodLine {
  readonly of: string;
  readonly namespace: string;
  readonly count: number;
  readonly each: Pick<Capacity, "cpuMillis" | "memoryMiB">;
}

/** A stack's pods by kind, the largest first. */
export function podLines(pods: readonly Pod[]): PodLine[] {
  const byKind = new Map<string, PodLine>();
  for (const { of, namespace, cpuMillis, memoryMiB } of pods) {
    const kind = [of, namespace, cpuMillis, memoryMiB].join(" ");
    const count = (byKind.get(kind)?.count ?? 0) + 1;
    byKind.set(kind, { of, namespace, count, each: { cpuMillis, memoryMiB } });
  }
  return [...byKind.values()].sort(
    (a, b) => b.count * b.each.memoryMiB - a.count * a.each.memoryMiB,
  );
}

const mostNodes = 40;

/** The fewest nodes of a type that hold the stack; undefined where no number of them does. */
export function fewestNodes(settings: StackSettings, type: InstanceTypeName): number | undefined {
  const { anywhere, perNode } = onNodes(settings);
  const node = allocatable(instanceTypes[type]);
  for (let count = 1; count <= mostNodes; count++) {
    const nodes = Array.from({ length: count }, () => node);
    if (withoutRoom(nodes, anywhere, perNode).length === 0) return count;
  }
  return undefined;
}
