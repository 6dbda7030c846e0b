import assert from "node:assert/strict";

import { applied, changes, written } from "../../../course/rollout/written";
import { edited } from "../../../course/stack-file";
import { difference, merge } from "../../../sandbox/engine/config-copy";
import * as f from "../../components/rollout/fixtures";

const file = `# A stack.
config:
  aws:region: ap-northeast-2
  twelve-street:shop:
    services:
      # The catalogue.
      products: { release: { version: v1 }, replicas: 2 } # two of them
      orders:
        release:
          version: v1 # as of May
        replicas: 2
`;

const at = (service: string) => ["twelve-street:shop", "services", service];

describe("course rollout: what it writes", () => {
  it("changes a short release where it stands, and all comments stay", () => {
    const before = { release: f.v1, replicas: 2 };
    const after = written(before, { target: { strategy: "ramped", release: f.v2 } });
    assert.deepEqual(after, { release: f.v2, replicas: 2 });
    assert.equal(
      edited(file, changes(before, after, at("orders"))),
      file.replace("version: v1 # as", "version: v2 # as"),
    );
    assert.equal(
      edited(file, changes(before, after, at("products"))),
      file.replace("{ version: v1 }", "{ version: v2 }"),
    );
  });

  it("puts a whole rollout in place of a short release, and where it stands beside it", () => {
    const before = { release: f.v1, replicas: 2 };
    const after = written(before, {
      target: f.canary,
      origin: f.ramped,
      underway: { from: f.ramped, phase: 1 },
    });
    assert.deepEqual(after, {
      rollout: f.canary,
      replicas: 2,
      progress: { origin: f.ramped, from: f.ramped, phase: 1 },
    });
    const text = edited(file, changes(before, after, at("orders")));
    assert.match(text, /# The catalogue\.\n {6}products: .* # two of them\n/);
    assert.ok(!text.includes("as of May"), "what is gone takes its comment along");
    assert.deepEqual(written(after, { target: f.canary }), { rollout: f.canary, replicas: 2 });
  });

  it("writes an abort and an autoscaler's floor", () => {
    const givenUp = { to: f.canary, phase: 1 };
    const after = written(
      { rollout: f.ramped },
      {
        target: f.ramped,
        origin: f.ramped,
        underway: { from: f.ramped, phase: 0, givenUp, back: true },
        floor: 3,
      },
    );
    assert.deepEqual(after.progress, {
      origin: f.ramped,
      from: f.ramped,
      phase: 0,
      givenUp,
      back: true,
      floor: 3,
    });
    assert.deepEqual(after.rollout, f.ramped, "written in full, it stays in full");
  });

  it("changes nothing but what changes", () => {
    const config = { a: { b: { c: 1, d: [1] } }, e: 2 };
    const after = { b: { c: 1, d: [2] } };
    const list = changes(config.a, after, ["a"]);
    assert.deepEqual(list, [{ path: ["a", "b", "d"], value: [2] }]);
    assert.deepEqual(applied(config, list), { a: after, e: 2 });
    assert.deepEqual(applied(config, [{ path: ["a", "b"] }]), { a: {}, e: 2 });
    assert.deepEqual(config.a.b.d, [1]);
    assert.deepEqual(changes(config, config), []);
  });

  it("lays over the committed config what differs, and what is gone", () => {
    const base = { a: { release: { version: "v1" }, replicas: 2 }, b: 1 };
    const wanted = { a: { rollout: { strategy: "ramped" }, replicas: 2 }, b: 1 };
    const over = difference(base, wanted);
    assert.deepEqual(over, { a: { rollout: { strategy: "ramped" }, release: null } });
    assert.deepEqual(merge(base, over), wanted);
    assert.deepEqual(difference(base, base), {});
  });
});
