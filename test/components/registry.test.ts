import assert from "node:assert/strict";

import { labImages } from "../../apps/labs/images";
import { Registry, type RegistryArgs } from "../../components/registry";
import { checkRegistry } from "../../components/registry/args";
import { repositoryPolicy } from "../../components/registry/policy";
import { at, run } from "../mocks";

const build = (args: Partial<RegistryArgs<"web" | "api">> = {}) =>
  run(() => {
    const { urls, commands, students, loginPolicyArn } = new Registry("shop", {
      prefix: "shop-dev",
      repositories: ["web", "api"],
      ...args,
    });
    return { urls, commands, students, loginPolicyArn };
  });

interface Policy {
  rules: { selection: Record<string, unknown> }[];
}

describe("Registry", () => {
  it("makes scanned, encrypted repositories below its prefix", async () => {
    const { ofType, outputs } = await build();
    const repositories = ofType("aws:ecr/repository:Repository");
    assert.deepEqual(repositories.map(({ inputs }) => inputs.name as string).sort(), [
      "shop-dev/api",
      "shop-dev/web",
    ]);
    for (const { inputs } of repositories) {
      assert.deepEqual(inputs.imageScanningConfiguration, { scanOnPush: true });
      assert.deepEqual(inputs.encryptionConfigurations, [{ encryptionType: "KMS" }]);
      assert.equal(inputs.imageTagMutability, "IMMUTABLE");
      assert.equal(inputs.forceDelete, false);
    }
    assert.deepEqual(outputs.urls, {
      web: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop-dev/web",
      api: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop-dev/api",
    });
  });

  it("lets named tags be pushed again, and those alone", async () => {
    const { ofType } = await build({ replaceableTags: ["commit-*"] });
    for (const { inputs } of ofType("aws:ecr/repository:Repository")) {
      assert.equal(inputs.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
      assert.deepEqual(inputs.imageTagMutabilityExclusionFilters, [
        { filter: "commit-*", filterType: "WILDCARD" },
      ]);
    }
  });

  it("follows its arguments", async () => {
    const { ofType } = await build({ immutableTags: false, forceDelete: true, keepLast: 5 });
    for (const { inputs } of ofType("aws:ecr/repository:Repository")) {
      assert.equal(inputs.imageTagMutability, "MUTABLE");
      assert.equal(inputs.forceDelete, true);
    }
    for (const { inputs } of ofType("aws:ecr/lifecyclePolicy:LifecyclePolicy")) {
      const { rules } = JSON.parse(inputs.policy as string) as Policy;
      assert.deepEqual(
        rules.map(({ selection }) => [selection.tagStatus, selection.countNumber]),
        [
          ["untagged", 7],
          ["any", 5],
        ],
      );
    }
  });

  it("owns what it makes", async () => {
    const { resources, registered, one } = await build();
    const { urn } = one("twelve-street:components:Registry", "shop");
    assert.ok(registered.has(urn));
    assert.equal(resources.filter(({ parent }) => parent === urn).length, 4);
  });

  it("says how to log in and push", async () => {
    const { outputs } = await build();
    assert.equal(
      at(outputs.commands, "login"),
      "aws ecr get-login-password --region ap-northeast-2 | docker login --username AWS --password-stdin 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
    );
    const url = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop-dev/web";
    assert.equal(
      at(outputs.commands, "push", "web"),
      `docker tag web:TAG ${url}:TAG && docker push ${url}:TAG`,
    );
  });

  it("leaves pull and push to IAM unless told who may", async () => {
    const { ofType, outputs } = await build();
    assert.deepEqual(ofType("aws:ecr/repositoryPolicy:RepositoryPolicy"), []);
    assert.equal(outputs.loginPolicyArn, undefined);
  });

  it("gives each student repositories that the student alone pushes to", async () => {
    const student = "arn:aws:iam::123456789012:user/user35";
    const nodes = "arn:aws:iam::123456789012:role/nodes";
    const { ofType, one, outputs } = await build({
      pullers: [nodes],
      students: { principals: { user35: student }, repositories: ["web", "my-ecr"] },
    });
    const names = ofType("aws:ecr/repository:Repository").map(({ inputs }) => inputs.name);
    assert.deepEqual(names.sort(), ["shop-dev/api", "shop-dev/web", "user35/my-ecr", "user35/web"]);
    const { inputs } = one("aws:ecr/repository:Repository", "shop-user35-web");
    assert.deepEqual([inputs.imageTagMutability, inputs.forceDelete], ["MUTABLE", true]);
    const policy = (name: string) =>
      one("aws:ecr/repositoryPolicy:RepositoryPolicy", name).inputs.policy;
    assert.equal(
      policy("shop-user35-web"),
      JSON.stringify(repositoryPolicy({ pullers: [nodes], pushers: [student] })),
    );
    assert.equal(
      policy("shop-web"),
      JSON.stringify(repositoryPolicy({ pullers: [nodes], pushers: [] })),
    );
    assert.match(
      String(at(outputs.students, "user35", "push", "my-ecr")),
      /docker push .*my-ecr:TAG/,
    );
    assert.match(String(outputs.loginPolicyArn), /^arn:aws:iam::123456789012:policy\/shop-login/);
  });
});

describe("policies of repositories", () => {
  const parties = { pullers: ["role/nodes"], pushers: ["role/ci", "role/ci"] };
  const statement = (sid: string) =>
    repositoryPolicy(parties)?.Statement.find(({ Sid }) => Sid === sid);

  it("let nodes pull, and whoever pushes pull as well", () => {
    assert.deepEqual(statement("Pull")?.Principal, { AWS: ["role/ci", "role/nodes"] });
    assert.ok(!statement("Pull")?.Action.includes("ecr:PutImage"));
  });

  it("refuse pushes of all others, whatever IAM grants them", () => {
    const deny = statement("PushByNobodyElse");
    assert.equal(deny?.Effect, "Deny");
    assert.equal(deny.Principal, "*");
    assert.deepEqual(deny.Condition, { ArnNotEquals: { "aws:PrincipalArn": ["role/ci"] } });
    assert.deepEqual(deny.Action, statement("Push")?.Action);
    assert.ok(deny.Action.includes("ecr:PutImage"));
  });

  it("are none where nobody is named, and refuse nobody where no pusher is", () => {
    assert.equal(repositoryPolicy({ pullers: [], pushers: [] }), undefined);
    const sids = repositoryPolicy({ pullers: ["role/nodes"], pushers: [] })?.Statement;
    assert.deepEqual(
      sids?.map(({ Sid }) => Sid),
      ["Pull"],
    );
  });
});

describe("arguments of a registry", () => {
  const check = (args: Partial<RegistryArgs<string>>) => () => {
    checkRegistry({ prefix: "shop", repositories: ["web"], ...args });
  };
  it("take the images of the labs", check({ repositories: labImages }));
  const refused: readonly (readonly [string, Partial<RegistryArgs<string>>, RegExp])[] = [
    ["capitals", { repositories: ["Web"] }, /^repositories\[0\] is "Web": give lower-case/],
    ["a name twice", { repositories: ["web", "web"] }, /^repositories\[1\] is "web": name each/],
    ["a prefix with a slash at its end", { prefix: "shop/" }, /^prefix is "shop\/": give/],
    [
      "a pattern of tags with a slash",
      { replaceableTags: ["commit-*", "a/b"] },
      /^replaceableTags\[1\] is "a\/b": give letters/,
    ],
    [
      "more patterns of tags than ECR takes",
      { replaceableTags: ["a", "b", "c", "d", "e", "f"] },
      /^replaceableTags is .*: give at most 5 patterns/,
    ],
    ["nothing to keep", { keepLast: 0 }, /^keepLast is 0: give a whole number from 1 on/],
    [
      "a student called like the stack",
      { students: { principals: { shop: "arn" } } },
      /^students\.principals is "shop": that is the prefix/,
    ],
    [
      "a name twice for students",
      { students: { principals: { user35: "arn" }, repositories: ["web", "web"] } },
      /^students\.repositories\[1\] is "web": name each repository once/,
    ],
  ];
  for (const [what, args, message] of refused)
    it(`refuse ${what}`, () => assert.throws(check(args), { name: "ArgumentError", message }));
});
