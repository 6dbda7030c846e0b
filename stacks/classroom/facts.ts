import type { Capacity } from "../../components/cluster/capacity";
import { noInjectionLabels } from "../../components/istio-mesh/injection";
import { ingressNamespace, systemNamespace } from "../../components/istio-mesh/names";
import { planSubnets } from "../../components/network/layout";
import { nginxNamespace } from "../../components/nginx-ingress/names";
import {
  loggingNamespace,
  observabilityNamespace,
  prometheusPods,
} from "../../components/observability/names";
import { roomOf } from "../room";
import type { StackSettings } from "../schema";
import type { ClassroomSettings } from "./schema";
import type { PlatformNetwork } from "./config";

/** What a platform tells its classrooms of itself, as an output of its stack. */
export interface PlatformFacts {
  readonly kubernetesVersion: string;
  readonly vpcCidr: string;
  /** Subnets of load balancers, in which no node and no pod stands. */
  readonly loadBalancerCidrs: readonly string[];
  /** IngressClasses by name, and what serves them. */
  readonly ingressClasses: Readonly<Record<string, "alb" | "nginx">>;
  readonly mesh: boolean;
  readonly prometheus: boolean;
  /** What its untainted nodes leave, at their most, beside what it runs itself. */
  readonly room?: Capacity;
  /** Namespaces that are the platform's. */
  readonly namespaces: readonly string[];
}

export function platformFacts(settings: StackSettings): PlatformFacts {
  const { cluster, network, ingress, mesh, observability, shop, tutorial } = settings;
  const subnets = planSubnets(network.cidr, network.zones);
  const { alb, nginx } = ingress;
  return {
    kubernetesVersion: cluster.version,
    vpcCidr: network.cidr,
    // Without NAT the nodes are in the public subnets, and what comes from there may be another student's.
    loadBalancerCidrs: network.nat === "none" ? [] : subnets.map((zone) => zone.publicCidr),
    ingressClasses: {
      ...(alb && { [alb.ingressClassName]: "alb" as const }),
      ...(nginx && { [nginx.ingressClassName]: "nginx" as const }),
    },
    mesh: mesh !== undefined,
    prometheus: observability?.prometheus !== undefined,
    room: roomOf(settings),
    namespaces: [
      ...[shop.namespace, ...(tutorial ? [tutorial.namespace] : [])],
      ...[systemNamespace, ingressNamespace, nginxNamespace],
      ...[observabilityNamespace, loggingNamespace],
    ],
  };
}

/** istiod's ports for sidecars, and those on which a sidecar is asked for its numbers. */
const controlPlanePorts = [15012, 15010];

/** Who reaches students' pods on such a platform, and whom they reach. */
export function networkOf(
  facts: PlatformFacts,
  { ingress, mesh }: Pick<ClassroomSettings, "ingress" | "mesh">,
): PlatformNetwork {
  const byNginx = ingress && facts.ingressClasses[ingress.className] === "nginx";
  return {
    kubernetesVersion: facts.kubernetesVersion,
    vpcCidrs: [facts.vpcCidr],
    callerCidrs: facts.loadBalancerCidrs,
    callers: [
      ...(byNginx ? [{ namespace: nginxNamespace }] : []),
      ...(mesh ? [{ namespace: ingressNamespace }] : []),
      ...(facts.prometheus ? [{ namespace: observabilityNamespace, pods: prometheusPods }] : []),
    ],
    calls: mesh ? [{ namespace: systemNamespace, ports: controlPlanePorts }] : [],
    meshGateways: mesh ? [ingressNamespace] : [],
    // Labs' pods ask for a sidecar, which could not reach istiod there.
    ...(facts.mesh && !mesh && { namespaceLabels: noInjectionLabels }),
    reservedNamespaces: facts.namespaces,
  };
}
