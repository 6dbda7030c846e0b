export { checkNginxController, checkNginxIngress } from "./checks";
export {
  NginxController,
  nginxNamespace,
  retirement,
  type NginxClass,
  type NginxControllerArgs,
} from "./controller";
export { NginxIngress, type NginxIngressArgs } from "./ingress";
