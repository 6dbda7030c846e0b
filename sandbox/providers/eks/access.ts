import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import type { Role } from "@pulumi/aws/iam/role";
import type { input as eksInputs } from "@pulumi/eks/types";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import type { Provider } from "@pulumi/kubernetes/provider";
import { all, output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { stringify } from "yaml";

export type AccessEntryInputs = Readonly<Record<string, eksInputs.AccessEntryArgs>>;

/** An access entry a key, each with the associations of its policies as children. */
export function accessEntries(
  name: string,
  clusterName: Input<string>,
  entries: AccessEntryInputs,
  options: { parent: Resource; dependsOn: Resource[] },
): AccessEntry[] {
  return Object.entries(entries).map(([key, { accessPolicies = {}, username, ...args }]) => {
    const entry = new AccessEntry(
      `${name}-${key}`,
      { ...args, clusterName, ...(username !== undefined && { userName: username }) },
      options,
    );
    for (const [policy, given] of Object.entries(accessPolicies)) {
      const association = output(given);
      new AccessPolicyAssociation(
        `${name}-${key}-${policy}`,
        {
          clusterName,
          principalArn: args.principalArn,
          policyArn: association.policyArn,
          accessScope: association.accessScope,
        },
        { parent: entry, dependsOn: [entry] },
      );
    }
    return entry;
  });
}

export interface AwsAuthArgs {
  readonly instanceRoles: Output<Role[]>;
  readonly roleMappings: Input<Input<eksInputs.RoleMappingArgs>[]> | undefined;
  readonly userMappings: Input<Input<eksInputs.UserMappingArgs>[]> | undefined;
}

/** The ConfigMap `aws-auth`, which clusters without access entries read. */
export function awsAuth(
  name: string,
  { instanceRoles, roleMappings, userMappings }: AwsAuthArgs,
  options: { parent: Resource; provider: Provider },
): ConfigMap {
  const nodeArns = instanceRoles.apply((roles) => all(roles.map(({ arn }) => arn)));
  const mapRoles = all([roleMappings ?? [], nodeArns]).apply(([mappings, arns]) =>
    stringify([
      ...mappings.map(({ roleArn, username, groups }) => ({ rolearn: roleArn, username, groups })),
      ...arns.map((rolearn) => ({ rolearn, ...nodeMapping })),
    ]),
  );
  const mapUsers = output(userMappings).apply((mappings) =>
    stringify(
      (mappings ?? []).map(({ userArn, username, groups }) => ({
        userarn: userArn,
        username,
        groups,
      })),
    ),
  );
  return new ConfigMap(
    `${name}-nodeAccess`,
    {
      metadata: {
        name: "aws-auth",
        namespace: "kube-system",
        annotations: { "pulumi.com/patchForce": "true" },
      },
      immutable: false,
      data: { mapRoles, ...(userMappings && { mapUsers }) },
    },
    options,
  );
}

const nodeMapping = {
  username: "system:node:{{EC2PrivateDNSName}}",
  groups: ["system:bootstrappers", "system:nodes"],
};
