import assert from "node:assert/strict";

import { AccountState } from "../../../../sandbox/providers/aws/account";
import { deletionRefusal } from "../../../../sandbox/providers/aws/admission";
import { Claims } from "../../../../sandbox/providers/aws/claims";
import { createRecord } from "../../../../sandbox/providers/aws/records";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { checkResource, specOf } from "../../../../sandbox/providers/aws/simulate";
import type { Existing, Props } from "../../../../sandbox/providers/aws/types";
import { simulatedAccount } from "../../../../sandbox/providers/aws/values";

const context = { region: "ap-northeast-2", accountId: simulatedAccount };

/** An account with nothing in it, and how to make things there. */
function account() {
  const state = new AccountState({
    note: "",
    accountId: simulatedAccount,
    generations: {},
    resources: {},
  });
  const make = (type: string, name: string, inputs: Props): Existing =>
    createRecord(state, { type, name, urn: `${type}::${name}`, inputs }, context, undefined);
  return { state, make };
}

const reasons = (type: string, inputs: Props): string[] =>
  checkResource(type, inputs).map(({ property, reason }) => `${property}: ${reason}`);

const brokers = (instanceType: string, numberOfBrokerNodes: number): Props => ({
  clusterName: "shop",
  numberOfBrokerNodes,
  brokerNodeGroupInfo: { instanceType, clientSubnets: ["subnet-a", "subnet-b"] },
});

describe("simulated databases, caches and Kafka", () => {
  it("refuse brokers that are made no more, or do not fit the subnets", () => {
    assert.deepEqual(reasons(types.kafka, brokers("kafka.m7g.large", 4)), []);
    assert.match(
      reasons(types.kafka, brokers("kafka.t3.small", 2)).join(),
      /instanceType: "kafka\.t3\.small" is not offered for new clusters/,
    );
    assert.match(
      reasons(types.kafka, brokers("kafka.m7g.large", 3)).join(),
      /numberOfBrokerNodes: 3 is no multiple of the 2 subnets/,
    );
  });

  it("refuse failover with one node, and users without encryption", () => {
    const cache = { replicationGroupId: "shop", description: "cache" };
    assert.match(
      reasons(types.cacheGroup, {
        ...cache,
        automaticFailoverEnabled: true,
        numCacheClusters: 1,
      }).join(),
      /failover needs 2/,
    );
    assert.match(
      reasons(types.cacheGroup, { ...cache, userGroupIds: ["shop"] }).join(),
      /transitEncryptionEnabled: not true/,
    );
    const user = { userId: "shop", userName: "shop", engine: "valkey", passwords: ["short"] };
    const said = reasons(types.cacheUser, user).join();
    assert.match(said, /passwords\[0\]: is not of 16 to 128/);
    assert.equal(said.includes("short"), false);
  });

  it("refuse a weak password without showing it, and a disk too small", () => {
    const database = { identifier: "shop", engine: "postgres", instanceClass: "db.t4g.micro" };
    const said = reasons(types.dbInstance, { ...database, password: "with/slash@" }).join();
    assert.match(said, /password: is not of 8 to 128/);
    assert.equal(said.includes("slash"), false);
    const small = { ...database, storageType: "gp3", allocatedStorage: 10 };
    assert.match(reasons(types.dbInstance, small).join(), /gp3 has at least 20 GiB/);
  });

  it("refuse a database that would go without a word on its last snapshot", () => {
    const { state, make } = account();
    const of = (name: string, end: Props) =>
      deletionRefusal(
        specOf(types.dbInstance),
        make(types.dbInstance, name, { identifier: name, engine: "postgres", ...end }),
        state,
      );
    assert.match(of("silent", {})?.message ?? "", /neither skipFinalSnapshot nor/);
    assert.match(of("held", { deletionProtection: true })?.message ?? "", /deletionProtection/);
    assert.equal(of("skipped", { skipFinalSnapshot: true }), undefined);
    assert.equal(of("kept", { finalSnapshotIdentifier: "last" }), undefined);
  });

  it("refuse Kafka's user from a secret of another name or without a key", () => {
    const { make } = account();
    const cluster = make(types.kafka, "shop", { clusterName: "shop", numberOfBrokerNodes: 2 });
    const associate = (name: string, kmsKeyId?: string) => {
      const secret = make(types.secret, name, { name, ...(kmsKeyId && { kmsKeyId }) });
      return make("aws:msk/scramSecretAssociation:ScramSecretAssociation", name, {
        clusterArn: cluster.id,
        secretArnLists: [secret.id],
      });
    };
    assert.throws(() => associate("shop", "key"), /begins with AmazonMSK_/);
    assert.throws(() => associate("AmazonMSK_keyless"), /a key of one's own/);
    assert.equal(associate("AmazonMSK_shop", "key").id, cluster.id);
  });

  it("keep no password in the account's file, and users while a cache has them", () => {
    const { state, make } = account();
    const user = { userId: "shop", userName: "shop", engine: "valkey" };
    make(types.cacheUser, "shop", { ...user, passwords: ["a-long-password_1234"] });
    const group = { userGroupId: "shop", engine: "valkey", userIds: ["shop"] };
    const users = make(types.cacheUserGroup, "shop", group);
    make(types.cacheGroup, "shop", {
      replicationGroupId: "shop",
      description: "cache",
      userGroupIds: ["shop"],
    });
    assert.equal(JSON.stringify(state.toFile()).includes("a-long-password"), false);
    const refusal = deletionRefusal(specOf(types.cacheUserGroup), users, state);
    assert.equal(refusal?.code, "InvalidUserGroupState");
  });

  it("take two of what has no name of its own, such as file systems without a token", () => {
    const { make } = account();
    assert.notEqual(
      make(types.fileSystem, "one", { encrypted: true }).id,
      make(types.fileSystem, "two", { encrypted: true }).id,
    );
    const claims = new Claims();
    for (const name of ["one", "two"]) {
      assert.deepEqual(claims.claim(types.fileSystem, name, "ap-northeast-2", {}), []);
    }
    assert.throws(() => {
      make(types.fileSystem, "three", { creationToken: "same" });
      make(types.fileSystem, "four", { creationToken: "same" });
    }, /FileSystemAlreadyExists/);
  });
});
