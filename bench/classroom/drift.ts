import type { Declared, KubeObject } from "../../course/classroom/model";
import { isObject, listAt, type Json } from "../../sandbox/providers/kubernetes/objects";
import { randomOf } from "../random";

/** What is done to one declared object; server-side apply of the object as it is declared answers each of them. */
export type Deed = { readonly do: "delete" } | { readonly do: "merge"; readonly body: Json };

export interface Drift {
  readonly declared: Declared;
  readonly deed: Deed;
}

/** Kinds that are never deleted here: with a namespace goes everything, with a service account every token. */
const stays = new Set(["Namespace", "ServiceAccount"]);

/**
 * What is done to a student's environment: to about every third object, picked by the seed, a deletion, a change of
 * something that is declared, or a label beside it.
 */
export function driftOf(declared: readonly Declared[], seed: number): Drift[] {
  const random = randomOf(seed);
  return declared.flatMap((one): Drift[] => {
    const [isPicked, which] = [random() < 1 / 3, random()];
    return isPicked ? [{ declared: one, deed: deedOn(one.object, which) }] : [];
  });
}

function deedOn(object: KubeObject, which: number): Deed {
  if (which < 0.3 && !stays.has(object.kind)) return { do: "delete" };
  const change = which < 0.8 ? changeOf(object, which < 0.55) : undefined;
  return { do: "merge", body: change ?? { metadata: { labels: { mine: "yes" } } } };
}

/** Another value for something that every object of the kind declares. */
function changeOf(object: KubeObject, one: boolean): Json | undefined {
  const spec = isObject(object.spec) ? object.spec : {};
  switch (object.kind) {
    case "Deployment":
      return { spec: one ? { replicas: 2 } : { template: { spec: otherImages(object) } } };
    case "Service":
      return { spec: { selector: { app: "nobody" } } };
    case "ConfigMap":
      if (object.immutable === true) return undefined;
      return { data: firstOf(object.data, "changed") };
    case "ResourceQuota":
      return { spec: { hard: firstOf(spec.hard, "7") } };
    case "NetworkPolicy":
      return { spec: { policyTypes: ["Ingress", "Egress"], egress: [{}] } };
    case "Ingress":
      return { spec: { rules: listAt(object, "spec", "rules").slice(0, 1) } };
    case "Role":
      return { rules: [] };
    case "PodDisruptionBudget":
      return { spec: { maxUnavailable: null, minAvailable: 1 } };
    default:
      return undefined;
  }
}

/** A merge patch has lists whole. */
const otherImages = (object: KubeObject): Json => ({
  containers: listAt(object, "spec", "template", "spec", "containers").map((container) => ({
    ...(container as Json),
    image: "registry.example/mine:v1",
  })),
});

const firstOf = (table: unknown, value: string): Json =>
  Object.fromEntries(
    Object.keys(isObject(table) ? table : {})
      .slice(0, 1)
      .map((key) => [key, value]),
  );
