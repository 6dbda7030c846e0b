import { cel, type GuardRule } from "./guard";

/** What kubectl, Helm and Pulumi write by themselves. */
const ofTools = [
  "kubectl.kubernetes.io/",
  "kubernetes.io/change-cause",
  "deployment.kubernetes.io/",
  "meta.helm.sh/",
  "pulumi.com/",
];

/**
 * Controllers of load balancers take orders by annotation, more of them with each version: those that are known to stay
 * with the object are let in. One's own, without a slash, are free.
 */
export const annotationsWithin = (allowed: readonly string[], what: string): GuardRule => ({
  right:
    `object.metadata.?annotations.orValue({}).all(k, !k.contains('/')` +
    ` || k in ${cel(allowed)} || ${cel(ofTools)}.exists(p, k.startsWith(p)))`,
  says: `annotations of ${what} may be ${allowed.map((key) => key.replace(/^.*\//, "")).join(", ")}, and one's own without a slash: take the others out, they reach beyond the namespace`,
});
