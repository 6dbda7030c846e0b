import type * as pulumi from "@pulumi/pulumi";

/** A server of one pod in the cluster, on a disk of its own: for development. While its node is replaced, it is away for minutes. */
export interface InCluster {
  readonly on: "cluster";
  /**
   * Class of its disk. Not EFS, whose locks and delays databases do not bear. `aws-efs` throws an
   * ArgumentError; with a class that is not there the pod waits for ever. @example "gp3"
   */
  readonly storageClassName: string;
  /**
   * Size of the disk in GiB; it can grow, not shrink. About $0.08 a GiB-month as gp3 in US East
   * (EBS pricing). Outside 1 to 16384 throws an ArgumentError. @default 8
   */
  readonly sizeGiB?: number;
  /** Where pods run. Fargate alone is refused: it mounts no disks. @default "nodes" */
  readonly compute?: "nodes" | "nodesAndFargate" | "fargate";
  /** Pods of the namespace that may connect, by their labels; an empty list lets in nobody. @default all of them @example [{ app: "orders" }] */
  readonly clients?: readonly Readonly<Record<string, string>>[];
  /** Another place to pull the pinned image from, such as a mirror in ECR. @default the maker's on Docker Hub */
  readonly image?: string;
  /**
   * What must stand first and go last: node groups, the disks' driver and their class.
   * @default nothing
   */
  readonly runsAfter?: readonly pulumi.Resource[];
}

/** Where a service that AWS runs stands, and who reaches it. */
export interface OnAws {
  readonly on: "aws";
  /**
   * VPC of the subnets, for the security group. RDS, ElastiCache or MSK refuse subnets of another
   * one at creation. @example "vpc-0123456789abcdef0"
   */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Private subnets, each in a zone of its own; two at least. Fewer throw an ArgumentError.
   * @example network.privateSubnetIds
   */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /**
   * Whose members may connect, and nobody else: the nodes', on EKS the cluster security group.
   * @example cluster.securityGroupId
   */
  readonly clientSecurityGroupId: pulumi.Input<string>;
  /** Tags of every AWS resource. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What every service is told, wherever it runs. */
export interface ServiceArgs {
  /** Namespace of the Secret with the credentials, and of the server in the cluster; it must exist. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Password of the user: 16 to 128 letters, digits, `-` and `_`, which all three servers and their
   * addresses bear as they are. Give it from encrypted config. A change reaches server and Secret
   * in one `up`. Another one throws an ArgumentError that does not show it.
   */
  readonly password: pulumi.Input<string>;
  /**
   * The user that services sign in as. One that a server keeps to itself, such as `admin`, throws
   * an ArgumentError. @default "shop"
   */
  readonly username?: string;
}
