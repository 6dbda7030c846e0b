import { instanceTypes } from "./data/instance-types";
import { zonesOf } from "./data/regions";
import { nodeResources } from "./node-resources";
import { formatAddress, parseNetwork, sizeOf } from "./rules/cidr";
import type { AccountView, Existing, Props } from "./types";
import { isProps, listOf, stableHex } from "./values";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** What a node group puts on its nodes and may change later; each node notes it, so that what is taken off can be told. */
export interface GroupMarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** A Kubernetes Node, as far as it is written or compared here. */
export interface Node {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly providerID?: string;
    readonly taints?: readonly Taint[];
    readonly unschedulable?: boolean;
  };
  readonly status?: unknown;
}

/** Where nodes are put: one network in one zone. */
export interface Place {
  readonly zone: string;
  readonly zoneId: string;
  readonly cidr: string;
}

export const groupLabel = "eks.amazonaws.com/nodegroup";
export const zoneLabel = "topology.kubernetes.io/zone";
export const marksAnnotation = "sandbox.twelve-street/node-group";
/** What a node was made of. A group that is made of something else now replaces it. */
export const recipeAnnotation = "sandbox.twelve-street/node-recipe";

const text = (value: unknown, otherwise: string): string =>
  typeof value === "string" && value !== "" ? value : otherwise;

/** The group's subnets, by zone; the region's zones where the account does not know the subnets. */
export function placesOf(group: Existing, account: AccountView): Place[] {
  const zones = zonesOf(group.region);
  const zoneId = (name: string) => zones.find((zone) => zone.name === name)?.id ?? "";
  const subnets = account
    .ofType("aws:ec2/subnet:Subnet")
    .filter(({ id }) => listOf(group.inputs.subnetIds).includes(id));
  const places = subnets.map(({ inputs, outputs }) => {
    const zone = text(inputs.availabilityZone ?? outputs.availabilityZone, `${group.region}a`);
    return { zone, zoneId: zoneId(zone), cidr: text(inputs.cidrBlock, "10.0.0.0/16") };
  });
  if (places.length > 0) return places.sort((one, other) => one.zone.localeCompare(other.zone));
  return zones.map(({ name, id }, index) => ({
    zone: name,
    zoneId: id,
    cidr: `10.0.${index * 16}.0/20`,
  }));
}

function launchTemplateOf(group: Existing, account: AccountView): Props {
  const { launchTemplate } = group.inputs;
  if (!isProps(launchTemplate)) return {};
  const templates = account.ofType("aws:ec2/launchTemplate:LaunchTemplate", group.region);
  const found = templates.find(
    ({ id, inputs }) => id === launchTemplate.id || inputs.name === launchTemplate.name,
  );
  return found?.inputs ?? {};
}

/** The first instance type asked for: what EKS launches as long as there is some. */
export function instanceTypeOf(group: Existing, account: AccountView): string {
  const [first] = listOf(group.inputs.instanceTypes);
  return text(first ?? launchTemplateOf(group, account).instanceType, "t3.medium");
}

/** The disk for pods: Bottlerocket has a second one, whose size alone is given. */
function diskGiBOf(group: Existing, account: AccountView): number {
  const mappings = listOf(launchTemplateOf(group, account).blockDeviceMappings);
  const sizes = mappings.flatMap((mapping) => {
    const ebs = isProps(mapping) ? mapping.ebs : undefined;
    return isProps(ebs) && ebs.volumeSize !== undefined ? [Number(ebs.volumeSize)] : [];
  });
  return sizes.length > 0 ? Math.max(...sizes) : Number(group.inputs.diskSize ?? 20);
}

const isBottlerocket = ({ inputs }: Existing): boolean =>
  text(inputs.amiType, "").startsWith("BOTTLEROCKET");

/** The `attempt`th address tried in a network: its first four and its last are AWS's own. */
export function nodeAddress(cidr: string, seed: string, attempt: number): string {
  const network = parseNetwork(cidr);
  if (typeof network === "string") throw new Error(`${cidr} ${network}`);
  const usable = sizeOf(network) - 5;
  const offset = (Number.parseInt(stableHex(seed, 8), 16) + attempt) % usable;
  return formatAddress(network.first + 4 + offset);
}

/** Source: Amazon EC2 User Guide, EC2 instance hostnames and domains: IP name. */
export function nodeName(address: string, region: string): string {
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}

const effects: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

export function groupMarks({ id, inputs }: Existing): GroupMarks {
  const own = isProps(inputs.labels) ? (inputs.labels as Record<string, string>) : {};
  return {
    labels: {
      ...own,
      [groupLabel]: text(inputs.nodeGroupName, id.split(":")[1] ?? id),
      "eks.amazonaws.com/capacityType": text(inputs.capacityType, "ON_DEMAND"),
    },
    taints: listOf(inputs.taints)
      .filter(isProps)
      .map(({ key, value, effect }) => ({
        key: text(key, ""),
        ...(typeof value === "string" && value !== "" ? { value } : {}),
        effect: effects[text(effect, "")] ?? "NoSchedule",
      })),
  };
}

/** A group's own version, or its cluster's. */
export function kubernetesVersion(group: Existing, account: AccountView): string {
  const cluster = account
    .ofType("aws:eks/cluster:Cluster", group.region)
    .find(({ id }) => id === group.inputs.clusterName);
  return text(group.inputs.version ?? cluster?.inputs.version ?? cluster?.outputs.version, "1.36");
}

/** Version, image and launch template: what EKS changes by new nodes alone. */
export function nodeRecipe(group: Existing, account: AccountView): string {
  const { amiType, releaseVersion, launchTemplate } = group.inputs;
  return JSON.stringify({
    version: kubernetesVersion(group, account),
    amiType: text(amiType, ""),
    releaseVersion: text(releaseVersion, ""),
    template: isProps(launchTemplate) ? text(launchTemplate.version, "") : "",
  });
}

/** A node as it registers with EKS; kwok plays its kubelet. */
export function nodeObject(
  group: Existing,
  account: AccountView,
  place: Place,
  address: string,
): Node {
  const name = nodeName(address, group.region);
  const typeName = instanceTypeOf(group, account);
  const type = instanceTypes[typeName];
  if (type === undefined) throw new Error(`${typeName} is no instance type the simulation knows`);
  const architecture = type.architecture === "arm64" ? "arm64" : "amd64";
  const version = kubernetesVersion(group, account);
  const marks = groupMarks(group);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: {
        "kwok.x-k8s.io/node": "fake",
        "node.alpha.kubernetes.io/ttl": "0",
        [marksAnnotation]: JSON.stringify(marks),
        [recipeAnnotation]: nodeRecipe(group, account),
      },
      labels: {
        ...marks.labels,
        "kubernetes.io/arch": architecture,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": typeName,
        "topology.k8s.aws/zone-id": place.zoneId,
        "topology.kubernetes.io/region": group.region,
        [zoneLabel]: place.zone,
      },
    },
    spec: {
      providerID: `aws:///${place.zone}/i-0${stableHex(`${group.seed}\0${name}`, 16)}`,
      ...(marks.taints.length > 0 ? { taints: marks.taints } : {}),
    },
    status: {
      ...nodeResources(type, diskGiBOf(group, account)),
      addresses: [
        { type: "InternalIP", address },
        { type: "InternalDNS", address: name },
        { type: "Hostname", address: name },
      ],
      nodeInfo: {
        architecture,
        bootID: "",
        containerRuntimeVersion: "containerd://2.1.4",
        kernelVersion: "6.12.0-simulated",
        kubeProxyVersion: "",
        kubeletVersion: `v${version}.0-eks-simulated`,
        machineID: "",
        operatingSystem: "linux",
        osImage: `${isBottlerocket(group) ? "Bottlerocket OS" : "Amazon Linux 2023"} (simulated)`,
        systemUUID: "",
      },
    },
  };
}
