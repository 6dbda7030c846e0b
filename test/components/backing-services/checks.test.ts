import assert from "node:assert/strict";

import { ArgumentError } from "../../../components/argument-error";
import {
  Database,
  checkCache,
  checkDatabase,
  checkMessaging,
  type CacheArgs,
  type DatabaseArgs,
  type DatabaseOnAws,
  type InCluster,
  type MessagingArgs,
} from "../../../components/backing-services";
import { checkPassword } from "../../../components/backing-services/rules";
import { run } from "../../mocks";
import { inCluster, onAws, password } from "./fixtures";

const args = { namespace: "shop", password };

const refused = (check: () => void, said: RegExp): void => {
  assert.throws(check, (error) => {
    assert(error instanceof ArgumentError);
    assert.match(error.message, said);
    return true;
  });
};

const database = (change: Partial<DatabaseArgs>, said: RegExp, name = "db"): void =>
  refused(() => checkDatabase(name, { ...args, place: inCluster, ...change }), said);
const rds = (change: Partial<DatabaseOnAws>, said: RegExp): void =>
  database({ place: { ...onAws, onDestroy: "delete", ...change } }, said);
const cache = (place: CacheArgs["place"], said: RegExp, name = "cache"): void =>
  refused(() => checkCache(name, { ...args, place }), said);
const messaging = (place: MessagingArgs["place"], said: RegExp): void =>
  refused(() => checkMessaging("kafka", { ...args, place }), said);

describe("backing services refuse", () => {
  it("a server in the cluster on Fargate alone, or on shared files", () => {
    const fargate: InCluster = { ...inCluster, compute: "fargate" };
    database({ place: fargate }, /place\.compute is "fargate": add nodes, or choose/);
    cache(fargate, /place\.compute is "fargate"/);
    messaging(fargate, /place\.compute is "fargate"/);
    database({ place: { ...inCluster, storageClassName: "aws-efs" } }, /name a class of disks/);
    checkDatabase("db", { ...args, place: { ...inCluster, compute: "nodesAndFargate" } });
  });

  it("one subnet, where AWS wants two zones, and four for MSK", () => {
    const one = { ...onAws, subnetIds: ["subnet-a"] };
    rds({ subnetIds: one.subnetIds }, /place\.subnetIds is 1: name two private subnets/);
    cache(one, /place\.subnetIds is 1/);
    messaging(one, /place\.subnetIds is 1/);
    messaging({ ...onAws, subnetIds: ["a", "b", "c", "d"] }, /MSK takes two or three/);
  });

  it("names and users that a server keeps to itself or cannot take", () => {
    database({ username: "postgres" }, /username is "postgres": .* no server's own/);
    database({ username: "Shop" }, /username is "Shop"/);
    database({ databaseName: "my-shop" }, /databaseName is "my-shop"/);
    database({}, /name is "My_DB": give up to 50 lower case/, "My_DB");
    cache(onAws, /name is "a{33}": give up to 32/, "a".repeat(33));
  });

  it("sizes that AWS or Kubernetes would refuse", () => {
    database({ place: { ...inCluster, sizeGiB: 0 } }, /place\.sizeGiB is 0: .* from 1 to/);
    rds({ storageGiB: 10 }, /place\.storageGiB is 10: .* from 20/);
    rds({ storageGiB: 50, maxStorageGiB: 40 }, /place\.maxStorageGiB is 40: .* from 50/);
    rds({ backupDays: 36 }, /place\.backupDays is 36: .* 0 to 35/);
    cache({ ...onAws, nodes: 0 }, /place\.nodes is 0: .* 1 to 6/);
    messaging({ ...onAws, brokersPerSubnet: 0 }, /place\.brokersPerSubnet is 0/);
  });

  it("machines of another service, and brokers that MSK makes no more", () => {
    rds({ instanceClass: "t4g.micro" }, /place\.instanceClass is "t4g\.micro"/);
    cache({ ...onAws, nodeType: "t4g.micro" }, /place\.nodeType is "t4g\.micro"/);
    messaging(
      { ...onAws, brokerType: "kafka.t3.small" },
      /"kafka\.t3\.small": .* kafka\.m7g\.large/,
    );
  });

  it("a snapshot that has no proper name", () => {
    rds({ onDestroy: { snapshot: "last--one" } }, /place\.onDestroy\.snapshot is "last--one"/);
  });

  it("a password that a server would not take, without showing it", () => {
    for (const weak of ["too-short", "p@ss word/1234567"]) {
      refused(() => checkPassword(weak), /^password is "\[secret\]": set 16 to 128 letters/);
    }
    assert.equal(checkPassword(password), password);
  });

  it("before they make anything", async () => {
    const it = await run(() => {
      const place: InCluster = { ...inCluster, compute: "fargate" };
      assert.throws(() => new Database("db", { ...args, place }), ArgumentError);
      return {};
    });
    assert.deepEqual(it.ofType("twelve-street:components:Database"), []);
  });
});
