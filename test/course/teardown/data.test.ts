import assert from "node:assert/strict";

import { fatesOf, guardedRepositories, volumeFates } from "../../../course/teardown/data";
import type { StateResource } from "../../../sandbox/engine/state";
import { volume } from "./objects";

const resource = (id: string, type: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: `urn:pulumi:prod::twelve-street::it::${id}`,
  id,
  type,
  custom: true,
  ...more,
});

const files = resource("fs-1", "aws:efs/fileSystem:FileSystem");

describe("course teardown: what becomes of data", () => {
  const repository = (name: string, forceDelete: boolean) =>
    resource(name, "aws:ecr/repository:Repository", { inputs: { forceDelete } });

  it("is said of files, databases and images, with the key that decides", () => {
    const fates = fatesOf([
      { ...files, retainOnDelete: true },
      resource("db", "aws:rds/instance:Instance", {
        inputs: { finalSnapshotIdentifier: "shop-last" },
      }),
      resource("/shop", "aws:cloudwatch/logGroup:LogGroup", { inputs: { skipDestroy: true } }),
      repository("products", true),
    ]);
    assert.deepEqual(
      fates.map(({ fate, what }) => [fate, what]),
      [
        ["kept", "EFS file system fs-1 with all its files"],
        ["kept", "database db as snapshot shop-last"],
        ["kept", "log group /shop"],
        ["deleted", "1 image repository with all images"],
      ],
    );
    assert.match(fatesOf([files])[0]?.why ?? "", /onDestroy is delete/);
  });

  it("is open where repositories would refuse to go with images in them", () => {
    const kept = repository("orders", false);
    assert.deepEqual(guardedRepositories([repository("products", true), kept]), [kept]);
    assert.deepEqual(fatesOf([kept]), []);
  });

  it("is said of volumes by the claims they belong to", () => {
    const fates = volumeFates([volume("one")], [volume("two", { policy: "Retain" })]);
    assert.deepEqual(
      fates.map(({ fate, what }) => [fate, what]),
      [
        ["deleted", "1 volume of claims (user35/data)"],
        ["kept", "1 volume of claims (user35/data)"],
      ],
    );
  });
});
