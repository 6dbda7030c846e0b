import { serviceNames } from "../apps/twelve-street/services";
import { allocatable } from "../components/cluster/capacity";
import { checkFargateProfile } from "../components/cluster/fargate-check";
import { instanceTypes } from "../components/cluster/instance-types";
import { checkNodeGroup } from "../components/cluster/node-group-check";
import { checkSupport } from "../components/cluster/support";
import { checkRegistry } from "../components/registry/args";
import { computeOf } from "./compute";
import { stackPods } from "./pods";
import type { Problem } from "./problems";
import { problem, refusals } from "./refusals";
import { onFargate } from "./room";
import type { StackSettings } from "./schema";

/** Who is let in: EKS takes one entry a principal, and ECR one repository a name. */
export function checkAccounts({ cluster, registry }: StackSettings): Problem[] {
  const { instructors, students, ci } = cluster.access;
  const entries = [
    ...instructors.map((arn, index) => ({ arn, path: ["instructors", index] })),
    ...Object.entries(students).map(([name, arn]) => ({ arn, path: ["students", name] })),
    ...ci.map(({ principalArn: arn }, index) => ({ arn, path: ["ci", index, "principalArn"] })),
  ];
  const twice = entries.filter(
    ({ arn }, index) => entries.findIndex((other) => other.arn === arn) < index,
  );
  return [
    ...twice.map(({ arn, path }) =>
      problem(
        ["cluster", "access", ...path],
        arn,
        "it stands under cluster.access already, and EKS takes one entry a principal",
      ),
    ),
    ...refusals(["registry"], () => {
      checkRegistry({ prefix: "stack", repositories: serviceNames, students: registry.students });
    }),
  ];
}

/** Versions in support. */
export const checkVersions = ({ cluster }: StackSettings, today: Date): Problem[] =>
  refusals(["cluster"], () => checkSupport(cluster.version, today));

/**
 * Node groups and profiles, each by the component's own rules.
 *
 * @param platform Name of the cluster, which takes its part of their names.
 */
export const checkPlaces = ({ cluster }: StackSettings, platform: string): Problem[] => [
  ...Object.entries(cluster.nodeGroups).flatMap(([name, group]) =>
    refusals(["cluster"], () => {
      checkNodeGroup(platform, name, group, cluster.version);
    }),
  ),
  ...Object.entries(cluster.fargateProfiles).flatMap(([name, profile]) =>
    refusals(["cluster"], () => {
      checkFargateProfile(platform, name, profile);
    }),
  ),
];

/** What a cluster cannot do without nodes, and what Fargate's pods need. */
export function checkFargate(settings: StackSettings): Problem[] {
  const { cluster, network } = settings;
  const compute = computeOf(settings);
  return [
    ...checkOtherTypes(settings),
    ...(compute !== "nodes" && network.nat === "none" && !network.endpoints.includes("ecr")
      ? [
          problem(
            ["network", "nat"],
            "none",
            "Fargate's pods stand in private subnets and pull images: give one or onePerZone, or network.endpoints with ecr",
          ),
        ]
      : []),
    ...(compute === "fargate" ? checkWithoutNodes(settings) : []),
    ...(compute === "fargate" && cluster.addOns.includes("efsCsiDriver")
      ? [
          problem(
            ["cluster", "addOns"],
            "efsCsiDriver",
            "leave it out, pods on Fargate mount EFS without a driver",
          ),
        ]
      : []),
  ];
}

function checkWithoutNodes(settings: StackSettings): Problem[] {
  const { mesh, shop, ingress } = settings;
  const homeless = stackPods(settings).anywhere.filter(
    ({ namespace }) => !onFargate(settings, namespace),
  );
  const namespaces = [...new Set(homeless.map(({ namespace }) => namespace))];
  return [
    ...(namespaces.length > 0
      ? [
          problem(
            ["cluster", "fargateProfiles"],
            Object.keys(settings.cluster.fargateProfiles),
            `without nodes every pod needs a profile: select ${namespaces.join(", ")} without labels, or give a node group`,
          ),
        ]
      : []),
    ...(mesh
      ? [problem(["mesh"], "on", "its node agent is a pod of each node: give a node group")]
      : []),
    ...(shop.enabled && !ingress.alb?.ownsServices
      ? [
          problem(
            ["ingress", "alb", "ownsServices"],
            ingress.alb?.ownsServices,
            "only the AWS Load Balancer Controller reaches the shop's pods on Fargate: give true",
          ),
        ]
      : []),
  ];
}

function checkOtherTypes({ cluster }: StackSettings): Problem[] {
  return Object.entries(cluster.nodeGroups).flatMap(([name, group]) => {
    const least = allocatable(instanceTypes[group.instanceType]);
    return group.otherInstanceTypes.flatMap((type, index) => {
      const has = allocatable(instanceTypes[type]);
      return has.memoryMiB >= least.memoryMiB &&
        has.pods >= least.pods &&
        has.cpuMillis >= least.cpuMillis
        ? []
        : [
            problem(
              ["cluster", "nodeGroups", name, "otherInstanceTypes", index],
              type,
              `it has less room than ${group.instanceType}, by which the pods are counted: name a type with no less`,
            ),
          ];
    });
  });
}
