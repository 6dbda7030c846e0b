import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { contentSecret } from "./credentials";
import type { MessagingEndpoint, SignIn } from "./messaging";
import type { InCluster } from "./places";
import { runServer } from "./server";
import { serverSizes } from "./sizes";

export interface AskedMessaging {
  readonly namespace: pulumi.Input<string>;
  readonly username: string;
  readonly password: pulumi.Output<string>;
  readonly autoCreateTopics: boolean;
}

const port = 9092;
const controllerPort = 9093;
const settingsFile = "/etc/kafka-server/server.properties";

/**
 * PLAIN, for a broker without a store of users reads them from its settings: SCRAM's users stand on the
 * disk, where a changed password would not reach them.
 */
const sign: SignIn = {
  protocol: "SASL_PLAINTEXT",
  mechanism: "PLAIN",
  module: "org.apache.kafka.common.security.plain.PlainLoginModule",
};

/** Kafka as one pod, broker and controller at once (KRaft). */
export function messagingInCluster(
  name: string,
  { namespace, username, password, autoCreateTopics }: AskedMessaging,
  place: InCluster,
  opts: pulumi.CustomResourceOptions,
): MessagingEndpoint {
  const host = pulumi.interpolate`${name}.${namespace}`;
  const settings = pulumi
    .all([host, password])
    .apply(([address, plain]) => settingsOf(address, username, plain, autoCreateTopics));
  const secret = contentSecret(
    `${name}-server`,
    `${name}-server`,
    namespace,
    password,
    { "server.properties": settings },
    opts,
  );
  const ready = runServer(
    {
      app: name,
      namespace,
      image: place.image ?? `docker.io/apache/kafka:${platformVersions.kafka.version}`,
      port,
      size: serverSizes.messaging,
      dataPath: "/var/lib/kafka/data",
      secret: { name: secret.metadata.name, path: "/etc/kafka-server" },
      env: { LOG_DIR: "/tmp/logs", KAFKA_HEAP_OPTS: "-Xms512m -Xmx512m" },
      prepare: [
        "/opt/kafka/bin/kafka-storage.sh",
        "format",
        "--ignore-formatted",
        `--cluster-id=${clusterId(name)}`,
        `--config=${settingsFile}`,
      ],
      command: ["/opt/kafka/bin/kafka-server-start.sh", settingsFile],
    },
    place,
    opts,
  );
  return { bootstrapServers: pulumi.interpolate`${host}:${port}`, sign, ready };
}

/** Kafka's own form: sixteen bytes as base64 for addresses. The disk keeps it, so it must never change. */
const clusterId = (name: string): string =>
  createHash("sha256").update(name).digest().subarray(0, 16).toString("base64url");

const settingsOf = (
  host: string,
  username: string,
  password: string,
  autoCreateTopics: boolean,
): string =>
  [
    "process.roles=broker,controller",
    "node.id=1",
    `controller.quorum.voters=1@localhost:${controllerPort}`,
    "controller.listener.names=CONTROLLER",
    `listeners=CLIENTS://:${port},CONTROLLER://localhost:${controllerPort}`,
    `advertised.listeners=CLIENTS://${host}:${port}`,
    `listener.security.protocol.map=CLIENTS:${sign.protocol},CONTROLLER:PLAINTEXT`,
    "inter.broker.listener.name=CLIENTS",
    `sasl.enabled.mechanisms=${sign.mechanism}`,
    `sasl.mechanism.inter.broker.protocol=${sign.mechanism}`,
    `listener.name.clients.plain.sasl.jaas.config=${sign.module} required username="${username}" password="${password}" user_${username}="${password}";`,
    // A disk's own lost+found is no topic.
    "log.dirs=/var/lib/kafka/data/log",
    `auto.create.topics.enable=${autoCreateTopics}`,
    // One broker holds one copy.
    "offsets.topic.replication.factor=1",
    "transaction.state.log.replication.factor=1",
    "transaction.state.log.min.isr=1",
    "",
  ].join("\n");
