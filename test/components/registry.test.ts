import assert from "node:assert/strict";

import { Registry, type RegistryArgs } from "../../components/registry";
import { run } from "../mocks";

const build = (args: Partial<RegistryArgs<"web" | "api">> = {}) =>
  run(() => {
    const { urls } = new Registry("shop", {
      prefix: "shop-dev",
      repositories: ["web", "api"],
      ...args,
    });
    return { urls };
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
});
