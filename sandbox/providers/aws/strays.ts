import { type Api, isGone } from "./kube-api";
import type { Leaver } from "./provider";
import { types } from "./services/shapes";
import type { Existing } from "./types";
import { partitionOf, simulatedAccount, stableHex } from "./values";

interface Item {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string }[] };
  };
}

const kinds = {
  services: "/api/v1/services",
  ingresses: "/apis/networking.k8s.io/v1/ingresses",
  volumes: "/api/v1/persistentvolumes",
} as const;

/**
 * A cluster that is deleted takes its objects along, but not what its controllers have made of them in the
 * account: load balancers and volumes stay, with their price, and nobody is left to delete them.
 */
export class ClusterEnd implements Leaver {
  private client: Api | undefined;

  constructor(private readonly connect: () => Api) {}

  async leaves(cluster: Existing, warn: (text: string) => void): Promise<readonly Existing[]> {
    try {
      const [services, ingresses, volumes] = await Promise.all([
        this.list(kinds.services),
        this.list(kinds.ingresses),
        this.list(kinds.volumes),
      ]);
      return strays(cluster, { services, ingresses, volumes });
    } catch (error) {
      if (!isGone(error)) throw error;
      warn(`what the controllers of ${cluster.id} made is not known: ${(error as Error).message}`);
      return [];
    }
  }

  private async list(path: string): Promise<readonly Item[]> {
    this.client ??= this.connect();
    return (await this.client.call<{ items: Item[] }>("GET", path))?.items ?? [];
  }
}

const hostOf = ({ status }: Item) => status?.loadBalancer?.ingress?.[0]?.hostname;

const driverOf = ({ metadata }: Item) =>
  metadata.annotations?.["pv.kubernetes.io/provisioned-by"] ?? "";

/** Load balancers and disks, tagged as the AWS Load Balancer Controller and the EBS CSI driver tag them. */
export function strays(
  cluster: Existing,
  live: Record<keyof typeof kinds, readonly Item[]>,
): Existing[] {
  const { region, id: clusterName } = cluster;
  const arn = (service: string, rest: string) =>
    `arn:${partitionOf(region)}:${service}:${region}:${simulatedAccount}:${rest}`;
  const balancer = (kind: "app" | "net", object: string, item: Item): Existing => {
    const { namespace = "", name, uid } = item.metadata;
    const host = hostOf(item) ?? "";
    const title = /^(?:internal-)?(.+?)-[0-9a-f]+\./.exec(host)?.[1] ?? name;
    const id = arn(
      "elasticloadbalancing",
      `loadbalancer/${kind}/${title}/${stableHex(kind === "app" ? host : uid, 16)}`,
    );
    const stack = `${object}.k8s.aws/stack`;
    const tags = { "elbv2.k8s.aws/cluster": clusterName, [stack]: `${namespace}/${name}` };
    return stray(types.loadBalancer, id, { name: title, tags }, { arn: id, dnsName: host });
  };
  const stray = (type: string, id: string, inputs: object, outputs: object): Existing => ({
    type,
    id,
    urn: "",
    region,
    seed: id,
    inputs: { ...inputs },
    outputs: { ...outputs },
  });
  const disk = ({ metadata, spec }: Item): Existing => {
    const { volumeHandle: id = "" } = spec.csi as { volumeHandle?: string };
    const { name = "", namespace = "" } = (spec.claimRef ?? {}) as Record<string, string>;
    const tags = {
      [`kubernetes.io/cluster/${clusterName}`]: "owned",
      "ebs.csi.aws.com/cluster": "true",
      CSIVolumeName: metadata.name,
      "kubernetes.io/created-for/pvc/name": name,
      "kubernetes.io/created-for/pvc/namespace": namespace,
    };
    return stray(types.volume, id, { tags }, { arn: arn("ec2", `volume/${id}`) });
  };
  const made = [
    ...live.services.filter(hostOf).map((item) => balancer("net", "service", item)),
    ...live.ingresses
      .filter((item) => hostOf(item) !== undefined && item.spec.ingressClassName === "alb")
      .map((item) => balancer("app", "ingress", item)),
    ...live.volumes.filter((item) => driverOf(item) === "ebs.csi.aws.com").map(disk),
  ];
  // Ingresses of one group share a load balancer.
  return [...new Map(made.map((one) => [one.id, one])).values()];
}
