import assert from "node:assert/strict";

import {
  alertRules,
  dashboardJson,
  dashboards,
  type AlertRule,
  type Watch,
} from "../../../components/observability";
import { metrics } from "../../../components/observability/metrics";
import { parsePromql } from "./promql";

const watch: Watch = { namespaces: ["twelve-street", "user35"], requests: "istio" };

const rules = (watched: Watch = watch): AlertRule[] =>
  alertRules(watched).flatMap((group) => [...group.rules]);

const rule = (name: string, watched?: Watch): AlertRule => {
  const found = rules(watched).find(({ alert }) => alert === name);
  assert.ok(found, name);
  return found;
};

const known: Readonly<Record<string, readonly string[]>> = metrics;

function assertKnown(expr: string): void {
  const { selectors, grouping } = parsePromql(expr);
  assert.ok(selectors.length > 0, expr);
  for (const { metric, labels } of selectors) {
    const has = known[metric];
    assert.ok(has, `${metric} in ${expr}`);
    for (const label of labels) assert.ok(has.includes(label), `${label} of ${metric}`);
  }
  const all = selectors.flatMap(({ metric }) => known[metric] ?? []);
  for (const label of grouping) assert.ok(all.includes(label), `${label} in ${expr}`);
}

describe("alert rules", () => {
  it("are PromQL, of measurements and labels that exist", () => {
    for (const { expr } of rules()) assertKnown(expr);
  });

  it("take another threshold, and stay PromQL", () => {
    const thresholds = { errorPercent: 2.5, latencyMs: 300, restarts: 1, quotaPercent: 75 };
    const tight = { ...watch, thresholds };
    for (const { expr } of rules(tight)) parsePromql(expr);
    assert.match(rule("ServiceErrors", tight).expr, /\* 100 > 2\.5 and/);
    assert.match(rule("ServiceSlow", tight).expr, /> 300 and/);
    assert.match(rule("ContainerRestarts", tight).expr, /> 1$/);
    assert.match(rule("QuotaNearlyUsed", tight).expr, /> 75$/);
  });

  it("watch errors, latency, restarts and quotas of the shop", () => {
    assert.match(rule("ServiceErrors").expr, /response_code=~"5\.\."/);
    assert.match(rule("ServiceErrors").expr, /\* 100 > 5 and/);
    assert.match(rule("ServiceSlow").expr, /^histogram_quantile\(0\.95, .*> 1000 and/);
    assert.match(rule("ContainerRestarts").expr, /restarts_total.*\[15m\]\) > 3$/);
    assert.match(rule("QuotaNearlyUsed").expr, /type="used".*type="hard".*> 90$/);
  });

  it("look at the namespaces that are watched, and at no other", () => {
    for (const { alert, expr } of rules()) {
      if (alert !== "NothingMeasured") assert.ok(expr.includes('=~"twelve-street|user35"'), alert);
    }
  });

  it("leave out requests where nobody counts them", () => {
    const without = rules({ ...watch, requests: "none" });
    assert.ok(without.length > 0);
    for (const { expr } of without) assert.doesNotMatch(expr, /istio_/);
  });

  it("say so for each namespace when nothing is measured, for then all others are silent", () => {
    const silence = rules().filter(({ alert }) => alert === "NothingMeasured");
    assert.deepEqual(
      silence.map(({ expr }) => expr),
      watch.namespaces.map((namespace) => `absent(kube_pod_info{namespace="${namespace}"})`),
    );
  });

  it("name in their words only labels that the answer has", () => {
    for (const { alert, expr, annotations } of rules()) {
      const { selectors, grouping } = parsePromql(expr);
      const has = selectors.flatMap(({ metric }) => known[metric] ?? []);
      const labels = new Set(grouping.length > 0 && !expr.includes("ignoring") ? grouping : has);
      for (const [, label = ""] of Object.values(annotations)
        .join(" ")
        .matchAll(/\$labels\.(\w+)/g)) {
        assert.ok(labels.has(label), `${alert}: ${label}`);
      }
    }
  });

  it("have names of their own", () => {
    const named = rules({ ...watch, namespaces: ["twelve-street"] }).map(({ alert }) => alert);
    assert.equal(new Set(named).size, named.length);
  });
});

describe("dashboards", () => {
  const all = (watched: Watch = watch) => dashboards(watched).map(dashboardJson);

  it("ask PromQL, of measurements and labels that exist", () => {
    const queries = all().flatMap(({ panels }) => panels.flatMap(({ targets }) => targets));
    assert.ok(queries.length >= 10);
    for (const { expr, legendFormat } of queries) {
      assertKnown(expr);
      const { grouping, selectors } = parsePromql(expr);
      const labels =
        grouping.length > 0 && !expr.includes("ignoring")
          ? grouping
          : selectors.flatMap(({ metric }) => known[metric] ?? []);
      for (const [, label = ""] of legendFormat.matchAll(/{{(\w+)}}/g))
        assert.ok(labels.includes(label), `${label} in ${expr}`);
    }
  });

  it("put panels beside each other, never over each other or over the edge", () => {
    for (const { title, panels } of all()) {
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
        assert.ok(x + w <= 24, title);
        return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
      });
      assert.equal(new Set(cells).size, cells.length, title);
    }
  });

  it("have names for links that stay, and panels with numbers of their own", () => {
    const uids = all().map(({ uid }) => uid);
    assert.deepEqual(uids, [
      "twelve-street-services",
      "twelve-street-rollouts",
      "twelve-street-workloads",
    ]);
    for (const { panels } of all()) {
      assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    }
  });

  it("are red from where an alert is given", () => {
    const [services] = all({ ...watch, thresholds: { errorPercent: 2 } });
    const errors = services?.panels.find(({ title }) => title === "Answered with 5xx");
    assert.deepEqual(errors?.fieldConfig.defaults.thresholds?.steps[1], {
      color: "red",
      value: 0.02,
    });
  });

  it("leave out requests where nobody counts them", () => {
    assert.deepEqual(
      all({ ...watch, requests: "none" }).map(({ uid }) => uid),
      ["twelve-street-workloads"],
    );
  });
});
