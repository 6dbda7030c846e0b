import assert from "node:assert/strict";

import { protectionsOf, refuseProtected } from "../../../sandbox/engine/protection";
import type { StateResource } from "../../../sandbox/engine/state";

const urn = (name: string) => `urn:pulumi:prod::twelve-street::it::${name}`;

const resource = (
  name: string,
  type: string,
  more: Partial<StateResource> = {},
): StateResource => ({
  urn: urn(name),
  id: name,
  type,
  custom: true,
  ...more,
});

const cluster = resource("cluster", "eks:index:Cluster", { protect: true, parent: urn("whole") });
const inside = resource("inside", "aws:eks/cluster:Cluster", {
  protect: true,
  parent: urn("cluster"),
  inputs: { deletionProtection: true },
});
const files = resource("fs-1", "aws:efs/fileSystem:FileSystem", { parent: urn("efs") });
const policy = resource("policy", "aws:efs/fileSystemPolicy:FileSystemPolicy", {
  parent: urn("efs"),
});

describe("sandbox: what protects a stack", () => {
  it("is found in the state, once for each key, with all that an up has to renew", () => {
    const found = protectionsOf([cluster, inside, { ...files, protect: true }, policy]);
    assert.deepEqual(
      found.map(({ path, lifted, urns }) => [path.join("."), lifted, urns]),
      [
        ["twelve-street:cluster.deletionProtection", false, [urn("cluster"), urn("inside")]],
        ["twelve-street:storage.efs.fileSystem.onDestroy", "keep", [urn("fs-1"), urn("policy")]],
      ],
      "data is not given up on the way",
    );
  });

  it("is AWS's own protection as well, though Pulumi's is off", () => {
    assert.equal(protectionsOf([{ ...inside, protect: false }])[0]?.lifted, false);
    const database = resource("db", "aws:rds/instance:Instance", {
      inputs: { deletionProtection: true },
    });
    assert.equal(protectionsOf([database])[0]?.lifted, "snapshot");
  });

  it("ends a destroy before it begins, with key and way out", () => {
    assert.throws(
      () => refuseProtected("prod", [cluster, inside]),
      /^UserError: twelve-street:cluster\.deletionProtection is true: nothing was deleted\. Run "npm run sandbox -- config set twelve-street:cluster\.deletionProtection false --stack prod", /,
    );
    refuseProtected("prod", [files, policy]);
  });

  it("names what somebody protected by hand", () => {
    const vpc = resource("vpc", "aws:ec2/vpc:Vpc", { protect: true });
    assert.throws(() => refuseProtected("prod", [vpc]), /vpc is protected by hand/);
  });
});
