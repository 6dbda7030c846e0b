import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { PodIdentity } from "../pod-identity";
import { grantAccess } from "./access";
import { chosenAddOns, coreDns, nodeAddOns, type AddOnPlace } from "./add-ons";
import type { ClusterArgs } from "./args";
import { checkCluster } from "./check";
import { fargateProfiles } from "./fargate";
import { mayTake } from "./fargate-selector";
import { nodeGroup, nodeRole } from "./node-group";
import { serviceCidr } from "./service-cidr";
import { checkSupport } from "./support";

export { grantAccess, type AccessArgs, type CiAccess } from "./access";
export type { AddOn } from "./add-ons";
export type { ClusterArgs, LogType } from "./args";
export type { FargateProfileArgs } from "./fargate";
export type { FargateSelector } from "./fargate-selector";
export type { NodeSystem } from "./launch-template";
export type { NodeGroupArgs, NodeTaint } from "./node-group";
export { checkStandingCluster } from "./standing";
export { studentGroup } from "./student-group";

/** Where Kubernetes and EKS have their own pods, and controllers with them. */
export const kubeSystem = "kube-system";

/**
 * An EKS cluster with its add-ons, managed node groups or Fargate profiles, and a Kubernetes provider
 * for it. Access is by EKS access entries alone: whoever creates the cluster is its first administrator.
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
  /** The group that EKS makes: nodes, pods and the control plane's interfaces are its members. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodeGroups: readonly aws.eks.NodeGroup[];
  readonly fargateProfiles: readonly aws.eks.FargateProfile[];
  /** What pods are scheduled on: nodes and Fargate profiles. */
  readonly places: readonly pulumi.Resource[];
  /** Places and DNS: for controllers, which must reach AWS as long as they stand. */
  readonly ready: readonly pulumi.Resource[];
  /** Those by choice, for who needs one of them. */
  readonly addOns: readonly aws.eks.Addon[];
  private readonly dns: pulumi.Resource;
  /** Roles that pull images: the nodes' and Fargate's. */
  readonly pullRoleArns: readonly pulumi.Output<string>[];
  /** How pods come by AWS credentials here: the agent on nodes, or without any the cluster's OIDC provider. */
  readonly podIdentity: PodIdentity;

  constructor(
    name: string,
    private readonly args: ClusterArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkCluster(name, args);
    const { version, warning } = checkSupport(args.version, args.today ?? new Date());
    super("twelve-street:components:Cluster", name, {}, opts);
    if (warning !== undefined) void pulumi.log.warn(warning, this);
    const inside = { parent: this };
    const tags = args.tags ?? {};
    this.clusterName = args.clusterName ?? name;

    const cluster = this.controlPlane(name, args);
    const clusterName = cluster.eksCluster.name;
    this.kubeconfig = cluster.kubeconfigJson;
    this.securityGroupId = cluster.eksCluster.vpcConfig.clusterSecurityGroupId;
    grantAccess(name, args.access ?? {}, { clusterName, tags }, inside);

    const place: AddOnPlace = { name, clusterName, version, tags, opts: inside };
    const onNodes = !isEmpty(args.nodeGroups);
    const nodes = onNodes ? nodeGroups(place, args) : undefined;
    const fargate = isEmpty(args.fargateProfiles)
      ? undefined
      : fargateProfiles(
          {
            ...place,
            clusterArn: cluster.eksCluster.arn,
            subnetIds: args.fargateSubnetIds ?? args.privateSubnetIds,
          },
          args.fargateProfiles ?? {},
        );
    this.nodeGroups = nodes?.groups ?? [];
    this.fargateProfiles = fargate?.profiles ?? [];
    this.pullRoleArns = [nodes, fargate].flatMap((it) => (it ? [it.roleArn] : []));
    this.places = [...this.nodeGroups, ...this.fargateProfiles];
    const system = this.placesFor(kubeSystem);
    this.dns = coreDns(place, system, !onNodes);
    this.ready = [...this.places, this.dns];
    this.addOns = chosenAddOns(place, args.addOns ?? ["metricsServer"], system, this.dns);
    this.podIdentity = onNodes
      ? "podIdentity"
      : { oidcProviderArn: cluster.oidcProviderArn, oidcIssuerUrl: cluster.oidcProviderUrl };
    this.provider = new k8s.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        // Without it a renewed kubeconfig looks like another cluster, where everything is to be made anew.
        clusterIdentifier: this.clusterName,
      },
      inside,
    );
    this.registerOutputs({
      clusterName: this.clusterName,
      kubeconfig: this.kubeconfig,
      securityGroupId: this.securityGroupId,
    });
  }

  /**
   * Places of some namespaces' pods: nodes, and the Fargate profiles that take them. Who waits for these
   * need not wait for a profile of other namespaces, which takes minutes.
   */
  placesFor(...namespaces: readonly string[]): readonly pulumi.Resource[] {
    const selectors = Object.values(this.args.fargateProfiles ?? {}).map((it) => it.selectors);
    const takes = (index: number): boolean =>
      namespaces.some((it) => selectors[index]?.some((selector) => mayTake(it, selector)));
    return [...this.nodeGroups, ...this.fargateProfiles.filter((_, index) => takes(index))];
  }

  /** The same and DNS: for controllers, which must reach AWS as long as they stand. */
  readyFor(...namespaces: readonly string[]): readonly pulumi.Resource[] {
    return [...this.placesFor(...namespaces), this.dns];
  }

  private controlPlane(name: string, args: ClusterArgs): eks.Cluster {
    const { publicAccessCidrs, deletionProtection = false } = args;
    const tags = args.tags ?? {};
    return new eks.Cluster(
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
        endpointPublicAccess: publicAccessCidrs.length > 0,
        ...(publicAccessCidrs.length > 0 && { publicAccessCidrs: [...publicAccessCidrs] }),
        ...((args.encryptSecrets ?? true) && {
          encryptionConfigKeyArn: this.secretsKey(name, tags).arn,
        }),
        enabledClusterLogTypes: [...(args.logs ?? [])],
        deletionProtection,
        // All add-ons are this component's own, in its order and by its table of versions.
        bootstrapSelfManagedAddons: false,
        useDefaultVpcCni: true,
        kubeProxyAddonOptions: { enabled: false },
        corednsAddonOptions: { enabled: false },
        // Pods on Fargate, which has no Pod Identity agent, come by their roles through it.
        createOidcProvider: !isEmpty(args.fargateProfiles),
        // The node groups use the security group that EKS makes for the cluster itself.
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        tags: { ...tags },
      },
      {
        parent: this,
        dependsOn: this.logGroup(name, args),
        // AWS would refuse only when all else is gone; Pulumi refuses before it begins.
        protect: deletionProtection,
      },
    );
  }

  /** Made before EKS makes it, so that it is kept for a time and not for ever. */
  private logGroup(name: string, args: ClusterArgs): aws.cloudwatch.LogGroup[] {
    if ((args.logs ?? []).length === 0) return [];
    const group = new aws.cloudwatch.LogGroup(
      `${name}-control-plane`,
      {
        name: `/aws/eks/${this.clusterName}/cluster`,
        retentionInDays: args.logRetentionDays ?? 30,
        tags: { ...args.tags },
      },
      { parent: this },
    );
    return [group];
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

interface NodeGroups {
  readonly groups: readonly aws.eks.NodeGroup[];
  readonly roleArn: pulumi.Output<string>;
}

/** The node groups, with one role for all, after what they join with. */
function nodeGroups(place: AddOnPlace, args: ClusterArgs): NodeGroups {
  const { name, tags, opts } = place;
  const role = nodeRole(name, tags, opts);
  const group = {
    ...place,
    addOns: nodeAddOns(place),
    nodeRole: role,
    subnetIds: args.nodeSubnetIds ?? args.privateSubnetIds,
  };
  const groups = Object.entries(args.nodeGroups ?? {}).map(([groupName, groupArgs]) =>
    nodeGroup(`${name}-${groupName}`, groupArgs, group, opts),
  );
  return { groups, roleArn: role.arn };
}

const isEmpty = (table: object | undefined): boolean => Object.keys(table ?? {}).length === 0;
