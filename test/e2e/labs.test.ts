import { join } from "node:path";

import { labs, type Lab } from "../../apps/labs";
import { workAll, type Outcomes } from "./labs/course";
import { labPlatform } from "./labs/platform";
import { TestSandbox } from "./sandbox";

describe("the course's labs, each under its actor's rights and a student's quota", () => {
  const sandbox = new TestSandbox();
  let outcomes: Outcomes;
  const isHeld = ({ needs = [] }: Lab) => !needs.some((it) => labPlatform.without.includes(it));

  before(async () => {
    await sandbox.up("--json", ...labPlatform.platform);
    await sandbox.ok("up", "--stack", "classroom", "--json", ...labPlatform.classroom);
    const told = await sandbox.course("handout", "--json");
    const { files } = JSON.parse(told.stdout) as { files: Record<string, string> };
    outcomes = await workAll(labs.filter(isHeld), {
      instructor: join(sandbox.home, "dev", "kubeconfig"),
      students: files,
      domain: "students.example.com",
      ingressClass: "nginx",
      registry: "000000000000.dkr.ecr.ap-northeast-2.amazonaws.com/*",
      cache: sandbox.home,
    });
  });
  after(() => sandbox.dispose());

  for (const lab of labs)
    it(`${lab.name}: ${lab.title}`, function () {
      if (!isHeld(lab)) this.skip();
      const error = outcomes.get(lab.name);
      if (error) throw error;
    });
});
