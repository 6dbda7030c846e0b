import type { Gap, Gaps } from "../../apps/labs/lacking";
import type { StackConfig } from "../config";
import type { ClassroomConfig } from "./config";

type Platform = Pick<
  StackConfig,
  "cluster" | "ingress" | "mesh" | "observability" | "stack" | "storage"
>;
type Room = Pick<ClassroomConfig, "bounds" | "ingress" | "mesh" | "registry" | "shop" | "stack">;

/** What labs need and these two configs have not, with the least that each would have to say. */
export function gapsOf(platform: Platform, room: Room): Gaps {
  const { cluster, ingress, mesh, observability, storage } = platform;
  const among = (whose: Gap["whose"], stack: string) => (has: boolean, setting: string) =>
    has ? [] : [{ whose, stack, setting: `twelve-street:${setting}` }];
  const there = among("platform", platform.stack);
  const here = among("classroom", room.stack);
  const { loadBalancers } = room.bounds;
  return {
    ingress: [
      ...there((ingress.nginx ?? ingress.alb) !== undefined, "ingress.nginx: {}"),
      ...here(
        room.ingress !== undefined,
        "ingress: { domain: students.example.com, className: nginx }",
      ),
    ],
    // Both: the platform's alone gives students' pods no sidecars.
    mesh: [...there(mesh !== undefined, "mesh: {}"), ...here(room.mesh !== undefined, "mesh: {}")],
    "shared-storage": there(
      storage.efs !== undefined,
      "storage.efs: { fileSystem: { onDestroy: delete } }",
    ),
    "block-storage": there(storage.disks !== undefined, "storage.disks: {}"),
    metrics: there(cluster.addOns.includes("metricsServer"), "cluster.addOns with metricsServer"),
    registry: here(room.registry !== undefined, "registry: {}"),
    observability: [
      ...there(observability?.prometheus !== undefined, "observability.prometheus: {}"),
      ...there(observability?.grafana !== undefined, "observability.grafana: {}"),
      ...there(mesh?.kiali !== undefined, "mesh.kiali: {}"),
      ...there(mesh?.jaeger !== undefined, "mesh.jaeger: {}"),
    ],
    "load-balancer": here(loadBalancers > 0, "bounds.loadBalancers: 1"),
    shop: here(room.shop !== undefined, "shop: {}"),
  };
}
