import { type Api, isGone } from "./kube-api";
import { deleteNode, replaceNodes, type Watch } from "./node-replacement";
import {
  type GroupMarks,
  type Node,
  type Place,
  type Taint,
  groupLabel,
  groupMarks,
  marksAnnotation,
  nodeAddress,
  nodeName,
  nodeObject,
  nodeRecipe,
  placesOf,
  recipeAnnotation,
  zoneLabel,
} from "./node-objects";
import type { AccountView, Existing } from "./types";
import { isProps } from "./values";

interface NodeList {
  readonly items: readonly Node[];
}

/** Makes the nodes of managed node groups in the sandbox's Kubernetes, where kwok plays their kubelets. */
export class NodeGroups {
  private client: Api | undefined;
  /** Two groups settle one after the other, so that no two nodes take one address. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly connect: () => Api) {}

  /**
   * Brings the group's nodes to its desired size, labels and taints; nodes of another version, image or
   * launch template are replaced. May be called at any time, and again when it was cut off.
   */
  async settle(group: Existing, account: AccountView, watch: Watch): Promise<void> {
    await this.inTurn(async () => {
      const all = (await this.api.call<NodeList>("GET", "/api/v1/nodes"))?.items ?? [];
      const label = groupMarks(group).labels[groupLabel];
      const own = all.filter(({ metadata }) => metadata.labels[groupLabel] === label);
      const recipe = nodeRecipe(group, account);
      const stale = own.filter(
        ({ metadata }) => (metadata.annotations?.[recipeAnnotation] ?? recipe) !== recipe,
      );
      const fresh = oldestFirst(own.filter((node) => !stale.includes(node)));
      const wanted = desiredSize(group);
      const kept = fresh.slice(0, wanted);
      const added = newNodes(group, account, kept, all, wanted - kept.length);
      await Promise.all([
        ...added.map((node) => this.api.call("POST", "/api/v1/nodes", node)),
        ...fresh.slice(wanted).map((node) => deleteNode(this.api, node)),
        ...kept.map((node) => this.relabel(node, group)),
      ]);
      if (stale.length > 0)
        await replaceNodes(this.api, stale, [...kept, ...added], {
          atOnce: maxUnavailable(group),
          watch,
        });
    });
  }

  /** Takes the group's nodes away. A cluster that is gone already took them along. */
  async remove(group: Existing, warn: (text: string) => void): Promise<void> {
    const label = groupMarks(group).labels[groupLabel] ?? "";
    try {
      await this.inTurn(async () => {
        const selector = encodeURIComponent(`${groupLabel}=${label}`);
        const found = await this.api.call<NodeList>(
          "GET",
          `/api/v1/nodes?labelSelector=${selector}`,
        );
        await Promise.all((found?.items ?? []).map((node) => deleteNode(this.api, node)));
      });
    } catch (error) {
      if (!isGone(error)) throw error;
      warn(`the nodes of ${label} were not removed: ${(error as Error).message}`);
    }
  }

  private get api(): Api {
    return (this.client ??= this.connect());
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    await mine;
  }

  /** As EKS does, labels and taints of the group go to living nodes too; those taken from the group are taken off. */
  private async relabel({ metadata, spec }: Node, group: Existing): Promise<void> {
    const now = groupMarks(group);
    const note = metadata.annotations?.[marksAnnotation] ?? "";
    if (note === JSON.stringify(now)) return;
    const before = note === "" ? undefined : (JSON.parse(note) as GroupMarks);
    const gone = Object.keys(before?.labels ?? {}).filter((key) => !(key in now.labels));
    const isOwn = (taint: Taint) =>
      (before?.taints ?? []).some(
        ({ key, effect }) => key === taint.key && effect === taint.effect,
      );
    await this.api.call("PATCH", `/api/v1/nodes/${metadata.name}`, {
      metadata: {
        annotations: { [marksAnnotation]: JSON.stringify(now) },
        labels: { ...Object.fromEntries(gone.map((key) => [key, null])), ...now.labels },
      },
      spec: { taints: [...(spec.taints ?? []).filter((taint) => !isOwn(taint)), ...now.taints] },
    });
  }
}

function desiredSize({ inputs }: Existing): number {
  const { scalingConfig } = inputs;
  const size = isProps(scalingConfig) ? scalingConfig.desiredSize : undefined;
  return typeof size === "number" ? size : 0;
}

function maxUnavailable({ inputs }: Existing): number {
  const { updateConfig } = inputs;
  const count = isProps(updateConfig) ? updateConfig.maxUnavailable : undefined;
  return typeof count === "number" ? count : 1;
}

const oldestFirst = (nodes: readonly Node[]): Node[] =>
  [...nodes].sort((one, other) =>
    `${one.metadata.creationTimestamp ?? ""}${one.metadata.name}`.localeCompare(
      `${other.metadata.creationTimestamp ?? ""}${other.metadata.name}`,
    ),
  );

/** New nodes, each in the zone that has the fewest of the group, as an auto scaling group places them. */
export function newNodes(
  group: Existing,
  account: AccountView,
  kept: readonly Node[],
  all: readonly Node[],
  count: number,
): Node[] {
  const places = placesOf(group, account);
  const names = new Set(all.map(({ metadata }) => metadata.name));
  const nodes = [...kept];
  const inZone = (place: Place) =>
    nodes.filter(({ metadata }) => metadata.labels[zoneLabel] === place.zone).length;
  const added: Node[] = [];
  for (let index = 0; index < count; index += 1) {
    const fewest = Math.min(...places.map(inZone));
    const place = places.find((candidate) => inZone(candidate) === fewest);
    if (place === undefined)
      throw new Error(`node group ${group.id} has no subnet to put nodes in`);
    let attempt = 0;
    const address = () => nodeAddress(place.cidr, `${group.seed}\0${place.zone}`, attempt);
    while (names.has(nodeName(address(), group.region))) attempt += 1;
    const node = nodeObject(group, account, place, address());
    names.add(node.metadata.name);
    nodes.push(node);
    added.push(node);
  }
  return added;
}
