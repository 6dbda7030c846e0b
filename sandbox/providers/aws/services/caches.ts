import type { Made, Problem, Props, ResourceTable } from "../types";
import { dnsSuffixOf, isUnknown, listOf } from "../values";
import { bornAt, idFrom, lowerName, refer, types } from "./shapes";

const vpcOf = (made: Made) =>
  made.find(types.subnet, listOf(made.inputs.subnetIds)[0])?.inputs.vpcId ?? "";

function cacheProblems(inputs: Props): Problem[] {
  const { numCacheClusters: nodes = 1, automaticFailoverEnabled, userGroupIds } = inputs;
  const alone =
    automaticFailoverEnabled === true && nodes === 1 && inputs.numNodeGroups === undefined;
  const open = listOf(userGroupIds).length > 0 && inputs.transitEncryptionEnabled !== true;
  return [
    ...(alone
      ? [{ property: "automaticFailoverEnabled", reason: "true with 1 node; failover needs 2" }]
      : []),
    ...(open
      ? [{ property: "transitEncryptionEnabled", reason: "not true; users need encryption" }]
      : []),
  ];
}

/** Source: Amazon ElastiCache API Reference, CreateUser; User Guide, Role-Based Access Control. */
function userProblems({ passwords }: Props): Problem[] {
  return listOf(passwords).flatMap((password, index) =>
    typeof password !== "string" || isUnknown(password) || /^.{16,128}$/.test(password)
      ? []
      : [{ property: `passwords[${index}]`, reason: "is not of 16 to 128 characters" }],
  );
}

const userEngine = { engine: ["valkey", "VALKEY", "redis", "REDIS"] };

/** Caches and their users. Which inputs replace: terraform-provider-aws, internal/service/elasticache. */
export const caches: ResourceTable = {
  [types.cacheSubnetGroup]: {
    id: idFrom("name"),
    tagged: true,
    defaults: { description: "Managed by Pulumi" },
    outputs: (made) => ({
      arn: made.arn("elasticache", `subnetgroup:${made.text("name")}`),
      vpcId: vpcOf(made),
    }),
    replace: ["name"],
    nameRule: lowerName(
      "a cache subnet group",
      "name",
      255,
      "Amazon ElastiCache API Reference, CreateCacheSubnetGroup",
    ),
    unique: { by: ["name"], code: "CacheSubnetGroupAlreadyExists" },
    references: [refer("subnetIds", types.subnet, "InvalidSubnet")],
    inUse: {
      code: "CacheSubnetGroupInUse",
      by: [{ type: types.cacheGroup, property: "subnetGroupName" }],
    },
  },
  [types.cacheGroup]: {
    id: idFrom("replicationGroupId"),
    tagged: true,
    sensitive: ["authToken", "authTokenWo"],
    defaults: { engine: "redis", automaticFailoverEnabled: false, multiAzEnabled: false },
    outputs: (made) => {
      const host = (kind: string) =>
        `${kind}.${made.id}.${made.hex(6, "cache")}.${made.region}.cache.${dnsSuffixOf(made.region)}`;
      return {
        arn: made.arn("elasticache", `replicationgroup:${made.id}`),
        clusterEnabled: Number(made.inputs.numNodeGroups ?? 1) > 1,
        configurationEndpointAddress: "",
        primaryEndpointAddress: host("master"),
        readerEndpointAddress: host("replica"),
        engineVersionActual: made.text("engineVersion"),
        memberClusters: [`${made.id}-001`],
        port: made.inputs.port ?? 6379,
      };
    },
    replace: [
      "atRestEncryptionEnabled",
      "dataTieringEnabled",
      "kmsKeyId",
      "networkType",
      "port",
      "replicationGroupId",
      "snapshotArns",
      "snapshotName",
      "subnetGroupName",
    ],
    computed: ["atRestEncryptionEnabled", "engineVersion", "subnetGroupName"],
    nameRule: lowerName(
      "a replication group",
      "replicationGroupId",
      40,
      "Amazon ElastiCache API Reference, CreateReplicationGroup",
    ),
    unique: { by: ["replicationGroupId"], code: "ReplicationGroupAlreadyExists" },
    check: cacheProblems,
    references: [
      refer("subnetGroupName", types.cacheSubnetGroup, "CacheSubnetGroupNotFoundFault"),
      refer("userGroupIds", types.cacheUserGroup, "UserGroupNotFoundFault"),
    ],
  },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    id: idFrom("name"),
    tagged: true,
    outputs: (made) => {
      const address = `${made.id}-${made.hex(6, "cache")}.serverless.${made.region}.cache.${dnsSuffixOf(made.region)}`;
      return {
        arn: made.arn("elasticache", `serverlesscache:${made.id}`),
        createTime: bornAt,
        endpoints: [{ address, port: 6379 }],
        readerEndpoints: [{ address, port: 6380 }],
        fullEngineVersion: made.text("majorEngineVersion"),
        status: "available",
      };
    },
    replace: ["kmsKeyId", "name", "snapshotArnsToRestores", "subnetIds"],
    computed: ["description", "kmsKeyId", "majorEngineVersion", "securityGroupIds", "subnetIds"],
    nameRule: lowerName(
      "a serverless cache",
      "name",
      40,
      "Amazon ElastiCache API Reference, CreateServerlessCache",
    ),
    unique: { by: ["name"], code: "ServerlessCacheAlreadyExistsFault" },
  },
  [types.cacheUser]: {
    id: idFrom("userId"),
    tagged: true,
    sensitive: ["passwords", "passwordsWo"],
    outputs: (made) => ({ arn: made.arn("elasticache", `user:${made.id}`) }),
    replace: ["engine", "userId", "userName"],
    rules: { oneOf: userEngine, source: "Amazon ElastiCache API Reference, CreateUser" },
    check: userProblems,
    unique: { by: ["userId"], code: "UserAlreadyExists" },
  },
  [types.cacheUserGroup]: {
    id: idFrom("userGroupId"),
    tagged: true,
    outputs: (made) => ({ arn: made.arn("elasticache", `usergroup:${made.id}`) }),
    replace: ["userGroupId"],
    rules: { oneOf: userEngine, source: "Amazon ElastiCache API Reference, CreateUserGroup" },
    unique: { by: ["userGroupId"], code: "UserGroupAlreadyExistsFault" },
    references: [refer("userIds", types.cacheUser, "UserNotFound")],
    inUse: {
      code: "InvalidUserGroupState",
      by: [{ type: types.cacheGroup, property: "userGroupIds" }],
    },
  },
};
