import assert from "node:assert/strict";

import { ConfigError, parseConfig, type StackConfig } from "../../stacks/config";
import { gateOf } from "../../stacks/gate-checks";
import { stackServices } from "../../stacks/stack-services";
import { changed, committed, type Raw } from "./committed";

const shop = "twelve-street:shop";

const dev = (changes: Readonly<Record<string, unknown>>): Raw =>
  Object.entries(changes).reduce((raw, [key, value]) => changed(raw, key, value), committed("dev"));

const parse = (changes: Readonly<Record<string, unknown>>): StackConfig =>
  parseConfig("dev", dev(changes), new Date("2026-11-21"));

function refusals(changes: Readonly<Record<string, unknown>>): string[] {
  try {
    parse(changes);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ key, value, fix }) => `${key} is ${value}: ${fix}`);
  }
}

const gate = { successPercent: 99 };

const gateFor = (name: string, config: StackConfig) => {
  const found = stackServices(config).find((it) => it.name === name);
  assert.ok(found, name);
  return gateOf(found, config);
};
const plain = { "twelve-street:mesh": undefined, "twelve-street:observability.requests": "none" };
const blind = {
  "twelve-street:observability.prometheus": undefined,
  "twelve-street:observability.grafana": undefined,
  "twelve-street:mesh.kiali": undefined,
};

describe("gates in the config", () => {
  it("are none unless asked for, the shop's for all services, and a service's over it, key by key", () => {
    assert.equal(gateFor("products", parse({})), undefined);
    const latency = { milliseconds: 300 };
    const config = parse({
      [`${shop}.gate`]: { successPercent: 99, latency, windowSeconds: 120 },
      [`${shop}.services.orders.gate`]: {
        minRequests: 20,
        latency: { quantile: 0.5, milliseconds: 9 },
      },
      [`${shop}.services.ui.gate`]: { enabled: false },
    });
    const common = { successPercent: 99, windowSeconds: 120, patienceSeconds: 600 };
    assert.deepEqual(gateFor("products", config), {
      ...common,
      minRequests: 100,
      latency: { quantile: 0.95, milliseconds: 300 },
    });
    assert.deepEqual(gateFor("orders", config), {
      ...common,
      minRequests: 20,
      latency: { quantile: 0.5, milliseconds: 9 },
    });
    assert.equal(gateFor("ui", config), undefined);
    const off = { [`${shop}.gate`]: { ...gate, enabled: false } };
    assert.equal(gateFor("products", parse(off)), undefined);
    assert.deepEqual(refusals({ ...off, ...plain }), [], "what is off needs nothing");
  });

  it("are refused without the mesh or Prometheus, once, by the key that asks for them", () => {
    for (const [changes, fix] of [
      [
        plain,
        /^twelve-street:shop\.gate is \{"successPercent":99.*: without the mesh nobody counts requests: switch mesh on, or take the gate out: readiness and --hold manual stay$/,
      ],
      [
        { [`${shop}.mesh`]: false },
        /: take shop\.mesh out, or|nobody counts requests: take shop\.mesh out, or/,
      ],
      [
        blind,
        /^twelve-street:shop\.gate is .*: switch observability\.prometheus on, which is asked, or take/,
      ],
    ] as const) {
      const [first = "", ...more] = refusals({ ...changes, [`${shop}.gate`]: gate });
      assert.match(first, fix);
      assert.deepEqual(more, []);
      const key = `${shop}.services.products.gate`;
      assert.match(refusals({ ...changes, [key]: gate }).join("\n"), new RegExp(`^${key} is `));
    }
  });

  it("are refused where they ask for nothing, or more often than Prometheus looks", () => {
    assert.match(
      refusals({ [`${shop}.gate`]: { minRequests: 5 } }).join("\n"),
      /^twelve-street:shop\.gate is .*: say what it asks for: give successPercent, latency, or both$/,
    );
    assert.deepEqual(refusals({ [`${shop}.gate`]: { ...gate, windowSeconds: 59 } }), [
      "twelve-street:shop.gate.windowSeconds is 59: Prometheus reads the numbers every 30 s: give at least 60",
    ]);
    const often = { "twelve-street:observability.prometheus": { scrapeSeconds: 5 } };
    assert.deepEqual(refusals({ ...often, [`${shop}.gate`]: { ...gate, windowSeconds: 10 } }), []);
  });

  it("are refused with wrong values, by their keys", () => {
    const cases: [table: object, sentence: RegExp][] = [
      [{ successPercent: 0 }, /gate\.successPercent is 0: give a number above 0 and up to 100$/],
      [
        { sucessPercent: 99 },
        /did you mean twelve-street:shop\.services\.\w+\.gate\.successPercent/,
      ],
      [{ latency: {} }, /gate\.latency\.milliseconds is missing: give a whole number from 1/],
      [
        { latency: { milliseconds: 5, quantile: 95 } },
        /quantile is 95: give a number above 0 and below 1/,
      ],
      [{ ...gate, windowSeconds: 5 }, /windowSeconds is 5: give a whole number from 10 to 3600/],
      [
        { ...gate, minRequests: 0, patienceSeconds: -1 },
        /minRequests is 0: give a whole number from 1/,
      ],
    ];
    const services = ["products", "orders", "delivery", "oauth", "gateway", "ui"];
    const said = refusals(
      Object.fromEntries(
        cases.map(([table], at) => [`${shop}.services.${services[at] ?? ""}.gate`, table]),
      ),
    );
    cases.forEach(([, sentence], at) => {
      assert.match(said.find((it) => it.includes(`${services[at] ?? ""}.gate`)) ?? "", sentence);
    });
  });
});
