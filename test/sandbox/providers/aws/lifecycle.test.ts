import assert from "node:assert/strict";
import { rmSync } from "node:fs";

import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { unknownValue } from "../../../../sandbox/providers/runtime/provider";
import { accountFile, network, removeAccounts, Run, sorted, trust, withCluster } from "./support";

afterEach(removeAccounts);

describe("the simulated account", () => {
  it("creates, and finds again what it created: a second run has nothing to change", async () => {
    const first = new Run();
    const { vpc } = await network(first);
    const next = new Run(first.file);
    const found = await next.refresh(vpc);
    assert.ok(found);
    assert.deepEqual(found.outputs, vpc.outputs);
    assert.deepEqual((await next.diff(found, { cidrBlock: "10.64.0.0/16" })).detailed, {});
  });

  it("updates in place: the id stays, and the account has the new value", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    const changed = await run.update(vpc, {
      cidrBlock: "10.64.0.0/16",
      tags: { Name: "shop" },
    });
    assert.deepEqual(changed.outputs.tagsAll, { Name: "shop" });
    assert.equal(changed.outputs.arn, vpc.outputs.arn);
    assert.deepEqual((await run.refresh(vpc))?.outputs.tags, { Name: "shop" });
  });

  it("deletes, and gives what is made again under the name an id of its own", async () => {
    const run = new Run();
    const one = await run.up(types.eip, "nat", {});
    await run.up(types.eip, "other", {});
    await run.remove(one);
    assert.equal(await run.refresh(one), undefined);
    await run.remove(one);
    assert.notEqual((await run.up(types.eip, "nat", {})).id, one.id);
  });

  it("imports what exists by its id, with inputs that differ in nothing", async () => {
    const run = new Run();
    const repository = await run.up("aws:ecr/repository:Repository", "products", {
      name: "shop/products",
      imageTagMutability: "IMMUTABLE",
    });
    const next = new Run(run.file);
    const imported = await next.imported(repository.type, "renamed", "shop/products");
    assert.ok(imported);
    assert.equal(imported.outputs.repositoryUrl, repository.outputs.repositoryUrl);
    const { detailed } = await next.diff(imported, {
      name: "shop/products",
      imageTagMutability: "IMMUTABLE",
    });
    assert.deepEqual(detailed, {});
    assert.equal(await next.imported(repository.type, "x", "shop/nothing"), undefined);
  });

  it("sees what someone changed in the account as drift", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    await new Run(run.file).update(vpc, { cidrBlock: "10.64.0.0/16", enableDnsHostnames: true });
    const found = await run.refresh(vpc);
    assert.ok(found);
    assert.deepEqual(sorted(await run.diff(found, { cidrBlock: "10.64.0.0/16" })).updates, [
      "enableDnsHostnames",
    ]);
  });

  it("changes nothing in a preview, and says what is known of the resource already", async () => {
    const run = new Run();
    const { inputs } = await run.check(types.vpc, "main", { cidrBlock: "10.64.0.0/16" });
    const { id, outputs } = await run.planned(types.vpc, "main", inputs);
    assert.equal(id, undefined);
    assert.equal(outputs.enableDnsSupport, true);
    assert.equal("arn" in outputs, false);
    await assert.rejects(
      Promise.resolve().then(() => run.text()),
      /ENOENT/,
    );
  });

  it("leaves open in a preview what AWS adds inside an input", async () => {
    const { outputs } = await new Run().planned(types.cluster, "main", {
      vpcConfig: { endpointPrivateAccess: true, subnetIds: ["subnet-1"] },
    });
    assert.deepEqual(outputs.vpcConfig, {
      endpointPrivateAccess: true,
      subnetIds: ["subnet-1"],
      clusterSecurityGroupId: unknownValue,
      vpcId: unknownValue,
    });
  });

  it("keeps resources of two regions apart", async () => {
    const file = accountFile();
    const seoul = await new Run(file).up(types.repository, "products", { name: "products" });
    const tokyo = await new Run(file, { region: "ap-northeast-1" }).up(
      types.repository,
      "products-tokyo",
      { name: "products" },
    );
    assert.match(String(tokyo.outputs.arn), /:ap-northeast-1:/);
    assert.match(String(seoul.outputs.arn), /:ap-northeast-2:/);
  });

  it("puts the provider's default tags under the resource's own", async () => {
    const run = new Run(undefined, { defaultTags: { tags: { owner: "shop", stack: "dev" } } });
    const vpc = await run.up(types.vpc, "main", {
      cidrBlock: "10.64.0.0/16",
      tags: { stack: "prod" },
    });
    assert.deepEqual(vpc.outputs.tagsAll, { owner: "shop", stack: "prod" });
  });
});

describe("a resource that is gone from the account", () => {
  it("is not updated; the refusal says what makes it again, and that does", async () => {
    const run = new Run();
    const { vpc } = await network(run);
    rmSync(run.file);
    const next = new Run(run.file);
    await assert.rejects(
      next.update(vpc, { cidrBlock: "10.64.0.0/16", tags: { a: "b" } }),
      /updating ec2 Vpc "main": NotFoundException: vpc-\w+ does not exist any more; up --refresh makes it again/,
    );
    assert.equal(await next.refresh(vpc), undefined);
    const again = await next.up(types.vpc, "main", { cidrBlock: "10.64.0.0/16" });
    assert.ok(await next.refresh(again));
  });
});

describe("what a run left that was cut off before the engine took note", () => {
  it("is taken over by the next run, under the name it was given", async () => {
    const first = new Run();
    const role = await first.up(types.role, "nodes", { assumeRolePolicy: trust });
    const next = new Run(first.file);
    const taken = await next.up(types.role, "nodes", { assumeRolePolicy: trust });
    assert.equal(taken.id, role.id);
    assert.equal(taken.outputs.name, role.outputs.name);
  });

  it("makes room where it cannot become what is asked for now", async () => {
    const first = new Run();
    const vpc = await first.up(types.vpc, "main", { cidrBlock: "10.64.0.0/16" });
    const next = new Run(first.file);
    const other = await next.up(types.vpc, "main", { cidrBlock: "10.65.0.0/16" });
    assert.notEqual(other.id, vpc.id);
    assert.equal(await next.refresh(vpc), undefined);
  });

  it("is not taken for the old one of a replacement, which stays until the engine deletes it", async () => {
    const first = new Run();
    const old = await first.up(types.role, "nodes", { assumeRolePolicy: trust });
    const next = new Run(first.file);
    const change = { assumeRolePolicy: trust, path: "/shop/" };
    await next.diff(old, change);
    const made = await next.up(types.role, "nodes", change);
    assert.notEqual(made.id, old.id);
    assert.ok(await next.refresh(old));
  });

  it("is taken over in a replacement too, whose old one had to go first", async () => {
    const first = new Run();
    const given = { name: "nodes", assumeRolePolicy: trust };
    const old = await first.up(types.role, "nodes", given);
    const change = { ...given, path: "/shop/" };
    assert.equal((await first.diff(old, change)).deleteBeforeReplace, true);
    await first.remove(old);
    await first.up(types.role, "nodes", change);
    // Here the run ended; the engine still has the old one, marked as about to be replaced.
    const next = new Run(first.file);
    assert.deepEqual(sorted(await next.diff(old, change)).replaces, ["path"]);
    assert.equal((await next.up(types.role, "nodes", change)).outputs.path, "/shop/");
  });
});

describe("secrets", () => {
  const hidden = "correct-horse-battery-staple";

  it("are kept out of the account's file, at any depth and of types nobody described", async () => {
    const run = new Run();
    const given: [string, Record<string, unknown>][] = [
      [
        types.dbInstance,
        { identifier: "shop", instanceClass: "db.t4g.micro", engine: "postgres", password: hidden },
      ],
      ["aws:secretsmanager/secretVersion:SecretVersion", { secretString: hidden }],
      ["aws:ssm/parameter:Parameter", { name: "/shop/token", type: "SecureString", value: hidden }],
      [
        types.listener,
        {
          defaultActions: [
            { type: "authenticate-oidc", authenticateOidc: { clientSecret: hidden } },
          ],
        },
      ],
      ["aws:mq/broker:Broker", { users: [{ username: "shop", password: hidden }] }],
    ];
    for (const [type, inputs] of given) {
      const made = await run.up(type, "one", inputs);
      const found = await run.refresh(made);
      assert.ok(found);
      assert.deepEqual((await run.diff(found, inputs)).detailed, {}, type);
      assert.ok(JSON.stringify(found.outputs).includes(hidden), type);
    }
    assert.ok(!run.text().includes(hidden));
  });

  it("are refreshed from the account where something beside them changed there", async () => {
    const run = new Run();
    const users = (name: string) => ({ users: [{ username: name, password: hidden }] });
    const made = await run.up("aws:mq/broker:Broker", "one", users("shop"));
    await new Run(run.file).update(made, users("other"));
    const found = await run.refresh(made);
    assert.deepEqual(found?.inputs.users, [{ username: "other" }]);
  });

  it("of an access key are given, for they are made up", async () => {
    const run = new Run();
    const user = await run.up(types.user, "ci", { name: "ci" });
    const key = await run.up("aws:iam/accessKey:AccessKey", "ci", { user: user.outputs.name });
    assert.match(key.id, /^AKIA[A-Z0-9]{16}$/);
    assert.match(String(key.outputs.secret), /^[0-9a-f]{40}$/);
  });
});

describe("a preview", () => {
  it("takes values that nobody knows yet, even within a policy", async () => {
    const run = new Run();
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: unknownValue }],
    };
    const { inputs, failures } = await run.check(types.policy, "read", { policy });
    assert.deepEqual(failures, []);
    assert.equal(inputs.policy, unknownValue);
    for (const [type, given] of [
      [
        types.subnet,
        { vpcId: unknownValue, cidrBlock: unknownValue, tags: { Name: unknownValue } },
      ],
      [
        types.cluster,
        { name: "dev", version: unknownValue, vpcConfig: { subnetIds: unknownValue } },
      ],
    ] as const)
      assert.deepEqual(await run.failures(type, "one", given), []);
  });

  it("says once of each type that is simulated in general only", async () => {
    const run = new Run();
    for (const name of ["one", "two"]) await run.up("aws:mq/broker:Broker", name, {});
    await withCluster(run);
    assert.deepEqual(run.said, [
      "aws:mq/broker:Broker is simulated in general only: id and ARN of the usual shape, no rules of its own",
    ]);
  });
});
