import * as pulumi from "@pulumi/pulumi";

import { checkDatabase } from "./checks";
import { contentSecret, secretPassword } from "./credentials";
import { databaseInCluster } from "./database-in-cluster";
import { databaseOnAws, type DatabaseOnAws } from "./database-on-aws";
import type { InCluster, ServiceArgs } from "./places";

export interface DatabaseArgs extends ServiceArgs {
  /**
   * Name of the database in it. What PostgreSQL would not take as it is throws an ArgumentError; a
   * change replaces an RDS instance, data and all. @default "shop"
   */
  readonly databaseName?: string;
  /** A pod of the cluster, or RDS. A change moves no data. */
  readonly place: InCluster | DatabaseOnAws;
}

/** What a client needs; secret as a whole. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** With user and password. @example "postgresql://shop:…@database:5432/shop?sslmode=disable" */
  readonly url: string;
  /** Without them, for Spring. @example "jdbc:postgresql://database:5432/shop?sslmode=disable" */
  readonly "jdbc-url": string;
}

/** Where the server listens, and whether it speaks TLS. */
export interface DatabaseEndpoint {
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly tls: boolean;
  readonly ready: readonly pulumi.Resource[];
}

/**
 * A relational database, PostgreSQL: in the cluster for development, or RDS. Its credentials are in one
 * Secret, each value a key, for pods to mount as files or to name one by one as variables.
 *
 * @example
 * const database = new Database("database", {
 *   namespace: "shop",
 *   password: config.requireSecret("databasePassword"),
 *   place: { on: "cluster", storageClassName: disks.storageClassName, runsAfter: disks.ready },
 * }, { providers: [awsProvider, kubernetesProvider] });
 * const url = { valueFrom: { secretKeyRef: { name: database.secretName, key: "jdbc-url" } } };
 */
export class Database extends pulumi.ComponentResource {
  /** Name of the Secret, which follows its content: pods that name it roll when the password changes. */
  readonly secretName: pulumi.Output<string>;
  /** The same values, for programs; secret. */
  readonly connection: pulumi.Output<DatabaseConnection>;
  /** What clients depend on. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    checkDatabase(name, args);
    super("twelve-street:components:Database", name, {}, opts);
    const inside = { parent: this };
    const { username = "shop", databaseName = "shop", namespace, place } = args;
    const password = secretPassword(args.password);
    const asked = { namespace, username, databaseName, password };
    const endpoint =
      place.on === "aws"
        ? databaseOnAws(name, asked, place, inside)
        : databaseInCluster(name, asked, place, inside);

    this.connection = pulumi.secret(
      pulumi
        .all([endpoint.host, endpoint.port, password])
        .apply(([host, port, plain]) => connectionOf(host, port, endpoint.tls, asked, plain)),
    );
    const values = this.connection.apply((all): Record<string, string> => ({ ...all }));
    const secret = contentSecret(name, name, namespace, password, values, inside);
    this.secretName = secret.metadata.name;
    this.ready = [...endpoint.ready, secret];
    this.registerOutputs({ secretName: this.secretName });
  }
}

function connectionOf(
  host: string,
  port: number,
  tls: boolean,
  { username, databaseName }: { username: string; databaseName: string },
  password: string,
): DatabaseConnection {
  const path = `${host}:${port}/${databaseName}?sslmode=${tls ? "require" : "disable"}`;
  return {
    host,
    port: String(port),
    database: databaseName,
    username,
    password,
    url: `postgresql://${username}:${password}@${path}`,
    "jdbc-url": `jdbc:postgresql://${path}`,
  };
}
