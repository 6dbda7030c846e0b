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

/** Finalizers by which a controller cleans up outside of the object, and which go by themselves. */
const finalizers = [
  "kubernetes.io/pvc-protection",
  "kubernetes.io/pv-protection",
  "kubernetes",
  "foregroundDeletion",
  "orphan",
  "batch.kubernetes.io/job-tracking",
  "service.kubernetes.io/load-balancer-cleanup",
  "service.k8s.aws/",
  "elbv2.k8s.aws/",
  "ingress.k8s.aws/",
  "group.ingress.k8s.aws/",
  "external-provisioner.volume.kubernetes.io/",
];

export const isSystemFinalizer = (finalizer: string): boolean =>
  finalizers.some((one) => (one.endsWith("/") ? finalizer.startsWith(one) : finalizer === one));

/** Those that clean up in AWS: one that is taken off by hand leaves a load balancer behind. */
export const cleansUpOutside = (finalizer: string): boolean =>
  /(^|\.)k8s\.aws\/|load-balancer-cleanup|external-provisioner/.test(finalizer);

/** The annotation of a namespace that says what its student was last brought to. */
export const standingAnnotation = "classroom.twelve-street/stands-at";

/** Fields that controllers fill in on declared objects, so that they are nobody's change. */
export function isSystemPath({ kind }: Pick<KubeObject, "kind">, path: string): boolean {
  const note = /^metadata\.annotations(?:\["(.*)"\]|\.(.*))$/.exec(path);
  const key = note?.[1] ?? note?.[2];
  if (key !== undefined)
    return (
      annotations.some((one) => key.startsWith(one)) ||
      (kind === "Namespace" && key === standingAnnotation)
    );
  const finalizer = /^metadata\.finalizers\[(.*)\]$/.exec(path)?.[1];
  if (finalizer !== undefined) return isSystemFinalizer(finalizer);
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
