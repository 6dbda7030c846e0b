import type { Components } from "../runtime/components";
import { SimulatedIngressController } from "./ingress-controller";

/** The components of @pulumi/kubernetes-ingress-nginx. */
export const constructs: Components["constructs"] = {
  "kubernetes-ingress-nginx:index:IngressController": (name, inputs, options) => {
    const { urn, status } = new SimulatedIngressController(name, inputs, options);
    return { urn, state: { status } };
  },
};
