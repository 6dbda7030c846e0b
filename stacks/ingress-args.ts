import type { HostRule, IngressRules, Tls } from "../components/ingress-rules/rules";
import { nonEmpty } from "./observability-args";
import type { StackSettings } from "./schema";

export type Route = StackSettings["ingress"]["routes"][string];

/** The rules of a route, the same words for every controller. */
export function rulesOf(route: Route): IngressRules {
  const hosts = route.hosts.map(({ paths, ...rest }): HostRule => ({
    ...rest,
    paths: nonEmpty(paths),
  }));
  const tls = tlsOf(route);
  return { hosts: nonEmpty(hosts), ...(tls && { tls }) };
}

function tlsOf(route: Route): Tls | undefined {
  const { redirect } = route;
  if (route.by === "nginx")
    return route.secretName === undefined ? undefined : { secretName: route.secretName, redirect };
  const { certificateArns } = route;
  return certificateArns.length === 0
    ? undefined
    : { certificateArns: nonEmpty(certificateArns), redirect };
}
