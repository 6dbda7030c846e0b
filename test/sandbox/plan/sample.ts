import { graphOf, type Graph } from "../../../sandbox/plan/graph";
import type { Inputs, Recorded } from "../../../sandbox/recorded-run";

export interface Made {
  readonly inputs?: Inputs;
  readonly parent?: string;
  readonly after?: readonly string[];
  readonly provider?: string;
  readonly custom?: boolean;
  readonly remote?: boolean;
}

/** A resource as the program would register it; its URN is its name. */
export const made = (name: string, type: string, it: Made = {}): Recorded => ({
  type,
  name,
  urn: name,
  custom: it.custom ?? true,
  remote: it.remote ?? false,
  inputs: it.inputs ?? {},
  secretInputs: [],
  parent: it.parent ?? "",
  provider: it.provider ?? "",
  providers: [],
  dependencies: it.after ?? [],
  ignoreChanges: [],
  protect: false,
  retainOnDelete: false,
});

const addOn = (name: string, after: readonly string[]) =>
  made(name, "aws:eks/addon:Addon", { inputs: { addonName: name }, after });

/** A cluster with a volume and a load balancer, composed well. */
const platform: readonly Recorded[] = [
  made("vpc", "aws:ec2/vpc:Vpc"),
  made("subnet", "aws:ec2/subnet:Subnet", { after: ["vpc"] }),
  made("nat", "aws:ec2/natGateway:NatGateway", { after: ["subnet"] }),
  made("files", "aws:efs/fileSystem:FileSystem"),
  made("eks", "aws:eks/cluster:Cluster", { after: ["subnet"] }),
  made("target", "aws:efs/mountTarget:MountTarget", { after: ["files", "subnet"] }),
  made("kubernetes", "pulumi:providers:kubernetes", { after: ["eks"] }),
  addOn("vpc-cni", ["eks"]),
  made("nodes", "aws:eks/nodeGroup:NodeGroup", { after: ["eks", "vpc-cni", "nat"] }),
  addOn("coredns", ["eks", "nodes"]),
  addOn("aws-ebs-csi-driver", ["eks", "nodes", "coredns"]),
  made("gp3", "kubernetes:storage.k8s.io/v1:StorageClass", {
    provider: "kubernetes::id",
    inputs: { metadata: { name: "gp3" }, provisioner: "ebs.csi.aws.com" },
  }),
  made("claim", "kubernetes:core/v1:PersistentVolumeClaim", {
    provider: "kubernetes::id",
    after: ["aws-ebs-csi-driver"],
    inputs: {
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "gp3",
        resources: { requests: { storage: "1Gi" } },
      },
    },
  }),
  made("alb", "kubernetes:helm.sh/v3:Release", {
    provider: "kubernetes::id",
    after: ["nodes", "coredns"],
    inputs: { chart: "aws-load-balancer-controller", namespace: "kube-system" },
  }),
  made("web", "kubernetes:networking.k8s.io/v1:Ingress", {
    provider: "kubernetes::id",
    after: ["alb"],
    inputs: { spec: { ingressClassName: "alb" } },
  }),
];

/** The platform, with some resources waiting for others in place of what they wait for. */
export const platformGraph = (after: Readonly<Record<string, readonly string[]>> = {}): Graph =>
  graphOf(
    platform.map((it) => ({ ...it, dependencies: after[it.name] ?? it.dependencies })),
    new Map(),
  );
