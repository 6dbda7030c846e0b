import { addonVersion } from "../data/addons";
import { defaultEksVersion, eksVersions } from "../data/eks-versions";
import { withoutNotes } from "../records";
import { types } from "../services/shapes";
import type { Existing, Props, SimulateContext } from "../types";
import { isProps, stableHex } from "../values";
import { regionOf } from "./account";
import type { CallTable } from ".";

/** What the account holds under a name, an id or an ARN. */
export function named(
  type: string,
  property: string,
  name: unknown,
  args: Props,
  context: SimulateContext,
): Existing {
  const region = type === types.role ? undefined : regionOf(args, context);
  const found = context.account
    ?.ofType(type, region)
    .find(({ inputs, outputs, id }) => [inputs[property], outputs[property], id].includes(name));
  if (found) return found;
  throw new Error(
    `ResourceNotFoundException: ${String(name)} does not exist in the simulated account`,
  );
}

export const shownOf = ({ id, inputs, outputs }: Existing) => ({
  ...withoutNotes(inputs),
  ...outputs,
  id,
});

/**
 * Parameters that AWS publishes. The image ids are made up; they stay the same for one path and region.
 * Source of the paths: Amazon EKS User Guide, Retrieve recommended Amazon Linux AMI IDs (and Bottlerocket's).
 */
function publicParameter(name: string, region: string): string | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  const version = /\/(\d+\.\d+)\//.exec(name)?.[1] ?? defaultEksVersion;
  if (/\/(?:release_version|image_version)$/.test(name)) return `${version}.0-20261101`;
  if (/\/(?:image_id|ami_id)$|ami-/.test(name)) return `ami-0${stableHex(`${region} ${name}`, 16)}`;
  return undefined;
}

function parameter(args: Props, context: SimulateContext) {
  const name = String(args.name);
  const region = regionOf(args, context);
  const found = context.account
    ?.ofType("aws:ssm/parameter:Parameter", region)
    .find(({ id }) => id === name);
  // The account keeps no values of parameters, so what is read back is made up too.
  const value = publicParameter(name, region) ?? (found && `simulated-${stableHex(name, 16)}`);
  if (value === undefined) {
    throw new Error(`ParameterNotFound: ${name} does not exist in the simulated account`);
  }
  return {
    ...args,
    id: name,
    region,
    arn: `arn:aws:ssm:${region}:${found ? context.accountId : ""}:parameter${name}`,
    type: found?.inputs.type ?? "String",
    value,
    insecureValue: value,
    version: 1,
  };
}

/** Of EKS, and of what its nodes are made from. */
export const clusterCalls: CallTable = {
  "aws:eks/getCluster:getCluster": (args, context) => {
    const shown = shownOf(named(types.cluster, "name", args.name, args, context));
    const { certificateAuthority } = shown as { certificateAuthority?: unknown };
    return { ...args, ...shown, certificateAuthorities: [certificateAuthority] };
  },
  "aws:eks/getClusters:getClusters": (args, context) => {
    const region = regionOf(args, context);
    const clusters = context.account?.ofType(types.cluster, region) ?? [];
    return { ...args, id: region, region, names: clusters.map(({ id }) => id) };
  },
  "aws:eks/getClusterAuth:getClusterAuth": (args, context) => ({
    ...args,
    id: String(args.name),
    region: regionOf(args, context),
    // Opens nothing: the sandbox's API server knows no tokens of AWS.
    token: `k8s-aws-v1.${stableHex(String(args.name), 32)}`,
  }),
  "aws:eks/getAddonVersion:getAddonVersion": (args, context) => {
    const name = String(args.addonName);
    const version = addonVersion(name, String(args.kubernetesVersion));
    return { ...args, id: name, region: regionOf(args, context), version };
  },
  "aws:eks/getClusterVersions:getClusterVersions": (args, context) => ({
    ...args,
    region: regionOf(args, context),
    clusterVersions: Object.entries(eksVersions).map(([version, support]) => ({
      clusterVersion: version,
      clusterType: "eks",
      defaultVersion: version === defaultEksVersion,
      endOfStandardSupportDate: support.standard,
      endOfExtendedSupportDate: support.extended,
    })),
  }),
  "aws:ssm/getParameter:getParameter": parameter,
  "aws:ecr/getRepository:getRepository": (args, context) => ({
    ...args,
    ...shownOf(named(types.repository, "name", args.name, args, context)),
    mostRecentImageTags: [],
  }),
  "aws:iam/getRole:getRole": (args, context) => ({
    ...args,
    ...shownOf(named(types.role, "name", args.name, args, context)),
    roleLastUseds: [],
  }),
  "aws:kms/getKey:getKey": (args, context) => {
    const id = String(args.keyId).split(/[:/]/).at(-1);
    const shown = shownOf(named(types.key, "keyId", id, args, context));
    return { ...args, ...shown, enabled: true, keyState: "Enabled", keyManager: "CUSTOMER" };
  },
  "aws:kms/getAlias:getAlias": (args, context) => {
    const shown = shownOf(named("aws:kms/alias:Alias", "name", args.name, args, context));
    return { ...args, ...shown };
  },
  "aws:route53/getZone:getZone": (args, context) => {
    const wanted = String(args.zoneId ?? args.name).replace(/\.$/, "");
    const zone = context.account
      ?.ofType(types.zone)
      .find(({ id, inputs }) => id === wanted || inputs.name === wanted);
    if (zone === undefined)
      throw new Error(`no matching Route 53 zone ${wanted} in the simulated account`);
    return { ...args, ...shownOf(zone), resourceRecordSetCount: 2 };
  },
  "aws:acm/getCertificate:getCertificate": (args, context) => {
    const found = context.account
      ?.ofType("aws:acm/certificate:Certificate", regionOf(args, context))
      .find(({ inputs }) => inputs.domainName === args.domain);
    if (found === undefined) {
      throw new Error(`no certificate for ${String(args.domain)} in the simulated account`);
    }
    return { ...args, ...shownOf(found), ...(isProps(args.tags) ? { tags: args.tags } : {}) };
  },
};
