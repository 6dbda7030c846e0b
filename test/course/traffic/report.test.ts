import assert from "node:assert/strict";

import fc from "fast-check";

import { page } from "../../../course/traffic/report/page";
import { plot } from "../../../course/traffic/report/plot";
import { latencyScale, round, ticks, timeTicks } from "../../../course/traffic/report/scale";
import { headline } from "../../../course/traffic/report/story";
import { runOf, type Run } from "../../../course/traffic/result";
import { summary } from "../../../course/traffic/summary";
import { Tally } from "../../../course/traffic/tally";
import type { TrafficFlags } from "../../../course/traffic/flags";
import { latency } from "../../../course/traffic/words";
import { outcome } from "./outcomes";

const flags: TrafficFlags = {
  ...{ stack: "dev", method: "GET", rps: 20, timeout: 1000, clients: 0 },
  ...{ connections: 8, keepAlive: true },
};

const set = (weight: number) => ({ weights: { v1: 100 - weight, v2: weight }, rules: 0 });
const walk = [0, 10, 25, 50, 100].map((weight, at) => ({
  ...{ weight, atMs: at * 10_000, state: set(weight) },
}));

/** A canary in five steps of 10 s at 20 requests a second. */
function rolledOut({
  fails = () => false,
  given = {},
  versions = ["v1", "v2"],
  route = true,
}: {
  fails?: (index: number) => boolean;
  given?: Partial<TrafficFlags>;
  versions?: readonly [string, string];
  route?: boolean;
} = {}): Run {
  const tally = new Tally(route ? walk : []);
  for (let index = 0; index < 1000; index += 1) {
    const weight = walk[Math.floor(index / 200)]?.weight ?? 0;
    const version = versions[(index * 37) % 100 < weight ? 1 : 0];
    const status = fails(index) ? 503 : 200;
    tally.add(outcome(version, { dueMs: index * 50, status, latencyMs: 5 + (index % 100) / 10 }));
  }
  return runOf({
    service: "products",
    flags: { ...flags, ...given },
    target: {
      ...{ url: "http://127.0.0.1:8080/products?key=s3cret", place: "this machine's sandbox" },
      ...{ envoy: "1.40.0", istiod: "1.31.0", simulated: "Pods are played." },
    },
    tally,
    started: new Date("2026-11-22T02:00:00Z"),
    sent: { requests: 1000, seconds: 50.01 },
    interrupted: false,
  });
}

describe("course traffic: the report", () => {
  const run = rolledOut();
  const html = page(run);

  it("says in its first line what happened", () => {
    assert.equal(
      headline(run.result),
      "products: v2 was given 10 %, then 25 %, then 50 %, then 100 %; 0 of 1,000 requests failed.",
    );
    assert.ok(html.includes(`<h1>${headline(run.result)}</h1>`));
    assert.ok(html.includes("through Envoy 1.40.0 under istiod 1.31.0"));
    assert.match(
      headline(rolledOut({ route: false }).result),
      /^products: v1 answered 63.0 %, v2 answered 37.0 %;/,
    );
    const silent = rolledOut({ route: false, versions: ["", ""] });
    assert.match(headline(silent.result), /no answer named its version/);
    assert.match(summary(silent.result).join("\n"), /--version-header/);
  });

  it("draws the shares where they were, and a line at each change of the route", () => {
    const [, shares = ""] = html.split('id="shares-t"');
    const areas = [
      ...shares.slice(0, shares.indexOf("</svg>")).matchAll(/<path fill="#(\w+)" d="M([^"]*)Z"/g),
    ];
    assert.deepEqual(
      areas.map(([, colour]) => colour),
      ["0072b2", "e69f00"],
    );
    // The first version's upper edge, from the right end of the picture: 0 at the end, all of it at the beginning.
    const upper = (areas[0]?.[2] ?? "").split("L").map((it) => it.split(" ").map(Number));
    const at = (x: number) =>
      upper.slice(upper.length / 2).find(([here = 0]) => here <= x)?.[1] ?? 0;
    [0, 100, 250, 500, 1000].forEach((height, index) => {
      const drawn = at(100 + 200 * index);
      assert.ok(Math.abs(drawn - height) <= 30, `${drawn}, not ${height}`);
    });
    const lines = [...html.matchAll(/class="mark" d="M([\d.]+) /g)].map(([, x]) => Number(x));
    assert.deepEqual(lines.slice(0, 4).map(Math.round), [200, 400, 600, 800]);
    for (const text of ["v2 10 %", "v2 25 %", "v2 50 %", "v2 100 %"])
      assert.ok(html.includes(`>${text}</span>`), text);
  });

  it("keeps the names of changes apart, at the right edge too", () => {
    const one = fc.record({
      at: fc.nat(100).map((percent) => percent / 100),
      text: fc.stringMatching(/^[a-z]{1,20}$/),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (marks) => {
        const inOrder = marks.sort((first, second) => first.at - second.at);
        const it = { title: "", description: "", shapes: [], rows: [], columns: [] };
        const strip = plot({ ...it, height: "tall", marks: inOrder, namesMarks: true }, "x").text;
        const drawn = [
          ...strip.matchAll(/style="(left|right):([\d.]+)%;top:([\d.]+)em">(\w+)</g),
        ].map(([, side, share, top, text = ""]) => {
          const width = 0.03 + text.length * 0.022;
          const from = side === "left" ? Number(share) / 100 : 1 - Number(share) / 100 - width;
          return { top, from, to: from + width };
        });
        assert.equal(drawn.length, marks.length);
        drawn.forEach((label, index) => {
          for (const other of drawn.slice(0, index).filter(({ top }) => top === label.top))
            assert.ok(label.from >= other.to - 0.001 || other.from >= label.to - 0.001);
        });
      }),
    );
  });

  it("needs nothing else: no script, no address that is loaded", () => {
    assert.ok(!/<script|<link|<img|<iframe|@import|url\(|src=|href=/i.test(html));
    assert.ok(html.includes("prefers-color-scheme: dark") && html.includes("@media print"));
    assert.equal(html.match(/<svg[^>]*role="img"[^>]*><title/g)?.length, 2);
  });

  it("shows what failed, and where", () => {
    assert.ok(html.includes("No request failed."));
    const failing = rolledOut({ fails: (index) => index >= 800 && index < 820 });
    const text = page(failing);
    assert.ok(!text.includes("No request failed.") && text.includes("503 × 20"));
    const bars = [...text.matchAll(/<path fill="#d55e00" d="M([\d.]+) 1000/g)];
    assert.deepEqual(
      bars.map(([, x]) => Math.round(Number(x))),
      [800],
    );
    assert.match(summary(failing.result)[0] ?? "", /20 failed \(503 × 20\)/);
  });

  it("escapes what others have written, and keeps no secret", () => {
    const [bad, worse] = ["<script>alert(1)</script>", `"onload='x'&`];
    const given = {
      header: { authorization: "Bearer s3cret" },
      cookie: { session: "s3cret" },
      userAgent: "<b>Firefox",
    };
    const run = rolledOut({ versions: [bad, worse], given });
    const text = page(run);
    assert.ok(!text.includes("<script") && !text.includes("<b>") && !text.includes(worse));
    assert.ok(text.includes("&lt;script&gt;alert(1)") && text.includes("&lt;b&gt;Firefox"));
    assert.ok(text.includes("authorization") && text.includes("session"));
    const all = text + JSON.stringify(run.result) + summary(run.result).join("\n");
    assert.ok(!all.includes("s3cret"));
  });

  it("says of each step whether what was seen is what was set", () => {
    const { steps } = run.result;
    assert.deepEqual(
      steps.map(({ within, requests }) => [within, requests]),
      [
        [true, 180],
        [true, 140],
        [true, 140],
        [true, 140],
        [true, 160],
      ],
    );
    assert.match(
      summary(run.result).join("\n"),
      /0:10 to 0:20 {2}set v1 90 %, v2 10 %; seen .* of 140, as/,
    );
    assert.ok(html.includes("as chance has it"));
    const misled = rolledOut({ versions: ["v2", "v1"] });
    assert.ok(misled.result.steps.slice(0, 3).every(({ within }) => within === false));
    assert.ok(page(misled).includes("NOT as it was set"));
  });

  it("stands a run that ended before it had begun", () => {
    const { result } = rolledOut();
    const empty = { ...new Tally().totals, seconds: 0, steps: [] };
    assert.ok(
      page({ result: { ...result, ...empty }, stretches: [] }).includes("No request was sent."),
    );
  });
});

describe("course traffic: scales", () => {
  it("are round numbers", () => {
    assert.deepEqual([0.3, 1, 7, 21].map(round), [0.5, 1, 10, 50]);
    assert.deepEqual(
      ticks(100, 4, (it) => `${it}`).map(({ text }) => text),
      ["0", "50", "100"],
    );
    assert.deepEqual(
      timeTicks(170, (it) => `${it}`).map(({ text }) => text),
      ["0", "60", "120"],
    );
  });

  it("go by powers of ten where a few answers took far longer", () => {
    const plain = latencyScale(10, 80, latency);
    assert.deepEqual([plain.isLogarithmic, plain.of(50)], [false, 0.5]);
    const wide = latencyScale(10, 9000, latency);
    assert.ok(wide.isLogarithmic && wide.of(10_000) === 1 && wide.of(0) === 0);
    assert.ok(wide.ticks.every(({ at }) => at >= 0 && at <= 1));
  });
});
