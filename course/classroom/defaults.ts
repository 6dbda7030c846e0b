import { isDeepStrictEqual } from "node:util";

import { at, isObject, listAt, type Json } from "../../sandbox/providers/kubernetes/objects";
import { groupOf, type KubeObject } from "./model";
import { isNothing } from "./values";

const rbac = "rbac.authorization.k8s.io";

/**
 * What the API server fills into tables that are owned as a whole: there ownership does not tell it from a change. Source:
 * Kubernetes v1.36.3, pkg/apis, SetDefaults_ of each group.
 */
const defaults: readonly (readonly [place: RegExp, filled: Json])[] = [
  [/\.fieldRef$/, { apiVersion: "v1" }],
  [/\.resourceFieldRef$/, { divisor: "0" }],
  [/\.serviceAccountToken$/, { expirationSeconds: 3600 }],
  [/\bports\[\d+\]$/, { protocol: "TCP" }],
  [/^(roleRef|subjects\[\d+\])$/, { apiGroup: rbac }],
  [
    /\.volumeClaimTemplates\[\d+\]$/,
    { apiVersion: "v1", kind: "PersistentVolumeClaim", status: { phase: "Pending" } },
  ],
  [/\.volumeClaimTemplates\[\d+\]\.spec$/, { volumeMode: "Filesystem" }],
  [/\.match(Constraints|Resources)$/, { matchPolicy: "Equivalent" }],
  [/\b(rules|resourceRules|excludeResourceRules)\[\d+\]$/, { scope: "*" }],
  [/\.onPodConditions\[\d+\]$/, { status: "True" }],
];

const builtIn = new Set([
  ...["", "apps", "autoscaling", "batch", "policy", "discovery.k8s.io", "networking.k8s.io"],
  ...["admissionregistration.k8s.io", "scheduling.k8s.io", "storage.k8s.io", rbac],
]);

/** Tables of texts, in which an empty one says something too. */
const texts = /(^|\.)(selector|nodeSelector|matchLabels)$/;

/** Whether what stands in a table that is declared without it may be the API server's own, not a change. */
export type IsDefault = (place: string, key: string, value: unknown) => boolean;

/** Of a kind of which nothing is known, anything may be. */
export function defaultsOf({ apiVersion }: KubeObject): IsDefault {
  const group = groupOf(apiVersion);
  // Their definitions have no defaults, and an empty table says something in them.
  if (group.endsWith(".istio.io")) return (_place, _key, value) => value === null;
  if (!builtIn.has(group)) return () => true;
  return (place, key, value) =>
    (isNothing(value) && !(texts.test(place) && typeof value === "string")) ||
    defaults.some(([its, filled]) => its.test(place) && isDeepStrictEqual(at(filled, key), value));
}

/** Selectors are owned as a whole, an empty one like any other. */
export const isSelector = (place: string): boolean => /(^|\.|[a-z])[sS]elector$/.test(place);

/** As the API server completes it before it keeps it. Source: Kubernetes v1.36.3, pkg/apis/core/v1, SetDefaults_LimitRangeItem. */
export function completed(object: KubeObject): KubeObject {
  if (object.kind !== "LimitRange" || !isObject(object.spec)) return object;
  const limits = (listAt(object, "spec", "limits") as Json[]).map((item) => {
    if (item.type !== "Container") return item;
    const of = (key: string) => (isObject(item[key]) ? item[key] : {});
    const most = { ...of("max"), ...of("default") };
    const least = { ...of("min"), ...most, ...of("defaultRequest") };
    return { ...item, default: most, defaultRequest: least };
  });
  return { ...object, spec: { ...object.spec, limits } };
}
