import type { StateResource } from "../engine/state";
import type { DeclaredMesh } from "./istiod";

/** A stack's releases of the chart `istiod`: one, or two during an upgrade. */
export const istiodReleases = (resources: readonly StateResource[]): StateResource[] =>
  resources.filter(
    ({ type, inputs }) => type === "kubernetes:helm.sh/v3:Release" && inputs?.chart === "istiod",
  );

/** What the stack's own release of the chart `istiod` says of the mesh; the last one, where an upgrade has two. */
export function declaredMesh(resources: readonly StateResource[]): DeclaredMesh {
  const values = istiodReleases(resources).at(-1)?.inputs?.values as
    { meshConfig?: DeclaredMesh } | undefined;
  return values?.meshConfig ?? {};
}
