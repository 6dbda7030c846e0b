import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { TestSandbox } from "./sandbox";

/** Ten kinds of broken config: what is set, and the key that the sentence must name. */
const broken: { what: string; key: string; value: string; named?: string }[] = [
  { what: "an unknown key", key: "twelve-street:network.cidrs", value: "10.0.0.0/16" },
  { what: "an unknown part", key: "twelve-street:netwrok", value: "{}" },
  { what: "text for a number", key: "twelve-street:network.zones", value: "two" },
  {
    what: "fewer than no replicas",
    key: "twelve-street:shop.services.products.replicas",
    value: "-1",
  },
  { what: "a CIDR of /30", key: "twelve-street:network.cidr", value: "10.0.0.0/30" },
  { what: "a CIDR with host bits", key: "twelve-street:network.cidr", value: "10.0.0.7/16" },
  { what: "an unknown region", key: "aws:region", value: "ap-nowhere-1" },
  { what: "an unknown Kubernetes version", key: "twelve-street:cluster.version", value: "1.19" },
  { what: "an unknown service", key: "twelve-street:shop.services.prodcts", value: "{}" },
  {
    what: "an image tag that no registry takes",
    key: "twelve-street:shop.services.ui.release.version",
    value: "a b",
  },
];

describe("broken config", () => {
  const sandbox = new TestSandbox();
  after(() => sandbox.dispose());

  for (const { what, key, value } of broken)
    it(`${what}: one sentence that names ${key}, and nothing is made`, async () => {
      const ran = await sandbox.run("up", "--config", `${key}=${value}`);
      assert.notEqual(ran.code, 0);
      assert.ok(ran.stderr.includes(key), ran.stderr);
      assert.ok(!/\n\s+at /.test(ran.stderr), "a stack trace is no sentence");
      assert.ok(!existsSync(join(sandbox.home, "dev")), "something was made");
    });
});
