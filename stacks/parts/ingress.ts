import { AlbController } from "../../components/alb-ingress";
import { kubeSystem } from "../../components/cluster";
import type { GatewayApiCrds } from "../../components/gateway-api";
import { NginxController, nginxNamespace } from "../../components/nginx-ingress";
import { computeOf } from "../compute";
import type { Foundation } from "./foundation";

export interface Ingress {
  readonly alb: AlbController | undefined;
  readonly nginx: NginxController | undefined;
  /** The kinds of the Gateway API. */
  readonly kinds: GatewayApiCrds | undefined;
}

/** The controllers that make load balancers, each if the config has it. */
export function ingress(base: Foundation, kinds: GatewayApiCrds | undefined): Ingress {
  const alb = albController(base, kinds);
  return { alb, nginx: nginxController(base, alb), kinds };
}

function albController(
  { config, name, tags, network, cluster }: Foundation,
  kinds: GatewayApiCrds | undefined,
): AlbController | undefined {
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
      ...(kinds && { gatewayApi: { crds: kinds.ready } }),
      runsAfter: cluster.readyFor(kubeSystem),
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
      runsAfter: cluster.readyFor(nginxNamespace),
      tags,
    },
    { providers: [cluster.provider] },
  );
}
