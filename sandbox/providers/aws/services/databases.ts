import type { Existing, Made, Making, Problem, Props, Refusal, ResourceTable } from "../types";
import { dnsSuffixOf, isUnknown, listOf, partitionOf, simulatedAccount } from "../values";
import { idFrom, lowerName, refer, types } from "./shapes";

const rdsHost = (making: Making, name: string, kind = "") =>
  `${name}.${kind}${making.hex(12, "rds")}.${making.region}.rds.${dnsSuffixOf(making.region)}`;

const defaultPort = (engine: string) => (engine.includes("postgres") ? 5432 : 3306);

const vpcOf = (made: Made) =>
  made.find(types.subnet, listOf(made.inputs.subnetIds)[0])?.inputs.vpcId ?? "";

const rdsKeyless = {
  hostedZoneId: "",
  masterUserSecrets: [],
};

const noSubnet = refer("subnetIds", types.subnet, "InvalidSubnet");

/** Source: Amazon RDS API Reference, CreateDBSubnetGroup. */
function zonesRefusal(made: Made): Refusal | undefined {
  const subnets = listOf(made.inputs.subnetIds).flatMap((id) => made.find(types.subnet, id) ?? []);
  const zones = new Set(
    subnets.map(({ outputs, inputs }) => inputs.availabilityZone ?? outputs.availabilityZone),
  );
  if (subnets.length === 0 || zones.size > 1) return undefined;
  const message = `${made.text("name")} covers one zone; a DB subnet group covers at least two`;
  return { code: "DBSubnetGroupDoesNotCoverEnoughAZs", message };
}

/** Source: Amazon RDS API Reference, CreateDBInstance; User Guide, gp3 storage. */
function instanceProblems({ password, allocatedStorage, storageType }: Props): Problem[] {
  const weak =
    typeof password === "string" && !isUnknown(password) && !/^[^/"@ ]{8,128}$/.test(password);
  const small =
    storageType === "gp3" && typeof allocatedStorage === "number" && allocatedStorage < 20;
  return [
    ...(weak
      ? [
          {
            property: "password",
            reason: 'is not of 8 to 128 characters without /, ", @ and spaces',
          },
        ]
      : []),
    ...(small
      ? [
          {
            property: "allocatedStorage",
            reason: `${allocatedStorage} is not allowed; gp3 has at least 20 GiB`,
          },
        ]
      : []),
  ];
}

function deletionRefusal({ inputs, id }: Existing): Refusal | undefined {
  const code = "InvalidParameterCombination";
  if (inputs.deletionProtection === true) return { code, message: `${id} has deletionProtection` };
  if (inputs.skipFinalSnapshot === true || inputs.finalSnapshotIdentifier !== undefined)
    return undefined;
  return { code, message: `${id} has neither skipFinalSnapshot nor a finalSnapshotIdentifier` };
}

/** The last snapshot, with the instance's tags where it copies them. */
function lastSnapshot({ region, inputs }: Existing): Existing | undefined {
  const { finalSnapshotIdentifier: name, skipFinalSnapshot, copyTagsToSnapshot, tags } = inputs;
  if (skipFinalSnapshot === true || typeof name !== "string") return undefined;
  const arn = `arn:${partitionOf(region)}:rds:${region}:${simulatedAccount}:snapshot:${name}`;
  return {
    type: "aws:rds/snapshot:Snapshot",
    id: name,
    urn: "",
    region,
    seed: arn,
    inputs: copyTagsToSnapshot === true ? { tags } : {},
    outputs: { arn },
  };
}

/** Relational databases. Which inputs replace: terraform-provider-aws, internal/service/rds. */
export const databases: ResourceTable = {
  [types.dbSubnetGroup]: {
    id: idFrom("name"),
    tagged: true,
    defaults: { description: "Managed by Pulumi" },
    outputs: (made) => ({
      arn: made.arn("rds", `subgrp:${made.text("name")}`),
      supportedNetworkTypes: ["IPV4"],
      vpcId: vpcOf(made),
    }),
    replace: ["name", "namePrefix"],
    nameRule: {
      ...lowerName(
        "a DB subnet group",
        "name",
        255,
        "Amazon RDS API Reference, CreateDBSubnetGroup",
      ),
      pattern: /^[a-z0-9 ._-]*$/,
      words: "lower-case letters, digits, spaces and ._-",
    },
    unique: { by: ["name"], code: "DBSubnetGroupAlreadyExists" },
    references: [noSubnet],
    admit: zonesRefusal,
    inUse: {
      code: "InvalidDBSubnetGroupStateFault",
      by: [
        { type: types.dbInstance, property: "dbSubnetGroupName" },
        { type: types.dbCluster, property: "dbSubnetGroupName" },
      ],
    },
  },
  [types.dbInstance]: {
    id: (making) => `db-${making.hex(26, "db").toUpperCase()}`,
    tagged: true,
    sensitive: ["password", "passwordWo"],
    defaults: { autoMinorVersionUpgrade: true, publiclyAccessible: false, multiAz: false },
    outputs: (made) => {
      const address = rdsHost(made, made.text("identifier"));
      const port = Number(made.inputs.port ?? defaultPort(made.text("engine")));
      return {
        ...rdsKeyless,
        arn: made.arn("rds", `db:${made.text("identifier")}`),
        address,
        port,
        endpoint: `${address}:${port}`,
        engineVersionActual: made.text("engineVersion"),
        latestRestorableTime: "",
        listenerEndpoints: [],
        replicas: [],
        resourceId: made.id,
        status: "available",
        upgradeRolloutOrder: "",
      };
    },
    replace: [
      "availabilityZone",
      "backupTarget",
      "characterSetName",
      "customIamInstanceProfile",
      "dbName",
      "engine",
      "identifierPrefix",
      "kmsKeyId",
      "ncharCharacterSetName",
      "restoreToPointInTime",
      "s3Import",
      "snapshotIdentifier",
      "storageEncrypted",
      "timezone",
      "username",
    ],
    computed: ["availabilityZone", "dbName", "engine", "engineVersion", "kmsKeyId", "username"],
    nameRule: lowerName(
      "a DB instance",
      "identifier",
      63,
      "Amazon RDS API Reference, CreateDBInstance",
    ),
    unique: { by: ["identifier"], code: "DBInstanceAlreadyExists" },
    references: [refer("dbSubnetGroupName", types.dbSubnetGroup, "DBSubnetGroupNotFoundFault")],
    check: instanceProblems,
    release: deletionRefusal,
    leaves: lastSnapshot,
  },
  [types.dbCluster]: {
    id: idFrom("clusterIdentifier"),
    tagged: true,
    sensitive: ["masterPassword", "masterPasswordWo"],
    defaults: { engineMode: "provisioned" },
    outputs: (made) => ({
      ...rdsKeyless,
      arn: made.arn("rds", `cluster:${made.id}`),
      clusterResourceId: `cluster-${made.hex(26, "cluster").toUpperCase()}`,
      endpoint: rdsHost(made, made.id, "cluster-"),
      readerEndpoint: rdsHost(made, made.id, "cluster-ro-"),
      port: made.inputs.port ?? defaultPort(made.text("engine")),
      engineVersionActual: made.text("engineVersion"),
      caCertificateValidTill: "",
      upgradeRolloutOrder: "",
    }),
    replace: [
      "availabilityZones",
      "clusterIdentifier",
      "clusterIdentifierPrefix",
      "databaseName",
      "dbSubnetGroupName",
      "dbSystemId",
      "engine",
      "kmsKeyId",
      "masterUsername",
      "restoreToPointInTime",
      "snapshotIdentifier",
      "storageEncrypted",
    ],
    computed: ["availabilityZones", "databaseName", "engineVersion", "kmsKeyId", "masterUsername"],
    nameRule: lowerName(
      "a DB cluster",
      "clusterIdentifier",
      63,
      "Amazon RDS API Reference, CreateDBCluster",
    ),
    unique: { by: ["clusterIdentifier"], code: "DBClusterAlreadyExistsFault" },
    inUse: {
      code: "InvalidDBClusterStateFault",
      by: [{ type: types.dbClusterInstance, property: "clusterIdentifier" }],
    },
  },
  [types.dbClusterInstance]: {
    id: idFrom("identifier"),
    tagged: true,
    outputs: (made) => ({
      arn: made.arn("rds", `db:${made.id}`),
      dbiResourceId: `db-${made.hex(26, "db").toUpperCase()}`,
      endpoint: rdsHost(made, made.id),
      engineVersionActual: made.text("engineVersion"),
      kmsKeyId: "",
      networkType: "IPV4",
      port: defaultPort(made.text("engine")),
      storageEncrypted: true,
      writer: true,
    }),
    replace: ["availabilityZone", "clusterIdentifier", "dbSubnetGroupName", "engine", "identifier"],
    computed: ["availabilityZone", "dbSubnetGroupName"],
    nameRule: lowerName(
      "a DB instance",
      "identifier",
      63,
      "Amazon RDS API Reference, CreateDBInstance",
    ),
    unique: { by: ["identifier"], code: "DBInstanceAlreadyExists" },
  },
};
