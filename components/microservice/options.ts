import type { RolloutOptions } from "../rollout";
import type { MicroserviceArgs } from "./args";

/**
 * What a rollout knows of the service. Clients behind a load balancer come straight to the pods, past
 * the mesh's routes: for them only the Service's selector moves traffic.
 */
export const rolloutOptions = ({
  replicas = 1,
  mesh,
  exposure,
  propagationSeconds,
}: Pick<
  MicroserviceArgs,
  "replicas" | "mesh" | "exposure" | "propagationSeconds"
>): RolloutOptions => ({
  replicas,
  mesh: mesh !== undefined && exposure !== "loadBalancer",
  ...(propagationSeconds !== undefined && { propagationSeconds }),
});
