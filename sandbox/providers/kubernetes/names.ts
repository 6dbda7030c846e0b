import { createHash, randomBytes } from "node:crypto";
import { annotation, type KubeObject } from "./objects";

/** Annotations by which a program steers this provider. Source: pulumi-kubernetes metadata/annotations.go. */
export const annotations = {
  autonamed: "pulumi.com/autonamed",
  skipAwait: "pulumi.com/skipAwait",
  waitFor: "pulumi.com/waitFor",
  timeoutSeconds: "pulumi.com/timeoutSeconds",
  replaceUnready: "pulumi.com/replaceUnready",
  patchForce: "pulumi.com/patchForce",
  patchFieldManager: "pulumi.com/patchFieldManager",
  deletionPropagation: "pulumi.com/deletionPropagationPolicy",
} as const;

/** `NAME-` and eight hexadecimal digits. Source: pulumi-kubernetes metadata/naming.go, pulumi resource.NewUniqueName. */
export function autoName(name: string, seed: Uint8Array): string {
  const digits = seed.length > 0 ? sha256(seed) : randomBytes(4).toString("hex");
  return `${name}-${digits.slice(0, 8)}`;
}

/**
 * The field manager of a new object: the official plugin's form, `pulumi-kubernetes-` and eight hexadecimal digits. Those are random
 * there; here they follow from the URN, so that a run after an interrupted one knows the objects it made already as its own.
 */
export function newFieldManager(urn: string): string {
  return `pulumi-kubernetes-${sha256(urn).slice(0, 8)}`;
}

export const fieldManager = (object: KubeObject, urn: string, state: unknown): string =>
  annotation(object, annotations.patchFieldManager) ??
  (typeof state === "string" && state ? state : newFieldManager(urn));

/** A `…Patch` resource sets fields of an object that is not its own. Source: pulumi-kubernetes kinds/util.go. */
export const isPatch = (type: string, kind: unknown): boolean =>
  type.endsWith("Patch") && !(typeof kind === "string" && kind.endsWith("Patch"));

export const isOn = (object: KubeObject, key: string): boolean =>
  annotation(object, key) === "true";

const sha256 = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex");
