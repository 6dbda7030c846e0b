import {
  at,
  condition,
  listAt,
  numberAt,
  textAt,
} from "../../sandbox/providers/kubernetes/objects";
import { differencesOf, pairOf } from "./compare";
import { allSeen, isUnseen, type Unseen } from "./look";
import { Descents, editorOf } from "./offspring";
import {
  controllerManager,
  keyOf,
  labManager,
  nameOf,
  type Baseline,
  type Declared,
  type Difference,
  type KubeObject,
} from "./model";
import { saysNothing, without } from "./values";
import { declaredView, digestOf, liveView, strayView } from "./view";

export interface Drifted {
  readonly declared: Declared;
  readonly live: KubeObject;
  readonly differences: readonly Difference[];
}

export interface Stray {
  readonly object: KubeObject;
  readonly why: string;
  /** It goes with this one, which is a stray too. */
  readonly goesWith?: KubeObject;
}

/** What stands in a student's environment, against what should. */
export interface Findings {
  readonly student: string;
  readonly missing: readonly Declared[];
  readonly drifted: readonly Drifted[];
  readonly strays: readonly Stray[];
  /** Strays that were asked to be kept. */
  readonly kept: readonly KubeObject[];
  /** Objects that are being deleted. */
  readonly terminating: readonly KubeObject[];
  /** Pods that hold a volume claim which is being deleted: it goes when they have. */
  readonly holding: readonly KubeObject[];
  /** What a controller of Kubernetes makes by itself and has changed hands, to be made anew. */
  readonly spoilt: readonly KubeObject[];
  /** Kinds that could not be listed: who has objects of them, and whether they are as declared, nobody knows. */
  readonly unseen: readonly string[];
  /** Declared workloads and pods that are not all ready yet: no difference. */
  readonly starting: readonly string[];
  readonly fingerprint: { readonly baseline: string; readonly live: string };
}

export interface JudgeOptions {
  /** Kinds of which strays stay. */
  readonly keeps?: (object: KubeObject) => boolean;
  /** What the look at what is live could not see. */
  readonly unseen?: Unseen;
}

export const isClean = (findings: Findings): boolean =>
  findings.missing.length +
    findings.drifted.length +
    findings.strays.length +
    findings.terminating.length +
    findings.spoilt.length +
    findings.unseen.length ===
  0;

/** What Kubernetes, or the mesh, makes in each namespace by itself. */
const isOfItself = ({ kind, metadata: { name } }: KubeObject): boolean =>
  (kind === "ServiceAccount" && name === "default") ||
  (kind === "ConfigMap" && (name === "kube-root-ca.crt" || name === "istio-ca-root-cert"));

export const isGoing = ({ metadata }: KubeObject): boolean =>
  metadata.deletionTimestamp !== undefined;

/** What is shown differs, and no field of it was found: as little clean as any other. */
const unexplained: Difference = { path: "its fingerprint", how: "changed" };

/** @param live everything of the student's: their namespace, what is in it, and what is theirs elsewhere */
export function judge(
  { student, declared }: Baseline,
  live: readonly KubeObject[],
  { keeps = () => false, unseen = allSeen }: JudgeOptions = {},
): Findings {
  const byKey = new Map(live.map((object) => [keyOf(object), object]));
  const byName = new Map(declared.map((one) => [keyOf(one.object), one]));
  const isDeclared = (object: KubeObject) => byName.has(keyOf(object)) && !isGoing(object);
  // What is kept goes on making what it makes.
  const mayMake = (object: KubeObject) =>
    isDeclared(object) || (keeps(object) && !isGoing(object) && !isOfItself(object));
  const scaled = autoscaled(declared);
  const descents = new Descents({
    live,
    mayMake,
    declaredAs: (object) => byName.get(keyOf(object))?.object,
    isAutoscaled: (object) => scaled.has(nameOf(object)),
    isLabs: (object) => byName.get(keyOf(object))?.manager === labManager,
    isUnseen: (one) => isUnseen(unseen, one),
  });
  const blind = new Set(unseen.kinds.map(({ kind }) => kind));
  const missing: Declared[] = [];
  const drifted: Drifted[] = [];
  const should: string[] = [];
  const are: string[] = [];
  for (const one of declared) {
    const key = keyOf(one.object);
    should.push(`${key}=${declaredDigest(one.object)}`);
    const now = byKey.get(key);
    if (!now && isUnseen(unseen, one.object)) blind.add(one.object.kind);
    else if (!now) missing.push(one);
    if (!now || isGoing(now)) continue;
    // To none is how an autoscaler is switched off, which then leaves it so.
    const isOff = at(now, "spec", "replicas") === 0;
    const rules = { autoscaled: scaled.has(nameOf(one.object)) && !isOff };
    const pair = pairOf(one, now);
    const found = differencesOf(one, now, rules, pair);
    const shown = digestOf(liveView(one, now, found, rules, pair));
    const isAlike = shown === declaredDigest(one.object);
    const differences = found.length === 0 && !isAlike ? [unexplained] : found;
    if (differences.length > 0) drifted.push({ declared: one, live: now, differences });
    const taken = differences.filter(({ how }) => how === "taken");
    are.push(`${key}=${taken.length > 0 ? digestOf([shown, taken]) : shown}`);
  }
  const others = live.filter((object) => !byName.has(keyOf(object)));
  const strays: Stray[] = [];
  const kept: KubeObject[] = [];
  const spoilt: KubeObject[] = [];
  const terminating = live.filter(
    (object) => isGoing(object) && !settles(object, descents, isDeclared),
  );
  for (const object of others) {
    if (isGoing(object)) continue;
    if (isOfItself(object)) {
      if (editorOf(object) !== undefined && !isPlain(object)) spoilt.push(object);
      continue;
    }
    const descent = descents.of(object);
    if (descent.is === "offspring") continue;
    const altered = descent.is === "altered" ? alteredFrom(descent.from, object) : undefined;
    if (keeps(object)) kept.push(object);
    else if (altered) {
      drifted.push(altered);
      are.push(`${keyOf(object)}=${digestOf(strayView(object))}`);
    } else if (descent.is === "dependent")
      strays.push({ object, why: `of ${nameOf(descent.of)}`, goesWith: descent.of });
    else strays.push({ object, why: descent.why });
  }
  for (const kind of blind) are.push(`${kind} was not seen`);
  for (const object of terminating) are.push(`${keyOf(object)} is going`);
  for (const object of [...strays.map((stray) => stray.object), ...spoilt])
    are.push(`${keyOf(object)}=${digestOf(strayView(object))}`);
  return {
    student,
    missing,
    drifted,
    strays,
    kept,
    terminating,
    holding: holdersOf(live, terminating),
    spoilt,
    unseen: [...blind],
    starting: declared.flatMap((one) => notReady(byKey.get(keyOf(one.object)))),
    fingerprint: { baseline: fingerprintOf(should), live: fingerprintOf(are) },
  };
}

/** Of what its maker is to have again, if that can be had without losing what is in it. */
function alteredFrom(object: KubeObject, live: KubeObject): Drifted | undefined {
  const declared = { object, manager: controllerManager };
  const differences = differencesOf(declared, live);
  return differences.some(({ path }) => path.startsWith("spec"))
    ? undefined
    : { declared, live, differences };
}

const digests = new WeakMap<KubeObject, string>();

/** Of what stays the same from look to look. */
function declaredDigest(object: KubeObject): string {
  const digest = digests.get(object) ?? digestOf(declaredView({ object }));
  digests.set(object, digest);
  return digest;
}

const fingerprintOf = (digests: readonly string[]): string => digestOf([...digests].sort());

/** Names of the volume claims that a pod mounts. */
export const claimsOf = (pod: KubeObject): string[] =>
  listAt(pod, "spec", "volumes")
    .map((it) => textAt(it, "persistentVolumeClaim", "claimName"))
    .filter((name) => name !== "");

function holdersOf(live: readonly KubeObject[], terminating: readonly KubeObject[]): KubeObject[] {
  const claims = terminating.filter(({ kind }) => kind === "PersistentVolumeClaim");
  const going = new Set(claims.map(({ metadata }) => metadata.name));
  const isHolder = (object: KubeObject) =>
    object.kind === "Pod" && !isGoing(object) && textAt(object, "spec", "nodeName") !== "";
  const pods = live.filter(isHolder);
  return pods.filter((pod) => claimsOf(pod).some((name) => going.has(name)));
}

/** An old pod that leaves as it should, in a rollout of something declared. */
const settles = (
  object: KubeObject,
  descents: Descents,
  isDeclared: (object: KubeObject) => boolean,
): boolean =>
  object.kind === "Pod" &&
  !isDeclared(object) &&
  (object.metadata.finalizers ?? []).length === 0 &&
  descents.of(object).is === "offspring";

/** A service account of the namespace's own that says nothing. */
function isPlain(object: KubeObject): boolean {
  if (object.kind !== "ServiceAccount") return false;
  const view = strayView(object);
  const said = without(view.metadata, "name", "namespace");
  return [said, without(view, "apiVersion", "kind", "metadata")].every(saysNothing);
}

/** Workloads whose scale a declared autoscaler decides. */
function autoscaled(declared: readonly Declared[]): Set<string> {
  const targets = declared
    .filter(({ object }) => object.kind === "HorizontalPodAutoscaler")
    .map(({ object }) => at(object, "spec", "scaleTargetRef") as { kind: string; name: string });
  return new Set(targets.map(({ kind, name }) => `${kind} ${name}`));
}

/** Which of a workload's numbers says how many pods of it are ready, and which how many there should be. */
const numbersOf = (object: KubeObject): readonly [ready: number, wanted: number] | undefined => {
  switch (object.kind) {
    case "DaemonSet":
      return [
        numberAt(object, "status", "numberReady"),
        numberAt(object, "status", "desiredNumberScheduled"),
      ];
    case "Deployment":
    case "ReplicaSet":
    case "ReplicationController":
    case "StatefulSet":
      return [numberAt(object, "status", "readyReplicas"), numberAt(object, "spec", "replicas")];
    default:
      return undefined;
  }
};

function notReady(object: KubeObject | undefined): string[] {
  if (object?.kind === "Pod") return podNotReady(object);
  const [ready, wanted] = (object && numbersOf(object)) ?? [0, 0];
  if (!object || ready >= wanted) return [];
  return [`${nameOf(object)} (${ready.toString()} of ${wanted.toString()} ready)`];
}

/** One that has done its work need not be ready. */
function podNotReady(pod: KubeObject): string[] {
  const phase = textAt(pod, "status", "phase") || "Pending";
  if (phase === "Succeeded" || condition(pod, "Ready")?.status === "True") return [];
  return [`${nameOf(pod)} (${phase === "Running" ? "not ready" : phase.toLowerCase()})`];
}
