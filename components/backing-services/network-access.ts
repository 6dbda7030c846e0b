import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { OnAws } from "./places";

/** A security group that lets the clients in on one port, and the rule that does it. */
export interface NetworkAccess {
  readonly group: aws.ec2.SecurityGroup;
  readonly rule: pulumi.Resource;
}

export function networkAccess(
  name: string,
  what: string,
  port: number,
  { vpcId, clientSecurityGroupId, tags }: OnAws,
  opts: pulumi.CustomResourceOptions,
): NetworkAccess {
  const description = `${what} from the cluster`;
  const group = new aws.ec2.SecurityGroup(
    name,
    { description, vpcId, tags: { ...tags, Name: name } },
    opts,
  );
  const rule = new aws.vpc.SecurityGroupIngressRule(
    name,
    {
      description,
      securityGroupId: group.id,
      referencedSecurityGroupId: clientSecurityGroupId,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      tags: { ...tags },
    },
    opts,
  );
  return { group, rule };
}
