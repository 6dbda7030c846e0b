import { serviceNames } from "../apps/twelve-street/services";
import type { BackingServiceName } from "../apps/twelve-street/neighbours";
import type { StackSettings } from "./schema";

/** Whether the shop's pods have sidecars: where there is a mesh, unless the shop is left out of it. */
export const inMesh = ({ shop, mesh }: Pick<StackSettings, "shop" | "mesh">): boolean =>
  mesh !== undefined && shop.mesh !== false;

/**
 * Seconds that an NLB may go on sending to a pod that leaves it, whatever it is told.
 * Source: kubernetes-sigs/aws-load-balancer-controller#2366, where it was measured.
 */
const nlbDrainSeconds = 120;

/**
 * How long load balancers of the AWS Load Balancer Controller go on sending to a pod of the shop that
 * was told to go; undefined where none sends to pods themselves.
 */
export function podDrainSeconds({
  ingress: { alb, routes },
}: Pick<StackSettings, "ingress">): number | undefined {
  if (!alb) return undefined;
  const drains = [
    ...(alb.ownsServices ? [nlbDrainSeconds] : []),
    ...Object.values(routes).flatMap((route) =>
      "deregistrationDelaySeconds" in route ? [route.deregistrationDelaySeconds] : [],
    ),
  ];
  return drains.length > 0 ? Math.max(...drains) : undefined;
}

/** The shop's pods that use a backing service, by their labels; undefined where nobody says so. */
export function usersOf(
  name: BackingServiceName,
  { shop }: Pick<StackSettings, "shop">,
): { app: string }[] | undefined {
  const users = serviceNames.filter((service) => shop.services[service].uses.includes(name));
  return users.length > 0 ? users.map((app) => ({ app })) : undefined;
}
