import type { Need } from "../../apps/labs/lab";
import type { StackSettings } from "../schema";
import type { ClassroomSettings } from "./schema";

type Platform = Pick<StackSettings, "cluster" | "mesh" | "observability" | "storage">;
type Room = Pick<ClassroomSettings, "bounds" | "ingress" | "mesh" | "registry" | "shop">;

/** What a classroom and its platform have for labs, by their config. */
export function offersOf(platform: Platform, room: Room): Need[] {
  const { cluster, mesh, observability, storage } = platform;
  const has: Readonly<Record<Need, boolean>> = {
    ingress: room.ingress !== undefined,
    mesh: mesh !== undefined && room.mesh !== undefined,
    "shared-storage": storage.efs !== undefined,
    "block-storage": storage.disks !== undefined,
    metrics: cluster.addOns.includes("metricsServer"),
    registry: room.registry !== undefined,
    observability:
      observability?.prometheus !== undefined &&
      observability.grafana !== undefined &&
      mesh?.kiali !== undefined &&
      mesh.jaeger !== undefined,
    "load-balancer": room.bounds.loadBalancers > 0,
    shop: room.shop !== undefined,
  };
  return (Object.keys(has) as Need[]).filter((need) => has[need]);
}
