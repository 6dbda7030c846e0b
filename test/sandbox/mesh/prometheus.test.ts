import assert from "node:assert/strict";

import { queriesFor } from "../../../course/rollout/gate-queries";
import { meshLayoutOf } from "../../../sandbox/mesh/layout";
import {
  prometheus,
  prometheusConfig,
  relabelling,
  targetsFile,
  targetsText,
} from "../../../sandbox/mesh/prometheus";
import { parsePromql } from "../../components/observability/promql";
import { useOwnHome } from "../home";

type Labels = Readonly<Record<string, string>>;

/** What Prometheus makes of a sample's labels, after its documentation on `relabel_config`; undefined when it drops it. */
function relabelled(sample: Labels): Labels | undefined {
  let labels: Record<string, string> = { ...sample };
  for (const rule of relabelling) {
    const { source_labels = [], regex = "(.*)", action = "replace" } = rule;
    const whole = new RegExp(`^(?:${regex})$`);
    if (action === "labeldrop") {
      labels = Object.fromEntries(Object.entries(labels).filter(([name]) => !whole.test(name)));
      continue;
    }
    const found = whole.exec(source_labels.map((name) => labels[name] ?? "").join(";"));
    if (action === "keep" && !found) return undefined;
    const { target_label: target, replacement = "$1" } = rule;
    if (action === "replace" && found && target !== undefined)
      labels[target] = replacement.replace(/\$(\d)/g, (_, group: string) => found[+group] ?? "");
  }
  return labels;
}

const sample = (subset: string, more: Labels = {}): Labels => ({
  __name__: "envoy_cluster_upstream_rq",
  cluster_name: `outbound|8080|${subset}|products.shop.svc.cluster.local`,
  envoy_cluster_name: `outbound|8080|${subset}|products`,
  envoy_response_code: "503",
  instance: "127.0.0.1:9901",
  ...more,
});

describe("the mesh's Prometheus", () => {
  useOwnHome();

  it("gives what Envoy counts by subset the names and labels that Istio counts workloads by", () => {
    assert.deepEqual(relabelled(sample("canary")), {
      __name__: "istio_requests_total",
      instance: "127.0.0.1:9901",
      reporter: "destination",
      response_code: "503",
      destination_service_name: "products",
      destination_service_namespace: "shop",
      destination_workload: "products-canary",
      destination_workload_namespace: "shop",
    });
    const workload = (subset: string) => relabelled(sample(subset))?.destination_workload;
    assert.equal(workload("stable"), "products");
    assert.equal(workload(""), "products");
    assert.equal(workload("green"), "products-green");
    const time = { __name__: "envoy_cluster_upstream_rq_time_bucket", le: "25" };
    const bucket = relabelled(sample("b", time));
    assert.equal(bucket?.__name__, "istio_request_duration_milliseconds_bucket");
    assert.equal(bucket.le, "25");
  });

  it("leaves out all else", () => {
    for (const other of [
      { __name__: "envoy_cluster_external_upstream_rq" },
      { __name__: "envoy_cluster_upstream_rq_time_sum" },
      { cluster_name: "xds-grpc" },
      { cluster_name: "outbound|443||api.github.com" },
      { cluster_name: "inbound|8080||" },
    ])
      assert.equal(relabelled(sample("stable", other)), undefined, JSON.stringify(other));
  });

  it("has every label that a gate asks by", () => {
    const gate = { windowSeconds: 60, minRequests: 1, patienceSeconds: 0 };
    const latency = { milliseconds: 5, quantile: 0.9 };
    const asked = { namespace: "shop", workloads: ["products-canary"] };
    const has = relabelled(sample("canary", { le: "5" })) ?? {};
    for (const query of Object.values(queriesFor(asked, { ...gate, latency }, 60)) as string[])
      for (const { labels } of parsePromql(query).selectors)
        for (const label of labels) assert.ok(label in has, label);
  });

  it("reads every Envoy there is, by a file that it watches, and listens at its pod's address alone", () => {
    const layout = meshLayoutOf("dev");
    const { args, files } = prometheus(layout, "/bin/prometheus", "198.18.0.9:9090");
    assert.ok(args.includes("--web.listen-address=198.18.0.9:9090"));
    const [text = ""] = Object.values(files);
    assert.deepEqual(JSON.parse(text), prometheusConfig(targetsFile(layout)));
    const [job] = prometheusConfig("x.json").scrape_configs;
    assert.deepEqual(job?.file_sd_configs[0]?.files, ["x.json"]);
    const wanted = new RegExp(job.params.filter[0] ?? "");
    const of = "cluster.outbound|8080|canary|products.shop.svc.cluster.local;.";
    assert.ok(wanted.test(`${of}upstream_rq_200`) && wanted.test(`${of}upstream_rq_time`));
    assert.ok(
      !wanted.test(`${of}upstream_rq_timeout`) && !wanted.test("cluster.xds.upstream_rq_200"),
    );
    const envoys = [{ name: "gateway", admin: "http://127.0.0.1:4001" }];
    assert.deepEqual(JSON.parse(targetsText({ envoys })), [
      { targets: ["127.0.0.1:4001"], labels: { envoy: "gateway" } },
    ]);
  });
});
