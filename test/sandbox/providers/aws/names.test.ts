import assert from "node:assert/strict";

import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { removeAccounts, Run, trust } from "./support";

afterEach(removeAccounts);

describe("two resources of one name", () => {
  it("are refused in one run, already in the preview", async () => {
    const run = new Run();
    const name = { name: "shop/products" };
    assert.deepEqual(await run.failures(types.repository, "one", name), []);
    assert.deepEqual(await run.failures(types.repository, "one", name), [], "the same one again");
    const [failure] = await run.failures(types.repository, "two", name);
    assert.equal(failure?.property, "name");
    assert.match(
      failure.reason,
      /^"shop\/products" is taken by urn:.*::one; AWS answers RepositoryAlreadyExistsException$/,
    );
    assert.deepEqual(
      await run.failures(types.repository, "three", { ...name, region: "us-east-1" }),
      [],
    );
  });

  it("are refused where the account has the first from another run, of IAM in all regions", async () => {
    for (const [type, inputs, code] of [
      [types.role, { name: "nodes", assumeRolePolicy: trust }, "EntityAlreadyExists"],
      [types.repository, { name: "products" }, "RepositoryAlreadyExistsException"],
    ] as const) {
      const first = new Run();
      await first.up(type, "one", inputs);
      await assert.rejects(
        new Run(first.file).up(type, "two", inputs),
        new RegExp(
          `creating .* "two": ${code}: one with name .* exists already .*::one \\(simulated AWS\\)`,
        ),
      );
    }
  });

  it("are refused of routes, too, whose name is a network", async () => {
    const run = new Run();
    const route = { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" };
    assert.deepEqual(await run.failures("aws:ec2/route:Route", "one", route), []);
    const [failure] = await run.failures("aws:ec2/route:Route", "two", route);
    assert.equal(failure?.property, "destinationCidrBlock");
  });

  it("may be many where none is given a name", async () => {
    const run = new Run();
    const one = await run.up(types.fileSystem, "one", {});
    const two = await run.up(types.fileSystem, "two", {});
    assert.notEqual(one.id, two.id);
    assert.notEqual(one.outputs.creationToken, two.outputs.creationToken);
  });

  it("are refused where an update would make them so", async () => {
    const run = new Run();
    await run.up(types.user, "a", { name: "a" });
    const user = await run.up(types.user, "b", { name: "b" });
    await assert.rejects(
      new Run(run.file).update(user, { name: "a" }),
      /updating iam User "b": EntityAlreadyExists/,
    );
  });
});
