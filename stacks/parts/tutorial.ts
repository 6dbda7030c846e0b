import { IstioTutorial } from "../../apps/istio-tutorial";
import type { IstioMesh } from "../../components/istio-mesh";
import { mapValues } from "../map-values";
import { replicasOf, stateOf } from "../rollouts";
import { appMesh, podTargetsOf } from "./apps";
import type { Foundation } from "./foundation";
import type { Ingress } from "./ingress";

/** The Istio tutorial, if the config has it. */
export function tutorial(
  { config, cluster, forWorkloads }: Foundation,
  { alb }: Ingress,
  istio: IstioMesh | undefined,
): IstioTutorial | undefined {
  if (!config.tutorial) return undefined;
  const { namespace, services } = config.tutorial;
  const podTargets = podTargetsOf(config, alb);
  return new IstioTutorial(
    "istio-tutorial",
    {
      namespace,
      kubernetesVersion: config.cluster.version,
      services: mapValues(services, (service) => ({
        rollout: stateOf(service),
        replicas: replicasOf(service),
        env: service.env,
      })),
      ...(istio && { mesh: appMesh(config, istio, false) }),
      ...(podTargets && { podTargets }),
      podsDependOn: cluster.placesFor(namespace),
    },
    forWorkloads,
  );
}
