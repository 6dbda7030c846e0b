import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { LoadBalancer, LoadBalancerController, Targets } from "../alb-ingress";
import { gatewaySpec, routes, type IngressRules } from "../ingress-rules";
import { loadBalancerConfiguration, targetGroupConfiguration } from "./alb";
import { checkGatewayIngress } from "./checks";

export { checkGatewayIngress };

export interface GatewayIngressArgs {
  /**
   * Who serves the Gateway: Istio, or the AWS Load Balancer Controller by an ALB.
   * @example { kind: "alb", controller, scheme: "internet-facing" }
   */
  readonly on: IstioTarget | AlbTarget;
  /** Namespace of the Gateway, its routes, Services and certificate; it must exist. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Which request goes to which Service; see docs/components/ingress-rules.md. What makes no sense,
   * or a certificate that the target cannot read, throws an ArgumentError.
   * @example { hosts: [{ paths: [{ service: "ui", port: 8080 }] }] }
   */
  readonly rules: IngressRules;
  /**
   * Name of the Gateway in its namespace; a change replaces it and its load balancer.
   * @default the component's name
   */
  readonly gatewayName?: string;
}

/** Istio makes the Gateway's own pods, and a Service of type LoadBalancer before them. */
export interface IstioTarget {
  readonly kind: "istio";
  /** Class of the Gateway; with one that nobody serves it gets no address. @default "istio" */
  readonly gatewayClassName?: string;
  /** What must stand first and go last: istiod, and the Gateway API's CRDs. */
  readonly ready: readonly pulumi.Resource[];
  /**
   * Annotations of the Gateway's Service, for its load balancer.
   * @default none @example { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" }
   */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}

/** The AWS Load Balancer Controller makes an ALB, as it does for an Ingress. */
export interface AlbTarget extends LoadBalancer, Targets {
  readonly kind: "alb";
  /** An AlbController with `gatewayApi`; refused where there is none. */
  readonly controller: LoadBalancerController | undefined;
}

const gatewayApi = "gateway.networking.k8s.io/v1";
const awsGatewayApi = "gateway.k8s.aws/v1";

/**
 * Hosts and paths by the Gateway API: a Gateway and its HTTPRoutes, from the rules that AlbIngress
 * and NginxIngress take. The way on from NGINX.
 *
 * @example
 * new GatewayIngress("colors", {
 *   on: { kind: "alb", controller, scheme: "internet-facing" }, namespace: "labs", rules,
 * });
 */
export class GatewayIngress extends pulumi.ComponentResource {
  readonly gateway: k8s.apiextensions.CustomResource;
  readonly routes: readonly k8s.apiextensions.CustomResource[];

  constructor(
    name: string,
    private readonly args: GatewayIngressArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const { gatewayClassName, ready } = checkGatewayIngress(args);
    super("twelve-street:components:GatewayIngress", name, {}, opts);
    const { on, rules, gatewayName = name } = args;
    const settings = on.kind === "alb" ? this.albSettings(name, on, gatewayName, ready) : [];
    this.gateway = this.object(
      name,
      gatewayApi,
      "Gateway",
      gatewayName,
      { ...gatewaySpec(rules, gatewayClassName, on.kind), ...infrastructure(on, gatewayName) },
      [...ready, ...settings],
    );
    this.routes = routes(rules, name, gatewayName).map((route) =>
      this.object(route.name, gatewayApi, "HTTPRoute", route.name, { ...route.spec }, [
        this.gateway,
      ]),
    );
    if (on.kind === "istio") this.openToClients(name, gatewayName);
    this.registerOutputs({ gateway: this.gateway.metadata.name });
  }

  /** A namespace that denies by default would keep clients from the pods that Istio makes in it. */
  private openToClients(name: string, gatewayName: string): void {
    new k8s.networking.v1.NetworkPolicy(
      name,
      {
        metadata: { name: `${gatewayName}-gateway`, namespace: this.args.namespace },
        spec: {
          podSelector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": gatewayName } },
          policyTypes: ["Ingress"],
          ingress: [{}],
        },
      },
      { parent: this },
    );
  }

  private albSettings(
    name: string,
    on: AlbTarget,
    gatewayName: string,
    ready: readonly pulumi.Resource[],
  ): k8s.apiextensions.CustomResource[] {
    return [
      this.object(
        name,
        awsGatewayApi,
        "LoadBalancerConfiguration",
        gatewayName,
        loadBalancerConfiguration(gatewayName, this.args.rules, on),
        ready,
      ),
      this.object(
        name,
        awsGatewayApi,
        "TargetGroupConfiguration",
        gatewayName,
        targetGroupConfiguration(on),
        ready,
      ),
    ];
  }

  private object(
    name: string,
    apiVersion: string,
    kind: string,
    objectName: string,
    spec: Record<string, unknown>,
    dependsOn: readonly pulumi.Resource[],
  ): k8s.apiextensions.CustomResource {
    return new k8s.apiextensions.CustomResource(
      name,
      { apiVersion, kind, metadata: { name: objectName, namespace: this.args.namespace }, spec },
      { parent: this, dependsOn: [...dependsOn] },
    );
  }
}

/** What the Gateway tells its implementation. */
function infrastructure(on: IstioTarget | AlbTarget, gatewayName: string): Record<string, unknown> {
  if (on.kind === "istio") {
    return on.serviceAnnotations
      ? { infrastructure: { annotations: { ...on.serviceAnnotations } } }
      : {};
  }
  return {
    infrastructure: {
      parametersRef: {
        group: "gateway.k8s.aws",
        kind: "LoadBalancerConfiguration",
        name: gatewayName,
      },
    },
  };
}
