import * as pulumi from "@pulumi/pulumi";

import { checkMessaging } from "./checks";
import { contentSecret, secretPassword } from "./credentials";
import { messagingInCluster } from "./messaging-in-cluster";
import { messagingOnAws, type MessagingOnAws } from "./messaging-on-aws";
import type { InCluster, ServiceArgs } from "./places";

export interface MessagingArgs extends ServiceArgs {
  /** Make a topic when a client first names it. @default true */
  readonly autoCreateTopics?: boolean;
  /** A pod of the cluster, or MSK. A change moves no messages. */
  readonly place: InCluster | MessagingOnAws;
}

/** What a client needs, by the names of Kafka's own settings with hyphens for dots; secret as a whole. */
export interface MessagingConnection {
  readonly "bootstrap-servers": string;
  readonly "security-protocol": string;
  readonly "sasl-mechanism": string;
  readonly "sasl-jaas-config": string;
  readonly username: string;
  readonly password: string;
}

export interface MessagingEndpoint {
  readonly bootstrapServers: pulumi.Input<string>;
  readonly sign: SignIn;
  readonly ready: readonly pulumi.Resource[];
}

/** How a client proves who it is. */
export interface SignIn {
  readonly protocol: "SASL_PLAINTEXT" | "SASL_SSL";
  readonly mechanism: "PLAIN" | "SCRAM-SHA-512";
  readonly module: string;
}

/**
 * Messaging that Kafka's clients speak: Apache Kafka in the cluster for development, or Amazon MSK. The
 * credentials are in one Secret, so that clients need no word of which it is.
 *
 * @example
 * const messaging = new Messaging("kafka", {
 *   namespace: "shop",
 *   password: config.requireSecret("kafkaPassword"),
 *   place: { on: "cluster", storageClassName: disks.storageClassName, runsAfter: disks.ready },
 * }, { providers: [awsProvider, kubernetesProvider] });
 */
export class Messaging extends pulumi.ComponentResource {
  /** Name of the Secret, which follows its content: pods that name it roll when the password changes. */
  readonly secretName: pulumi.Output<string>;
  /** The same values, for programs; secret. */
  readonly connection: pulumi.Output<MessagingConnection>;
  /** What clients depend on. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: MessagingArgs, opts?: pulumi.ComponentResourceOptions) {
    checkMessaging(name, args);
    super("twelve-street:components:Messaging", name, {}, opts);
    const inside = { parent: this };
    const { username = "shop", autoCreateTopics = true, namespace, place } = args;
    const password = secretPassword(args.password);
    const asked = { namespace, username, password, autoCreateTopics };
    const { bootstrapServers, sign, ready } =
      place.on === "aws"
        ? messagingOnAws(name, asked, place, inside)
        : messagingInCluster(name, asked, place, inside);

    this.connection = pulumi.secret(
      pulumi.all([bootstrapServers, password]).apply(([servers, plain]) => ({
        "bootstrap-servers": servers,
        "security-protocol": sign.protocol,
        "sasl-mechanism": sign.mechanism,
        "sasl-jaas-config": `${sign.module} required username="${username}" password="${plain}";`,
        username,
        password: plain,
      })),
    );
    const values = this.connection.apply((all): Record<string, string> => ({ ...all }));
    const secret = contentSecret(name, name, namespace, password, values, inside);
    this.secretName = secret.metadata.name;
    this.ready = [...ready, secret];
    this.registerOutputs({ secretName: this.secretName });
  }
}
