import type { AppMesh } from "../../apps/app-mesh";
import type { PodTargets } from "../../apps/load-balancer";
import { podReadinessGateLabels, type AlbController } from "../../components/alb-ingress";
import { injectionLabels, type IstioMesh } from "../../components/istio-mesh";
import { observabilityNamespace, prometheusPods } from "../../components/observability/names";
import type { StackConfig } from "../config";
import { podDrainSeconds } from "../shop-place";

/** What sends to the pods of public services themselves, if anything does. */
export function podTargetsOf(
  config: StackConfig,
  alb: AlbController | undefined,
): PodTargets | undefined {
  const drainSeconds = podDrainSeconds(config);
  if (!alb || drainSeconds === undefined) return undefined;
  return {
    readinessGates: podReadinessGateLabels,
    controller: alb.ready,
    ownsServices: config.ingress.alb?.ownsServices ?? false,
    drainSeconds,
  };
}

/** An app's place in the mesh, by the tag `default`, which follows the mesh's upgrades. */
export const appMesh = (
  { observability }: StackConfig,
  { ready }: IstioMesh,
  joining: boolean,
): AppMesh => ({
  injection: injectionLabels(),
  ready,
  joining,
  scrapers: observability?.prometheus
    ? [{ namespace: observabilityNamespace, pods: prometheusPods }]
    : [],
});
