import assert from "node:assert/strict";

import { serviceNames } from "../../apps/twelve-street/services";
import { ConfigError, parseConfig, type StackConfig } from "../../stacks/config";
import { optionsOf } from "../../stacks/rollouts";
import { shopService } from "../../stacks/stack-services";
import { podDrainSeconds, usersOf } from "../../stacks/shop-place";
import { stackPods } from "../../stacks/pods";
import { changed, smallest, type Raw } from "./committed";
import { everything, fargate, withChanges } from "./everything";

const shop = "twelve-street";
const today = new Date("2026-11-21");
const parse = (raw: Raw): StackConfig => parseConfig("dev", raw, today);

const withMesh = (changes: Readonly<Record<string, unknown>> = {}): Raw =>
  withChanges(changed(smallest(), "twelve-street:mesh", { size: "small" }), changes);

function refusal(raw: Raw): string {
  try {
    parse(raw);
    return "";
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ key, value, fix }) => `${key} is ${value}: ${fix}`).join("\n");
  }
}

describe("the shop's place in the mesh, by config", () => {
  const memory = (raw: Raw): number =>
    stackPods(parse(raw))
      .anywhere.filter(({ namespace }) => namespace === shop)
      .reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);

  it("is in it where there is one, unless it is left out", () => {
    const inIt = (raw: Raw) => optionsOf(shopService("products", parse(raw))).mesh;
    assert.equal(inIt(smallest()), false);
    assert.equal(inIt(withMesh()), true);
    assert.equal(inIt(withMesh({ "twelve-street:shop.mesh": "joining" })), true);
    assert.equal(inIt(withMesh({ "twelve-street:shop.mesh": false })), false);
    assert.equal(
      optionsOf(shopService("gateway", parse(withMesh()))).mesh,
      false,
      "clients pass it by",
    );
  });

  it("has one slot of each service while it joins", () => {
    const joining = { "twelve-street:shop.mesh": "joining" };
    const blueGreen = { strategy: "blueGreen", active: "blue", blue: { version: "v1" } };
    const two = { ...blueGreen, green: { version: "v2" } };
    const of = (rollout: object) =>
      refusal(withMesh({ ...joining, "twelve-street:shop.services.products": { rollout } }));
    assert.equal(of(blueGreen), "");
    assert.match(
      of(two),
      /products\.rollout\.strategy is "blueGreen": some callers have no sidecar/,
    );
  });

  it("keeps its slot where load balancers send to its pods themselves", () => {
    const gateway = (rollout: object, from = fargate()) =>
      refusal(withChanges(from, { "twelve-street:shop.services.gateway": { rollout } }));
    const release = { version: "v1" };
    const blue = { strategy: "blueGreen", active: "blue", blue: release };
    assert.match(
      gateway(blue),
      /gateway\.rollout\.strategy is "blueGreen": load balancers send to/,
    );
    assert.equal(gateway({ strategy: "recreate", release }), "");
    assert.equal(gateway(blue, smallest()), "");
  });

  it("counts a sidecar in each of its pods, and in the one of a rolling update", () => {
    const pods = serviceNames.length + 1;
    assert.equal(memory(withMesh()) - memory(smallest()), pods * 80);
    assert.equal(memory(withMesh({ "twelve-street:shop.mesh": false })), memory(smallest()));
  });

  it("finds no room for sidecars where pods without them just have it", () => {
    const full = { "twelve-street:shop.services.products.replicas": 5 };
    assert.match(refusal(withMesh(full)), /4 of the stack's pods find no room/);
    assert.equal(refusal(withMesh({ ...full, "twelve-street:shop.mesh": false })), "");
  });

  const ab = {
    strategy: "abTest",
    a: { version: "v1" },
    b: { version: "v2" },
    toB: [{ by: "header", name: "x-group", exact: "b" }],
  };
  const canary = {
    strategy: "canary",
    stable: { version: "v1" },
    canary: { version: "v2" },
    steps: [{ weight: 10 }],
    at: 0,
  };
  const sticky = { ...canary, sticky: { cookie: "products", maxAgeSeconds: 60 } };
  const shadow = {
    strategy: "shadow",
    live: { version: "v1" },
    shadow: { version: "v2" },
    percent: 50,
  };
  const of = (service: string, rollout: object) => ({
    [`twelve-street:shop.services.${service}`]: { rollout },
  });

  it("takes in it what routes are needed for, and refuses it without", () => {
    for (const rollout of [ab, sticky, shadow]) {
      assert.equal(refusal(withMesh(of("products", rollout))), "");
      const alone = withChanges(smallest(), of("products", rollout));
      assert.match(refusal(alone), /products\.rollout\..*: switch the mesh on, or /);
    }
  });

  it("takes a canary in it, and without it only by pods, which somebody has to allow", () => {
    const allowed = { "twelve-street:shop.canaryByPods": true };
    assert.equal(refusal(withMesh(of("products", canary))), "");
    const alone = withChanges(smallest(), of("products", canary));
    assert.match(
      refusal(alone),
      /products\.rollout\.strategy is "canary": .* 50 of a hundred requests for 10: switch the mesh on/,
    );
    assert.equal(refusal(withChanges(alone, allowed)), "");
    assert.match(
      refusal(withMesh({ ...of("products", canary), "twelve-street:shop.mesh": false })),
      /: take shop\.mesh out, or take that by shop\.canaryByPods/,
    );
    const past = withMesh(of("gateway", canary));
    assert.match(refusal(past), /gateway\.rollout\.strategy is "canary": .* past the mesh/);
    assert.equal(refusal(withChanges(past, allowed)), "");
    for (const at of ["promoted", "aborted"])
      assert.equal(refusal(withChanges(smallest(), of("products", { ...canary, at }))), "");
  });

  const refused: [what: string, raw: Raw, says: RegExp][] = [
    [
      "a place in no mesh",
      changed(smallest(), "twelve-street:shop.mesh", true),
      /shop\.mesh is true: switch mesh on, there is none/,
    ],
    [
      "a word that is no place",
      withMesh({ "twelve-street:shop.mesh": "join" }),
      /shop\.mesh is "join": give true, false or joining/,
    ],
    [
      "a canary of a shop that is left out",
      withMesh({ ...of("products", ab), "twelve-street:shop.mesh": false }),
      /rollout\.strategy is "abTest": .*: take shop\.mesh out, or choose/,
    ],
    [
      "a route for clients that pass the mesh by",
      withMesh(of("gateway", sticky)),
      /gateway\.rollout\.sticky is .*: leave sticky out; its clients come past the mesh/,
    ],
    [
      "sidecars on Fargate",
      withChanges(everything(), {
        "twelve-street:cluster.fargateProfiles.shop": { selectors: [{ namespace: shop }] },
      }),
      /shop\.mesh is true: Fargate has no node agent/,
    ],
  ];
  for (const [what, raw, says] of refused)
    it(`refuses ${what}`, () => {
      assert.match(refusal(raw), says);
    });

  it("lets pods leave as slowly as what sends to them, and no slower", () => {
    const drain = (changes: Readonly<Record<string, unknown>>) =>
      podDrainSeconds(parse(withChanges(smallest(), changes)));
    const routes = (by: string, more: object = {}) => ({
      "twelve-street:ingress.routes": {
        shop: { by, hosts: [{ paths: [{ service: "ui" }] }], ...more },
      },
    });
    const alb = { "twelve-street:ingress.alb": { replicas: 1 } };
    assert.equal(drain({}), undefined);
    assert.equal(drain(alb), undefined);
    assert.equal(drain({ ...alb, ...routes("alb") }), 30);
    assert.equal(drain({ ...alb, ...routes("alb", { deregistrationDelaySeconds: 90 }) }), 90);
    assert.equal(drain({ "twelve-street:ingress.alb": { ownsServices: true } }), 120);
    const nginx = { "twelve-street:ingress.nginx": { scheme: "internal" } };
    assert.equal(drain({ ...alb, ...nginx, ...routes("nginx") }), undefined);
  });

  const onAws = { place: { on: "aws", onDestroy: "delete" } };

  it("lets into a backing service who uses it, and where nobody says so all of the namespace", () => {
    const database = { "twelve-street:backingServices.database": onAws };
    const users = (changes: object) =>
      usersOf("database", parse(withChanges(smallest(), { ...database, ...changes })));
    assert.equal(users({}), undefined);
    const uses = { "twelve-street:shop.services.orders.uses": ["database"] };
    assert.deepEqual(users(uses), [{ app: "orders" }]);
    assert.match(
      refusal(withChanges(smallest(), uses)),
      /orders\.uses\[0\] is "database": switch backingServices\.database on/,
    );
    const closed = withMesh({
      ...database,
      ...uses,
      "twelve-street:mesh.outbound": "REGISTRY_ONLY",
    });
    assert.equal(refusal(withMesh({ ...database, ...uses })), "");
    assert.match(refusal(closed), /mesh\.outbound is "REGISTRY_ONLY": orders uses the database/);
  });

  it("leaves it to one sentence that Fargate alone has no mesh", () => {
    const said = refusal(changed(fargate(), "twelve-street:mesh", {}));
    assert.ok(!said.includes("shop.mesh"), said);
  });
});
