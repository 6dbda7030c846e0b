import { asksOf } from "../../apps/labs/asks";
import type { Day } from "../../apps/labs/days";
import type { Lab, LabPlace } from "../../apps/labs/lab";
import { smallShopRoom } from "../../apps/twelve-street/small";
import { withoutRoom, type Capacity } from "../../components/cluster/capacity";
import { amountOf, standardQuota } from "../../components/classroom/quota";
import type { ClassroomSettings } from "../../stacks/classroom/schema";

/** By the day's labs, or all that the quotas let students ask for. */
export type By = "labs" | "quota";

/** A node group as EKS has it, and what one of its nodes has for pods. */
export interface Group {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly node: Capacity;
}

/** What there is beside students: the platform's own pods, and what every node runs. */
export interface Own {
  readonly anywhere: readonly Capacity[];
  readonly perNode: Capacity;
}

/** So many nodes in each group, and how many pods find no room even with every node there may be. */
export interface Sizes {
  readonly nodes: Readonly<Record<string, number>>;
  readonly homeless: number;
}

/**
 * The fewest nodes on which all pods find room as the scheduler could place them: groups grow one after the other, in their
 * order, from the least that EKS lets them have.
 */
export function sizesFor(groups: readonly Group[], own: Own, pods: readonly Capacity[]): Sizes {
  const all = [...own.anywhere, ...pods];
  const homelessOn = (nodes: Sizes["nodes"]) =>
    withoutRoom(
      groups.flatMap(({ name, node }) => Array.from({ length: nodes[name] ?? 0 }, () => node)),
      all,
      own.perNode,
    ).length;
  let nodes: Sizes["nodes"] = Object.fromEntries(groups.map(({ name, min }) => [name, min]));
  let homeless = homelessOn(nodes);
  while (homeless > 0) {
    const group = groups.find(({ name, max }) => (nodes[name] ?? 0) < max);
    if (!group) break;
    nodes = { ...nodes, [group.name]: (nodes[group.name] ?? 0) + 1 };
    homeless = homelessOn(nodes);
  }
  return { nodes, homeless };
}

/** What a student makes beside the day's labs, as a share of them. */
const spare = 0.25;

/** A bare `kubectl create deployment`, where a day's labs have no pods at all. */
const onePod: Capacity = { pods: 1, cpuMillis: 100, memoryMiB: 128 };

const MiB = 2 ** 20;

type Settings = Pick<ClassroomSettings, "quota" | "bounds" | "students" | "shop" | "mesh">;

/** The pods that each student may have on a day, all of one size: their sum is what counts. */
export function studentPods(settings: Settings, day: Day, by: By): Capacity[] {
  return Object.values(settings.students).flatMap(({ quota }) => {
    const most = quotaOf(settings, quota);
    const asked = by === "quota" ? most : least(dayOf(settings, day), most);
    const pods = Math.max(1, by === "quota" ? podsIn(asked) : asked.pods);
    const one = {
      pods: 1,
      cpuMillis: Math.ceil(asked.cpuMillis / pods),
      memoryMiB: Math.ceil(asked.memoryMiB / pods),
    };
    return Array.from({ length: pods }, () => one);
  });
}

/** A quota that is filled by containers of the standard size. */
const podsIn = ({ pods, cpuMillis, memoryMiB }: Capacity): number =>
  Math.min(pods, Math.ceil(Math.max(cpuMillis / onePod.cpuMillis, memoryMiB / onePod.memoryMiB)));

function quotaOf({ quota, bounds }: Settings, own: Partial<Settings["quota"]> = {}): Capacity {
  const { requestsCpu, requestsMemory } = { ...standardQuota, ...quota, ...own };
  return {
    pods: bounds.pods,
    cpuMillis: (amountOf(requestsCpu) ?? 0) * 1_000,
    memoryMiB: (amountOf(requestsMemory) ?? 0) / MiB,
  };
}

/** The shop, where there is one, and the largest of the day's labs with something to spare. */
function dayOf({ shop, mesh }: Settings, { labs, morning }: Day): Capacity {
  const standing = labAsk(morning);
  const largest = labs
    .map((lab) => labAsk([lab]))
    .reduce((best, it) => (it.memoryMiB > best.memoryMiB ? it : best), onePod);
  const street = shop ? smallShopRoom(mesh !== undefined) : { pods: 0, cpuMillis: 0, memoryMiB: 0 };
  const sum = (key: keyof Capacity) =>
    Math.ceil(street[key] + (standing[key] + largest[key]) * (1 + spare));
  return { pods: sum("pods"), cpuMillis: sum("cpuMillis"), memoryMiB: sum("memoryMiB") };
}

const somewhere: LabPlace = {
  namespace: "student",
  host: "student.example.com",
  ingressClass: "nginx",
  registry: "registry.example.com/student",
};

function labAsk(labs: readonly Lab[]): Capacity {
  const objects = labs.flatMap((lab) => [
    ...lab.baseline(somewhere),
    ...(lab.makes?.(somewhere) ?? []),
  ]);
  const asks = asksOf(objects);
  return {
    pods: asks.pods ?? 0,
    cpuMillis: Math.round((asks["requests.cpu"] ?? 0) * 1_000),
    memoryMiB: Math.round((asks["requests.memory"] ?? 0) / MiB),
  };
}

const least = (a: Capacity, b: Capacity): Capacity => ({
  pods: Math.min(a.pods, b.pods),
  cpuMillis: Math.min(a.cpuMillis, b.cpuMillis),
  memoryMiB: Math.min(a.memoryMiB, b.memoryMiB),
});
