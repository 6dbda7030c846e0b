import assert from "node:assert/strict";

import { changeConfig } from "../../../sandbox/engine/overrides";
import {
  classroomsOn,
  platformOf,
  refuseUnder,
  stackPaths,
} from "../../../sandbox/engine/platform";
import { chooseTarget, forgetTarget, rememberTarget } from "../../../sandbox/engine/target";
import { sandboxPaths } from "../../../sandbox/paths";
import { useOwnHome } from "../home";

const target = { kubeconfig: "/dev/kubeconfig", embedded: true };

describe("a classroom's place in the sandbox", () => {
  useOwnHome();

  it("is its platform's, but for its own copy of the config", () => {
    assert.deepEqual([platformOf("classroom"), platformOf("dev")], ["dev", undefined]);
    const [its, dev] = [stackPaths("classroom"), sandboxPaths("dev")];
    for (const shared of ["backend", "aws", "kubeconfig", "controlPlane"] as const)
      assert.equal(its[shared], dev[shared]);
    for (const own of ["dir", "work"] as const) assert.notEqual(its[own], dev[own]);
  });

  it("needs the platform, and keeps to it", () => {
    assert.throws(() => chooseTarget("classroom", undefined), /"dev": that stack is not up here/);
    rememberTarget("dev", target);
    const chosen = chooseTarget("classroom", undefined);
    assert.deepEqual(chosen, { ...target, platform: "dev" });
    assert.throws(() => chooseTarget("classroom", "x"), /--kubeconfig: .* give it to that one/);
    rememberTarget("classroom", chosen);
    changeConfig("classroom", ["platform=prod"]);
    assert.throws(() => chooseTarget("classroom", undefined), /stands on "dev". Set it back/);
    changeConfig("classroom", [], ["platform"]);
  });

  it("keeps the platform from going first", () => {
    assert.deepEqual(classroomsOn("dev"), ["classroom"]);
    assert.throws(() => {
      refuseUnder("dev");
    }, /classroom stands on stack "dev": nothing was deleted. Run "npm run sandbox -- destroy --stack classroom" first/);
    forgetTarget("classroom");
    refuseUnder("dev");
    const onAws = () => {
      refuseUnder("dev", ["classroom"], "pulumi destroy --stack");
    };
    assert.throws(onAws, /Run "pulumi destroy --stack classroom" first/);
  });
});
