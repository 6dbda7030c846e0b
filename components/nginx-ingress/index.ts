export { checkNginxController, checkNginxIngress } from "./checks";
export {
  NginxController,
  retirement,
  type NginxClass,
  type NginxControllerArgs,
} from "./controller";
export { NginxIngress, type NginxIngressArgs } from "./ingress";
