export { albAnnotations, type AlbSettings } from "./annotations";
export { checkAlbController, checkAlbIngress } from "./checks";
export { AlbController, type AlbControllerArgs, type LoadBalancerController } from "./controller";
export { AlbIngress, addressOf, type AlbIngressArgs } from "./ingress";
export type { Group } from "./group";
export {
  checkLoadBalancer,
  defaultAttributes,
  defaultSslPolicy,
  type LoadBalancer,
  type Scheme,
} from "./load-balancer";
export { controllerPolicy } from "./policy";
export {
  podReadinessGateLabels,
  targetSettings,
  type HealthCheck,
  type Targets,
  type TargetSettings,
} from "./targets";
export type { ControllerSettings, EnforcedSettings } from "./values";
