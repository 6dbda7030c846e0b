import type { Props, SimulateContext } from "./types";
import { dnsSuffixOf, partitionOf } from "./values";

type Call = (args: Props, context: SimulateContext) => Record<string, unknown>;

/** Functions of the SDK. */
export const callTable: Readonly<Record<string, Call>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region }) => ({
    id: region,
    region,
    names: ["a", "b", "c"].map((letter) => region + letter),
    zoneIds: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
    groupNames: [region],
    ...args,
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId, region }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partitionOf(region)}:iam::${accountId}:user/sandbox`,
    userId: "AIDASANDBOXSANDBOX0000",
  }),
  "aws:index/getPartition:getPartition": (_, { region }) => ({
    id: partitionOf(region),
    partition: partitionOf(region),
    dnsSuffix: dnsSuffixOf(region),
    reverseDnsPrefix: dnsSuffixOf(region).split(".").reverse().join("."),
  }),
  "aws:index/getRegion:getRegion": (args, { region }) => ({
    id: region,
    region,
    name: region,
    description: region,
    endpoint: `ec2.${region}.${dnsSuffixOf(region)}`,
    ...args,
  }),
};
