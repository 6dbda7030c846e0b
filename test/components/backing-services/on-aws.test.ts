import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import {
  Cache,
  Database,
  Messaging,
  type CacheOnAws,
  type DatabaseOnAws,
  type MessagingOnAws,
} from "../../../components/backing-services";
import { platformVersions } from "../../../versions";
import { at, run, type Run } from "../../mocks";
import { json } from "../json";
import { onAws, password } from "./fixtures";

const args = { namespace: "shop", password };

const database = (change: Partial<DatabaseOnAws> = {}, options = {}): Promise<Run> =>
  run(() => {
    const place: DatabaseOnAws = { ...onAws, onDestroy: "delete", ...change };
    new Database("shop-db", { ...args, place }, options);
    return {};
  });

const cache = (change: Partial<CacheOnAws> = {}): Promise<Run> =>
  run(() => {
    new Cache("shop-cache", { ...args, place: { ...onAws, ...change } });
    return {};
  });

const messaging = (change: Partial<MessagingOnAws> = {}, autoCreateTopics = true): Promise<Run> =>
  run(() => {
    new Messaging("shop-kafka", { ...args, autoCreateTopics, place: { ...onAws, ...change } });
    return {};
  });

/** With nothing but defaults, each made once. */
const plain = {
  database: memo(() => database()),
  cache: memo(() => cache()),
  messaging: memo(() => messaging()),
};

function memo<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const onlyNodesOn = (it: Run, port: number): void => {
  const [group] = it.ofType("aws:ec2/securityGroup:SecurityGroup");
  assert.equal(group?.inputs.vpcId, "vpc-1");
  assert.equal(group.inputs.ingress, undefined);
  const rules = it.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
  assert.equal(rules.length, 1);
  const { fromPort, toPort, ipProtocol, referencedSecurityGroupId, cidrIpv4 } =
    rules[0]?.inputs ?? {};
  assert.deepEqual([ipProtocol, fromPort, toPort], ["tcp", port, port]);
  assert.equal(referencedSecurityGroupId, "sg-nodes");
  assert.equal(cidrIpv4, undefined);
};

/** No value but a Secret's and the service's own password holds the password, and those are secret. */
const passwordIsSecret = (it: Run): void => {
  for (const { inputs, secretInputs, urn } of it.resources) {
    for (const [key, value] of Object.entries(inputs)) {
      if (JSON.stringify(value).includes(password))
        assert(secretInputs.includes(key), `${urn} ${key}`);
    }
  }
};

const secretOf = (it: Run, name: string): Record<string, string> =>
  it.one("kubernetes:core/v1:Secret", name).inputs.stringData as Record<string, string>;

describe("a database on RDS", () => {
  it("is encrypted, private and let in from the nodes only", async () => {
    const it = await plain.database();
    const { inputs } = it.one("aws:rds/instance:Instance", "shop-db");
    assert.equal(inputs.engine, "postgres");
    assert.equal(inputs.engineVersion, platformVersions.postgres.version.split(".")[0]);
    assert.equal(inputs.storageEncrypted, true);
    assert.equal(inputs.publiclyAccessible, false);
    assert.equal(inputs.instanceClass, "db.t4g.micro");
    assert.equal(inputs.multiAz, false);
    assert.equal(inputs.backupRetentionPeriod, 7);
    assert.deepEqual(it.one("aws:rds/subnetGroup:SubnetGroup", "shop-db").inputs.subnetIds, [
      "subnet-a",
      "subnet-b",
    ]);
    assert.equal(at(inputs, "vpcSecurityGroupIds", "length"), 1);
    onlyNodesOn(it, 5432);
    passwordIsSecret(it);
  });

  it("tells clients its address and asks them for TLS", async () => {
    const secret = secretOf(await plain.database(), "shop-db");
    assert.match(String(secret.host), /\.rds\.amazonaws\.com$/);
    assert.equal(secret["jdbc-url"], `jdbc:postgresql://${secret.host}:5432/shop?sslmode=require`);
    assert.equal(secret.password, password);
  });

  it("deletes, keeps or refuses to delete its data as told", async () => {
    const of = async (onDestroy: DatabaseOnAws["onDestroy"]) => {
      let protect: boolean | undefined;
      const transformations: pulumi.ResourceTransformation[] = [
        ({ type, opts }) => {
          if (type === "aws:rds/instance:Instance") protect = opts.protect;
          return undefined;
        },
      ];
      const { inputs } = (await database({ onDestroy }, { transformations })).one(
        "aws:rds/instance:Instance",
        "shop-db",
      );
      const { skipFinalSnapshot, finalSnapshotIdentifier, deletionProtection } = inputs;
      return [skipFinalSnapshot, finalSnapshotIdentifier, deletionProtection, protect];
    };
    assert.deepEqual(await of("delete"), [true, undefined, false, false]);
    assert.deepEqual(await of({ snapshot: "last" }), [false, "last", false, false]);
    assert.deepEqual(await of("refuse"), [true, undefined, true, true]);
  });

  it("survives a zone, and grows, when asked to", async () => {
    const it = await database({ multiAz: true, storageGiB: 50, maxStorageGiB: 200 });
    const { inputs } = it.one("aws:rds/instance:Instance", "shop-db");
    assert.equal(inputs.multiAz, true);
    assert.deepEqual([inputs.allocatedStorage, inputs.maxAllocatedStorage], [50, 200]);
  });
});

describe("a cache on ElastiCache", () => {
  it("is encrypted, let in from the nodes only, and knows one user", async () => {
    const it = await plain.cache();
    const { inputs } = it.one("aws:elasticache/replicationGroup:ReplicationGroup", "shop-cache");
    assert.equal(inputs.engine, "valkey");
    assert.equal(inputs.engineVersion, "8.1");
    assert.equal(inputs.atRestEncryptionEnabled, true);
    assert.equal(inputs.transitEncryptionEnabled, true);
    assert.equal(inputs.authToken, undefined);
    assert.deepEqual(inputs.userGroupIds, ["shop-cache"]);
    const user = it.one("aws:elasticache/user:User", "shop-cache");
    assert.equal(user.inputs.userName, "shop");
    assert.equal(user.inputs.accessString, "on ~* &* +@all -@admin");
    assert.deepEqual(user.inputs.passwords, [password]);
    onlyNodesOn(it, 6379);
    passwordIsSecret(it);
    const secret = secretOf(it, "shop-cache");
    assert.match(String(secret.url), /^rediss:\/\/shop:.*\.cache\.amazonaws\.com:6379$/);
    assert.equal(secret.tls, "true");
  });

  it("fails over by itself from two nodes on", async () => {
    const of = (it: Run) => {
      const { inputs } = it.one("aws:elasticache/replicationGroup:ReplicationGroup", "shop-cache");
      return [inputs.numCacheClusters, inputs.automaticFailoverEnabled, inputs.multiAzEnabled];
    };
    assert.deepEqual(of(await plain.cache()), [1, false, false]);
    assert.deepEqual(of(await cache({ nodes: 2 })), [2, true, true]);
  });
});

describe("messaging on MSK", () => {
  it("is encrypted, let in from the nodes only, and asks for a user", async () => {
    const it = await plain.messaging();
    const { inputs } = it.one("aws:msk/cluster:Cluster", "shop-kafka");
    assert.equal(inputs.kafkaVersion, "3.9.x.kraft");
    assert.equal(inputs.numberOfBrokerNodes, 2);
    assert.equal(at(inputs, "brokerNodeGroupInfo", "instanceType"), "kafka.m7g.large");
    assert.deepEqual(inputs.clientAuthentication, {
      sasl: { scram: true },
      unauthenticated: false,
    });
    assert.deepEqual(at(inputs, "encryptionInfo", "encryptionInTransit"), {
      clientBroker: "TLS",
      inCluster: true,
    });
    onlyNodesOn(it, 9096);
    passwordIsSecret(it);
    const client = secretOf(it, "shop-kafka");
    assert.equal(String(client["bootstrap-servers"]).split(",").length, 3);
    assert.equal(client["security-protocol"], "SASL_SSL");
    assert.equal(client["sasl-mechanism"], "SCRAM-SHA-512");
    assert.match(String(client["sasl-jaas-config"]), /ScramLoginModule/);
  });

  it("takes its user from a secret with a key of its own", async () => {
    const it = await plain.messaging();
    const secret = it.one("aws:secretsmanager/secret:Secret", "shop-kafka");
    assert.equal(secret.inputs.namePrefix, "AmazonMSK_shop-kafka-");
    assert.match(String(secret.inputs.kmsKeyId), /^arn:aws:kms:/);
    const version = it.one("aws:secretsmanager/secretVersion:SecretVersion", "shop-kafka");
    assert.deepEqual(json(version.inputs.secretString), { username: "shop", password });
    const association = it.one(
      "aws:msk/scramSecretAssociation:ScramSecretAssociation",
      "shop-kafka",
    );
    assert(association.dependencies.includes(version.urn));
  });

  it("keeps as many copies as it has brokers for", async () => {
    const of = async (subnetIds: string[], brokersPerSubnet: number, topics: boolean) => {
      const it = await messaging({ subnetIds, brokersPerSubnet }, topics);
      const { serverProperties } = it.one(
        "aws:msk/configuration:Configuration",
        "shop-kafka",
      ).inputs;
      return String(serverProperties).trim().split("\n");
    };
    assert.deepEqual(await of(["a", "b"], 1, true), [
      "auto.create.topics.enable=true",
      "default.replication.factor=2",
      "min.insync.replicas=1",
    ]);
    assert.deepEqual(await of(["a", "b", "c"], 2, false), [
      "auto.create.topics.enable=false",
      "default.replication.factor=3",
      "min.insync.replicas=2",
    ]);
  });
});
