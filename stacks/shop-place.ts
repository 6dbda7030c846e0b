import type { StackSettings } from "./schema";

/** Whether the shop's pods have sidecars: where there is a mesh, unless the shop is left out of it. */
export const inMesh = ({ shop, mesh }: Pick<StackSettings, "shop" | "mesh">): boolean =>
  mesh !== undefined && shop.mesh !== false;

/** Whether load balancers of the AWS Load Balancer Controller send requests to the shop's pods themselves. */
export const hasPodTargets = ({
  ingress: { alb, routes },
}: Pick<StackSettings, "ingress">): boolean =>
  alb !== undefined && (alb.ownsServices || Object.values(routes).some(({ by }) => by !== "nginx"));
