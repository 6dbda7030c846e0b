import assert from "node:assert/strict";

import { parse } from "yaml";

import { Cluster } from "../../../course/classroom/cluster";
import { meshConfigs, meshSteps, restoredMesh } from "../../../course/classroom/mesh-config";
import type { StateResource } from "../../../sandbox/engine/state";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { ApiError } from "../../../sandbox/providers/kubernetes/errors";

const declared = {
  outboundTrafficPolicy: { mode: "ALLOW_ANY" },
  accessLogEncoding: "JSON",
  defaultConfig: { tracing: {} },
};

/** As the chart has made it: with settings of its own. */
const asDeclared = `# the chart's
accessLogEncoding: JSON
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
  tracing: {}
outboundTrafficPolicy:
  mode: ALLOW_ANY
trustDomain: cluster.local
`;

const release = (chart: string, revision?: string): StateResource =>
  ({
    type: "kubernetes:helm.sh/v3:Release",
    inputs: {
      chart,
      namespace: "istio-system",
      values: { meshConfig: declared, ...(revision !== undefined && { revision }) },
    },
  }) as unknown as StateResource;

describe("a mesh's configuration", () => {
  it("is left alone where all that is declared stands, whatever the chart has beside it", () => {
    assert.equal(restoredMesh(asDeclared, declared), undefined);
    assert.equal(restoredMesh(asDeclared.replace("{}", "{ zipkin: {} }"), declared), undefined);
  });

  it("comes back field by field, and keeps what the chart says", () => {
    const changed = asDeclared.replace("ALLOW_ANY", "REGISTRY_ONLY").replace("JSON", "TEXT");
    const { text, paths } = restoredMesh(changed, declared) ?? {};
    assert.deepEqual(paths, ["outboundTrafficPolicy.mode", "accessLogEncoding"]);
    assert.deepEqual(parse(text ?? ""), parse(asDeclared));
    assert.match(text ?? "", /# the chart's/);
  });

  it("begins anew where it is no table", () => {
    for (const broken of ["", "mine", "a: [", "- a"])
      assert.deepEqual(parse(restoredMesh(broken, declared)?.text ?? ""), declared);
  });

  it("is that of each istiod of the platform", () => {
    const found = meshConfigs([release("base"), release("istiod"), release("istiod", "v1-31")]);
    assert.deepEqual(
      found.map(({ object }) => `${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`),
      ["istio-system/istio", "istio-system/istio-v1-31"],
    );
  });

  it("is nothing to write where its chart is not there", async () => {
    const api = { request: () => Promise.reject(new ApiError(404, { message: "not found" })) };
    const cluster = new Cluster(api as unknown as Api);
    cluster.pathOf = () => Promise.resolve("/istio");
    assert.deepEqual(await meshSteps(cluster, meshConfigs([release("istiod")])), []);
  });
});
