import { instanceTypeProblem, instanceTypes } from "../data/instance-types";
import { types } from "../services/shapes";
import type { Existing, Props, SimulateContext } from "../types";
import { isProps, stableHex } from "../values";
import { withoutNotes } from "../records";
import { filterValues, regionOf } from "./account";
import type { CallTable } from ".";

const shownOf = ({ id, inputs, outputs }: Existing) => ({
  ...withoutNotes(inputs),
  ...outputs,
  id,
});

const existing = (type: string, args: Props, context: SimulateContext): readonly Existing[] =>
  context.account?.ofType(type, regionOf(args, context)) ?? [];

/** Whether a resource has the ids, VPC and tags asked for. */
function matches(args: Props, { id, inputs, outputs }: Existing): boolean {
  const { tags } = args;
  const own = { ...inputs, ...outputs };
  const tagged = isProps(own.tagsAll) ? own.tagsAll : {};
  const vpcs = filterValues(args, "vpc-id");
  return (
    (args.id === undefined || args.id === id) &&
    (args.vpcId === undefined || args.vpcId === own.vpcId) &&
    (args.name === undefined || args.name === own.name) &&
    (vpcs.length === 0 || vpcs.includes(own.vpcId)) &&
    Object.entries(isProps(tags) ? tags : {}).every(([key, value]) => tagged[key] === value)
  );
}

/** Exactly one resource must match, as the SDK's singular functions want it. */
function theOne(type: string, args: Props, context: SimulateContext): Existing {
  const found = existing(type, args, context).filter((resource) => matches(args, resource));
  const [one] = found;
  if (found.length === 1 && one !== undefined) return one;
  throw new Error(
    `${found.length} resources of type ${type} match ${JSON.stringify(args)} in the simulated account; exactly 1 must`,
  );
}

/** Images of a made-up id; the filter's name and owner go into it. */
function imageOf(args: Props, context: SimulateContext) {
  const region = regionOf(args, context);
  const names = filterValues(args, "name").map(String);
  const name = (names[0] ?? "image").replaceAll("*", "00000000");
  const architecture = /arm64|aarch64/.test(name) ? "arm64" : "x86_64";
  return {
    ...args,
    id: `ami-0${stableHex(`${region} ${name}`, 16)}`,
    region,
    name,
    architecture,
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    virtualizationType: "hvm",
    state: "available",
  };
}

/** Of EC2. */
export const networkCalls: CallTable = {
  "aws:ec2/getVpc:getVpc": (args, context) => {
    const found = shownOf(theOne(types.vpc, args, context));
    return { ...args, ...found, cidrBlockAssociations: [], main: "" };
  },
  "aws:ec2/getSubnet:getSubnet": (args, context) => ({
    ...args,
    ...shownOf(theOne(types.subnet, args, context)),
    availableIpAddressCount: 0,
  }),
  "aws:ec2/getSubnets:getSubnets": (args, context) => ({
    ...args,
    id: regionOf(args, context),
    region: regionOf(args, context),
    ids: existing(types.subnet, args, context)
      .filter((subnet) => matches(args, subnet))
      .map(({ id }) => id)
      .sort(),
  }),
  "aws:ec2/getSecurityGroup:getSecurityGroup": (args, context) => ({
    ...args,
    ...shownOf(theOne(types.securityGroup, args, context)),
  }),
  "aws:ec2/getAmi:getAmi": imageOf,
  "aws:ec2/getInstanceType:getInstanceType": (args, context) => {
    const name = String(args.instanceType);
    const problem = instanceTypeProblem(name);
    const type = instanceTypes[name];
    if (problem !== undefined || type === undefined) throw new Error(problem ?? name);
    return {
      ...args,
      id: name,
      region: regionOf(args, context),
      instanceType: name,
      defaultVcpus: type.vcpus,
      memorySize: type.memoryMiB,
      maximumNetworkInterfaces: type.interfaces,
      maximumIpv4AddressesPerInterface: type.addresses,
      maximumIpv6AddressesPerInterface: type.addresses,
      supportedArchitectures: [type.architecture],
      burstablePerformanceSupported: type.burstable,
      bareMetal: false,
      currentGeneration: true,
      gpuses: [],
      supportedUsagesClasses: ["on-demand", "spot"],
      supportedVirtualizationTypes: ["hvm"],
    };
  },
  "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": (args, context) => {
    const region = regionOf(args, context);
    const asked = filterValues(args, "instance-type");
    const offered = Object.keys(instanceTypes).filter(
      (name) => asked.length === 0 || asked.includes(name),
    );
    return {
      ...args,
      id: region,
      region,
      instanceTypes: offered,
      locations: offered.map(() => region),
      locationTypes: offered.map(() => args.locationType ?? "region"),
    };
  },
};
