import { enabledServices } from "./enabled-services";
import type { Problem } from "./problems";
import { problem } from "./refusals";
import { onFargate } from "./room";
import type { StackSettings } from "./schema";
import { inMesh } from "./shop-place";

/** Whether the shop can be where it is said to be, and use what it is said to. */
export const checkPlace = (settings: StackSettings): Problem[] =>
  settings.shop.enabled
    ? [...checkMesh(settings), ...checkUses(settings), ...checkNamespaces(settings)]
    : [];

function checkNamespaces({ shop, tutorial }: StackSettings): Problem[] {
  if (tutorial?.namespace !== shop.namespace) return [];
  const fix = "the shop has that one: give another, for each app has its own";
  return [problem(["tutorial", "namespace"], tutorial.namespace, fix)];
}

function checkMesh(settings: StackSettings): Problem[] {
  const { shop, mesh } = settings;
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

function checkUses(settings: StackSettings): Problem[] {
  const { shop, mesh, backingServices } = settings;
  return enabledServices(settings).flatMap((name) =>
    shop.services[name].uses.flatMap((used, index) => {
      const at = ["shop", "services", name, "uses", index];
      const place = backingServices[used]?.place;
      if (!place) return [problem(at, used, `switch backingServices.${used} on`)];
      return inMesh(settings) && mesh?.outbound === "REGISTRY_ONLY" && place.on === "aws"
        ? [
            problem(
              ["mesh", "outbound"],
              mesh.outbound,
              `${name} uses the ${used} on AWS, which the mesh does not know: give ALLOW_ANY, or run it in the cluster`,
            ),
          ]
        : [];
    }),
  );
}
