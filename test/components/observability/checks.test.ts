import assert from "node:assert/strict";

import { ArgumentError } from "../../../components/argument-error";
import type { ObservabilityArgs, Watch } from "../../../components/observability";
import { checkObservability } from "../../../components/observability/checks";
import { base } from "./fixtures";

const refused = (change: Partial<ObservabilityArgs>, said: RegExp): void => {
  assert.throws(
    () => checkObservability({ ...base, ...change }),
    (error) => {
      assert.ok(error instanceof ArgumentError);
      assert.match(error.message, said);
      return true;
    },
  );
};

const watching = (change: Partial<Watch>) => ({ watch: { ...base.watch, ...change } });
const cloudWatch = { to: "cloudWatch", group: "/shop", onDestroy: "delete" } as const;
const grafana = { adminPassword: "x" };

describe("Observability takes", () => {
  it("what its documentation shows", () => {
    checkObservability(base);
    checkObservability({ ...base, logs: cloudWatch, grafana });
    checkObservability({
      ...base,
      compute: "fargate",
      podExecutionRoleName: "fargate-pods",
      prometheus: { storage: "ephemeral" },
      logs: cloudWatch,
    });
  });
});

describe("Observability refuses", () => {
  it("thresholds on requests where nobody counts them", () => {
    refused(
      watching({ requests: "none", thresholds: { errorPercent: 1 } }),
      /^watch\.thresholds\.errorPercent is 1: leave it out, or put the pods into a mesh/,
    );
    refused(
      watching({ requests: "none", thresholds: { latencyMs: 1 } }),
      /^watch\.thresholds\.latencyMs is 1/,
    );
  });

  it("thresholds that never or always hold", () => {
    for (const [name, value] of [
      ["errorPercent", 0],
      ["errorPercent", 100],
      ["latencyMs", 0],
      ["latencyMs", NaN],
      ["restarts", 0],
      ["restarts", 1.5],
      ["quotaPercent", -1],
    ] as const) {
      refused(watching({ thresholds: { [name]: value } }), new RegExp(`thresholds\\.${name} is`));
    }
  });

  it("what is no namespace, or none at all", () => {
    refused(watching({ namespaces: ["Shop"] }), /^watch\.namespaces is "Shop"/);
    refused(watching({ namespaces: [] as unknown as [string] }), /^watch\.namespaces is \[\]/);
    refused(
      { logs: { ...cloudWatch, namespaces: ["user*"] } },
      /^logs\.namespaces is "user\*": give names of namespaces/,
    );
  });

  it("Grafana or thresholds without Prometheus", () => {
    refused({ prometheus: false, grafana }, /^prometheus is false: leave it on for grafana/);
    refused(
      { prometheus: false, ...watching({ thresholds: { restarts: 1 } }) },
      /^prometheus is false: leave it on for watch\.thresholds/,
    );
  });

  it("a disk, a pod on each node or Elasticsearch on Fargate", () => {
    const compute = "fargate";
    refused({ compute }, /^prometheus\.storage is \{\}: set it to "ephemeral"/);
    refused(
      { compute, prometheus: { storage: "ephemeral", nodeExporter: true } },
      /^prometheus\.nodeExporter is true: .*Fargate/,
    );
    refused(
      { compute, prometheus: false, logs: { to: "elasticsearch", onDestroy: "delete" } },
      /^logs\.to is "elasticsearch": choose cloudWatch/,
    );
  });

  it("Fargate's log router without the pods' role, or with a choice of namespaces", () => {
    const fargate = { compute: "fargate", prometheus: false } as const;
    refused({ ...fargate, logs: cloudWatch }, /^podExecutionRoleName is missing: name the role/);
    refused({ compute: "nodesAndFargate", logs: cloudWatch }, /^podExecutionRoleName is missing/);
    refused(
      {
        ...fargate,
        podExecutionRoleName: "pods",
        logs: { ...cloudWatch, namespaces: ["shop"] },
      },
      /^logs\.namespaces is \["shop"\]: leave it out/,
    );
  });

  it("a retention that CloudWatch does not know", () => {
    refused({ logs: { ...cloudWatch, retentionDays: 10 } }, /^logs\.retentionDays is 10: .* 14, /);
  });

  it("to delete a group that another has made, or to say how long it keeps lines", () => {
    const existing = { ...cloudWatch, existingGroup: true } as const;
    refused({ logs: existing }, /^logs\.onDestroy is "delete": give keep with logs\.existingGroup/);
    refused(
      { logs: { ...existing, onDestroy: "keep", retentionDays: 7 } },
      /^logs\.retentionDays is 7: leave it out with logs\.existingGroup/,
    );
  });

  it("a log group's name that CloudWatch does not take", () => {
    refused({ logs: { ...cloudWatch, group: "shop logs" } }, /^logs\.group is "shop logs"/);
  });

  it("sizes, days and intervals that are none", () => {
    refused({ prometheus: { retentionDays: 0 } }, /^prometheus\.retentionDays is 0/);
    refused({ prometheus: { storage: { sizeGiB: 0 } } }, /^prometheus\.storage\.sizeGiB is 0/);
    refused({ prometheus: { scrapeSeconds: 600 } }, /^prometheus\.scrapeSeconds is 600/);
    refused(
      { logs: { to: "elasticsearch", onDestroy: "keep", storage: { sizeGiB: 1.5 } } },
      /^logs\.storage\.sizeGiB is 1\.5/,
    );
  });

  it("addresses and channels that are none", () => {
    refused(
      { grafana: { ...grafana, externalUrl: "grafana.example.com" } },
      /^grafana\.externalUrl is "grafana\.example\.com"/,
    );
    refused(
      { prometheus: { notify: { kind: "slack", url: "https://x", channel: "alerts" } } },
      /^prometheus\.notify\.channel is "alerts": give a channel such as #alerts/,
    );
  });
});
