import { isDeepStrictEqual } from "node:util";

import {
  annotation,
  at,
  isObject,
  listAt,
  numberAt,
  textAt,
  type Json,
} from "../../sandbox/providers/kubernetes/objects";
import { groupOf, type KubeObject } from "./model";
import { ownersOf } from "./owned";
import { isControllers } from "./system";
import { misfitOfPod } from "./template";
import { without } from "./values";

/** What a live object is seen as. */
export type Descent =
  /** A controller has made it from something that must be there. */
  | { readonly is: "offspring" }
  /** A controller takes it away with its owner, which goes first. */
  | { readonly is: "dependent"; readonly of: KubeObject }
  /** A controller has made it so, and somebody has written into it since: of a claim the data stays. */
  | { readonly is: "altered"; readonly from: KubeObject; readonly why: string }
  | { readonly is: "stray"; readonly why: string };

interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** Who makes what in a namespace. */
const makes: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["ReplicaSet"],
  ReplicaSet: ["Pod"],
  ReplicationController: ["Pod"],
  StatefulSet: ["Pod", "ControllerRevision", "PersistentVolumeClaim"],
  DaemonSet: ["Pod", "ControllerRevision"],
  Job: ["Pod"],
  CronJob: ["Job"],
  Service: ["EndpointSlice"],
  Endpoints: ["EndpointSlice"],
  Pod: ["PersistentVolumeClaim", "ResourceClaim"],
};

const isBuiltIn = ({ apiVersion }: KubeObject): boolean => {
  const group = groupOf(apiVersion);
  return !group.includes(".") || group.endsWith(".k8s.io");
};

/** The live objects of a namespace, and which of them are there to stay. */
export interface Kin {
  readonly live: readonly KubeObject[];
  /** Live, and declared or kept: whoever descends from these is no stray. */
  readonly mayMake: (object: KubeObject) => boolean;
  /** As it is declared, if it is. */
  readonly declaredAs: (object: KubeObject) => KubeObject | undefined;
  /** Whether a declared autoscaler decides its scale. */
  readonly isAutoscaled: (object: KubeObject) => boolean;
  /** Whether a lab declares it, who makes it whole and never rolls it out. */
  readonly isLabs: (object: KubeObject) => boolean;
  /** Whether objects of a kind could not be listed. */
  readonly isUnseen: (kind: Pick<KubeObject, "apiVersion" | "kind">) => boolean;
}

/** Whose objects some controllers find by name alone. */
const namesakes: Readonly<Record<string, Pick<KubeObject, "apiVersion" | "kind">>> = {
  Endpoints: { apiVersion: "v1", kind: "Service" },
  PersistentVolumeClaim: { apiVersion: "apps/v1", kind: "StatefulSet" },
};

const circle: Descent = { is: "stray", why: "its owners own each other" };

export class Descents {
  private readonly byUid: ReadonlyMap<string, KubeObject>;
  private readonly known = new Map<KubeObject, Descent>();

  constructor(private readonly kin: Kin) {
    this.byUid = new Map(kin.live.map((object) => [object.metadata.uid ?? "", object]));
  }

  /** Of an object that is not declared. */
  of(object: KubeObject): Descent {
    const known = this.known.get(object);
    if (known) return known;
    // Owners in a circle are no owners.
    this.known.set(object, circle);
    const descent = this.judge(object);
    this.known.set(object, descent);
    return descent;
  }

  private judge(object: KubeObject): Descent {
    const owner = controllerOf(object);
    if (!owner) return this.withoutOwner(object);
    const parent = this.byUid.get(owner.uid);
    // Whether its owner is there shows when that can be listed again.
    if (!parent && this.kin.isUnseen(owner)) return { is: "offspring" };
    if (!parent) return { is: "stray", why: `its owner, ${owner.kind} ${owner.name}, is gone` };
    const editor = editorOf(object);
    const above = this.kin.mayMake(parent) ? undefined : this.of(parent);
    if (above === circle) return circle;
    if (above && above.is !== "offspring") return { is: "dependent", of: parent };
    if (isBuiltIn(object) && !listAt(makes, parent.kind).includes(object.kind))
      return { is: "stray", why: `${parent.kind} ${owner.name} does not make such objects` };
    if (parent.kind === "StatefulSet" && object.kind === "PersistentVolumeClaim")
      return this.isClaimOf(parent, object)
        ? claimed(object, parent, editor)
        : { is: "stray", why: `beyond the scale of StatefulSet ${owner.name}` };
    if (editor !== undefined) return byHand(editor);
    const misfit = misfitOf(object, parent);
    if (misfit !== undefined) return { is: "stray", why: misfit };
    return this.kin.isLabs(parent) && remembers(object, parent)
      ? { is: "stray", why: "with revisions or annotations that its maker no longer has" }
      : { is: "offspring" };
  }

  /** Some controllers find their own by name. */
  private withoutOwner(object: KubeObject): Descent {
    const { kind, metadata } = object;
    const name = metadata.name ?? "";
    const maker = namesakes[kind];
    if (maker && this.kin.isUnseen(maker)) return { is: "offspring" };
    const editor = editorOf(object);
    const makers = this.kin.live.filter(
      (one) =>
        (kind === "Endpoints" && one.kind === "Service" && one.metadata.name === name) ||
        (kind === "PersistentVolumeClaim" && this.isClaimOf(one, object)),
    );
    const stays = makers.find((one) => this.kin.mayMake(one));
    const [service] = makers.filter((one) => one.kind === "Service");
    if (!stays && service && editor === undefined) return { is: "dependent", of: service };
    if (!stays) return { is: "stray", why: "nobody has declared it" };
    if (stays.kind === "StatefulSet") return claimed(object, stays, editor);
    return editor === undefined ? { is: "offspring" } : byHand(editor);
  }

  /** Whether it is a claim of one of the pods that a StatefulSet has, or is to have. */
  private isClaimOf(set: KubeObject, claim: KubeObject): boolean {
    const ordinal = claimedFrom(set, claim)?.ordinal;
    if (ordinal === undefined) return false;
    // An autoscaler that takes pods away leaves their claims for when they come back.
    if (this.kin.isAutoscaled(set)) return true;
    return [set, this.kin.declaredAs(set)].some((one) => one && isWithin(one, ordinal));
  }
}

const byHand = (editor: string): Descent => ({
  is: "stray",
  why: `made or changed by hand (${editor})`,
});

function claimed(claim: KubeObject, set: KubeObject, editor: string | undefined): Descent {
  if (editor === undefined) return { is: "offspring" };
  const from = claimedFrom(set, claim)?.claim;
  // Without a history nothing tells what of it is somebody's.
  if (!from || ownersOf(claim).length === 0) return byHand(editor);
  return { is: "altered", from, why: `made or changed by hand (${editor})` };
}

function isWithin(set: KubeObject, ordinal: number): boolean {
  const start = numberAt(set, "spec", "ordinals", "start");
  return ordinal >= start && ordinal < start + Number(at(set, "spec", "replicas") ?? 1);
}

export const controllerOf = ({ metadata }: KubeObject): OwnerReference | undefined => {
  const owners = (metadata.ownerReferences ?? []) as OwnerReference[];
  return owners.find(({ controller }) => controller) ?? owners[0];
};

/**
 * For which pod a StatefulSet has a claim of that name, and how it makes it.
 * Source: Kubernetes v1.36.3, statefulset/stateful_set_utils.go, getPersistentVolumeClaims.
 */
function claimedFrom(
  set: KubeObject,
  { apiVersion, kind, metadata }: KubeObject,
): { readonly ordinal: number; readonly claim: KubeObject } | undefined {
  if (set.kind !== "StatefulSet") return undefined;
  const { name = "", namespace = "", ownerReferences } = metadata;
  for (const template of listAt(set, "spec", "volumeClaimTemplates") as KubeObject[]) {
    const start = `${template.metadata.name ?? ""}-${set.metadata.name ?? ""}-`;
    if (!name.startsWith(start) || !/^\d+$/.test(name.slice(start.length))) continue;
    const { labels, annotations } = template.metadata;
    const selected = at(set, "spec", "selector", "matchLabels") as Record<string, string>;
    const own = {
      name,
      namespace,
      ...(annotations && { annotations }),
      ...(ownerReferences ? { ownerReferences } : {}),
    };
    const claim = { apiVersion, kind, metadata: { ...own, labels: { ...labels, ...selected } } };
    return {
      ordinal: Number(name.slice(start.length)),
      claim: { ...claim, spec: template.spec },
    };
  }
  return undefined;
}

/** Who beside controllers has written it. */
export const editorOf = (object: KubeObject): string | undefined =>
  ownersOf(object).find((entry) => !isControllers(object, entry))?.manager ??
  (object.metadata.managedFields?.length ? undefined : "its history is wiped");

/** In what way it is not what its maker would make now. */
function misfitOf(object: KubeObject, parent: KubeObject): string | undefined {
  if (parent.kind === "Deployment")
    return isDeepStrictEqual(templateOf(object), templateOf(parent))
      ? undefined
      : "of an earlier version";
  if (object.kind === "ControllerRevision") return undefined;
  if (object.kind === "Job")
    return isDeepStrictEqual(
      at(object, "spec", "template", "spec"),
      at(parent, "spec", "jobTemplate", "spec", "template", "spec"),
    )
      ? undefined
      : "of an earlier version";
  if (object.kind !== "Pod") return undefined;
  // These leave the pods that they have when their template changes, and write nothing of their own into a pod.
  if (parent.kind === "ReplicaSet" || parent.kind === "ReplicationController")
    return misfitOfPod(object, at(parent, "spec", "template"));
  const revision = textAt(parent, "status", "updateRevision");
  const own = object.metadata.labels?.["controller-revision-hash"] ?? "";
  if (parent.kind === "StatefulSet" && revision !== "" && own !== revision)
    return "of an earlier version";
  return fitsTemplate(object.spec, at(parent, "spec", "template", "spec"));
}

const deployments = "deployment.kubernetes.io/";

/** As the controller of Deployments counts a ReplicaSet; 0 where it does not. */
export const revisionOf = (object: KubeObject): number =>
  Number(annotation(object, `${deployments}revision`) ?? 0);

/**
 * A Deployment's annotations are copied to its ReplicaSet and never taken off again, and one that is rolled back to counts as new:
 * `rollout history` tells them. Source: Kubernetes v1.36.3, deployment/util, SetNewReplicaSetAnnotations.
 */
function remembers(object: KubeObject, parent: KubeObject): boolean {
  if (parent.kind !== "Deployment") return false;
  const { annotations = {} } = parent.metadata;
  const copied = Object.keys(object.metadata.annotations ?? {}).filter(
    (key) => !key.startsWith(deployments),
  );
  return revisionOf(object) > 1 || copied.some((key) => !(key in annotations));
}

function templateOf(object: KubeObject): unknown {
  const template = at(object, "spec", "template");
  if (!isObject(template) || !isObject(template.metadata)) return template;
  const { labels, ...metadata } = template.metadata;
  const own = without(isObject(labels) ? labels : {}, "pod-template-hash");
  return { ...template, metadata: { ...metadata, labels: own } };
}

/** What admission may have filled into a pod, beside what its template says. */
const filledIn = new Set(["resources", "volumeMounts", "env", "securityContext"]);

function fitsTemplate(spec: unknown, template: unknown): string | undefined {
  const containers = listAt(spec, "containers") as Json[];
  const sidecars = [...containers, ...(listAt(spec, "initContainers") as Json[])].filter(
    ({ name }) => name === "istio-proxy",
  );
  const injected = sidecars.length > 0;
  for (const wanted of listAt(template, "containers") as Json[]) {
    const own = containers.find(({ name }) => name === wanted.name);
    if (!own) return `without the container ${String(wanted.name)}`;
    const fields = new Set([...Object.keys(wanted), ...Object.keys(own)]);
    for (const field of fields)
      if (
        !filledIn.has(field) &&
        !(injected && field.endsWith("Probe")) &&
        !isDeepStrictEqual(wanted[field], own[field])
      )
        return `with another ${field} than its maker's template`;
    const names = (list: unknown) =>
      (Array.isArray(list) ? list : []).map((it) => JSON.stringify(it));
    const env = names(own.env);
    const missing = names(wanted.env).some((one) => !env.includes(one));
    if (missing || (!injected && env.length !== names(wanted.env).length))
      return "with another env than its maker's template";
  }
  const own = containers.filter(({ name }) => name !== "istio-proxy");
  return own.length > listAt(template, "containers").length
    ? "with more containers than its maker's template"
    : undefined;
}
