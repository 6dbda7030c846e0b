import assert from "node:assert/strict";

import { summary } from "../../sandbox/summary";

const facts = {
  stack: "dev",
  kubernetes: "1.36",
  parts: new Map([["Network", 12]]),
  live: {
    server: "v1.36.3",
    nodes: { ready: 2, all: 3, kubelets: ["v1.35.0-eks-simulated", "v1.36.0-eks-simulated"] },
    deployments: { available: 5, all: 6 },
    services: 6,
    configMaps: 7,
    secrets: 1,
  },
  outputs: { gatewayUrl: "http://gateway:8080", uiUrl: "http://ui:8080", namespace: "shop" },
  providers: [
    { name: "aws", version: "7.48.0", kind: "simulated" as const },
    { name: "kubernetes", version: "4.34.2", kind: "official" as const },
  ],
  notInstalled: [
    { chart: "ingress-nginx 4.15.1", definitions: 0 },
    { chart: "base 1.31.0", definitions: 15 },
  ],
  kubeconfig: "/somewhere/kubeconfig",
  embedded: true,
};

describe("the summary of an up", () => {
  it("says what the API server says, not what was asked for", () => {
    const text = summary(facts);
    assert.match(text, /2 of 3 ready/);
    assert.match(text, /5 of 6 Deployments available/);
  });

  it("lists what is simulated, and only that", () => {
    const text = summary(facts);
    assert.match(text, /aws +an account made up/);
    assert.match(text, /kubelets +kwok/);
    assert.doesNotMatch(text, /thin provider/);
    assert.doesNotMatch(summary({ ...facts, embedded: false }), /kwok/);
  });

  it("says that the values of Secrets Manager are made up, and where they are", () => {
    const secretsManager = { secretId: "twelve-street/dev", file: "/somewhere/aws-secrets.json" };
    const [, text = ""] = summary({ ...facts, secretsManager }).split("simulated here");
    assert.match(
      text,
      /twelve-street\/dev: values made up, in .*aws-secrets\.json, which you alone/,
    );
    assert.doesNotMatch(summary(facts), /Secrets Manager/);
  });

  it("tells the versions that the config decides from the API server's own", () => {
    const said = "cluster 1.36, nodes 1.35, 1.36; the API server is v1.36.3 whatever they say";
    assert.ok(summary(facts).includes(said), summary(facts));
    assert.ok(!summary({ ...facts, embedded: false }).includes("whatever they say"));
  });

  it("says when the stack has no shop", () => {
    const text = summary({ ...facts, outputs: {} });
    assert.match(text, /shop +switched off/);
    assert.doesNotMatch(text, /Deployments available|gateway/);
  });

  it("lists the charts of which nothing runs, and what of them is real", () => {
    const [, list = ""] = summary(facts).split("not installed here");
    assert.match(list, /ingress-nginx 4\.15\.1 +recorded only: nothing of this chart runs$/m);
    assert.match(
      list,
      /base 1\.31\.0 +recorded only: .* its 15 custom resource definitions are real$/m,
    );
    assert.match(summary({ ...facts, notInstalled: [] }), /nothing +the stack asks for no chart/);
  });

  it("gives commands that name the stack where it is not the usual one", () => {
    assert.match(summary({ ...facts, stack: "prod" }), /destroy --stack prod/);
    assert.doesNotMatch(summary(facts), /--stack/);
  });
});
