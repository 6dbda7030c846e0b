import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import { tagged, type NetworkPlace } from "./place";

/**
 * AWS services that can have endpoints inside the VPC, and the ends of their service names.
 * Source: Amazon EKS User Guide, "Deploy private clusters with limited internet access"; checked 2026-11-21.
 */
const services = {
  ecr: ["ecr.api", "ecr.dkr"],
  sts: ["sts"],
  ec2: ["ec2"],
  eks: ["eks"],
  eksAuth: ["eks-auth"],
  elb: ["elasticloadbalancing"],
  logs: ["logs"],
} as const satisfies Record<string, readonly string[]>;

export type EndpointService = keyof typeof services;

/** @throws ArgumentError */
export function checkEndpoints(endpoints: readonly EndpointService[]): void {
  const known = Object.keys(services);
  for (const [index, service] of endpoints.entries()) {
    const argument = `endpoints[${index}]`;
    if (!known.includes(service))
      throw new ArgumentError(argument, service, `name one of ${known.join(", ")}`);
    if (endpoints.indexOf(service) < index)
      throw new ArgumentError(argument, service, "name each service once");
  }
}

export interface EndpointPlace extends NetworkPlace {
  readonly cidr: string;
  readonly routeTableIds: readonly pulumi.Input<string>[];
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
}

/** The free gateway to S3, where ECR keeps the layers of images, and the interface endpoints asked for. */
export function vpcEndpoints(
  place: EndpointPlace,
  wanted: readonly EndpointService[],
): aws.ec2.VpcEndpoint[] {
  const { region } = aws.getRegionOutput({}, place.opts);
  const serviceName = (end: string) => pulumi.interpolate`com.amazonaws.${region}.${end}`;
  const gateway = new aws.ec2.VpcEndpoint(
    `${place.name}-s3`,
    {
      vpcId: place.vpcId,
      serviceName: serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: [...place.routeTableIds],
      tags: tagged(place, `${place.name}-s3`),
    },
    place.opts,
  );
  if (wanted.length === 0) return [gateway];
  const group = httpsFromInside(place);
  const interfaces = wanted
    .flatMap((service): readonly string[] => services[service])
    .map((end) => {
      const label = `${place.name}-${end.replace(".", "-")}`;
      return new aws.ec2.VpcEndpoint(
        label,
        {
          vpcId: place.vpcId,
          serviceName: serviceName(end),
          vpcEndpointType: "Interface",
          subnetIds: [...place.privateSubnetIds],
          securityGroupIds: [group.id],
          // The service's usual name then means the endpoint: no client needs to be told.
          privateDnsEnabled: true,
          tags: tagged(place, label),
        },
        place.opts,
      );
    });
  return [gateway, ...interfaces];
}

function httpsFromInside(place: EndpointPlace): aws.ec2.SecurityGroup {
  const label = `${place.name}-endpoints`;
  const group = new aws.ec2.SecurityGroup(
    label,
    {
      vpcId: place.vpcId,
      description: "Interface endpoints: HTTPS from inside the VPC",
      tags: tagged(place, label),
    },
    place.opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    label,
    {
      securityGroupId: group.id,
      description: "HTTPS from inside the VPC",
      cidrIpv4: place.cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: { ...place.tags },
    },
    place.opts,
  );
  return group;
}
