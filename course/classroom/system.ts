import { at, listAt, type ManagedFields } from "../../sandbox/providers/kubernetes/objects";
import type { KubeObject } from "./model";
import { isLeaf, pruned } from "./owned";

/** Annotations that controllers write on what is others'. */
const annotations = [
  "deployment.kubernetes.io/",
  "pv.kubernetes.io/",
  "volume.kubernetes.io/",
  "volume.beta.kubernetes.io/",
  "autoscaling.alpha.kubernetes.io/",
  "endpoints.kubernetes.io/",
  "kubernetes.io/limit-ranger",
  "batch.kubernetes.io/",
];

/**
 * Finalizers by which controllers clean up, on the kinds on which they look for them: anywhere else nobody ever takes them off.
 * Sources: Kubernetes v1.36.3, aws-load-balancer-controller, amazon-network-policy-controller-k8s and external-provisioner,
 * each where it names its own.
 */
const finalizers: Readonly<Record<string, readonly string[]>> = {
  PersistentVolumeClaim: [
    "kubernetes.io/pvc-protection",
    "snapshot.storage.kubernetes.io/pvc-as-source-protection",
  ],
  PersistentVolume: [
    "kubernetes.io/pv-protection",
    "external-provisioner.volume.kubernetes.io/finalizer",
    "external-attacher/",
  ],
  Pod: ["batch.kubernetes.io/job-tracking"],
  Service: ["service.kubernetes.io/load-balancer-cleanup", "service.k8s.aws/resources"],
  Ingress: ["ingress.k8s.aws/resources", "group.ingress.k8s.aws/"],
  TargetGroupBinding: ["elbv2.k8s.aws/resources"],
  NetworkPolicy: ["networking.k8s.aws/resources"],
};

/** Of the garbage collector, which looks at all kinds. */
const collectors = ["foregroundDeletion", "orphan"];

/** Of these the API server itself makes whoever creates the object the owner. */
const protections = /^kubernetes\.io\/pvc?-protection$/;

/** Whether somebody cleans up by it: a person who writes a controller's name makes no controller look. */
export const isSystemFinalizer = (object: KubeObject, finalizer: string): boolean =>
  [...collectors, ...(listAt(finalizers, object.kind) as string[])].some((one) =>
    one.endsWith("/") ? finalizer.startsWith(one) : finalizer === one,
  ) &&
  (protections.test(finalizer) ||
    personsOf(object, "f:metadata", "f:finalizers", `v:"${finalizer}"`).length === 0);

/** Who has set a field, beside controllers. */
const personsOf = (object: KubeObject, ...field: readonly string[]): string[] =>
  (object.metadata.managedFields ?? [])
    .filter(({ fieldsV1 }) => at(fieldsV1, ...field) !== undefined)
    .filter((entry) => !isControllers(object, entry))
    .map(({ manager }) => manager);

/** The first apply over a wiped history notes all that it finds under this name, a bound claim's volume too. */
const wiped = "before-first-apply";

const isControllersOwn = (object: KubeObject, ...field: readonly string[]): boolean =>
  personsOf(object, ...field).every((manager) => manager === wiped);

/** The annotation of a namespace that says what its student was last brought to. */
export const standingAnnotation = "classroom.twelve-street/stands-at";

/** The API server's own count of a DaemonSet's templates, and noted for whoever has changed one. */
const generation = "deprecated.daemonset.template.generation";

/** Fields that controllers fill in on declared objects, so that they are nobody's change, unless a person has. */
export function isSystemPath(object: KubeObject, path: string): boolean {
  const { kind } = object;
  const note = /^metadata\.annotations(?:\["(.*)"\]|\.(.*))$/.exec(path);
  const key = note?.[1] ?? note?.[2];
  if (key !== undefined)
    return (
      key === generation ||
      (kind === "Namespace" && key === standingAnnotation) ||
      (annotations.some((one) => key.startsWith(one)) &&
        isControllersOwn(object, "f:metadata", "f:annotations", `f:${key}`))
    );
  const finalizer = /^metadata\.finalizers\[(.*)\]$/.exec(path)?.[1];
  if (finalizer !== undefined) return isSystemFinalizer(object, finalizer);
  return (
    path.startsWith("status") ||
    (kind === "PersistentVolumeClaim" &&
      path === "spec.volumeName" &&
      isControllersOwn(object, "f:spec", "f:volumeName")) ||
    (kind === "Namespace" && path.startsWith("spec.finalizers")) ||
    (kind === "Pod" && path === "spec.nodeName" && isControllersOwn(object, "f:spec", "f:nodeName"))
  );
}

/** What AWS's controllers write on what is others': finalizers, and a pod's network interfaces. */
const ofAws =
  /^(Service|Ingress|NetworkPolicy|TargetGroupBinding) metadata\.finalizers|^Pod metadata\.annotations\["vpc\.amazonaws\.com\//;

/**
 * Who writes beside statuses in a student's namespace without being a person, and what. A node's agent writes statuses alone.
 * Sources: their own source code, by the user agent that names them.
 */
const managers: ReadonlyMap<string, RegExp> = new Map([
  ...[
    ...["kube-controller-manager", "cloud-controller-manager", "aws-cloud-controller-manager"],
    ...["csi-provisioner", "csi-resizer", "csi-snapshotter", "snapshot-controller", "eks"],
    ...["pilot-discovery", "istio.io/gateway-controller"],
  ].map((name) => [name, /./] as const),
  ...["controller", "manager", "aws-k8s-agent"].map((name) => [name, ofAws] as const),
  ["kube-scheduler", /^PersistentVolumeClaim metadata\.annotations\["volume\.kubernetes\.io\//],
]);

/** Whether an entry is of a controller that writes such things, and no person under its name. */
export function isControllers({ kind }: KubeObject, { manager, fieldsV1 = {} }: ManagedFields) {
  const its = managers.get(manager);
  return its !== undefined && isLeaf(pruned(fieldsV1, (path) => its.test(`${kind} ${path}`)));
}

/** Groups of which controllers alone make objects in namespaces: networking and load balancers of EKS, and measurements. */
export const isControllersGroup = (group: string): boolean =>
  /(^|\.)k8s\.aws$|^(custom\.|external\.)?metrics\.k8s\.io$|^cilium\.io$|^crd\.projectcalico\.org$/.test(
    group,
  );
