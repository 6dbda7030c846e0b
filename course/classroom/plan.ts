import type { Errands } from "./errands";
import { isGoing, type Drifted, type Findings } from "./judge";
import { nameOf, type Declared, type KubeObject } from "./model";
import { controllerOf, revisionOf } from "./offspring";
import { isSystemFinalizer } from "./system";

/** A write that a reset does, in the order of doing. */
export type Step =
  | { readonly do: "free"; readonly object: KubeObject; readonly finalizers: readonly string[] }
  | { readonly do: "end"; readonly object: KubeObject }
  | { readonly do: "remove"; readonly object: KubeObject; readonly why: string }
  | { readonly do: "renew"; readonly object: KubeObject }
  | { readonly do: "create"; readonly declared: Declared }
  | { readonly do: "restore"; readonly drifted: Drifted };

/** How long a pod may take beyond its own grace before it is ended without its node's word, in milliseconds. */
const overdueMs = 15_000;

/** What brings an environment nearer to its baseline now; what follows is seen at the next look. */
export function planOf(findings: Findings, now: number): Step[] {
  const { terminating, holding, strays, spoilt, missing, drifted } = findings;
  const leaves = isLeaving(findings);
  const stands = !leaves && !missing.some(({ object }) => object.kind === "Namespace");
  const isInside = ({ metadata }: KubeObject) => metadata.namespace !== undefined;
  const free = terminating.flatMap((object): Step[] => {
    const { finalizers = [] } = object.metadata;
    const kept = finalizers.filter((it) => isSystemFinalizer(object, it));
    if (kept.length < finalizers.length) return [{ do: "free", object, finalizers: kept }];
    return isOverdue(object, now) ? [{ do: "end", object }] : [];
  });
  const outlives = (object: KubeObject) => !(leaves && isInside(object));
  const restored = new Set(drifted.map(({ live }) => live.metadata.uid));
  // Whether they are what their owner makes shows when it has its own template again.
  const waits = (object: KubeObject) =>
    ["ReplicaSet", "Pod"].includes(object.kind) && restored.has(controllerOf(object)?.uid);
  return [
    ...free,
    ...holding.map((object): Step => ({ do: "remove", object, why: "it holds a claim that goes" })),
    // What is nobody's goes first: a webhook among it may refuse all else, and it takes room in the quota.
    ...strays
      .filter(({ object, goesWith }) => outlives(object) && !(goesWith && !isGoing(goesWith)))
      .filter(({ object }) => !waits(object))
      // Of ReplicaSets the newest last: the one that is made in its place begins to count anew then.
      .sort(
        ({ object: a }, { object: b }) =>
          Number(isInside(a)) - Number(isInside(b)) || revisionOf(a) - revisionOf(b),
      )
      .map(({ object, why }): Step => ({ do: "remove", object, why })),
    ...spoilt.filter(outlives).map((object): Step => ({ do: "renew", object })),
    ...missing
      .filter(({ object }) => outlives(object))
      .map((declared): Step => ({ do: "create", declared })),
    // Without a namespace only what is outside can have drifted, and there stands for so long what is noted in the namespace.
    ...(stands ? drifted : []).map((one): Step => ({ do: "restore", drifted: one })),
  ];
}

/** Whether the namespace itself is being deleted. */
export const isLeaving = ({ terminating }: Findings): boolean =>
  terminating.some(({ kind }) => kind === "Namespace");

export const isMaking = (step: Step): boolean =>
  step.do === "create" && step.declared.object.kind === "Namespace";

export const objectOf = (step: Step): KubeObject =>
  step.do === "create"
    ? step.declared.object
    : step.do === "restore"
      ? step.drifted.live
      : step.object;

/** All that a reset would write for a student first, and what it would not for want of a look. */
export function linesOf(findings: Findings, errands: Errands, now: number): string[] {
  const { first, making, leaving } = errands;
  const cleared = new Set(first.map(({ object }) => object.metadata.uid));
  const steps = planOf(findings, now).filter(
    (step) => step.do !== "remove" || !cleared.has(step.object.metadata.uid),
  );
  return [
    ...first.map(({ text }) => text),
    ...(leaving && isLeaving(findings) ? [leaving.text] : []),
    ...steps.flatMap((step) =>
      making && isMaking(step) ? [making.text, stepText(step)] : [stepText(step)],
    ),
    ...findings.unseen.map((kind) => `unseen  objects of kind ${kind}, which cannot be listed`),
  ];
}

const isOverdue = ({ kind, metadata }: KubeObject, now: number): boolean =>
  kind === "Pod" &&
  (metadata.finalizers ?? []).length === 0 &&
  now > Date.parse(metadata.deletionTimestamp ?? "") + overdueMs;

export function stepText(step: Step): string {
  switch (step.do) {
    case "free":
      return `free    ${nameOf(step.object)} of its finalizers`;
    case "end":
      return `end     ${nameOf(step.object)}, whose node does not`;
    case "remove":
      return `remove  ${nameOf(step.object)}: ${step.why}`;
    case "renew":
      return `renew   ${nameOf(step.object)}, which Kubernetes makes by itself`;
    case "create":
      return `create  ${nameOf(step.declared.object)}`;
    case "restore": {
      const paths = step.drifted.differences.map(({ path, how }) => `${path} ${how}`);
      const isClaim = step.drifted.live.kind === "PersistentVolumeClaim";
      const loses = isClaim && step.drifted.differences.some(({ path }) => path.startsWith("spec"));
      return `restore ${nameOf(step.drifted.live)}: ${paths.join(", ")}${loses ? "; made anew, and its data lost, unless --keep pvc" : ""}`;
    }
  }
}
