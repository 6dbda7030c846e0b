import type { Made, ResourceTable } from "../types";
import { dnsSuffixOf, listOf } from "../values";
import {
  arnId,
  arnIsId,
  bornAt,
  hyphenName,
  idFrom,
  lowerName,
  refer,
  types,
  uuid,
} from "./shapes";

const vpcOf = (made: Made) =>
  made.find(types.subnet, listOf(made.inputs.subnetIds)[0])?.inputs.vpcId ?? "";

const kafkaBrokers = (made: Made, port: number) =>
  [1, 2, 3]
    .map(
      (n) =>
        `b-${n}.${made.text("clusterName").toLowerCase()}.${made.hex(6, "msk")}.c2.kafka.${made.region}.amazonaws.com:${port}`,
    )
    .join(",");

/** Caches and Kafka. Which inputs replace: terraform-provider-aws, internal/service/{elasticache,kafka}. */
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
    references: [refer("subnetGroupName", types.cacheSubnetGroup, "CacheSubnetGroupNotFoundFault")],
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
  [types.kafka]: {
    id: arnId("kafka", (making) => `cluster/${making.text("clusterName")}/${uuid(making)}-2`),
    tagged: true,
    defaults: { enhancedMonitoring: "DEFAULT" },
    outputs: (made) => ({
      ...arnIsId(made),
      bootstrapBrokers: kafkaBrokers(made, 9092),
      bootstrapBrokersTls: kafkaBrokers(made, 9094),
      bootstrapBrokersSaslScram: kafkaBrokers(made, 9096),
      bootstrapBrokersSaslIam: kafkaBrokers(made, 9098),
      clusterUuid: `${uuid(made)}-2`,
      currentVersion: "K3AEGXETSR30VB",
      zookeeperConnectString: "",
      zookeeperConnectStringTls: "",
    }),
    replace: [
      "brokerNodeGroupInfo.azDistribution",
      "brokerNodeGroupInfo.clientSubnets",
      "brokerNodeGroupInfo.securityGroups",
      "clusterName",
      "encryptionInfo.encryptionAtRestKmsKeyArn",
      "encryptionInfo.encryptionInTransit.inCluster",
    ],
    nameRule: hyphenName("an MSK cluster", 64, "Amazon MSK API Reference, CreateCluster", {
      property: "clusterName",
    }),
    unique: { by: ["clusterName"], code: "ConflictException" },
  },
  "aws:msk/serverlessCluster:ServerlessCluster": {
    id: arnId("kafka", (making) => `cluster/${making.text("clusterName")}/${uuid(making)}-s1`),
    tagged: true,
    outputs: (made) => ({
      ...arnIsId(made),
      bootstrapBrokersSaslIam: kafkaBrokers(made, 9098).split(",")[0],
      clusterUuid: `${uuid(made)}-s1`,
    }),
    replace: ["clientAuthentication", "clusterName", "vpcConfigs"],
    nameRule: hyphenName("an MSK cluster", 64, "Amazon MSK API Reference, CreateClusterV2", {
      property: "clusterName",
    }),
    unique: { by: ["clusterName"], code: "ConflictException" },
  },
};
