import assert from "node:assert/strict";
import { join } from "node:path";

import { labs } from "../../apps/labs";
import { workAll } from "./labs/course";
import { labPlatform } from "./labs/platform";
import { TestSandbox } from "./sandbox";

describe("the course's labs, each under its actor's rights and a student's quota", () => {
  const sandbox = new TestSandbox();
  const outcomes = new Map<string, Error | undefined>();

  before(async () => {
    await sandbox.up("--json", ...labPlatform.platform);
    for (const { config, holds } of labPlatform.rooms) {
      await sandbox.ok("up", "--stack", "classroom", "--json", ...config);
      const told = await sandbox.course("handout", "--json");
      const { files } = JSON.parse(told.stdout) as { files: Record<string, string> };
      const worked = await workAll(labs.filter(holds), {
        instructor: join(sandbox.home, "dev", "kubeconfig"),
        students: files,
        domain: "students.example.com",
        ingressClass: "nginx",
        registry: "000000000000.dkr.ecr.ap-northeast-2.amazonaws.com/*",
        cache: sandbox.home,
      });
      for (const [lab, error] of worked) outcomes.set(lab, error);
    }
  });
  after(() => sandbox.dispose());

  for (const { name, title } of labs)
    it(`${name}: ${title}`, () => {
      assert.ok(outcomes.has(name), "no classroom holds it");
      const error = outcomes.get(name);
      if (error) throw error;
    });
});
