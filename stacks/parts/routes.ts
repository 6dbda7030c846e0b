import * as pulumi from "@pulumi/pulumi";

import type { TwelveStreet } from "../../apps/twelve-street";
import { AlbIngress } from "../../components/alb-ingress";
import { GatewayIngress, type GatewayIngressArgs } from "../../components/gateway-ingress";
import type { IstioMesh } from "../../components/istio-mesh";
import { NginxIngress } from "../../components/nginx-ingress";
import { albSettings, gatewayService, rulesOf, type Route } from "../ingress-args";
import type { Foundation } from "./foundation";
import type { Ingress } from "./ingress";

/** Who serves routes, as far as the config has them. */
export interface Doors extends Ingress {
  readonly mesh: IstioMesh | undefined;
}

/**
 * The routes to the shop; by name the host name of each load balancer, or for a Gateway the command
 * that asks for its address: it stands in a status that only whoever serves the Gateway writes.
 */
export function routes(
  { config, name, tags, cluster }: Foundation,
  doors: Doors,
  { namespace }: TwelveStreet,
): Record<string, pulumi.Output<string>> {
  const opts = { providers: [cluster.provider] };
  const made = (routeName: string, route: Route): pulumi.Output<string> => {
    const label = `${name}-${routeName}`;
    const rules = rulesOf(route);
    const asIngress = { namespace, rules, ingressName: routeName };
    switch (route.by) {
      case "nginx":
        return new NginxIngress(label, { ...asIngress, controller: doors.nginx }, opts).hostname;
      case "alb": {
        const { group } = route;
        const settings = { ...albSettings(route, tags), ...(group && { group }) };
        return new AlbIngress(label, { ...asIngress, ...settings, controller: doors.alb }, opts)
          .hostname;
      }
      case "gateway": {
        const on = gatewayTarget(route, doors, tags);
        new GatewayIngress(label, { namespace, rules, gatewayName: routeName, on }, opts);
        return pulumi.interpolate`kubectl get gateway ${routeName} --namespace ${namespace} --output jsonpath='{.status.addresses[0].value}'`;
      }
    }
  };
  return Object.fromEntries(
    Object.entries(config.ingress.routes).map(([routeName, route]) => [
      routeName,
      made(routeName, route),
    ]),
  );
}

function gatewayTarget(
  route: Extract<Route, { by: "gateway" }>,
  { alb, kinds, mesh }: Doors,
  tags: Foundation["tags"],
): GatewayIngressArgs["on"] {
  if (route.on === "alb") return { kind: "alb", controller: alb, ...albSettings(route, tags) };
  return {
    kind: "istio",
    ready: [...(mesh?.ready ?? []), ...(kinds?.ready ?? []), ...(alb?.ready ?? [])],
    serviceAnnotations: gatewayService(route, alb !== undefined),
  };
}
