import assert from "node:assert/strict";

import fc from "fast-check";

import {
  failures,
  gateText,
  judge,
  measuredText,
  successPercent,
  type Measured,
} from "../../../course/rollout/gate";
import { keep, type Watch } from "../../../course/rollout/gate-keeper";
import { queriesFor } from "../../../course/rollout/gate-queries";
import { NoAnswer, refusal, valuesOf } from "../../../course/rollout/prometheus";
import type { Gate } from "../../../stacks/gate-schema";
import { metrics } from "../../../components/observability/metrics";
import { parsePromql } from "../../components/observability/promql";

const gate: Gate = {
  successPercent: 99,
  latency: { quantile: 0.95, milliseconds: 500 },
  windowSeconds: 60,
  minRequests: 100,
  patienceSeconds: 600,
};
const good = { requests: 1000, failed: 2, latencyMs: 210 };

/** Istio's standard metrics have these beside those that the dashboards read. */
const ofWorkloads = ["destination_workload", "destination_workload_namespace"];

describe("course rollout: what a gate asks", () => {
  const asked = { namespace: "shop", workloads: ["web-canary"] };

  it("is PromQL over Istio's standard metrics, of those pods' own sidecars and no others", () => {
    const queries = queriesFor(asked, gate, 60);
    for (const query of Object.values(queries) as string[]) {
      const { selectors, grouping } = parsePromql(query);
      assert.ok(selectors.length > 0);
      for (const { metric, labels } of selectors) {
        const known: readonly string[] = metrics[metric as keyof typeof metrics];
        for (const label of [...labels, ...grouping])
          assert.ok([...known, ...ofWorkloads].includes(label), `${metric} has ${label}`);
        for (const label of ["reporter", ...ofWorkloads]) assert.ok(labels.includes(label), label);
      }
      const text = 'destination_workload_namespace="shop",destination_workload=~"web-canary"';
      assert.ok(query.includes(text));
    }
    assert.match(queries.failed, /response_code=~"5\.\."/);
    assert.match(queries.latencyMs ?? "", /^histogram_quantile\(0\.95, sum by \(le\)/);
    const { latency, ...without } = gate;
    assert.ok(latency);
    assert.deepEqual(Object.keys(queriesFor(asked, without, 60)), ["requests", "failed"]);
  });

  it("looks back no further than it is told, but to know old counters", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3600 }), (seconds) => {
        for (const query of Object.values(queriesFor(asked, gate, seconds)) as string[]) {
          parsePromql(query);
          const spans = [...query.matchAll(/\[(\w+)\]( offset (\w+))?/g)];
          assert.equal(spans.length, 3);
          for (const [, range, , offset] of spans)
            assert.equal(
              offset ?? range,
              `${seconds}s`,
              "what is looked for further back is taken out",
            );
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("course rollout: what a gate says", () => {
  const limits = fc.record({
    successPercent: fc.double({ min: 0.1, max: 100, noNaN: true }),
    latency: fc.record({
      quantile: fc.constant(0.95),
      milliseconds: fc.integer({ min: 1, max: 5000 }),
    }),
    windowSeconds: fc.integer({ min: 10, max: 3600 }),
    minRequests: fc.integer({ min: 1, max: 1000 }),
    patienceSeconds: fc.integer({ min: 0, max: 3600 }),
  });
  const seen = fc.option(
    fc.record(
      {
        requests: fc.double({ min: 0, max: 2000, noNaN: true }),
        failed: fc.double({ min: 0, max: 2000, noNaN: true }),
        latencyMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
      },
      { requiredKeys: ["requests", "failed"] },
    ),
    { nil: undefined },
  );

  it("never judges by less than a whole window and enough requests, and never waits for ever", () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 8000 }), seen, (asks, seconds, measured) => {
        const verdict = judge(asks, seconds, measured);
        const enough = measured && measured.requests >= asks.minRequests;
        if (verdict === "passed" || verdict === "failed") {
          assert.ok(enough && seconds >= asks.windowSeconds);
          const { requests, failed, latencyMs = NaN } = measured;
          const isBad =
            100 * (1 - Math.min(1, failed / requests)) < asks.successPercent ||
            latencyMs > asks.latency.milliseconds;
          assert.equal(verdict, isBad ? "failed" : "passed");
        } else {
          const over = seconds >= asks.windowSeconds + asks.patienceSeconds;
          assert.equal(verdict, over ? "held" : "waiting");
          assert.ok(seconds < asks.windowSeconds || !enough || measured.latencyMs === undefined);
        }
      }),
    );
  });

  it("lets through at the limit, and not beyond it", () => {
    const at = (measured: object) => judge(gate, 60, { ...good, ...measured });
    assert.equal(at({ failed: 10, latencyMs: 500 }), "passed");
    assert.equal(at({ failed: 10.1 }), "failed");
    assert.equal(at({ latencyMs: 500.1 }), "failed");
    assert.equal(judge(gate, 59, { ...good, failed: 900 }), "waiting", "the window is not over");
  });

  it("names what was measured and the limit, never rounded to its favour", () => {
    const bad = { requests: 214, failed: 2.2, latencyMs: 500.2 };
    assert.deepEqual(failures(gate, bad), [
      "98.97 % of 214 requests succeeded, at least 99 % must",
      "p95 is 501 ms, at most 500 ms may be",
    ]);
    assert.equal(measuredText(gate, bad), "214 requests, 98.97 % succeeded, p95 501 ms");
    assert.equal(measuredText(gate, { requests: 0, failed: 0 }), "0 requests");
    assert.equal(
      gateText(gate),
      "at least 99 % succeed, p95 at most 500 ms, 60 s, 100 requests or more",
    );
    assert.equal(successPercent({ requests: 0, failed: 0 }), undefined);
    assert.equal(successPercent({ requests: 5, failed: 6 }), 0);
  });
});

/** A clock of its own, and what Prometheus says at each second. */
class FakeWatch implements Watch {
  seconds = 0;
  readonly lines: string[] = [];
  readonly windows: number[] = [];
  stopAt = Infinity;

  constructor(private readonly says: (seconds: number) => Measured) {}

  measure(seconds: number) {
    this.windows.push(seconds);
    assert.ok(seconds <= this.seconds, "from before traffic has moved");
    return new Promise<Measured>((resolve) => {
      resolve(this.says(this.seconds));
    });
  }
  now = () => this.seconds * 1000;
  wait(ms: number) {
    this.seconds += ms / 1000;
    return Promise.resolve();
  }
  stopped = () => this.seconds >= this.stopAt;
  tell = (line: string) => void this.lines.push(line);
}

describe("course rollout: a gate is kept", () => {
  it("for a window that grows from the shift and then goes along", async () => {
    const watch = new FakeWatch((seconds) => ({ ...good, requests: seconds, failed: 1 }));
    const { verdict } = await keep(gate, watch);
    assert.equal(verdict, "passed");
    assert.equal(watch.seconds, 102, "as soon as there are enough");
    assert.deepEqual(watch.windows.slice(0, 3), [6, 12, 18]);
    assert.deepEqual(watch.windows.slice(-2), [60, 60]);
    assert.equal(watch.lines[0], "6 requests, 83.33 % succeeded, p95 210 ms · 6 of 60 s");
    assert.equal(
      watch.lines.at(-1),
      "102 requests, 99.01 % succeeded, p95 210 ms · patience 42 of 600 s",
    );
  });

  it("until it fails, with the reason", async () => {
    const kept = await keep(gate, new FakeWatch(() => ({ ...good, failed: 300 })));
    assert.equal(kept.verdict, "failed");
    assert.equal(kept.says, "70 % of 1000 requests succeeded, at least 99 % must");
  });

  it("no longer than its patience, if nobody comes or nobody answers", async () => {
    const few = new FakeWatch(() => ({ requests: 3, failed: 0, latencyMs: 5 }));
    const { verdict, says } = await keep(gate, few);
    assert.deepEqual([verdict, few.seconds], ["held", 660]);
    assert.equal(says, "3 requests came in 60 s, 100 are asked for");
    assert.equal(few.lines.length, 1, "the same is said once");
    const silent = await keep(
      gate,
      new FakeWatch(() => {
        throw new NoAnswer("Prometheus does not answer.");
      }),
    );
    assert.deepEqual(silent, { verdict: "held", says: "Prometheus does not answer." });
    const none = await keep(gate, new FakeWatch(() => ({ requests: 300, failed: 0 })));
    assert.equal(none.says, "no latency was measured");
  });

  it("goes on when Prometheus comes back, and stops when it is told to", async () => {
    const watch = new FakeWatch((seconds) => {
      if (seconds < 30) throw new NoAnswer("away");
      return good;
    });
    assert.equal((await keep(gate, watch)).verdict, "passed");
    const stopped = new FakeWatch(() => good);
    stopped.stopAt = 12;
    assert.equal((await keep(gate, stopped)).verdict, "stopped");
    await assert.rejects(
      keep(
        gate,
        new FakeWatch(() => {
          throw new TypeError("a mistake of ours");
        }),
      ),
      TypeError,
    );
  });
});

describe("course rollout: Prometheus' answers", () => {
  const answer = (data: object) => JSON.stringify({ status: "success", data });

  it("are read as they come", () => {
    const vector = (...values: string[]) =>
      answer({
        resultType: "vector",
        result: values.map((value) => ({ metric: {}, value: [1, value] })),
      });
    assert.deepEqual(valuesOf(vector("12.5")), ["12.5"]);
    assert.deepEqual(valuesOf(vector()), []);
    assert.equal(valuesOf(answer({ resultType: "matrix", result: [] })), undefined);
    assert.equal(valuesOf('{"status":"error"}'), undefined);
    for (const text of ["<html>", "null", "3", ""]) assert.equal(valuesOf(text), undefined, text);
  });

  it("that are refusals become a few words", () => {
    const status = (reason: string, message: string) =>
      JSON.stringify({ kind: "Status", reason, message });
    assert.equal(refusal(404, status("NotFound", "…")), "is not there: no such Service");
    assert.match(refusal(403, status("Forbidden", "user x")), /^may not be asked by you: user x/);
    assert.match(refusal(503, status("ServiceUnavailable", "no endpoints")), /no endpoints/);
    assert.match(refusal(500, status("InternalError", "oh")), /HTTP code 500, oh/);
    assert.match(refusal(400, '{"error":"parse error"}'), /HTTP code 400: parse error/);
    assert.equal(refusal(502, "<html>"), "refuses with HTTP code 502");
  });
});
