import type { Made, Problem, Props, Refusal, ResourceTable } from "../types";
import { isProps, isUnknown, listOf, quote, valuesAt } from "../values";
import { arnId, arnIsId, hyphenName, idFrom, refer, types, uuid } from "./shapes";

const kafkaBrokers = (made: Made, port: number) =>
  [1, 2, 3]
    .map(
      (n) =>
        `b-${n}.${made.text("clusterName").toLowerCase()}.${made.hex(6, "msk")}.c2.kafka.${made.region}.amazonaws.com:${port}`,
    )
    .join(",");

/** Source of the broker types: the answer of CreateCluster to kafka.t3.small, as others have published it in July 2026. */
const brokerType = /^(kafka\.m(5|7g)|express\.m7g)\.\w+$/;

function clusterProblems(inputs: Props): Problem[] {
  const group = isProps(inputs.brokerNodeGroupInfo) ? inputs.brokerNodeGroupInfo : {};
  const { instanceType, clientSubnets } = group;
  const subnets = listOf(clientSubnets).length;
  const brokers = inputs.numberOfBrokerNodes;
  const known = typeof instanceType === "string" && !isUnknown(instanceType);
  return [
    ...(known && !brokerType.test(instanceType)
      ? [
          {
            property: "brokerNodeGroupInfo.instanceType",
            reason: `${quote(instanceType)} is not offered for new clusters; kafka.m5, kafka.m7g and express.m7g are`,
          },
        ]
      : []),
    ...(typeof brokers === "number" && !isUnknown(clientSubnets) && brokers % subnets !== 0
      ? [
          {
            property: "numberOfBrokerNodes",
            reason: `${brokers} is no multiple of the ${subnets} subnets`,
          },
        ]
      : []),
  ];
}

/** What MSK asks of a secret with a user. Source: Amazon MSK Developer Guide, "Set up SASL/SCRAM authentication". */
function secretRefusal(made: Made): Refusal | undefined {
  const secrets = valuesAt(made.inputs, "secretArnLists").flatMap(
    ({ value }) => made.find(types.secret, value) ?? [],
  );
  const wrong = secrets.find(
    ({ id, inputs }) => !id.includes(":secret:AmazonMSK_") || inputs.kmsKeyId === undefined,
  );
  const message = `${wrong?.id ?? ""} must have a name that begins with AmazonMSK_ and a key of one's own`;
  return wrong && { code: "BadRequestException", message };
}

/** Kafka. Which inputs replace: terraform-provider-aws, internal/service/kafka. */
export const kafka: ResourceTable = {
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
    check: clusterProblems,
    references: [
      refer("configurationInfo.arn", types.kafkaConfiguration, "NotFoundException"),
      refer("brokerNodeGroupInfo.clientSubnets", types.subnet, "BadRequestException"),
      refer("brokerNodeGroupInfo.securityGroups", types.securityGroup, "BadRequestException"),
    ],
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
  [types.kafkaConfiguration]: {
    id: arnId("kafka", (making) => `configuration/${making.text("name")}/${uuid(making)}-2`),
    outputs: (made) => ({ ...arnIsId(made), latestRevision: 1 }),
    replace: ["kafkaVersions", "name"],
    nameRule: hyphenName(
      "an MSK configuration",
      256,
      "Amazon MSK API Reference, CreateConfiguration",
    ),
    unique: { by: ["name"], code: "ConflictException" },
    inUse: {
      code: "BadRequestException",
      by: [{ type: types.kafka, property: "configurationInfo.arn" }],
    },
  },
  "aws:msk/scramSecretAssociation:ScramSecretAssociation": {
    id: idFrom("clusterArn"),
    replace: ["clusterArn"],
    references: [
      refer("clusterArn", types.kafka, "NotFoundException"),
      refer("secretArnLists", types.secret, "BadRequestException"),
    ],
    admit: secretRefusal,
  },
};
