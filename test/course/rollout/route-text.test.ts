import assert from "node:assert/strict";

import { desired, type Rollout } from "../../../components/rollout";
import { routeText } from "../../../course/rollout/route-text";
import { serves } from "../../../course/rollout/text";
import { abTest, canary, meshed, shadow, sticky } from "../../components/rollout/fixtures";

const said = (rollout: Rollout) => serves(desired(rollout, meshed));

describe("who is served, in words", () => {
  it("says the weights for everybody, and by which cookie some stay", () => {
    assert.equal(said(canary), "stable 90 %, canary 10 %");
    assert.equal(
      said({ ...canary, sticky }),
      "stable 90 %, canary 10 %; cookie web-canary to canary 100 %",
    );
  });

  it("says who is served by the other release", () => {
    assert.equal(said(abTest), "a 100 %; x-group=b to b 100 %");
    const firefox = { by: "userAgent", regex: ".*Firefox.*" } as const;
    const toB = [...abTest.toB, firefox] as const;
    assert.equal(
      said({ ...abTest, toB }),
      "a 100 %; x-group=b or user-agent~=.*Firefox.* to b 100 %",
    );
  });

  it("says what is copied", () => {
    assert.equal(said(shadow), "live 100 %; 30 % of GET or HEAD copied to shadow");
  });

  it("reads what somebody else has written", () => {
    const route = [{ destination: {} }];
    assert.equal(routeText([{ route, mirror: {} }]), "all slots 100 %; 100 % copied to all slots");
    const by = (match: object) => routeText([{ match: [match], route }, { route }]);
    const cookie = { headers: { cookie: { regex: ".*a=b.*" } } };
    assert.equal(by(cookie), "all slots 100 %; cookie~=.*a=b.* to all slots 100 %");
    assert.equal(by({ uri: { prefix: "/" } }), "all slots 100 %; some to all slots 100 %");
    assert.equal(routeText([]), "");
  });
});
