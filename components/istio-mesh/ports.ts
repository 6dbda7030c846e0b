import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { SecurityGroups } from "./args";

/** Ports of istiod on the nodes that the control plane calls. Source: Istio, "Ports used by Istio". */
const controlPlanePorts = [
  { port: 15017, purpose: "istiod's webhooks: injection and validation" },
  { port: 15012, purpose: "istiod's discovery and certificates, by TLS" },
] as const;

/** Lets the EKS control plane reach istiod; EKS itself opens 443 and 10250 only to nodes in a group of their own. */
export const controlPlaneRules = (
  name: string,
  { nodes, controlPlane }: SecurityGroups,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): aws.vpc.SecurityGroupIngressRule[] =>
  controlPlanePorts.map(
    ({ port, purpose }) =>
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-${port}`,
        {
          securityGroupId: nodes,
          referencedSecurityGroupId: controlPlane,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          description: purpose,
          tags: { ...tags },
        },
        opts,
      ),
  );
