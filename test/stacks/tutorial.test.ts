import assert from "node:assert/strict";

import type { Rollout } from "../../components/rollout";
import { Service } from "../../course/rollout/service";
import { parseConfig } from "../../stacks/config";
import { costOf } from "../../stacks/figures/cost";
import { stackPods } from "../../stacks/pods";
import { stateOf } from "../../stacks/rollouts";
import { tutorialServicesOf } from "../../stacks/stack-services";
import { applied, type Change } from "../../course/rollout/written";
import { changed, smallest, type Raw } from "./committed";

const tutorial = "twelve-street:tutorial";
const withTutorial = (table: object = {}, raw: Raw = smallest()): Raw =>
  changed(raw, tutorial, table);
const parse = (raw: Raw) => parseConfig("dev", raw);
const withMesh = (raw: Raw): Raw => changed(raw, "twelve-street:mesh", { size: "small" });

const v1 = { version: "v1" };
const ab: Rollout = {
  strategy: "abTest",
  a: v1,
  b: { version: "v2" },
  toB: [{ by: "userAgent", regex: ".*Firefox.*" }],
};

describe("the Istio tutorial, by config", () => {
  it("runs each service as its first version where nothing more is said", () => {
    const found = tutorialServicesOf(parse(withTutorial()));
    assert.deepEqual(
      found.map(({ name, namespace, table }) => [name, namespace, stateOf(table)]),
      ["customer", "preference", "recommendation"].map((name) => [
        name,
        "tutorial",
        { strategy: "ramped", release: v1 },
      ]),
    );
    assert.deepEqual(tutorialServicesOf(parse(smallest())), []);
  });

  it("counts its pods and its load balancer", () => {
    const inTutorial = (raw: Raw) =>
      stackPods(parse(raw)).anywhere.filter(({ namespace }) => namespace === "tutorial").length;
    const balancers = (raw: Raw) =>
      costOf(parse(raw)).find(({ what }) => what === "Network Load Balancers")?.count ?? 0;
    assert.equal(inTutorial(withTutorial()), 3);
    assert.equal(balancers(withTutorial()) - balancers(smallest()), 1);
  });

  it("refuses by its own key what makes no sense, or shares the shop's namespace", () => {
    const services = { recommendation: { rollout: ab } };
    assert.throws(
      () => parse(withTutorial({ services })),
      /tutorial\.services\.recommendation\.rollout\.strategy is "abTest": a Service cannot read/,
    );
    assert.doesNotThrow(() => parse(withMesh(withTutorial({ services }))));
    assert.throws(
      () => parse(withTutorial({ namespace: "twelve-street" })),
      /tutorial\.namespace is "twelve-street": the shop has that one/,
    );
  });

  it("is rolled out by the command, which writes where its service stands", () => {
    let raw = withMesh(withTutorial());
    const change = (changes: readonly Change[]) => {
      raw = applied(raw, changes);
    };
    const service = new Service("dev", "recommendation", { config: () => raw, change });
    assert.equal(service.namespace, "tutorial");
    assert.equal(service.options().mesh, true);
    service.save({ target: ab });
    assert.deepEqual(raw[tutorial], { services: { recommendation: { rollout: ab } } });
    assert.deepEqual(service.standing.target, ab);
    assert.throws(
      () => new Service("dev", "customer", { config: smallest, change }),
      /customer is switched off in stack "dev"/,
    );
    assert.throws(
      () => new Service("dev", "recommendations", { config: smallest, change }),
      /There is no service "recommendations": give one of products, .*, recommendation\./,
    );
  });
});
