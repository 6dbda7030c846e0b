import type { AccountView, Made, Making, Refusal, ResourceTable } from "../types";
import { dnsSuffixOf, isProps, listOf } from "../values";
import { zonesOf } from "../data/regions";
import { formatAddress, parseNetwork } from "../rules/cidr";
import { idFrom, interfaceId, prefixedId, refer, types } from "./shapes";

const source = "Amazon EFS API Reference, CreateFileSystem";

const hostOf = (making: Making, fileSystem: string) =>
  `${fileSystem}.efs.${making.region}.${dnsSuffixOf(making.region)}`;

const fileSystemArn = (made: Made) =>
  made.arn("elasticfilesystem", `file-system/${made.text("fileSystemId")}`);

const zoneOf = (made: Made) => {
  const subnet = made.find(types.subnet, made.inputs.subnetId);
  const name = subnet?.inputs.availabilityZone ?? subnet?.outputs.availabilityZone;
  const zones = zonesOf(made.region);
  return zones.find((zone) => zone.name === name) ?? zones[0];
};

/** An address for a mount target within its subnet. */
function addressIn(made: Made): string {
  const cidr = made.find(types.subnet, made.inputs.subnetId)?.inputs.cidrBlock;
  const network = typeof cidr === "string" ? parseNetwork(cidr) : "";
  const first = typeof network === "string" ? 10 * 2 ** 24 : network.first;
  return formatAddress(first + 4 + (Number.parseInt(made.hex(4, "ip"), 16) % 8));
}

/** One mount target a zone. Source: Amazon EFS API Reference, CreateMountTarget. */
function mountRefusal(made: Made, account: AccountView): Refusal | undefined {
  const zone = zoneOf(made)?.name;
  const other = account
    .ofType(types.mountTarget, made.region)
    .find(
      ({ id, inputs, outputs }) =>
        id !== made.id &&
        inputs.fileSystemId === made.inputs.fileSystemId &&
        outputs.availabilityZoneName === zone,
    );
  const message = `${made.text("fileSystemId")} has the mount target ${other?.id ?? ""} in ${zone ?? ""} already; it has one a zone`;
  return other && { code: "MountTargetConflict", message };
}

/** Shared file systems. Which inputs replace: terraform-provider-aws, internal/service/efs. */
export const efs: ResourceTable = {
  [types.fileSystem]: {
    id: prefixedId("fs"),
    tagged: true,
    defaults: {
      performanceMode: "generalPurpose",
      throughputMode: "bursting",
      encrypted: false,
    },
    outputs: (made) => {
      const { tags } = made.inputs;
      return {
        arn: made.arn("elasticfilesystem", `file-system/${made.id}`),
        creationToken: made.text("creationToken") || `terraform-${made.hex(26, "token")}`,
        dnsName: hostOf(made, made.id),
        name: isProps(tags) ? (tags.Name ?? "") : "",
        numberOfMountTargets: 0,
        ownerId: made.accountId,
        availabilityZoneId: "",
        sizeInBytes: [{ value: 6144, valueInIa: 0, valueInStandard: 6144 }],
        ...(made.inputs.encrypted === true && made.text("kmsKeyId") === ""
          ? { kmsKeyId: made.arn("kms", `key/${made.hex(8, "kms")}`) }
          : {}),
      };
    },
    replace: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
    computed: ["creationToken", "kmsKeyId", "performanceMode", "protection", "encrypted"],
    rules: {
      oneOf: {
        performanceMode: ["generalPurpose", "maxIO"],
        throughputMode: ["bursting", "provisioned", "elastic"],
        "lifecyclePolicies.transitionToIa": [
          "AFTER_1_DAY",
          "AFTER_7_DAYS",
          "AFTER_14_DAYS",
          "AFTER_30_DAYS",
          "AFTER_60_DAYS",
          "AFTER_90_DAYS",
          "AFTER_180_DAYS",
          "AFTER_270_DAYS",
          "AFTER_365_DAYS",
        ],
        "lifecyclePolicies.transitionToPrimaryStorageClass": ["AFTER_1_ACCESS"],
      },
      source,
    },
    check: ({ kmsKeyId, encrypted }) =>
      kmsKeyId !== undefined && encrypted !== true
        ? [{ property: "encrypted", reason: "not true, and kmsKeyId is set; true is needed" }]
        : [],
    unique: { by: ["creationToken"], code: "FileSystemAlreadyExists" },
    inUse: {
      code: "FileSystemInUse",
      by: [{ type: types.mountTarget, property: "fileSystemId" }],
    },
  },
  [types.mountTarget]: {
    id: prefixedId("fsmt"),
    outputs: (made) => ({
      availabilityZoneId: zoneOf(made)?.id ?? "",
      availabilityZoneName: zoneOf(made)?.name ?? "",
      dnsName: hostOf(made, made.text("fileSystemId")),
      mountTargetDnsName: `${zoneOf(made)?.name ?? ""}.${hostOf(made, made.text("fileSystemId"))}`,
      fileSystemArn: fileSystemArn(made),
      networkInterfaceId: interfaceId(made),
      ipAddress: made.text("ipAddress") || addressIn(made),
      ipAddressType: made.text("ipAddressType") || "IPV4_ONLY",
      ipv6Address: "",
      ownerId: made.accountId,
      securityGroups: listOf(made.inputs.securityGroups),
    }),
    replace: ["fileSystemId", "ipAddress", "ipAddressType", "ipv6Address", "subnetId"],
    computed: ["ipAddress", "ipAddressType", "ipv6Address", "securityGroups"],
    references: [
      refer("fileSystemId", types.fileSystem, "FileSystemNotFound"),
      refer("subnetId", types.subnet, "SubnetNotFound"),
      refer("securityGroups", types.securityGroup, "SecurityGroupNotFound"),
    ],
    admit: mountRefusal,
  },
  "aws:efs/accessPoint:AccessPoint": {
    id: prefixedId("fsap"),
    tagged: true,
    outputs: (made) => ({
      arn: made.arn("elasticfilesystem", `access-point/${made.id}`),
      fileSystemArn: fileSystemArn(made),
      ownerId: made.accountId,
    }),
    replace: ["fileSystemId", "posixUser", "rootDirectory"],
    computed: ["rootDirectory"],
    references: [refer("fileSystemId", types.fileSystem, "FileSystemNotFound")],
  },
  "aws:efs/backupPolicy:BackupPolicy": {
    id: idFrom("fileSystemId"),
    replace: ["fileSystemId"],
    rules: { oneOf: { "backupPolicy.status": ["ENABLED", "DISABLED"] }, source },
  },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": {
    id: idFrom("fileSystemId"),
    replace: ["fileSystemId"],
    rules: { policies: { policy: "resource" }, source },
  },
};
