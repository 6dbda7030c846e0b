import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupRule } from "@pulumi/aws/ec2/securityGroupRule";
import { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster";
import { FargateProfile } from "@pulumi/aws/eks/fargateProfile";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { Role } from "@pulumi/aws/iam/role";
import { Cluster } from "@pulumi/eks/cluster";
import { VpcCniAddon } from "@pulumi/eks/vpcCniAddon";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { registerResourceModule } from "@pulumi/pulumi/runtime";
import { sdkVersion } from "./versions";

type Reference = new (name: string, args: never, options: CustomResourceOptions) => Resource;

/** Resources that may be handed to a component, by the module of their type token. */
const references: Readonly<Record<string, Readonly<Record<string, Reference>>>> = {
  "aws ec2/securityGroup": { "aws:ec2/securityGroup:SecurityGroup": SecurityGroup },
  "aws ec2/securityGroupRule": { "aws:ec2/securityGroupRule:SecurityGroupRule": SecurityGroupRule },
  "aws eks/cluster": { "aws:eks/cluster:Cluster": AwsCluster },
  "aws eks/fargateProfile": { "aws:eks/fargateProfile:FargateProfile": FargateProfile },
  "aws iam/instanceProfile": { "aws:iam/instanceProfile:InstanceProfile": InstanceProfile },
  "aws iam/openIdConnectProvider": {
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": OpenIdConnectProvider,
  },
  "aws iam/role": { "aws:iam/role:Role": Role },
  "eks index": { "eks:index:Cluster": Cluster, "eks:index:VpcCniAddon": VpcCniAddon },
  "kubernetes core/v1": { "kubernetes:core/v1:ConfigMap": ConfigMap },
};

/**
 * Lets the engine's references to these resources come to life with all their outputs. The packages' own index files would do it
 * for every type there is, in half a second at each start.
 */
export function registerReferences(): void {
  for (const [key, types] of Object.entries(references)) {
    const [packageName = "", moduleName = ""] = key.split(" ");
    registerResourceModule(packageName, moduleName, {
      version: sdkVersion(packageName),
      construct: (name, type, urn) => {
        const Type = types[type];
        if (!Type) throw new Error(`The sandbox's eks components take no ${type}.`);
        return new Type(name, undefined as never, { urn });
      },
    });
  }
}
