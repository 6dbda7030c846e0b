import { at, listAt } from "../../sandbox/providers/kubernetes/objects";
import type { KubeObject } from "./model";

/** Annotations that controllers write on what is others'. */
const annotations = [
  "deployment.kubernetes.io/",
  "deprecated.daemonset.template.generation",
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
  (protections.test(finalizer) || !isPersons(object, finalizer));

const isPersons = ({ metadata }: KubeObject, finalizer: string): boolean =>
  (metadata.managedFields ?? []).some(
    ({ manager, fieldsV1 }) =>
      !isSystemManager(manager) && at(fieldsV1, "f:metadata", "f:finalizers", `v:"${finalizer}"`),
  );

/** The annotation of a namespace that says what its student was last brought to. */
export const standingAnnotation = "classroom.twelve-street/stands-at";

/** Fields that controllers fill in on declared objects, so that they are nobody's change. */
export function isSystemPath(object: KubeObject, path: string): boolean {
  const { kind } = object;
  const note = /^metadata\.annotations(?:\["(.*)"\]|\.(.*))$/.exec(path);
  const key = note?.[1] ?? note?.[2];
  if (key !== undefined)
    return (
      annotations.some((one) => key.startsWith(one)) ||
      (kind === "Namespace" && key === standingAnnotation)
    );
  const finalizer = /^metadata\.finalizers\[(.*)\]$/.exec(path)?.[1];
  if (finalizer !== undefined) return isSystemFinalizer(object, finalizer);
  return (
    path.startsWith("status") ||
    (kind === "PersistentVolumeClaim" && path === "spec.volumeName") ||
    (kind === "Namespace" && path.startsWith("spec.finalizers")) ||
    (kind === "Pod" && path === "spec.nodeName")
  );
}

/** Who writes in a cluster without being a person. Sources: their own source code, by the user agent that names them. */
const managers =
  /^(kube-|kubelet$|kwok|cloud-controller|aws-|eks|controller$|vpc-|efs-|ebs-|csi-|external-|snapshot|pilot-|istio|cluster-autoscaler|karpenter|metrics-server|endpoint|manager$)/;

export const isSystemManager = (manager: string): boolean => managers.test(manager);

/** Groups of which controllers alone make objects in namespaces: networking and load balancers of EKS, and measurements. */
export const isControllersGroup = (group: string): boolean =>
  /(^|\.)k8s\.aws$|^(custom\.|external\.)?metrics\.k8s\.io$|^cilium\.io$|^crd\.projectcalico\.org$/.test(
    group,
  );
