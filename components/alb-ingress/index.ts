export { albAnnotations, type AlbSettings, type Group } from "./annotations";
export {
  AlbController,
  checkAlbController,
  type AlbControllerArgs,
  type LoadBalancerController,
} from "./controller";
export { AlbIngress, addressOf, checkAlbIngress, type AlbIngressArgs } from "./ingress";
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
