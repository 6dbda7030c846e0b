import type * as pulumi from "@pulumi/pulumi";

import type { TwelveStreet } from "../../apps/twelve-street";
import { AlbController, AlbIngress } from "../../components/alb-ingress";
import { NginxController, NginxIngress } from "../../components/nginx-ingress";
import { computeOf } from "../compute";
import { rulesOf, type Route } from "../ingress-args";
import type { Foundation } from "./foundation";

export interface Ingress {
  readonly alb: AlbController | undefined;
  readonly nginx: NginxController | undefined;
}

/** The controllers that make load balancers, each if the config has it. */
export function ingress(base: Foundation): Ingress {
  const alb = albController(base);
  return { alb, nginx: nginxController(base, alb) };
}

function albController({
  config,
  name,
  tags,
  network,
  cluster,
}: Foundation): AlbController | undefined {
  const wanted = config.ingress.alb;
  if (!wanted) return undefined;
  return new AlbController(
    `${name}-alb`,
    {
      ...wanted,
      clusterName: cluster.clusterName,
      region: config.region,
      vpcId: network.vpcId,
      compute: computeOf(config) === "fargate" ? "fargate" : "nodes",
      identity: cluster.podIdentity,
      runsAfter: cluster.ready,
      tags,
    },
    { providers: [cluster.provider] },
  );
}

function nginxController(
  { config, name, tags, cluster }: Foundation,
  alb: AlbController | undefined,
): NginxController | undefined {
  const wanted = config.ingress.nginx;
  if (!wanted) return undefined;
  return new NginxController(
    `${name}-nginx`,
    {
      ...wanted,
      ...(alb && { loadBalancerController: alb }),
      runsAfter: cluster.ready,
      tags,
    },
    { providers: [cluster.provider] },
  );
}

/** Host names of the load balancers that serve the routes to the shop, by route. */
export function routes(
  { config, name, tags, cluster }: Foundation,
  controllers: Ingress,
  { namespace }: TwelveStreet,
): Record<string, pulumi.Output<string>> {
  const opts = { providers: [cluster.provider] };
  const made = (routeName: string, route: Route) => {
    const label = `${name}-${routeName}`;
    const shared = { namespace, ingressName: routeName, rules: rulesOf(route) };
    if (route.by === "nginx")
      return new NginxIngress(label, { ...shared, controller: controllers.nginx }, opts);
    const { scheme, allowedCidrs, group, webAclArn, deregistrationDelaySeconds } = route;
    return new AlbIngress(
      label,
      {
        ...shared,
        scheme,
        deregistrationDelaySeconds,
        ...(allowedCidrs && { allowedCidrs }),
        ...(group && { group }),
        ...(webAclArn !== undefined && { webAclArn }),
        controller: controllers.alb,
        healthCheck: { path: route.healthCheckPath, successCodes: "200-399,404" },
        tags,
      },
      opts,
    );
  };
  return Object.fromEntries(
    Object.entries(config.ingress.routes).map(([routeName, route]) => [
      routeName,
      made(routeName, route).hostname,
    ]),
  );
}
