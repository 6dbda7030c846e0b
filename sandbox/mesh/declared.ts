import type { StateResource } from "../engine/state";
import type { DeclaredMesh } from "./istiod";

/** What the stack's own release of the chart `istiod` says of the mesh; the last one, where an upgrade has two. */
export function declaredMesh(resources: readonly StateResource[]): DeclaredMesh {
  const releases = resources.filter(
    ({ type, inputs }) => type === "kubernetes:helm.sh/v3:Release" && inputs?.chart === "istiod",
  );
  const values = releases.at(-1)?.inputs?.values as { meshConfig?: DeclaredMesh } | undefined;
  return values?.meshConfig ?? {};
}
