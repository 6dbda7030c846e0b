import { ArgumentError } from "../argument-error";
import type { NodeGroupArgs } from "./node-group";
import { checkNodeVersion } from "./skew";

/** What Pulumi puts behind a name to make it unique. */
const suffixLength = 8;
const longestGroupName = 63;

function checkGroupName(cluster: string, group: string): void {
  const most = longestGroupName - suffixLength - cluster.length - 1;
  if (/^[A-Za-z0-9][\w-]*$/.test(group) && group.length <= most) return;
  const fix = `name a group by at most ${most} letters, digits, _ or -`;
  throw new ArgumentError("nodeGroups", group, fix);
}

/** Source: Amazon EBS User Guide and the images' own snapshots: below this a node's disk is refused. */
const smallestDiskGiB = 20;

/** A group of the component `cluster`. @throws ArgumentError */
export function checkNodeGroup(
  cluster: string,
  group: string,
  args: NodeGroupArgs,
  version: string,
): void {
  const argument = `nodeGroups.${group}`;
  checkGroupName(cluster, group);
  checkSize(argument, args);
  for (const label of Object.keys(args.labels ?? {})) checkLabel(`${argument}.labels`, label);
  if (args.version !== undefined) checkNodeVersion(`${argument}.version`, args.version, version);
}

function checkSize(argument: string, args: NodeGroupArgs): void {
  const { min = 1, max = 3, diskGiB = 20, maxUnavailable = 1 } = args;
  const { desired = min } = args;
  const whole = (part: string, value: number, least: number) => {
    if (!Number.isInteger(value) || value < least)
      throw new ArgumentError(`${argument}.${part}`, value, `give a whole number from ${least} on`);
  };
  whole("min", min, 0);
  whole("max", max, 1);
  whole("diskGiB", diskGiB, smallestDiskGiB);
  whole("maxUnavailable", maxUnavailable, 1);
  if (min > max)
    throw new ArgumentError(`${argument}.min`, min, `give at most ${max}, the group's max`);
  if (!Number.isInteger(desired) || desired < min || desired > max) {
    const fix = `give a whole number from ${min} to ${max}, the group's min and max`;
    throw new ArgumentError(`${argument}.desired`, desired, fix);
  }
}

/**
 * Kubelets may set labels of Kubernetes's own domains only below these two.
 * Source: Kubernetes, admission plugin NodeRestriction; EKS keeps its domain to itself.
 */
const openDomains = ["node.kubernetes.io", "kubelet.kubernetes.io"];

function checkLabel(argument: string, label: string): void {
  const domain = label.includes("/") ? label.slice(0, label.indexOf("/")) : "";
  const isOpen = openDomains.some((open) => domain === open || domain.endsWith(`.${open}`));
  if (isOpen || !/(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/.test(domain)) return;
  const fix = "give a label of your own, Kubernetes and EKS keep that domain to themselves";
  throw new ArgumentError(argument, label, fix);
}
