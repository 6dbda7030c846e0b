import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";

import { albGatewayManifest, gatewayApiManifest } from "../../components/gateway-api";
import { istioChart } from "../../components/istio-mesh/names";
import {
  crdManifest,
  crdsOfChart,
  crdsOfManifest,
  fetchWithManifests,
  gatewayApiCrds,
  istioCrds,
  manifestObjects,
  type CrdSet,
} from "../../sandbox/istio";
import { withoutDescriptions } from "../../sandbox/istio/compact";
import { fromGoModule, fromWeb, type Way } from "../../sandbox/istio/obtain";
import { platformVersions } from "../../versions";

const text = `# a comment
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: tests.example.com }
spec:
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          description: what it is
          properties:
            description: { type: string, description: a field of this name }
            properties: { type: object, description: a field of this name, properties: { a: { description: x, type: string } } }
---
# nothing here
---
apiVersion: v1
kind: ConfigMap
metadata: { name: words }
data: { description: stays }
`;

const set: CrdSet = {
  name: "istio",
  version: "1.0.0",
  module: "example.com/api",
  web: "https://example.com/api",
  files: [["crds.yaml", createHash("sha256").update(text).digest("hex")]],
};

describe("custom resource definitions for the sandbox", () => {
  let cache: string;
  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), "twelve-street-crds-"))));
  afterEach(() => rmSync(cache, { recursive: true }));

  const gives =
    (content: string): Way =>
    () =>
      Promise.resolve([content]);
  const fails: Way = () => Promise.reject(new Error("out of reach"));

  it("come the next way where one fails, and are kept", async () => {
    const file = await crdManifest(set, { cache, ways: { web: fails, Go: gives(text) } });
    assert.deepEqual(
      manifestObjects(file).map(({ kind, metadata }) => [kind, metadata.name]),
      [
        ["CustomResourceDefinition", "tests.example.com"],
        ["ConfigMap", "words"],
      ],
    );
    assert.equal(await crdManifest(set, { cache, ways: {} }), file);
  });

  it("are refused where they are not those that were pinned, and nothing is kept", async () => {
    await assert.rejects(
      crdManifest(set, { cache, ways: { web: gives(`${text} `) } }),
      /istio 1\.0\.0 cannot be had here \(web: crds\.yaml is not the file .* pinned\): connect/,
    );
    assert.deepEqual(readdirSync(cache), []);
  });

  it("say every way that failed, and what would help", async () => {
    await assert.rejects(
      crdManifest(set, { cache, ways: { web: fails, Go: fromGoModule("no-such-go") } }),
      /\(web: out of reach; Go: Go is not on PATH\): connect to the web once, or install Go/,
    );
  });

  it("are asked for at the tag of their version", async () => {
    const asked: string[] = [];
    const request = (url: string | URL | Request) => {
      asked.push(url as string);
      return Promise.resolve(new Response(text));
    };
    assert.deepEqual(await fromWeb(request)(set), [text]);
    assert.deepEqual(asked, ["https://example.com/api/v1.0.0/crds.yaml"]);
    const gone = () => Promise.resolve(new Response("", { status: 404 }));
    await assert.rejects(fromWeb(gone)(set), /crds\.yaml answers 404/);
  });

  it("lose the words that describe fields, and no field", async () => {
    const [crd, config] = manifestObjects(
      await crdManifest(set, { cache, ways: { Go: gives(text) } }),
    );
    assert.deepEqual(crd?.spec, {
      versions: [
        {
          name: "v1",
          schema: {
            openAPIV3Schema: {
              properties: {
                description: { type: "string" },
                properties: { type: "object", properties: { a: { type: "string" } } },
              },
            },
          },
        },
      ],
    });
    assert.ok(config);
    assert.deepEqual(withoutDescriptions(config), config);
    assert.deepEqual(config.data, { description: "stays" });
  });

  it("belong to Istio's chart base, and to no other chart of that name", () => {
    const { chart, repository } = istioChart("base", platformVersions.istio.version);
    assert.equal(crdsOfChart(chart, repository), istioCrds);
    assert.equal(crdsOfChart("istiod", repository), undefined);
    assert.equal(crdsOfChart("base", "https://example.com/charts"), undefined);
    assert.equal(crdsOfChart("base", undefined), undefined);
  });

  it("are what the program reads from the web, which alone answers everything else", async () => {
    const web = (input: string | URL | Request) =>
      Promise.resolve(new Response(`the web's ${input as string}`));
    const fetched = fetchWithManifests(web, {
      manifest: (wanted) =>
        crdManifest({ ...set, name: wanted.name }, { cache, ways: { Go: gives(text) } }),
    });
    const objects = parseAllDocuments(await (await fetched(gatewayApiManifest)).text());
    assert.deepEqual(
      objects.map((object) => (object.toJS() as { kind: string }).kind),
      ["CustomResourceDefinition", "ConfigMap"],
    );
    assert.equal(
      await (await fetched("https://example.com/other")).text(),
      "the web's https://example.com/other",
    );
  });

  it("of the load balancer controller come from the web, and where there is none have a stand-in that says so", async () => {
    const said: string[] = [];
    const asked = async (web: typeof fetch) => {
      const fetched = fetchWithManifests(web, { warn: (text) => said.push(text) });
      return parseAllDocuments(await (await fetched(albGatewayManifest)).text());
    };
    const [theirs] = await asked(() => Promise.resolve(new Response("kind: Theirs")));
    assert.deepEqual(theirs?.toJS(), { kind: "Theirs" });
    assert.deepEqual(said, []);
    const nowhere = [
      () => Promise.reject(new Error("no such host")),
      () => Promise.resolve(new Response("", { status: 404 })),
    ];
    for (const web of nowhere) {
      const names = (await asked(web)).map(
        (object) => (object.toJS() as { metadata: { name: string } }).metadata.name,
      );
      assert.deepEqual(names, [
        "loadbalancerconfigurations.gateway.k8s.aws",
        "targetgroupconfigurations.gateway.k8s.aws",
        "listenerruleconfigurations.gateway.k8s.aws",
      ]);
    }
    assert.equal(said.length, 2);
    assert.match(said.join(), /stand-ins keep their objects, and nobody checks/);
  });

  it("stand in for the Gateway API's own manifest, and for no other", () => {
    assert.equal(crdsOfManifest(gatewayApiManifest), gatewayApiCrds);
    const releases = "https://github.com/kubernetes-sigs/gateway-api/releases/download";
    assert.equal(crdsOfManifest(`${releases}/v1.6.0/experimental-install.yaml`), undefined);
    assert.equal(crdsOfManifest(`${releases}/v1.5.0/standard-install.yaml`), undefined);
    assert.equal(crdsOfManifest("crds/standard-install.yaml"), undefined);
  });

  it("are of the version that the platform runs", () => {
    const minor = (version: string) => version.split(".").slice(0, 2).join(".");
    assert.equal(minor(istioCrds.version), minor(platformVersions.istio.version));
    assert.equal(gatewayApiCrds.version, platformVersions.gatewayApi.version);
  });
});
