import assert from "node:assert/strict";

import { desired } from "../../../components/rollout/desired";
import { httpRoutes, istioSubsets } from "../../../components/rollout/istio";
import type { Match, Rollout } from "../../../components/rollout/types";
import * as f from "./fixtures";

const host = "web.shop.svc.cluster.local";

function http(rollout: Rollout) {
  const { traffic } = desired(rollout, f.meshed);
  assert.equal(traffic.by, "mesh");
  return httpRoutes(traffic.route, host);
}

const to = (subset: string, weight = 100) => ({ destination: { host, subset }, weight });

const headers = (match: Match) => http({ ...f.abTest, toB: [match] })[0]?.match?.[0]?.headers;

/** What Istio compares a Cookie header with, from end to end. */
function cookieRegex(match: Match): RegExp {
  const found = headers(match)?.cookie;
  assert.ok(found && "regex" in found);
  return new RegExp(`^(?:${found.regex})$`);
}

describe("rollout: in Istio's words", () => {
  it("weights stand side by side", () => {
    assert.deepEqual(http(f.canary), [{ route: [to("stable", 90), to("canary", 10)] }]);
  });

  it("matches stand before the route for everybody else", () => {
    assert.deepEqual(http(f.abTest), [
      { match: [{ headers: { "x-group": { exact: "b" } } }], route: [to("b")] },
      { route: [to("a")] },
    ]);
    assert.deepEqual(headers({ by: "userAgent", regex: ".*Mobile.*" }), {
      "user-agent": { regex: ".*Mobile.*" },
    });
    assert.deepEqual(headers({ by: "header", name: "X", prefix: "b" }), { x: { prefix: "b" } });
  });

  it("only methods that are meant are copied", () => {
    const mirror = { host, subset: "shadow" };
    assert.deepEqual(http(f.shadow), [
      {
        match: [{ method: { exact: "GET" } }, { method: { exact: "HEAD" } }],
        route: [to("live")],
        mirror,
        mirrorPercentage: { value: 30 },
      },
      { route: [to("live")] },
    ]);
  });

  it("a canary's answer adds its cookie, and whoever has it comes back", () => {
    const [back, dealt] = http({ ...f.canary, sticky: f.sticky });
    assert.deepEqual(back?.route, [to("canary")]);
    const cookie = "web-canary=v2; Path=/; Max-Age=600; HttpOnly; SameSite=Lax";
    assert.deepEqual(dealt?.route, [
      to("stable", 90),
      { ...to("canary", 10), headers: { response: { add: { "set-cookie": cookie } } } },
    ]);
  });

  it("a cookie is found wherever it stands, and nothing else is", () => {
    const exact = cookieRegex({ by: "cookie", name: "web-canary", exact: "v2.0" });
    for (const text of ["web-canary=v2.0", "a=b; web-canary=v2.0", "a=b;web-canary=v2.0; c=d"])
      assert.match(text, exact);
    for (const text of ["web-canary=v2.01", "web-canary=v2x0", "my-web-canary=v2.0", "web-canary="])
      assert.doesNotMatch(text, exact);
    const prefix = cookieRegex({ by: "cookie", name: "g", prefix: "b" });
    assert.match("x=y; g=beta; z=b", prefix);
    assert.doesNotMatch("g=a; z=b", prefix);
    const regex = cookieRegex({ by: "cookie", name: "g", regex: "a|b" });
    assert.match("g=b; x=y", regex);
    assert.doesNotMatch("g=bb", regex);
    const odd = cookieRegex({ by: "cookie", name: "a.b", exact: "(x)" });
    assert.match("a.b=(x)", odd);
    assert.doesNotMatch("aXb=(x)", odd);
  });

  it("subsets are the slots' labels", () => {
    assert.deepEqual(
      istioSubsets(["stable", "canary"], (slot) => ({ slot })),
      [
        { name: "stable", labels: { slot: "stable" } },
        { name: "canary", labels: { slot: "canary" } },
      ],
    );
  });
});
