import type * as pulumi from "@pulumi/pulumi";

import type { RetentionDays } from "../log-retention";
import type { AccessArgs } from "./access";
import type { AddOn } from "./add-ons";
import type { FargateProfileArgs } from "./fargate";
import type { NodeGroupArgs } from "./node-group";

export type LogType = "api" | "audit" | "authenticator" | "controllerManager" | "scheduler";

export interface ClusterArgs {
  /**
   * The cluster's name, unique in account and region; a change replaces the cluster.
   * The control plane costs $0.10 an hour in standard support (EKS pricing).
   * @default the component's name
   */
  readonly clusterName?: string;
  /**
   * Kubernetes version of control plane, add-ons and nodes. One that the table of support ends does
   * not have, or whose end has passed, throws an ArgumentError; from 60 days before it a warning is
   * printed. EKS goes up by one minor version at a time (docs/upgrade.md). @example "1.36"
   */
  readonly version: string;
  /**
   * VPC of the subnets. EKS refuses subnets of another one at creation; a change replaces the
   * cluster. @example network.vpcId
   */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Subnets for load balancers and the control plane's interfaces; routes may come later.
   * @example network.unrouted.publicSubnetIds
   */
  readonly publicSubnetIds: pulumi.Input<string[]>;
  /**
   * Subnets for the control plane's interfaces, and for Fargate's pods. With the public ones in two
   * zones at least, else EKS refuses the cluster. @example network.unrouted.privateSubnetIds
   */
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /** Subnets the nodes stand in, with their routes. @default the private ones */
  readonly nodeSubnetIds?: pulumi.Input<string[]>;
  /** Private subnets that pods on Fargate stand in, with their routes. @default the private ones */
  readonly fargateSubnetIds?: pulumi.Input<string[]>;
  /**
   * Networks that may reach the API server over the internet; none closes the public endpoint, and
   * then this program must run inside the VPC. Nodes use the private endpoint, which is always
   * open. EKS refuses what is no network, or a private one. @example ["203.0.113.0/24"]
   */
  readonly publicAccessCidrs: readonly string[];
  /**
   * Who may use the Kubernetes API beside whoever creates the cluster, who is its administrator; by
   * access entries, there is no aws-auth ConfigMap. What is no principal, or stands twice, throws
   * an ArgumentError. @default nobody else
   */
  readonly access?: AccessArgs;
  /**
   * Envelope encryption of Kubernetes Secrets by a KMS key of the cluster's own, rotated each year;
   * $1 a month (KMS pricing). Cannot be taken back. @default true
   */
  readonly encryptSecrets?: boolean;
  /** Control-plane logs for CloudWatch, about $0.76 a GB in Seoul (CloudWatch pricing). @default none */
  readonly logs?: readonly LogType[];
  /**
   * Days those logs are kept; EKS by itself would keep them for ever. A number that CloudWatch does
   * not know does not compile. @default 30
   */
  readonly logRetentionDays?: RetentionDays;
  /** Managed node groups by name. Without any, `fargateProfiles` must say where pods run. @default none */
  readonly nodeGroups?: Readonly<Record<string, NodeGroupArgs>>;
  /**
   * Pods that run on Fargate, by profile; beside node groups or in their place. A cluster without
   * nodes needs a profile for kube-system. @default none
   */
  readonly fargateProfiles?: Readonly<Record<string, FargateProfileArgs>>;
  /**
   * EKS add-ons beside those that every cluster has: vpc-cni with network policy, kube-proxy and the
   * Pod Identity agent where there are nodes, and CoreDNS. They cost nothing but their pods' room.
   * @default ["metricsServer"] @example ["metricsServer", "efsCsiDriver"]
   */
  readonly addOns?: readonly AddOn[];
  /**
   * Refuse to delete the cluster: Pulumi stops before it deletes anything, and AWS refuses too. Set
   * it to false and run `up` before `destroy`. @default false
   */
  readonly deletionProtection?: boolean;
  /** Tags of every AWS resource. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
  /** The day by which support is judged. @default today */
  readonly today?: Date;
}
