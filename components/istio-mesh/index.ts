import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { helmRelease, type ChartArgs } from "../helm";
import { istioObject, type AnyIstioObject } from "../istio-api";
import type { IstioMeshArgs, Listener } from "./args";
import { checkMesh } from "./checks";
import { egressRoutes, externalHost } from "./egress";
import { ingressGatewaySpec, ingressService } from "./ingress";
import {
  egressGatewayName,
  ingressGatewayName,
  ingressNamespace,
  istioChart,
  systemNamespace,
} from "./names";
import { peerAuthentications, telemetry } from "./policies";
import { controlPlaneRules } from "./ports";
import { planRevisions, revisionName, revisionsOf, type RevisionPlan } from "./revisions";
import {
  baseValues,
  cniValues,
  gatewayValues,
  istiodValues,
  servicePort,
  type GatewayService,
} from "./values";

export type * from "./args";
export { ConsoleAccess, type ConsoleAccessArgs, type Authentication } from "./console-access";
export { injectionLabels, noInjectionLabels, podInjectionLabels } from "./injection";
export { jaegerCollector } from "./jaeger";
export { MeshConsoles, type MeshConsolesArgs } from "./mesh-consoles";
export { ingressNamespace, systemNamespace } from "./names";
export { meshPods, sizes } from "./sizes";

/** The ingress gateway, for those who put routes on it. */
export interface IngressGateway {
  /** Name of the Gateway object. */
  readonly name: string;
  /** Where it stands. */
  readonly namespace: pulumi.Output<string>;
  /** What it listens for. */
  readonly listeners: readonly Listener[];
  /** What a route depends on. */
  readonly resource: pulumi.Resource;
}

/**
 * A service mesh: Istio's control plane under revisions, the node agent that redirects traffic, an
 * ingress gateway behind an NLB, an egress gateway by choice, and policies for the whole mesh.
 *
 * @example
 * const mesh = new IstioMesh("mesh", {
 *   mtls: { mode: "STRICT" },
 *   outbound: "ALLOW_ANY",
 *   ingressGateway: {
 *     listeners: [{ protocol: "HTTP", hosts: ["*"] }],
 *     loadBalancerController: controller.ready,
 *   },
 * }, { providers: { kubernetes: cluster.provider } });
 */
export class IstioMesh extends pulumi.ComponentResource {
  /** Where routes go; `undefined` without an ingress gateway. */
  readonly gateway: IngressGateway | undefined;
  /** What workloads with sidecars and objects of Istio's kinds depend on. */
  readonly ready: readonly pulumi.Resource[];
  /** Name of the revision behind the tag `default`. */
  readonly defaultRevision: string;
  private readonly inside: pulumi.CustomResourceOptions;

  constructor(name: string, args: IstioMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    checkMesh(args);
    super("twelve-street:components:IstioMesh", name, {}, opts);
    this.inside = { parent: this };
    const revisions = revisionsOf(args);
    const plan = planRevisions(revisions, args.defaultRevision ?? revisionName(revisions[0]));
    this.defaultRevision = plan.main.name;

    const rules = args.securityGroups
      ? controlPlaneRules(name, args.securityGroups, args.tags ?? {}, this.inside)
      : [];
    this.ready = this.controlPlane(name, args, plan, [...rules, ...(args.runsAfter ?? [])]);
    const policies: AnyIstioObject[] = [
      ...peerAuthentications(args.mtls),
      telemetry(args.accessLogs ?? "errors", args.tracing),
      ...(args.externalHosts ?? []).map(externalHost),
    ];
    policies.forEach((object) => this.object(name, object, this.ready));
    this.gateway = this.gateways(name, args, plan);
    this.registerOutputs({ defaultRevision: this.defaultRevision });
  }

  private controlPlane(
    name: string,
    args: IstioMeshArgs,
    { controlPlanes, main, sharedVersion }: RevisionPlan,
    after: readonly pulumi.Resource[],
  ): pulumi.Resource[] {
    const namespace = this.namespace(name, systemNamespace, "privileged");
    const base = this.install(
      `${name}-base`,
      {
        source: istioChart("base", sharedVersion),
        releaseName: "istio-base",
        namespace,
        values: baseValues(main),
      },
      [],
    );
    const cni = this.install(
      `${name}-cni`,
      {
        source: istioChart("cni", sharedVersion),
        releaseName: "istio-cni",
        namespace,
        values: cniValues(args.size ?? "standard"),
      },
      [base, ...after],
    );
    // In line, for the default tag's sake: see planRevisions.
    const istiods = controlPlanes.reduce<pulumi.Resource[]>(
      (before, plane) => [
        ...before,
        this.install(
          `${name}-istiod-${plane.name}`,
          {
            source: istioChart("istiod", plane.version),
            releaseName: `istiod-${plane.name}`,
            namespace,
            values: istiodValues(plane, args),
          },
          [base, ...after, ...before],
        ),
      ],
      [],
    );
    return [base, cni, ...istiods];
  }

  private gateways(
    name: string,
    { ingressGateway, egressGateway = false, externalHosts = [], size = "standard" }: IstioMeshArgs,
    { main }: RevisionPlan,
  ): IngressGateway | undefined {
    if (!ingressGateway && !egressGateway) return undefined;
    const namespace = this.namespace(name, ingressNamespace, "baseline");
    const gateway = (release: string, service: GatewayService, after: readonly pulumi.Resource[]) =>
      this.install(
        `${name}-${release}`,
        {
          source: istioChart("gateway", main.version),
          releaseName: release,
          namespace,
          values: gatewayValues(release, main, size, service),
        },
        [...this.ready, ...after],
      );
    if (egressGateway) {
      const service = { type: "ClusterIP", ports: [servicePort("tls", 443)] } as const;
      const egress = gateway(egressGatewayName, service, []);
      egressRoutes(externalHosts).forEach((object) => this.object(name, object, [egress]));
    }
    if (!ingressGateway) return undefined;
    const { loadBalancerController, listeners } = ingressGateway;
    const release = gateway(
      ingressGatewayName,
      ingressService(ingressGateway),
      loadBalancerController,
    );
    const resource = this.object(
      name,
      {
        kind: "Gateway",
        namespace: ingressNamespace,
        name: ingressGatewayName,
        spec: ingressGatewaySpec(listeners),
      },
      [release],
    );
    return { name: ingressGatewayName, namespace, listeners, resource };
  }

  private namespace(
    name: string,
    namespace: string,
    podSecurity: "privileged" | "baseline",
  ): pulumi.Output<string> {
    const made = new k8s.core.v1.Namespace(
      `${name}-${namespace}`,
      {
        metadata: {
          name: namespace,
          labels: { "pod-security.kubernetes.io/enforce": podSecurity },
        },
      },
      this.inside,
    );
    return made.metadata.name;
  }

  private install(name: string, chart: ChartArgs, dependsOn: readonly pulumi.Resource[]) {
    return helmRelease(name, chart, { ...this.inside, dependsOn: [...dependsOn] });
  }

  private object(
    name: string,
    object: AnyIstioObject,
    dependsOn: readonly pulumi.Resource[],
  ): pulumi.Resource {
    const label = `${name}-${object.kind}-${object.name}`.toLowerCase();
    return istioObject(label, object, { ...this.inside, dependsOn: [...dependsOn] });
  }
}
