import { backingServiceNames } from "../apps/twelve-street/neighbours";
import { takesAllOf } from "../components/cluster/fargate-selector";
import { systemNamespace } from "../components/istio-mesh/names";
import { nginxNamespace } from "../components/nginx-ingress/names";
import { loggingNamespace, observabilityNamespace } from "../components/observability/names";
import { computeOf } from "./compute";
import type { Problem } from "./problems";
import { problem } from "./refusals";
import type { StackSettings } from "./schema";

/** Why pods of a namespace cannot be on Fargate, and what to do about it. */
type Reason = (settings: StackSettings) => string | undefined;

/**
 * What of the platform needs the nodes that a mixed cluster has.
 * Source: Amazon EKS User Guide, "AWS Fargate considerations"; checked 2026-11-21.
 */
const reasons: Readonly<Record<string, Reason>> = {
  "kube-system": () =>
    "the cluster's controllers stand there and get their credentials by Pod Identity, which Fargate does not have: leave it to the nodes",
  [systemNamespace]: ({ mesh }) =>
    mesh && "the mesh's node agent is a pod of each node there: leave it to the nodes",
  [observabilityNamespace]: ({ observability }) => {
    const { sizeGiB = 0, nodeExporter = false } = observability?.prometheus ?? {};
    if (sizeGiB > 0)
      return "Prometheus has a disk, and Fargate mounts none: give observability.prometheus.sizeGiB 0, or leave the namespace to the nodes";
    return nodeExporter
      ? "the node exporter is a pod of each node: switch observability.prometheus.nodeExporter off, or leave the namespace to the nodes"
      : undefined;
  },
  [loggingNamespace]: ({ observability }) =>
    observability?.logs &&
    "what reads the nodes' logs is a pod of each node there: leave it to the nodes",
  [nginxNamespace]: ({ ingress: { nginx, alb } }) =>
    nginx && !alb
      ? "only the AWS Load Balancer Controller reaches NGINX's pods on Fargate: switch ingress.alb on, or leave the namespace to the nodes"
      : undefined,
};

/** The apps' namespaces have names of the stack's choice. */
function ofShop({ shop, backingServices, ingress }: StackSettings): string | undefined {
  if (!shop.enabled) return undefined;
  const onDisk = backingServiceNames.filter(
    (kind) => backingServices[kind]?.place.on === "cluster",
  );
  if (onDisk.length > 0)
    return `the ${onDisk.join(" and the ")} of backingServices there need disks, and Fargate mounts none: give place.on: aws, or leave the namespace to the nodes`;
  return ingress.alb?.ownsServices ? undefined : unreached("the shop's");
}

function ofTutorial({ tutorial, mesh, ingress }: StackSettings): string | undefined {
  if (!tutorial) return undefined;
  if (mesh)
    return "Fargate has no node agent to redirect the traffic of the tutorial's pods: leave the namespace to the nodes";
  return ingress.alb?.ownsServices ? undefined : unreached("the tutorial's");
}

const unreached = (whose: string): string =>
  `only the AWS Load Balancer Controller reaches ${whose} pods on Fargate: give ingress.alb.ownsServices true, or leave the namespace to the nodes`;

/** Profiles beside node groups take every pod of a namespace, also those that Fargate cannot run. */
export function checkMixed(settings: StackSettings): Problem[] {
  if (computeOf(settings) !== "nodesAndFargate") return [];
  const all: Readonly<Record<string, Reason>> = {
    ...reasons,
    [settings.shop.namespace]: ofShop,
    ...(settings.tutorial && { [settings.tutorial.namespace]: ofTutorial }),
  };
  return Object.entries(all).flatMap(([namespace, reason]) => {
    const why = reason(settings);
    if (why === undefined) return [];
    return Object.entries(settings.cluster.fargateProfiles).flatMap(([name, { selectors }]) =>
      selectors.flatMap((selector, index) =>
        takesAllOf(namespace, selector)
          ? [
              problem(
                ["cluster", "fargateProfiles", name, "selectors", index, "namespace"],
                selector.namespace,
                selector.namespace === namespace ? why : `it takes ${namespace}, too: ${why}`,
              ),
            ]
          : [],
      ),
    );
  });
}
