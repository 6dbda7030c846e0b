import * as pulumi from "@pulumi/pulumi";

import { cacheInCluster } from "./cache-in-cluster";
import { cacheOnAws, type CacheOnAws } from "./cache-on-aws";
import { cachePort } from "./cache-protocol";
import { checkCache } from "./checks";
import { contentSecret, secretPassword } from "./credentials";
import type { InCluster, ServiceArgs } from "./places";

export interface CacheArgs extends ServiceArgs {
  /** A pod of the cluster, or ElastiCache. A change moves no data. */
  readonly place: InCluster | CacheOnAws;
}

/** What a client needs; secret as a whole. */
export interface CacheConnection {
  readonly host: string;
  readonly port: string;
  readonly username: string;
  readonly password: string;
  /** "true" or "false": ElastiCache speaks TLS alone. */
  readonly tls: string;
  /** With user and password; `rediss` is TLS. @example "redis://shop:…@cache:6379" */
  readonly url: string;
}

/**
 * A cache, Valkey (what Redis's clients speak): in the cluster for development, or ElastiCache. The user
 * `default` cannot sign in; the credentials are in one Secret.
 *
 * @example
 * const cache = new Cache("cache", {
 *   namespace: "shop",
 *   password: config.requireSecret("cachePassword"),
 *   place: { on: "aws", vpcId, subnetIds, clientSecurityGroupId, nodes: 2 },
 * }, { providers: [awsProvider, kubernetesProvider] });
 */
export class Cache extends pulumi.ComponentResource {
  /** Name of the Secret, which follows its content: pods that name it roll when the password changes. */
  readonly secretName: pulumi.Output<string>;
  /** The same values, for programs; secret. */
  readonly connection: pulumi.Output<CacheConnection>;
  /** What clients depend on. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    checkCache(name, args);
    super("twelve-street:components:Cache", name, {}, opts);
    const inside = { parent: this };
    const { username = "shop", namespace, place } = args;
    const password = secretPassword(args.password);
    const asked = { namespace, username, password };
    const { host, tls, ready } =
      place.on === "aws"
        ? cacheOnAws(name, asked, place, inside)
        : cacheInCluster(name, asked, place, inside);

    this.connection = pulumi.secret(
      pulumi.all([host, password]).apply(([address, plain]) => ({
        host: address,
        port: String(cachePort),
        username,
        password: plain,
        tls: String(tls),
        url: `${tls ? "rediss" : "redis"}://${username}:${plain}@${address}:${cachePort}`,
      })),
    );
    const values = this.connection.apply((all): Record<string, string> => ({ ...all }));
    const secret = contentSecret(name, name, namespace, password, values, inside);
    this.secretName = secret.metadata.name;
    this.ready = [...ready, secret];
    this.registerOutputs({ secretName: this.secretName });
  }
}
