export { checkNginxController, checkNginxIngress } from "./checks";
export {
  NginxController,
  retirement,
  type NginxClass,
  type NginxControllerArgs,
} from "./controller";
export { nginxNamespace } from "./names";
export { NginxIngress, type NginxIngressArgs } from "./ingress";
