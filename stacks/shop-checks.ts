import type { Problem } from "./problems";
import { problem } from "./refusals";
import { onFargate } from "./room";
import type { StackSettings } from "./schema";
import { inMesh } from "./shop-place";

/** Whether the shop can be where it is said to be. */
export function checkPlace(settings: StackSettings): Problem[] {
  const { shop, mesh } = settings;
  if (!shop.enabled) return [];
  const at = ["shop", "mesh"];
  if (!mesh && shop.mesh)
    return [problem(at, shop.mesh, "switch mesh on, there is none to be in; or take it out")];
  // On Fargate alone no mesh can be, which another check says.
  if (inMesh(settings) && Object.keys(settings.cluster.nodeGroups).length > 0)
    return onFargate(settings, shop.namespace)
      ? [
          problem(
            at,
            shop.mesh ?? true,
            `Fargate has no node agent to redirect the traffic of its pods: give false, or take ${shop.namespace} out of cluster.fargateProfiles`,
          ),
        ]
      : [];
  return [];
}
