import type { LoadBalancer, Targets } from "../components/alb-ingress";
import type { HostRule, IngressRules, Tls } from "../components/ingress-rules/rules";
import { nonEmpty } from "./observability-args";
import type { StackSettings } from "./schema";

export type Route = StackSettings["ingress"]["routes"][string];

type OnAlb = Exclude<Route, { by: "nginx" } | { on: "istio" }>;
type OnIstio = Extract<Route, { on: "istio" }>;

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
  if (!("certificateArns" in route))
    return route.secretName === undefined ? undefined : { secretName: route.secretName, redirect };
  const { certificateArns } = route;
  return certificateArns.length === 0
    ? undefined
    : { certificateArns: nonEmpty(certificateArns), redirect };
}

/** What an ALB is told of a route, by an Ingress or by a Gateway. */
export const albSettings = (
  route: OnAlb,
  tags: Readonly<Record<string, string>>,
): LoadBalancer & Targets => ({
  scheme: route.scheme,
  ...(route.allowedCidrs && { allowedCidrs: route.allowedCidrs }),
  ...(route.webAclArn !== undefined && { webAclArn: route.webAclArn }),
  sslPolicy: route.sslPolicy,
  deregistrationDelaySeconds: route.deregistrationDelaySeconds,
  healthCheck: route.healthCheck,
  tags,
});

const annotation = (name: string) => `service.beta.kubernetes.io/aws-load-balancer-${name}`;

/**
 * The NLB before the pod that Istio makes for a Gateway: by the AWS Load Balancer Controller where there is one,
 * else by EKS's own. Sources: AWS Load Balancer Controller documentation, "Service annotations"; kubernetes/
 * cloud-provider-aws, docs/service_controller.md; checked 2026-11-21.
 */
export const gatewayService = (
  { scheme, allowedCidrs }: OnIstio,
  byController: boolean,
): Record<string, string> => ({
  [annotation("cross-zone-load-balancing-enabled")]: "true",
  ...(byController
    ? {
        [annotation("type")]: "external",
        [annotation("nlb-target-type")]: "ip",
        [annotation("scheme")]: scheme,
      }
    : {
        [annotation("type")]: "nlb",
        ...(scheme === "internal" && { [annotation("internal")]: "true" }),
      }),
  ...(allowedCidrs && {
    "service.beta.kubernetes.io/load-balancer-source-ranges": allowedCidrs.join(","),
  }),
});
