import { namespacePattern } from "../../components/cluster/fargate-selector";
import { at } from "../recorded-run";
import { allBefore, type Graph, type Planned } from "./graph";
import * as kinds from "./kinds";
import type { Kind } from "./kinds";
import { driversOf, hasVolume } from "./volumes";

/**
 * What AWS and Kubernetes ask for, whoever writes the program: `later` works only while `earlier`
 * stands. So it is begun after it, and gone before it.
 */
export interface Need {
  readonly later: Kind;
  readonly earlier: (later: Planned, all: readonly Planned[]) => readonly Planned[];
  readonly why: string;
  /** Whom a finalizer waits for: if it has gone, the object hangs for ever, and what it has made in AWS stays. */
  readonly finalizer?: string;
}

const every =
  (...of: readonly Kind[]) =>
  (_: Planned, all: readonly Planned[]): readonly Planned[] =>
    all.filter(kinds.anyOf(...of));

/** Nodes, and the Fargate profiles that take pods of the same namespace. */
const places = (later: Planned, all: readonly Planned[]): readonly Planned[] =>
  all.filter((it) => kinds.nodeGroup(it) || (kinds.fargateProfile(it) && takes(it, later)));

function takes({ inputs }: Planned, later: Planned): boolean {
  const selectors = inputs.selectors as { namespace: string }[];
  const namespace = kinds.namespaceOf(later);
  return selectors.some((it) => new RegExp(namespacePattern(it.namespace)).test(namespace));
}

const callsAws = kinds.anyOf(
  kinds.albController,
  kinds.addOn("aws-ebs-csi-driver", "aws-efs-csi-driver"),
);

const byAlbController: Kind = (it) => kinds.hasLoadBalancer(it) && kinds.asksForAlbController(it);

export const needs: readonly Need[] = [
  {
    later: kinds.controlPlane,
    earlier: every(kinds.network),
    why: "its interfaces are in the subnets",
  },
  {
    later: kinds.anyOf(kinds.inKubernetes, kinds.pods, kinds.ofCluster),
    earlier: every(kinds.controlPlane),
    why: "it is the cluster's",
  },
  {
    later: kinds.nodeGroup,
    earlier: every(kinds.podNetwork),
    why: "a node without a pod network is never ready, and a group of such nodes fails (alphagov/govuk-infrastructure pull request 3541)",
  },
  {
    later: kinds.pods,
    earlier: places,
    why: "pods need a place; CoreDNS without one stays degraded (terraform-aws-modules/terraform-aws-eks issue 3001)",
  },
  {
    later: callsAws,
    earlier: every(kinds.dns),
    why: "it calls AWS by names, to the last",
  },
  {
    later: kinds.ingressOfClass("alb"),
    earlier: every(kinds.albController),
    why: "who makes its ALB takes it away",
    finalizer: "ingress.k8s.aws/resources",
  },
  {
    later: kinds.anyOf(
      kinds.ofType("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"),
      kinds.gatewayOfClass("aws-alb"),
    ),
    earlier: every(kinds.albController),
    why: "who makes its load balancer or targets takes them away",
    finalizer: "elbv2.k8s.aws/resources",
  },
  {
    later: byAlbController,
    earlier: every(kinds.albController),
    why: "who makes its NLB takes it away",
    finalizer: "service.k8s.aws/resources",
  },
  {
    later: (it) => kinds.hasLoadBalancer(it) && !byAlbController(it),
    earlier: (_, all) => all.filter(kinds.anyOf(kinds.ownsServices, kinds.controlPlane)),
    why: "who makes its load balancer takes it away: the cloud provider in the control plane, or AWS's controller where it takes on all Services",
    finalizer: "service.kubernetes.io/load-balancer-cleanup",
  },
  {
    later: kinds.gatewayOfClass("istio"),
    earlier: every(kinds.albController),
    why: "istiod makes a Service of it, and who makes its NLB takes it away",
    finalizer: "service.k8s.aws/resources, on the Service",
  },
  {
    later: kinds.ofType("kubernetes:apps/v1:Deployment"),
    earlier: (later, all) => (hasReadinessGate(later, all) ? all.filter(kinds.albController) : []),
    why: "its webhook puts a readiness gate into new pods",
  },
  {
    later: kinds.anyOf(kinds.albController, ({ type }) => type.startsWith(gatewayGroup)),
    earlier: every(gatewayCrd),
    why: "the kinds of the Gateway API come first",
  },
  {
    later: kinds.ingressOfClass("nginx"),
    earlier: every(kinds.nginxController),
    why: "it serves the Ingress, and its webhook judges every change",
  },
  {
    later: hasVolume,
    earlier: driversOf,
    why: "the driver alone takes a volume off its node and deletes it",
    finalizer: "kubernetes.io/pvc-protection, external-attacher",
  },
  {
    later: kinds.anyOf(kinds.istiod, kinds.chart("cni", "gateway"), istioObject),
    earlier: every(kinds.istioCrds),
    why: "its kinds come with Istio's base chart (Istio, “Install with Helm”)",
  },
  {
    later: kinds.anyOf(
      kinds.chart("gateway"),
      kinds.gatewayOfClass("istio"),
      istioObject,
      hasSidecar,
    ),
    earlier: every(kinds.istiod),
    why: "istiod puts in its proxy, or judges it",
  },
  {
    later: kinds.elasticStack,
    earlier: every(kinds.elasticOperator),
    why: "the operator makes Elasticsearch, and takes it away",
    finalizer: "of Elastic Cloud on Kubernetes",
  },
  {
    later: (it) => kinds.chart("fluent-bit")(it) && kinds.namespaceOf(it) === "logging",
    earlier: every(kinds.elasticStack),
    why: "the password is in a Secret of Elasticsearch's",
  },
  {
    later: needsAddress,
    earlier: (later, all) =>
      all.filter(
        (it) => kinds.hasLoadBalancer(it) && it.name === "gateway" && it.part === later.part,
      ),
    why: "browsers call the gateway, so the page names its address",
  },
  {
    later: kinds.ofType("kubernetes:core/v1:Secret"),
    earlier: (later, all) => all.filter((it) => kinds.managedService(it) && it.part === later.part),
    why: "the Secret holds the address that AWS gives",
  },
];

const gatewayGroup = "kubernetes:gateway.networking.k8s.io/";

function gatewayCrd({ type, inputs }: Planned): boolean {
  const name = at(inputs, "metadata", "name");
  return (
    type.endsWith(":CustomResourceDefinition") &&
    typeof name === "string" &&
    name.endsWith(".gateway.networking.k8s.io")
  );
}

const readinessGates = "elbv2.k8s.aws/pod-readiness-gate-inject";

function hasReadinessGate(pod: Planned, all: readonly Planned[]): boolean {
  return all.some(
    ({ type, inputs }) =>
      type === "kubernetes:core/v1:Namespace" &&
      at(inputs, "metadata", "name") === kinds.namespaceOf(pod) &&
      at(inputs, "metadata", "labels", readinessGates) !== undefined,
  );
}

function istioObject({ type }: Planned): boolean {
  return /^kubernetes:\w+\.istio\.io\//.test(type);
}

function hasSidecar({ inputs }: Planned): boolean {
  const sidecar = at(inputs, "spec", "template", "metadata", "annotations", sidecarMark);
  return sidecar === "true";
}

const sidecarMark = "sidecar.istio.io/nativeSidecar";

function needsAddress({ type, name }: Planned): boolean {
  return type === "kubernetes:apps/v1:Deployment" && name === "ui";
}

/** One resource's need of another, as it holds in a graph. */
export interface Must {
  readonly later: Planned;
  readonly earlier: Planned;
  readonly need: Need;
}

export function mustsOf(graph: Graph): readonly Must[] {
  const all = [...graph.values()];
  return needs.flatMap((need) =>
    all.filter(need.later).flatMap((later) =>
      need
        .earlier(later, all)
        .filter((earlier) => earlier !== later)
        .map((earlier) => ({ later, earlier, need })),
    ),
  );
}

/** Those that the program does not keep: begun too early, and at deletion gone too late. */
export function brokenMusts(graph: Graph): readonly Must[] {
  const before = allBefore(graph);
  return mustsOf(graph).filter(({ later, earlier }) => !before.get(later.urn)?.has(earlier.urn));
}

/** The same resources, each waiting for what it must and for nothing else. */
export function leastGraph(graph: Graph): Graph {
  const waits = new Map<string, Set<string>>();
  for (const { later, earlier } of mustsOf(graph)) {
    const known = waits.get(later.urn) ?? new Set();
    waits.set(later.urn, known.add(earlier.urn));
  }
  return new Map(
    [...graph].map(([urn, it]) => [urn, { ...it, waitsFor: [...(waits.get(urn) ?? [])] }]),
  );
}
