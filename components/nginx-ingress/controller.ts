import * as nginx from "@pulumi/kubernetes-ingress-nginx";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import type { LoadBalancerController, Scheme } from "../alb-ingress";
import { checkNginxController } from "./checks";
import { nginxNamespace } from "./names";
import { controllerArgs } from "./values";

export interface NginxControllerArgs {
  /** Whether the NLB is reachable from the internet; a change makes a new one with a new name. */
  readonly scheme: Scheme;
  /**
   * Who makes the NLB. With an AlbController it sends to the pods' own addresses and tells NGINX the
   * client's by proxy protocol; without one EKS's own controller makes it, which sends to nodes that
   * run NGINX and keeps the client's address.
   * @default EKS's own
   */
  readonly loadBalancerController?: LoadBalancerController;
  /** Pods. Less than 1 throws an ArgumentError. @default 2 */
  readonly replicas?: number;
  /** Name of the class by which Ingresses ask for it; it is made, and must be free. @default "nginx" */
  readonly ingressClassName?: string;
  /** Serve Ingresses that name no class. @default false */
  readonly isDefaultClass?: boolean;
  /**
   * Networks that may connect. What is no network of IPv4 throws an ArgumentError.
   * @default ["0.0.0.0/0"] @example ["203.0.113.0/24"]
   */
  readonly allowedCidrs?: readonly string[];
  /** Namespace of the controller; made if it is missing. @default "ingress-nginx" */
  readonly namespace?: string;
  /** What must stand before pods can run: node groups. @default nothing */
  readonly runsAfter?: readonly pulumi.Resource[];
  /** Tags of the NLB. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What Ingresses of NGINX need of their controller. */
export interface NginxClass {
  /** Class of the Ingresses that it serves. */
  readonly ingressClassName: string;
  /** What they depend on: while NGINX is there, it takes their addresses away in order. */
  readonly ready: readonly pulumi.Resource[];
}

/**
 * Where the retirement was announced.
 * Source: Kubernetes blog, "Ingress NGINX Retirement: What You Need to Know", 2025-11-11; checked 2026-11-21.
 */
export const retirement =
  "Ingress NGINX is retired: since March 2026 there are no releases, no bug fixes and no security " +
  `fixes, and chart ${platformVersions.ingressNginx.version} is the last. It is kept for courses that ` +
  "teach it. The way on is the Gateway API: give the same rules to GatewayIngress, on Istio or on an " +
  "ALB (docs/components/gateway-ingress.md).";

/**
 * The NGINX ingress controller behind an NLB, which costs $16.43 a month and $0.006 a capacity unit
 * and hour (ELB pricing, US East). It is retired, and says so at each run.
 *
 * @example
 * const controller = new NginxController("nginx", {
 *   scheme: "internet-facing", loadBalancerController: alb, runsAfter: [nodeGroup],
 * }, { provider: kubernetesProvider });
 */
export class NginxController extends pulumi.ComponentResource implements NginxClass {
  readonly ingressClassName: string;
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: NginxControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    checkNginxController(args);
    super("twelve-street:components:NginxController", name, {}, opts);
    void pulumi.log.warn(retirement, this);
    this.ingressClassName = args.ingressClassName ?? "nginx";
    const controller = new nginx.IngressController(
      name,
      {
        controller: controllerArgs(args),
        helmOptions: {
          name: "ingress-nginx",
          namespace: args.namespace ?? nginxNamespace,
          createNamespace: true,
          chart: "ingress-nginx",
          version: platformVersions.ingressNginx.version,
          repositoryOpts: { repo: "https://kubernetes.github.io/ingress-nginx" },
        },
      },
      {
        parent: this,
        // The NLB goes while its controller is there, or it keeps the VPC from going.
        dependsOn: [...(args.runsAfter ?? []), ...(args.loadBalancerController?.ready ?? [])],
      },
    );
    this.ready = [controller];
    this.registerOutputs({ ingressClassName: this.ingressClassName });
  }
}
