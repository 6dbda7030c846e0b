export { checkRules } from "./check";
export {
  gatewaySpec,
  routes,
  type GatewayKind,
  type GatewaySpec,
  type Listener,
  type Route,
  type RouteRule,
  type RouteSpec,
} from "./gateway";
export {
  albIngressSpec,
  nginxIngressSpec,
  type IngressPath,
  type IngressRule,
  type IngressSpec,
} from "./ingress";
export {
  pathOf,
  redirects,
  route,
  usesAcm,
  type AcmTls,
  type HostRule,
  type IngressRules,
  type NonEmptyArray,
  type Path,
  type PathMatch,
  type PathRule,
  type SecretTls,
  type Tls,
} from "./rules";
