import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { addressOf } from "../alb-ingress";
import { nginxIngressSpec, redirects, type IngressRules } from "../ingress-rules";
import { checkNginxIngress } from "./checks";
import type { NginxClass } from "./controller";

export interface NginxIngressArgs {
  /** Who serves the rules; refused where the stack has none. */
  readonly controller: NginxClass | undefined;
  /** Namespace of the Ingress, its Services and its certificate; it must exist. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Which request goes to which Service; see docs/components/ingress-rules.md. What makes no sense,
   * or a certificate of ACM, throws an ArgumentError.
   * @example { hosts: [{ paths: [{ service: "ui", port: 8080 }] }] }
   */
  readonly rules: IngressRules;
  /**
   * Further annotations by NGINX's names. NGINX passes over one that it does not know.
   * @default none @example { "nginx.ingress.kubernetes.io/proxy-body-size": "8m" }
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Name of the Ingress in its namespace; a change replaces it. @default the component's name */
  readonly ingressName?: string;
}

/**
 * Hosts and paths served by NGINX; the same rules as an AlbIngress takes.
 *
 * @example
 * new NginxIngress("colors", { controller, namespace: "labs", rules });
 */
export class NginxIngress extends pulumi.ComponentResource {
  /** The NLB's DNS name; point the hosts' records at it. */
  readonly hostname: pulumi.Output<string>;
  readonly ingress: k8s.networking.v1.Ingress;

  constructor(name: string, args: NginxIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    const { ingressClassName, ready } = checkNginxIngress(args);
    super("twelve-street:components:NginxIngress", name, {}, opts);
    this.ingress = new k8s.networking.v1.Ingress(
      name,
      {
        metadata: {
          name: args.ingressName ?? name,
          namespace: args.namespace,
          annotations: {
            "nginx.ingress.kubernetes.io/ssl-redirect": String(redirects(args.rules.tls)),
            ...args.annotations,
          },
        },
        spec: nginxIngressSpec(args.rules, ingressClassName),
      },
      { parent: this, dependsOn: [...ready] },
    );
    this.hostname = addressOf(this.ingress);
    this.registerOutputs({ hostname: this.hostname });
  }
}
