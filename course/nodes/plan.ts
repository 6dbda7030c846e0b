import type { Day } from "../../apps/labs/days";
import { allocatable } from "../../components/cluster/capacity";
import { instanceTypes, type InstanceTypeName } from "../../components/cluster/instance-types";
import { UserError } from "../../sandbox/errors";
import type { ClassroomConfig } from "../../stacks/classroom/config";
import type { StackConfig } from "../../stacks/config";
import { nodePrices } from "../../stacks/figures/prices";
import { onNodes } from "../../stacks/room";
import type { NodeGroup } from "../places/account";
import { sizesFor, studentPods, type By, type Group } from "./need";

/** What is to become of a node group. */
export interface Change {
  readonly group: string;
  readonly instanceType: string;
  readonly before: number;
  readonly after: number;
  /** List price of one of its nodes, in USD an hour; undefined where it was not looked up. */
  readonly usdAnHour: number | undefined;
}

const isKnown = (type: string): type is InstanceTypeName => type in instanceTypes;

function asGroup({ name, instanceType, min, max }: NodeGroup): Group {
  if (!isKnown(instanceType))
    throw new UserError(
      `Node group "${name}" has nodes of type ${instanceType || "unknown"}, of which it is not known what they hold: scale it by hand.`,
    );
  return { name, min, max, node: allocatable(instanceTypes[instanceType]) };
}

/** Groups whose nodes take any pod, as EKS has them now. */
const open = (groups: readonly NodeGroup[]): NodeGroup[] => groups.filter((it) => !it.tainted);

function changesOf(
  groups: readonly NodeGroup[],
  nodes: Readonly<Record<string, number>>,
): Change[] {
  return open(groups).map(({ name, instanceType, desired }) => ({
    group: name,
    instanceType,
    before: desired,
    after: nodes[name] ?? desired,
    usdAnHour: isKnown(instanceType) ? nodePrices[instanceType]?.usd : undefined,
  }));
}

/** What the platform asks of nodes for itself. */
function ownOf(platform: StackConfig) {
  const { anywhere, perNode } = onNodes(platform);
  return { anywhere, perNode };
}

/**
 * The nodes for a day: never fewer than there are, for a class may be at work.
 *
 * @throws UserError where the groups at their most do not hold the day's pods
 */
export function openPlan(
  groups: readonly NodeGroup[],
  platform: StackConfig,
  classroom: ClassroomConfig,
  day: Day,
  by: By,
): Change[] {
  const pods = studentPods(classroom, day, by);
  const { nodes, homeless } = sizesFor(open(groups).map(asGroup), ownOf(platform), pods);
  if (homeless > 0) {
    const most = open(groups).map(({ name, max }) => `${name} ${max}`);
    throw new UserError(
      `Day ${day.day} asks for ${pods.length} pods of ${Object.keys(classroom.students).length} students, and ${homeless} pods find no room on all nodes that stack "${platform.stack}" may have (${most.join(", ")}): ` +
        `raise max of twelve-street:cluster.nodeGroups there and run up of it${by === "quota" ? ", or leave --full out" : ""}. Nothing was scaled.`,
    );
  }
  return changesOf(groups, nodes).map((it) => ({ ...it, after: Math.max(it.before, it.after) }));
}

/** The fewest nodes that hold what the platform runs itself; never more than there are. */
export function closePlan(groups: readonly NodeGroup[], platform: StackConfig): Change[] {
  const { nodes } = sizesFor(open(groups).map(asGroup), ownOf(platform), []);
  return changesOf(groups, nodes).map((it) => ({ ...it, after: Math.min(it.before, it.after) }));
}

/** What the nodes of these groups cost an hour; undefined where one's price is not known. */
export const costAnHour = (
  changes: readonly Change[],
  when: "before" | "after",
): number | undefined =>
  changes.reduce<number | undefined>(
    (sum, it) =>
      sum === undefined || it.usdAnHour === undefined ? undefined : sum + it[when] * it.usdAnHour,
    0,
  );
