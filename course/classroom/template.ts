import { isDeepStrictEqual } from "node:util";

import {
  at,
  isObject,
  listAt,
  textAt,
  type Json,
  type Metadata,
} from "../../sandbox/providers/kubernetes/objects";
import { union } from "../../sandbox/providers/kubernetes/ownership";
import { comparable, differencesOf } from "./compare";
import type { Difference, KubeObject } from "./model";
import { ownersOf, type Owned } from "./owned";

/** Who makes pods of templates. */
const maker = "kube-controller-manager";

/** The container that the mesh puts into pods. */
const sidecar = "istio-proxy";

/**
 * In what a pod differs from its owner's template. The API server notes what a controller has written before admission adds
 * its own (defaults of LimitRanges, tokens and their mounts, tolerations, sidecars), so that what is noted tells the template
 * that the pod was made of. Source: Kubernetes v1.36.3, apiserver endpoints/handlers/create.go.
 */
export function misfitOfPod(pod: KubeObject, template: unknown): string | undefined {
  const written = writtenIn(pod);
  const spec = defaulted(at(template, "spec"));
  const { labels = {}, annotations = {} } = (at(template, "metadata") ?? {}) as Metadata;
  const declared = { metadata: { labels, annotations }, spec };
  const object = { ...declared, apiVersion: "v1", kind: "Pod" };
  const pair = { declared, live: comparable(pod), owned: written, applied: written };
  const [first] = differencesOf({ object, manager: maker }, pod, {}, pair).filter(
    (one) => !isAdmissions(one, pod, spec),
  );
  return first && `with another ${first.path} than its maker's template`;
}

/** What the pod was made with. */
function writtenIn(pod: KubeObject): Owned {
  const fields = ownersOf(pod)
    .filter(({ manager }) => manager === maker)
    .reduce<Owned>((all, { fieldsV1 = {} }) => union(all, fieldsV1), {});
  const metadata = at(fields, "f:metadata");
  const named = isObject(metadata) ? metadata : {};
  const kept = ["f:labels", "f:annotations"].filter((key) => key in named);
  return {
    "f:spec": fields["f:spec"],
    "f:metadata": Object.fromEntries(kept.map((key) => [key, named[key]])),
  };
}

/** As the API server completes a pod and not a template: what is limited is requested too. Source: Kubernetes, core/v1 SetDefaults_Pod. */
function defaulted(spec: unknown): Json {
  if (!isObject(spec)) return {};
  const own = { ...spec, enableServiceLinks: spec.enableServiceLinks ?? true };
  const lists = ["containers", "initContainers"].filter((key) => key in spec);
  const complete = lists.map(
    (key) => [key, (listAt(spec, key) as Json[]).map(requesting)] as const,
  );
  return { ...(spec.resources ? requesting(own) : own), ...(Object.fromEntries(complete) as Json) };
}

function requesting(holder: Json): Json {
  const { resources = {} } = holder;
  const limits = at(resources, "limits");
  if (!isObject(resources) || !isObject(limits)) return { ...holder, resources };
  const requests = at(resources, "requests");
  const all = { ...limits, ...(isObject(requests) ? requests : {}) };
  return { ...holder, resources: { ...resources, requests: all } };
}

/** Whether a difference is what becomes of each pod of that template, in that namespace. */
function isAdmissions({ path, how }: Difference, pod: KubeObject, spec: Json): boolean {
  // Only what the controller itself has written counts as added.
  if (how === "added") return false;
  if (path === "spec.tolerations") return isDeepStrictEqual(asked(pod, spec), spec.tolerations);
  // Taken off one by one until the pod may be placed.
  if (path.startsWith("spec.schedulingGates")) return true;
  if (/^spec\.(affinity|topologySpreadConstraints)/.test(path))
    // The API server writes the pod's own labels into their selectors.
    return JSON.stringify(spec).includes('"matchLabelKeys"');
  return (
    isInjected(pod) &&
    (path.includes("Probe") ||
      path.startsWith('metadata.annotations["prometheus.io/') ||
      path.includes(`[${sidecar}]`))
  );
}

/** A pod's tolerations without those that every pod gets. */
const asked = (pod: KubeObject, spec: Json): unknown[] =>
  listAt(pod, "spec", "tolerations").filter(
    (one) =>
      !textAt(one, "key").startsWith("node.kubernetes.io/") ||
      listAt(spec, "tolerations").some((its) => isDeepStrictEqual(its, one)),
  );

const isInjected = (pod: KubeObject): boolean =>
  ["containers", "initContainers"].some((key) =>
    listAt(pod, "spec", key).some((one) => textAt(one, "name") === sidecar),
  );
