import type * as pulumi from "@pulumi/pulumi";

import type { ServiceAccountName } from "../pod-identity";
import type { Scheme } from "./load-balancer";

export interface ControllerSettings {
  /** Pods; one leads, the other takes over. Less than 1 throws an ArgumentError. @default 2 */
  readonly replicas?: number;
  /** Name of the class by which Ingresses ask for it; it is made, and must be free. @default "alb" */
  readonly ingressClassName?: string;
  /** Serve Ingresses that name no class. @default false */
  readonly isDefaultClass?: boolean;
  /** Settings that no Ingress of the class can change. @default none */
  readonly enforced?: EnforcedSettings;
  /**
   * Take every new Service of type LoadBalancer that names no class, and give it an NLB, internal
   * unless it says otherwise. Without it such Services stay with EKS's own controller.
   * @default false
   */
  readonly ownsServices?: boolean;
  /**
   * Tags of every AWS resource, the load balancers' too.
   * @default none @example { course: "kubernetes" }
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Parameters of the IngressClass. */
export interface EnforcedSettings {
  /** Reachable from the internet, or from the VPC alone. @default each Ingress chooses */
  readonly scheme?: Scheme;
  /** One ALB for all Ingresses of the class. @default each Ingress chooses @example "labs" */
  readonly group?: string;
  /**
   * Namespaces whose Ingresses are served, by their labels. An Ingress elsewhere gets no address.
   * @default all namespaces @example { team: "classroom" }
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /**
   * Networks that may connect. What is no network the API server takes, and the controller refuses
   * in an event of each Ingress. @default each Ingress chooses @example ["203.0.113.0/24"]
   */
  readonly allowedCidrs?: readonly string[];
}

export const serviceAccount: ServiceAccountName = {
  namespace: "kube-system",
  name: "aws-load-balancer-controller",
};

/**
 * Values of the chart, but for cluster, region and VPC.
 * Source: chart aws-load-balancer-controller, values.yaml; checked 2026-11-21.
 */
export function controllerValues(
  settings: ControllerSettings,
  gatewayApi: boolean,
  serviceAccountAnnotations: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, unknown> {
  const { replicas = 2, ingressClassName = "alb", isDefaultClass = false, tags = {} } = settings;
  return {
    replicaCount: replicas,
    podDisruptionBudget: { maxUnavailable: 1 },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { "app.kubernetes.io/name": serviceAccount.name } },
      },
    ],
    resources: {
      requests: { cpu: "50m", memory: "128Mi" },
      limits: { memory: "256Mi" },
    },
    serviceAccount: {
      create: true,
      name: serviceAccount.name,
      annotations: serviceAccountAnnotations,
    },
    ingressClass: ingressClassName,
    createIngressClassResource: true,
    ingressClassConfig: { default: isDefaultClass },
    ingressClassParams: {
      create: true,
      name: ingressClassName,
      spec: classParams(settings.enforced ?? {}),
    },
    defaultTargetType: "ip",
    enablePodReadinessGateInject: true,
    enableServiceMutatorWebhook: settings.ownsServices ?? false,
    // A new certificate at each upgrade would cut the webhooks off until the pods restart.
    keepTLSSecret: true,
    enableShield: false,
    enableWaf: false,
    enableWafv2: true,
    controllerConfig: { featureGates: { ALBGatewayAPI: gatewayApi, NLBGatewayAPI: false } },
    defaultTags: { ...tags },
  };
}

/** Source: AWS Load Balancer Controller documentation, "IngressClass"; checked 2026-11-21. */
function classParams(enforced: EnforcedSettings): Record<string, unknown> {
  const { scheme, group, namespaceLabels, allowedCidrs } = enforced;
  return {
    ...(scheme && { scheme }),
    ...(group !== undefined && { group: { name: group } }),
    ...(namespaceLabels && { namespaceSelector: { matchLabels: { ...namespaceLabels } } }),
    ...(allowedCidrs && { inboundCIDRs: [...allowedCidrs] }),
  };
}
