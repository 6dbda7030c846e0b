import { loadBalancerZones } from "../data/load-balancer-zones";
import { regionProblem, regions, zonesOf } from "../data/regions";
import type { Props, SimulateContext } from "../types";
import { dnsSuffixOf, isProps, listOf, partitionOf, stableHex, valuesAt } from "../values";
import type { CallTable } from ".";

/** The region a call is about; it must exist. */
export function regionOf(args: Props, { region }: SimulateContext): string {
  const asked = typeof args.region === "string" ? args.region : region;
  const problem = regionProblem(asked);
  if (problem !== undefined) throw new Error(problem);
  return asked;
}

/** Whether a zone passes `filters`, `excludeNames` and `excludeZoneIds`. */
function isWanted(args: Props, zone: { name: string; id: string }): boolean {
  if (listOf(args.excludeNames).includes(zone.name)) return false;
  if (listOf(args.excludeZoneIds).includes(zone.id)) return false;
  const facts: Readonly<Record<string, string>> = {
    "zone-name": zone.name,
    "zone-id": zone.id,
    "zone-type": "availability-zone",
    "opt-in-status": "opt-in-not-required",
    state: "available",
  };
  return listOf(args.filters).every((filter) => {
    if (!isProps(filter)) return true;
    const fact = facts[String(filter.name)];
    return fact === undefined || listOf(filter.values).includes(fact);
  });
}

const inRegion = (args: Props, context: SimulateContext) => {
  const region = regionOf(args, context);
  return { id: region, region };
};

/** Of the account, the partition and the regions. */
export const accountCalls: CallTable = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, context) => {
    const region = regionOf(args, context);
    const zones = zonesOf(region).filter((zone) => isWanted(args, zone));
    return {
      ...args,
      id: region,
      region,
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
      groupNames: [`${region}-zg-1`],
    };
  },
  "aws:index/getAvailabilityZone:getAvailabilityZone": (args, context) => {
    const region = regionOf(args, context);
    const zone = zonesOf(region).find(({ name, id }) => name === args.name || id === args.zoneId);
    if (zone === undefined)
      throw new Error(`${region} has no zone ${String(args.name ?? args.zoneId)}`);
    return {
      ...args,
      id: zone.name,
      name: zone.name,
      zoneId: zone.id,
      nameSuffix: zone.name.slice(region.length),
      region,
      groupName: `${region}-zg-1`,
      groupLongName: regions[region]?.description ?? "",
      networkBorderGroup: region,
      optInStatus: "opt-in-not-required",
      parentZoneId: "",
      parentZoneName: "",
      state: "available",
      zoneType: "availability-zone",
    };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId, region }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partitionOf(region)}:iam::${accountId}:user/sandbox`,
    userId: "AIDA00000000000000000",
  }),
  "aws:index/getPartition:getPartition": (_, { region }) => ({
    id: partitionOf(region),
    partition: partitionOf(region),
    dnsSuffix: dnsSuffixOf(region),
    reverseDnsPrefix: dnsSuffixOf(region).split(".").reverse().join("."),
  }),
  "aws:index/getRegion:getRegion": (args, context) => {
    const { region } = inRegion(args, context);
    return {
      ...args,
      id: region,
      region,
      name: region,
      description: regions[region]?.description ?? "",
      endpoint: `ec2.${region}.${dnsSuffixOf(region)}`,
    };
  },
  "aws:index/getRegions:getRegions": (args, { region }) => {
    const isOffered = (name: string) =>
      partitionOf(name) === partitionOf(region) &&
      (args.allRegions === true || regions[name]?.optIn !== true);
    return { ...args, id: partitionOf(region), names: Object.keys(regions).filter(isOffered) };
  },
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": (args, context) => {
    const { id, region } = inRegion(args, context);
    // Opens nothing: there is no registry behind it.
    const password = stableHex(`${region} registry`, 40);
    const host = `${context.accountId}.dkr.ecr.${region}.${dnsSuffixOf(region)}`;
    return {
      ...args,
      id,
      region,
      authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
      expiresAt: "2099-01-01T00:00:00Z",
      password,
      proxyEndpoint: `https://${host}`,
      userName: "AWS",
    };
  },
  "aws:ecr/getCredentials:getCredentials": (args, context) => {
    const { id, region } = inRegion(args, context);
    const password = stableHex(`${region} registry`, 40);
    return {
      ...args,
      id,
      region,
      authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
      expiresAt: "2099-01-01T00:00:00Z",
      proxyEndpoint: `https://${context.accountId}.dkr.ecr.${region}.${dnsSuffixOf(region)}`,
    };
  },
  "aws:elb/getHostedZoneId:getHostedZoneId": (args, context) => {
    const { region } = inRegion(args, context);
    return { ...args, region, id: loadBalancerZones[region]?.[0] ?? "" };
  },
  "aws:lb/getHostedZoneId:getHostedZoneId": (args, context) => {
    const { region } = inRegion(args, context);
    const column = args.loadBalancerType === "network" ? 1 : 0;
    return { ...args, region, id: loadBalancerZones[region]?.[column] ?? "" };
  },
};

/** Values of the SDK's `filters` argument by name. */
export const filterValues = (args: Props, name: string): readonly unknown[] =>
  listOf(args.filters)
    .filter(isProps)
    .filter((filter) => filter.name === name)
    .flatMap((filter) => valuesAt(filter, "values").map(({ value }) => value));
