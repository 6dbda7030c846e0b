import type { KubeObject } from "../../sandbox/providers/kubernetes/objects";

export type { KubeObject };

/** What a reset can bring a student's environment to. */
export type Standing =
  | { readonly at: "environment" }
  | { readonly at: "day"; readonly day: number }
  | { readonly at: "lab"; readonly lab: string };

/** Who makes what controllers of Kubernetes make. */
export const controllerManager = "kube-controller-manager";

/** Who applies what a lab declares. */
export const labManager = "twelve-street-course";

/** An object that must be there, as its maker declares it. */
export interface Declared {
  readonly object: KubeObject;
  /** The field manager that owns what is declared: Pulumi's own, so that its next `up` finds its own work. */
  readonly manager: string;
}

/** All that a student's environment consists of, in the order in which it is made. */
export interface Baseline {
  readonly student: string;
  readonly declared: readonly Declared[];
}

/** A field of a declared object that is not as it should be. */
export interface Difference {
  /** @example "spec.template.spec.containers[nginx].image" */
  readonly path: string;
  readonly how: "changed" | "added" | "missing" | "taken" | "reordered";
}

/** How objects are told apart, whatever version of their group they are read in. */
export const keyOf = ({ apiVersion, kind, metadata }: KubeObject): string =>
  [groupOf(apiVersion), kind, metadata.namespace ?? "", metadata.name ?? ""].join("|");

export const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** A kind, whatever version of its group it is read in. */
export const kindOf = ({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): string =>
  `${groupOf(apiVersion)}|${kind}`;

/** As messages and certificates name it: `Deployment web`, `EndpointSlice web-x2k`. */
export const nameOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name ?? ""}`;

export const standingText = (standing: Standing): string =>
  standing.at === "environment"
    ? "the environment alone"
    : standing.at === "day"
      ? `day ${standing.day.toString()}`
      : `lab ${standing.lab}`;
