import { labs, type Lab } from "../../apps/labs";
import {
  at,
  isObject,
  listAt,
  textAt,
  type Json,
} from "../../sandbox/providers/kubernetes/objects";
import { apply, remove, restore } from "./act";
import { labsAt, type Classroom } from "./classroom";
import { standings } from "./marks";
import { breadth, type Cluster } from "./cluster";
import { differencesOf } from "./compare";
import { meshSteps, type MeshConfig } from "./mesh-config";
import {
  keyOf,
  labManager,
  nameOf,
  type Declared,
  type Difference,
  type KubeObject,
  type Standing,
} from "./model";
import { ownersOf } from "./owned";
import { pooled } from "./pool";
import { sentence } from "./sentences";

/** A write on what all students share. */
export interface SharedStep {
  readonly text: string;
  readonly run: (cluster: Cluster) => Promise<unknown>;
}

/**
 * What of the shared is not as it should be: the classroom's guards, labs' shared objects, nodes, the mesh's configuration, dead
 * webhooks.
 *
 * @param asked what the chosen students are brought to
 */
export async function sharedSteps(
  classroom: Classroom,
  asked: readonly Standing[],
  meshes: readonly MeshConfig[],
): Promise<SharedStep[]> {
  const { cluster, shared } = classroom;
  const declared = [...shared, ...sharedOf(asked.flatMap(labsAt))];
  const steps: SharedStep[] = [];
  for (const one of declared) {
    const live = await cluster.read(one.object);
    if (!live) steps.push({ text: `create  ${nameOf(one.object)}`, run: (it) => apply(it, one) });
    else {
      const wanted = asBound(one, live);
      const differences = differencesOf(wanted, live).filter((it) => !isOfBinding(it, live));
      const paths = differences.map(({ path }) => path).join(", ");
      if (differences.length > 0)
        steps.push({
          text: `restore ${nameOf(live)}: ${paths}`,
          run: (it) => restore(it, { declared: wanted, live, differences }, { keeps: () => false }),
        });
    }
  }
  return [
    ...(await deadWebhooks(cluster)),
    ...(await leftBehind(classroom, asked, declared)),
    ...steps,
    ...(await meshSteps(cluster, meshes)),
    ...(await nodeSteps(cluster)),
  ];
}

/** @returns sentences about what could not be done */
export async function runShared(cluster: Cluster, steps: readonly SharedStep[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { text, run } of steps)
    try {
      await run(cluster);
    } catch (error) {
      problems.push(sentence(error, `Not done: ${text}`));
    }
  return problems;
}

function sharedOf(all: readonly Lab[]): Declared[] {
  const objects = all.flatMap((lab) => lab.shared?.() ?? []) as KubeObject[];
  const distinct = new Map(objects.map((object) => [keyOf(object), object]));
  return [...distinct.values()].map((object) => ({ object, manager: labManager }));
}

const isBound = (live: KubeObject): boolean =>
  live.kind === "PersistentVolume" && textAt(live, "status", "phase") === "Bound";

/** A bound volume with the claim that its controller has written into it: without it, it would be bound to nobody. */
function asBound(one: Declared, live: KubeObject): Declared {
  if (!isBound(live)) return one;
  const { object, manager } = one;
  const spec = { ...(object.spec as Json), claimRef: at(live, "spec", "claimRef") };
  return { object: { ...object, spec }, manager };
}

/** That the claim is the controller's and not ours. */
const isOfBinding = ({ path }: Difference, live: KubeObject): boolean =>
  isBound(live) && path.startsWith("spec.claimRef");

/** What a reset has made for labs at which nobody stands any more: last made goes first. */
async function leftBehind(
  classroom: Classroom,
  asked: readonly Standing[],
  declared: readonly Declared[],
): Promise<SharedStep[]> {
  const { cluster } = classroom;
  const stay = [...declared, ...sharedOf((await othersAt(classroom, asked)).flatMap(labsAt))];
  const needed = new Set(stay.map(({ object }) => keyOf(object)));
  const old = sharedOf(labs).filter(({ object }) => !needed.has(keyOf(object)));
  const live = await pooled(old.toReversed(), breadth, ({ object }) => cluster.read(object));
  return live.flatMap((object) =>
    object && isLabs(object)
      ? [
          {
            text: `remove  ${nameOf(object)}${object.kind === "Namespace" ? " and all that is in it" : ""}, of a lab at which nobody stands`,
            run: (it: Cluster) => remove(it, object),
          },
        ]
      : [],
  );
}

/** Whether a reset has made an object and nobody else declares it; one that is on its way out goes by itself. */
function isLabs(object: KubeObject): boolean {
  const declarers = ownersOf(object).filter(({ operation }) => operation === "Apply");
  return (
    !object.metadata.deletionTimestamp &&
    declarers.length > 0 &&
    declarers.every(({ manager }) => manager === labManager)
  );
}

/** Where all stand who are not brought anywhere now: other classrooms on the cluster share its objects too. */
async function othersAt(
  classroom: Classroom,
  asked: readonly Standing[],
): Promise<readonly Standing[]> {
  const { cluster, students } = classroom;
  const spaces = await cluster.list(await cluster.kindOf({ apiVersion: "v1", kind: "Namespace" }), [
    undefined,
  ]);
  const all = spaces.map(({ metadata }) => metadata.name ?? "");
  // Of some, it is not known whose places were asked for: all of them stay where they are for now.
  const moved = asked.length < students.length ? new Set<string>() : new Set(students);
  const { last } = await standings({ ...classroom, students: all });
  return [...last].flatMap(([name, standing]) => (moved.has(name) ? [] : [standing]));
}

/** Webhooks that refuse what they cannot judge, and whose Service is not there to judge anything. */
async function deadWebhooks(cluster: Cluster): Promise<SharedStep[]> {
  const steps: SharedStep[] = [];
  for (const kind of ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"]) {
    const known = await cluster.kindOf({ apiVersion: "admissionregistration.k8s.io/v1", kind });
    for (const object of await cluster.list(known, [undefined]))
      if (await isDead(cluster, object))
        steps.push({
          text: `remove  ${nameOf(object)}, which refuses and whose service is not there`,
          run: (it) => remove(it, object),
        });
  }
  return steps;
}

async function isDead(cluster: Cluster, object: KubeObject): Promise<boolean> {
  const hooks = listAt(object, "webhooks").filter(
    (hook) => textAt(hook, "failurePolicy") !== "Ignore",
  );
  for (const hook of hooks) {
    const namespace = textAt(hook, "clientConfig", "service", "namespace");
    const name = textAt(hook, "clientConfig", "service", "name");
    const service = { apiVersion: "v1", kind: "Service", metadata: { namespace, name } };
    if (name === "" || (await cluster.read(service))) return false;
  }
  return hooks.length > 0;
}

/** Labels, annotations and taints that somebody has put on nodes by kubectl, and cordons. */
async function nodeSteps(cluster: Cluster): Promise<SharedStep[]> {
  const nodes = await cluster.list(await cluster.kindOf({ apiVersion: "v1", kind: "Node" }), [
    undefined,
  ]);
  return nodes.flatMap((node): SharedStep[] => {
    const change = changeOfNode(node);
    if (!change) return [];
    const contentType = "application/merge-patch+json";
    return [
      {
        text: `restore ${nameOf(node)}: ${change.what.join(", ")}`,
        run: async (it) =>
          it.api.request("PATCH", await it.pathOf(node), { body: change.body, contentType }),
      },
    ];
  });
}

/** Domains of labels and taints that the cluster itself and AWS write. */
const isClusters = (key: string): boolean =>
  /(^|\.)(kubernetes\.io|k8s\.io|k8s\.aws|amazonaws\.com|sigs\.k8s\.io|karpenter\.sh)\//.test(key);

/** What takes a node back, as a merge patch; undefined where nobody has touched it. */
export function changeOfNode(node: KubeObject): { what: string[]; body: object } | undefined {
  const byHand = ownersOf(node).filter(({ manager }) => manager.startsWith("kubectl"));
  const what: string[] = [];
  const metadata: Json = {};
  const spec: Json = {};
  for (const field of ["labels", "annotations"] as const) {
    const keys = byHand
      .flatMap(({ fieldsV1 }) => keysBelow(fieldsV1, field))
      .filter((key) => !isClusters(key) && node.metadata[field]?.[key] !== undefined);
    if (keys.length > 0) metadata[field] = Object.fromEntries(keys.map((key) => [key, null]));
    what.push(...keys.map((key) => `${field} ${key}`));
  }
  const taints = listAt(node, "spec", "taints");
  const stay = taints.filter((taint) => isClusters(textAt(taint, "key")));
  const tainted = byHand.some(
    ({ fieldsV1 }) => isObject(fieldsV1?.["f:spec"]) && "f:taints" in fieldsV1["f:spec"],
  );
  if (tainted && stay.length < taints.length) {
    spec.taints = stay.length > 0 ? stay : null;
    what.push("taints");
  }
  if (isObject(node.spec) && node.spec.unschedulable === true) {
    spec.unschedulable = null;
    what.push("cordon");
    // The controller that saw the cordon takes its own taint off.
  }
  return what.length > 0 ? { what, body: { metadata, spec } } : undefined;
}

function keysBelow(fieldsV1: Json | undefined, field: string): string[] {
  const metadata = fieldsV1?.["f:metadata"];
  const below = isObject(metadata) ? metadata[`f:${field}`] : undefined;
  return isObject(below)
    ? Object.keys(below).flatMap((key) => (key.startsWith("f:") ? [key.slice(2)] : []))
    : [];
}
