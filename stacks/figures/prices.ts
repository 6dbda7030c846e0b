import type { InstanceTypeName } from "../../components/cluster/instance-types";

/** A list price without tax and free tier, as noted on 2026-11-21. */
export interface Price {
  readonly usd: number;
  readonly per: "hour" | "month";
  readonly region: "Seoul" | "US East";
  /** The page of AWS that names it. */
  readonly source: string;
}

/** AWS's own monthly sums count so many. */
export const hoursPerMonth = 730;

const hour = (usd: number, source: string, region: Price["region"] = "Seoul"): Price => ({
  usd,
  per: "hour",
  region,
  source: `aws.amazon.com/${source}/pricing`,
});

const month = (usd: number, source: string, region: Price["region"] = "Seoul"): Price => ({
  ...hour(usd, source, region),
  per: "month",
});

/** What costs money whether it is used or not. */
export const prices = {
  controlPlane: hour(0.1, "eks"),
  natGateway: hour(0.059, "vpc"),
  /** Public IPv4 addresses, in use or not. */
  address: hour(0.005, "vpc"),
  /** An interface endpoint in one zone. */
  endpoint: hour(0.013, "privatelink"),
  networkLoadBalancer: hour(0.0225, "elasticloadbalancing"),
  applicationLoadBalancer: hour(0.0225, "elasticloadbalancing"),
  /** gp3, a GiB. */
  disk: month(0.0912, "ebs"),
  key: month(1, "kms"),
  fargateCpu: hour(0.04656, "fargate"),
  /** A GB of a Fargate pod. */
  fargateMemory: hour(0.00511, "fargate"),
  /** A GiB of RDS on gp3. */
  databaseDisk: month(0.115, "rds", "US East"),
  /** A GiB of a broker. */
  brokerDisk: month(0.1, "msk", "US East"),
} as const satisfies Readonly<Record<string, Price>>;

/** Those that the shipped stacks name; others are for whoever names them to look up. */
export const nodePrices: Readonly<Partial<Record<InstanceTypeName, Price>>> = {
  "t3.small": hour(0.026, "ec2"),
  "t3.medium": hour(0.052, "ec2"),
  "t3.large": hour(0.104, "ec2"),
  "t3.xlarge": hour(0.208, "ec2"),
};

/** Servers that AWS manages, by their type. */
export const serverPrices: Readonly<Record<string, Price>> = {
  "db.t4g.micro": hour(0.016, "rds", "US East"),
  "cache.t4g.micro": hour(0.0128, "elasticache", "US East"),
  "kafka.m7g.large": hour(0.204, "msk", "US East"),
};
