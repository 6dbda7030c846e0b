import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { helmRelease } from "../helm";
import { podRole, type PodIdentity } from "../pod-identity";
import { checkAlbController } from "./checks";
import { controllerPolicy } from "./policy";
import { controllerValues, serviceAccount, type ControllerSettings } from "./values";

export interface AlbControllerArgs extends ControllerSettings {
  /**
   * Name of the EKS cluster that it runs in: of its role's association, and of the tags by which it
   * knows its own load balancers. EKS refuses an unknown one at creation. @example "shop"
   */
  readonly clusterName: pulumi.Input<string>;
  /**
   * Region of the cluster: pods cannot ask the node for it. With another one no Ingress gets an
   * address. @example "ap-northeast-2"
   */
  readonly region: pulumi.Input<string>;
  /**
   * The cluster's VPC, which pods cannot ask the node for. In another one the controller finds no
   * subnets, and no Ingress gets an address. @example "vpc-0123456789abcdef0"
   */
  readonly vpcId: pulumi.Input<string>;
  /** Where its pods run. On `"fargate"`, `identity` must be the OIDC provider. @default "nodes" */
  readonly compute?: "nodes" | "fargate";
  /** How its pods come by their role. @default "podIdentity" */
  readonly identity?: PodIdentity;
  /**
   * Serve Gateways of the class `gatewayClassName` as well. The CRDs of the Gateway API and the
   * controller's own for it must be there first: name what installs them, or nothing if they are there.
   * @default no Gateways
   */
  readonly gatewayApi?: { readonly crds: readonly pulumi.Resource[] };
  /** What must stand before pods can run: node groups and the Pod Identity agent. @default nothing */
  readonly runsAfter?: readonly pulumi.Resource[];
}

/** What Ingresses, Gateways and Services of type LoadBalancer need of their controller. */
export interface LoadBalancerController {
  /** Class of the Ingresses that it serves. */
  readonly ingressClassName: string;
  /** The class of its Gateways, where it serves any. */
  readonly gatewayClassName: string | undefined;
  /** What they depend on: without the controller, their finalizers hold them for ever. */
  readonly ready: readonly pulumi.Resource[];
}

/**
 * The AWS Load Balancer Controller: makes an ALB for an Ingress or a Gateway, and an NLB for a
 * Service that asks for one. Itself it costs two small pods; each load balancer costs $16.43 a month
 * and $0.008 a capacity unit and hour (ELB pricing, US East).
 *
 * @example
 * const controller = new AlbController("alb", {
 *   clusterName: "shop", region: "ap-northeast-2", vpcId, runsAfter: [nodeGroup],
 * }, { providers: [awsProvider, kubernetesProvider] });
 */
export class AlbController extends pulumi.ComponentResource implements LoadBalancerController {
  readonly ingressClassName: string;
  readonly gatewayClassName: string | undefined;
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: AlbControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    checkAlbController(args);
    super("twelve-street:components:AlbController", name, {}, opts);
    this.ingressClassName = args.ingressClassName ?? "alb";
    const identity = this.identity(name, args);
    const release = helmRelease(
      name,
      {
        source: {
          repository: "https://aws.github.io/eks-charts",
          chart: "aws-load-balancer-controller",
          version: platformVersions.awsLoadBalancerController.version,
        },
        releaseName: "aws-load-balancer-controller",
        namespace: serviceAccount.namespace,
        values: {
          ...controllerValues(args, args.gatewayApi !== undefined, identity.annotations),
          clusterName: args.clusterName,
          region: args.region,
          vpcId: args.vpcId,
        },
      },
      {
        parent: this,
        dependsOn: [
          ...identity.standing,
          ...(args.runsAfter ?? []),
          ...(args.gatewayApi?.crds ?? []),
        ],
      },
    );
    const gatewayClass = args.gatewayApi ? [this.gatewayClass(name, release)] : [];
    this.gatewayClassName = args.gatewayApi ? gatewayClassName : undefined;
    this.ready = [release, ...gatewayClass];
    this.registerOutputs({
      ingressClassName: this.ingressClassName,
      gatewayClassName: this.gatewayClassName,
    });
  }

  /** The role, and how the service account gets it. */
  private identity(name: string, args: AlbControllerArgs): Identity {
    const inside = { parent: this };
    const { identity = "podIdentity", tags = {} } = args;
    const role = podRole(
      name,
      {
        policy: controllerPolicy,
        tags,
        ...(identity !== "podIdentity" && { oidc: { ...identity, serviceAccount } }),
      },
      inside,
    );
    if (identity !== "podIdentity") {
      return { standing: role.policies, annotations: { "eks.amazonaws.com/role-arn": role.arn } };
    }
    const association = new aws.eks.PodIdentityAssociation(
      name,
      {
        clusterName: args.clusterName,
        namespace: serviceAccount.namespace,
        serviceAccount: serviceAccount.name,
        roleArn: role.arn,
        tags: { ...tags },
      },
      // It is the cluster's: a name alone says neither that there is one yet, nor that there still is.
      { ...inside, dependsOn: [...(args.runsAfter ?? [])] },
    );
    return { standing: [...role.policies, association], annotations: {} };
  }

  private gatewayClass(name: string, release: pulumi.Resource): pulumi.Resource {
    return new k8s.apiextensions.CustomResource(
      `${name}-gateway-class`,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: { name: gatewayClassName },
        spec: { controllerName: "gateway.k8s.aws/alb" },
      },
      { parent: this, dependsOn: release },
    );
  }
}

interface Identity {
  /** What must stand before the pods start: they ask for credentials once. */
  readonly standing: readonly pulumi.Resource[];
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
}

const gatewayClassName = "aws-alb";
