import { defaultTag } from "./revisions";

/**
 * Labels of a namespace whose new pods get a sidecar; pods that run already get theirs when they are
 * restarted. By the tag, the namespace follows an upgrade; by a revision's name it tries one ahead.
 *
 * The older label `istio-injection` would win over this one: never put both on a namespace.
 *
 * @example
 * new k8s.core.v1.Namespace("shop", { metadata: { name: "shop", labels: injectionLabels() } });
 * injectionLabels("1-31-1"); // this namespace is the upgrade's canary
 */
export const injectionLabels = (revisionOrTag: string = defaultTag): Record<string, string> => ({
  "istio.io/rev": revisionOrTag,
});

/**
 * Labels of a pod that gets a sidecar in a namespace which says nothing of it: of the revision that the tag `default` stands
 * for. Source: Istio, Installing the Sidecar, Controlling the injection policy.
 *
 * @example
 * template: { metadata: { labels: { app: "web", ...podInjectionLabels } } }
 */
export const podInjectionLabels: Readonly<Record<string, string>> = {
  "sidecar.istio.io/inject": "true",
};

/** Labels of a namespace whose pods get no sidecar, whatever they ask for. Source: as above. */
export const noInjectionLabels: Readonly<Record<string, string>> = {
  "istio-injection": "disabled",
};
