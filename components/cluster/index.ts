import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { nodeGroup, nodeRole, type NodeGroupArgs } from "./node-group";
import { serviceCidr } from "./service-cidr";

export type { NodeGroupArgs, NodeTaint } from "./node-group";

export type LogType = "api" | "audit" | "authenticator" | "controllerManager" | "scheduler";

export interface ClusterArgs {
  /**
   * The cluster's name, unique in account and region; a change replaces the cluster.
   * The control plane costs $0.10 an hour in standard support (EKS pricing).
   * @default the component's name
   */
  readonly clusterName?: string;
  /** Kubernetes version of control plane and nodes. @example "1.36" */
  readonly version: string;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets for load balancers and the control plane's interfaces. */
  readonly publicSubnetIds: pulumi.Input<string[]>;
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /** Subnets the nodes stand in. @default the private ones */
  readonly nodeSubnetIds?: pulumi.Input<string[]>;
  /**
   * Networks that may reach the API server over the internet; none closes the public endpoint, and
   * then this program must run inside the VPC. @example ["203.0.113.0/24"]
   */
  readonly publicAccessCidrs: readonly string[];
  /**
   * Envelope encryption of Kubernetes Secrets by a KMS key of the cluster's own, rotated each year;
   * $1 a month (KMS pricing). Cannot be taken back. @default true
   */
  readonly encryptSecrets?: boolean;
  /** Control-plane logs for CloudWatch, about $0.76 a GB in Seoul (CloudWatch pricing). @default none */
  readonly logs?: readonly LogType[];
  /** Managed node groups by name; at least one, or nothing runs. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupArgs>>;
  /** Tags of every AWS resource. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An EKS cluster with managed node groups, and a Kubernetes provider for it. Access is by EKS access
 * entries alone: whoever creates the cluster is its first administrator.
 *
 * @example
 * const cluster = new Cluster("shop", {
 *   version: "1.36",
 *   vpcId, publicSubnetIds, privateSubnetIds,
 *   publicAccessCidrs: ["203.0.113.0/24"],
 *   nodeGroups: { "standard-workers": { instanceType: "t3.small", max: 3 } },
 * });
 * new k8s.core.v1.Namespace("shop", {}, { provider: cluster.provider });
 */
export class Cluster extends pulumi.ComponentResource {
  readonly clusterName: string;
  /** For `kubectl`, as JSON; it holds no credentials but asks `aws eks get-token` for them. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly provider: k8s.Provider;
  /** What pods need before they can start. */
  readonly nodeGroups: readonly aws.eks.NodeGroup[];

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("twelve-street:components:Cluster", name, {}, opts);
    const inside = { parent: this };
    const tags = args.tags ?? {};
    this.clusterName = args.clusterName ?? name;

    const cluster = new eks.Cluster(
      name,
      {
        name: this.clusterName,
        version: args.version,
        // Extended support is AWS's default, at six times the price once standard support ends.
        upgradePolicy: { supportType: "STANDARD" },
        authenticationMode: eks.AuthenticationMode.Api,
        vpcId: args.vpcId,
        publicSubnetIds: args.publicSubnetIds,
        privateSubnetIds: args.privateSubnetIds,
        kubernetesServiceIpAddressRange: serviceCidr,
        endpointPrivateAccess: true,
        endpointPublicAccess: args.publicAccessCidrs.length > 0,
        ...(args.publicAccessCidrs.length > 0 && {
          publicAccessCidrs: [...args.publicAccessCidrs],
        }),
        ...((args.encryptSecrets ?? true) && {
          encryptionConfigKeyArn: this.secretsKey(name, tags).arn,
        }),
        enabledClusterLogTypes: [...(args.logs ?? [])],
        vpcCniOptions: { enableNetworkPolicy: true },
        // The node groups below use the security group that EKS makes for the cluster itself.
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        tags: { ...tags },
      },
      inside,
    );
    this.kubeconfig = cluster.kubeconfigJson;

    const place = {
      clusterName: cluster.eksCluster.name,
      version: args.version,
      nodeRole: nodeRole(name, tags, inside),
      subnetIds: args.nodeSubnetIds ?? args.privateSubnetIds,
      tags,
    };
    this.nodeGroups = Object.entries(args.nodeGroups).map(([group, groupArgs]) =>
      nodeGroup(`${name}-${group}`, groupArgs, place, inside),
    );
    this.provider = new k8s.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        // Without it a renewed kubeconfig looks like another cluster, where everything is to be made anew.
        clusterIdentifier: this.clusterName,
      },
      inside,
    );
    this.registerOutputs({ clusterName: this.clusterName, kubeconfig: this.kubeconfig });
  }

  private secretsKey(name: string, tags: Readonly<Record<string, string>>): aws.kms.Key {
    return new aws.kms.Key(
      `${name}-secrets`,
      {
        description: `Kubernetes Secrets of ${this.clusterName}`,
        enableKeyRotation: true,
        tags: { ...tags },
      },
      { parent: this },
    );
  }
}
