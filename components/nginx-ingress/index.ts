export {
  NginxController,
  checkNginxController,
  retirement,
  type NginxClass,
  type NginxControllerArgs,
} from "./controller";
export { NginxIngress, checkNginxIngress, type NginxIngressArgs } from "./ingress";
