import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { albIngressSpec } from "../ingress-rules";
import { albAnnotations, type AlbSettings } from "./annotations";
import { checkAlbIngress } from "./checks";
import type { LoadBalancerController } from "./controller";

export interface AlbIngressArgs extends AlbSettings {
  /** Who makes the ALB and takes it away again; refused where the stack has none. */
  readonly controller: LoadBalancerController | undefined;
  /** Namespace of the Ingress and of its Services; it must exist. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Name of the Ingress in its namespace; a change replaces it, and without a group the ALB.
   * @default the component's name
   */
  readonly ingressName?: string;
}

/**
 * An ALB for some hosts and paths, with pods as its targets.
 *
 * @example
 * new AlbIngress("colors", {
 *   controller, namespace: "labs", scheme: "internet-facing",
 *   rules: {
 *     hosts: [
 *       { host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] },
 *       { host: "green.example.com", paths: [{ service: "nginx-green", port: 80 }] },
 *     ],
 *     tls: { certificateArns: [certificate.arn] },
 *   },
 *   group: { name: "labs" },
 * });
 */
export class AlbIngress extends pulumi.ComponentResource {
  /** The ALB's own DNS name; point the hosts' records at it. */
  readonly hostname: pulumi.Output<string>;
  readonly ingress: k8s.networking.v1.Ingress;

  constructor(name: string, args: AlbIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    const { ingressClassName, ready } = checkAlbIngress(args);
    super("twelve-street:components:AlbIngress", name, {}, opts);
    this.ingress = new k8s.networking.v1.Ingress(
      name,
      {
        metadata: {
          name: args.ingressName ?? name,
          namespace: args.namespace,
          annotations: albAnnotations(args),
        },
        spec: albIngressSpec(args.rules, ingressClassName),
      },
      { parent: this, dependsOn: [...ready] },
    );
    this.hostname = addressOf(this.ingress);
    this.registerOutputs({ hostname: this.hostname });
  }
}

/** The name, or where there is none the address, that the Ingress is reached by. */
export const addressOf = (ingress: k8s.networking.v1.Ingress): pulumi.Output<string> =>
  ingress.status.apply((status) => {
    // Before its first status an Ingress has none at all, whatever the type says.
    const [first] = (status as typeof status | undefined)?.loadBalancer.ingress ?? [];
    return first?.hostname ?? first?.ip ?? "";
  });
