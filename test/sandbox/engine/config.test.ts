import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { effectiveConfig, writeConfigCopy } from "../../../sandbox/engine/config-copy";
import { changeConfig, valueAt } from "../../../sandbox/engine/overrides";
import { clone, sandboxPaths } from "../../../sandbox/paths";
import { useOwnHome } from "../home";

const replicas = "twelve-street:shop.services.products.replicas";

describe("the sandbox's own copy of the config", () => {
  useOwnHome();

  it("puts a change over the committed file without touching it", () => {
    const committed = join(clone, "stacks", "Pulumi.dev.yaml");
    const text = readFileSync(committed, "utf8");
    changeConfig("dev", [`${replicas}=2`]);
    assert.equal(valueAt(effectiveConfig("dev"), replicas), 2);
    assert.equal(readFileSync(committed, "utf8"), text);
  });

  it("takes a key without a namespace for the project's", () => {
    changeConfig("dev", ["network.nat=none"]);
    assert.equal(valueAt(effectiveConfig("dev"), "twelve-street:network.nat"), "none");
  });

  it("keeps a tag that looks like a number as text", () => {
    changeConfig("dev", ["twelve-street:shop.services.products.release.version=1.10"]);
    assert.equal(
      valueAt(effectiveConfig("dev"), "twelve-street:shop.services.products.release.version"),
      "1.10",
    );
  });

  it("does not write a change that the program would refuse, and names its key", () => {
    const file = join(sandboxPaths("dev").dir, "overrides.yaml");
    const text = readFileSync(file, "utf8");
    assert.throws(() => changeConfig("dev", [`${replicas}=-1`]), new RegExp(replicas));
    assert.equal(readFileSync(file, "utf8"), text);
  });

  it("takes a change back", () => {
    changeConfig("dev", [], [replicas]);
    assert.notEqual(valueAt(effectiveConfig("dev"), replicas), 2);
    assert.throws(() => changeConfig("dev", [], [replicas]), /nothing to take back/);
  });

  it("keeps generated secrets and their salt from run to run, and drops foreign ones", () => {
    const file = join(sandboxPaths("dev").work, "Pulumi.dev.yaml");
    writeConfigCopy("dev", { "aws:region": "ap-northeast-2" });
    assert.equal(statSync(file).mode & 0o077, 0, "others can read it");
    writeFileSync(
      file,
      "encryptionsalt: v1:abc\nconfig:\n  twelve-street:secrets:\n    a: { secure: v1:x }\n  twelve-street:old: 1\n",
    );
    writeConfigCopy("dev", { "aws:region": "eu-west-1" });
    assert.deepEqual(parse(readFileSync(file, "utf8")), {
      encryptionsalt: "v1:abc",
      config: { "aws:region": "eu-west-1", "twelve-street:secrets": { a: { secure: "v1:x" } } },
    });
    assert.ok(existsSync(file));
  });
});
