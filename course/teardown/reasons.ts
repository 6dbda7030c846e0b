import { nameOf, type Item } from "./holders";

/** Who takes a finalizer away once what it stands for is gone. */
interface Server {
  readonly finalizer: RegExp;
  readonly name: string;
  /** Label of its Deployment; none where it is no pod of the cluster. */
  readonly label?: string;
}

/**
 * Sources: kubernetes-sigs/aws-load-balancer-controller, pkg/shared_constants; Kubernetes documentation, "Garbage
 * collection on load balancers" and "Storage Object in Use Protection"; kubernetes-csi/external-provisioner and
 * external-attacher. Labels: the charts of the two projects and of the EBS and EFS CSI drivers.
 */
const loadBalancerController: Server = {
  finalizer:
    /^((service|ingress|elbv2|aga)\.k8s\.aws\/resources|(group\.ingress|gateway)\.k8s\.aws\/.+)$/,
  name: "the AWS Load Balancer Controller",
  label: "app.kubernetes.io/name=aws-load-balancer-controller",
};

const servers: readonly Server[] = [
  loadBalancerController,
  {
    finalizer: /^service\.kubernetes\.io\/load-balancer-cleanup$/,
    name: "the service controller of EKS itself",
  },
  {
    finalizer: /^kubernetes\.io\/pvc-protection$/,
    name: "Kubernetes, when no pod mounts it any more",
  },
  { finalizer: /^kubernetes\.io\/pv-protection$/, name: "Kubernetes, when its claim is gone" },
];

/** A volume's controller is its driver's. */
const driverOf = (driver: string): Server | undefined => {
  const label = {
    "ebs.csi.aws.com": "ebs-csi-controller",
    "efs.csi.aws.com": "efs-csi-controller",
  }[driver];
  return label === undefined
    ? undefined
    : { finalizer: /./, name: `the driver ${driver}`, label: `app=${label}` };
};

const serverOf = (finalizer: string, { spec }: Item): Server | undefined =>
  servers.find((server) => server.finalizer.test(finalizer)) ?? driverOf(spec?.csi?.driver ?? "");

/** A controller's pods, as its Deployment counts them. */
export interface Running {
  readonly ready: number;
  readonly asked: number;
}

/** What else is known of an object that does not go. */
export interface Known {
  /** The Deployment with a label, anywhere; undefined where there is none. */
  controller(label: string): Promise<Running | undefined>;
  /** The last warning about it. */
  warning(item: Item): Promise<string | undefined>;
  /** Pods that mount a claim. */
  mounting(claim: Item): readonly Item[];
}

/** Why an object does not go: which finalizer, who has to take it away, and whether that one runs. */
export async function reasonOf(item: Item, known: Known): Promise<string> {
  const finalizers = item.metadata.finalizers ?? [];
  const held = await Promise.all(
    finalizers.map(async (finalizer) => {
      const server = serverOf(finalizer, item);
      return `its finalizer ${finalizer} waits for ${server ? await serverText(server, known) : "nobody known here"}`;
    }),
  );
  const pods = known.mounting(item).map(nameOf);
  const words = [
    ...held,
    ...(pods.length > 0 ? [`mounted by ${pods.join(", ")}`] : []),
    ...(await driverWords(item, known)),
    await known.warning(item),
    item.status?.message,
  ].filter(Boolean);
  return `${nameOf(item)}: ${words.join("; ") || "the API server still has it"}`;
}

/** A volume without a finalizer waits for its driver all the same. */
async function driverWords({ kind, metadata, spec }: Item, known: Known): Promise<string[]> {
  if (kind !== "PersistentVolume" || (metadata.finalizers ?? []).length > 0) return [];
  const server = driverOf(spec?.csi?.driver ?? "");
  return server ? [`to be deleted by ${await serverText(server, known)}`] : [];
}

async function serverText({ name, label }: Server, known: Known): Promise<string> {
  if (label === undefined) return name;
  const running = await known.controller(label);
  if (!running) return `${name}, which is not in the cluster`;
  const { ready, asked } = running;
  return ready > 0
    ? `${name}, which runs`
    : `${name}, which does not run (${ready} of ${asked} pods)`;
}
