import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import type { MessagingEndpoint, SignIn } from "./messaging";
import type { AskedMessaging } from "./messaging-in-cluster";
import { networkAccess } from "./network-access";
import type { OnAws } from "./places";

/**
 * Kafka on Amazon MSK, without ZooKeeper (KRaft), TLS everywhere; takes 20 to 40 minutes to make.
 * `destroy` deletes the messages. The key costs $1 and the secret $0.40 a month (KMS and Secrets Manager pricing).
 */
export interface MessagingOnAws extends OnAws {
  /**
   * kafka.m7g.large costs $149 a month and broker in US East (MSK pricing). It is the smallest: MSK
   * makes no new clusters of kafka.t3.small. That one, and what is no broker type, throw an
   * ArgumentError. @default "kafka.m7g.large"
   */
  readonly brokerType?: string;
  /**
   * Brokers in each subnet, 1 to 5. One in each of two subnets is the least. Another number throws
   * an ArgumentError. @default 1
   */
  readonly brokersPerSubnet?: number;
  /**
   * Disk of each broker in GiB; it can grow, not shrink. $0.10 a GiB-month in US East (MSK
   * pricing). Outside of what MSK takes it throws an ArgumentError. @default 20
   */
  readonly storageGiB?: number;
}

const port = 9096;
const kafkaVersion = `${platformVersions.kafka.version.split(".").slice(0, 2).join(".")}.x.kraft`;

const sign: SignIn = {
  protocol: "SASL_SSL",
  mechanism: "SCRAM-SHA-512",
  module: "org.apache.kafka.common.security.scram.ScramLoginModule",
};

export function messagingOnAws(
  name: string,
  asked: AskedMessaging,
  place: MessagingOnAws,
  opts: pulumi.CustomResourceOptions,
): MessagingEndpoint {
  const { subnetIds, brokersPerSubnet = 1, storageGiB = 20 } = place;
  const tags = { ...place.tags };
  const access = networkAccess(name, "Kafka", port, place, opts);
  const configuration = new aws.msk.Configuration(
    name,
    {
      kafkaVersions: [kafkaVersion],
      serverProperties: serverProperties(subnetIds.length * brokersPerSubnet, asked),
    },
    opts,
  );
  const cluster = new aws.msk.Cluster(
    name,
    {
      kafkaVersion,
      numberOfBrokerNodes: subnetIds.length * brokersPerSubnet,
      brokerNodeGroupInfo: {
        instanceType: place.brokerType ?? "kafka.m7g.large",
        clientSubnets: [...subnetIds],
        securityGroups: [access.group.id],
        storageInfo: { ebsStorageInfo: { volumeSize: storageGiB } },
      },
      clientAuthentication: { sasl: { scram: true }, unauthenticated: false },
      encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
      configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
      tags,
    },
    opts,
  );
  const user = signIn(name, asked, cluster, tags, opts);
  return {
    bootstrapServers: cluster.bootstrapBrokersSaslScram,
    sign,
    ready: [user, access.rule],
  };
}

/** As many copies as there are brokers, up to three; one broker may be away. */
function serverProperties(brokers: number, { autoCreateTopics }: AskedMessaging): string {
  const copies = Math.min(brokers, 3);
  return [
    `auto.create.topics.enable=${autoCreateTopics}`,
    `default.replication.factor=${copies}`,
    `min.insync.replicas=${copies - 1}`,
    "",
  ].join("\n");
}

/**
 * The user, in a secret that MSK reads. It must have a name that begins so and a key of one's own.
 * Source: Amazon MSK Developer Guide, "Set up SASL/SCRAM authentication"; checked 2026-11-21.
 */
function signIn(
  name: string,
  { username, password }: AskedMessaging,
  cluster: aws.msk.Cluster,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const key = new aws.kms.Key(
    name,
    { description: `Kafka users of ${name}`, enableKeyRotation: true, tags },
    opts,
  );
  const secret = new aws.secretsmanager.Secret(
    name,
    {
      namePrefix: `AmazonMSK_${name}-`,
      kmsKeyId: key.arn,
      // The stack's config has the password still; a name that waits for its end would hinder nobody.
      recoveryWindowInDays: 7,
      tags,
    },
    opts,
  );
  const version = new aws.secretsmanager.SecretVersion(
    name,
    {
      secretId: secret.id,
      secretString: pulumi.secret(
        password.apply((plain) => JSON.stringify({ username, password: plain })),
      ),
    },
    opts,
  );
  return new aws.msk.ScramSecretAssociation(
    name,
    { clusterArn: cluster.arn, secretArnLists: [secret.arn] },
    { ...opts, dependsOn: version },
  );
}
