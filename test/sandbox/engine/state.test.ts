import assert from "node:assert/strict";

import { countByPart, notInstalled, type StateResource } from "../../../sandbox/engine/state";

const resource = (name: string, type: string, rest: Partial<StateResource> = {}) => ({
  urn: `urn:pulumi:dev::twelve-street::${type}::${name}`,
  type,
  custom: !type.startsWith("twelve-street:"),
  ...rest,
});

describe("what the summary reads from the state", () => {
  it("counts each resource under the outermost part it belongs to", () => {
    const stack = resource("stack", "pulumi:pulumi:Stack");
    const shop = resource("shop", "twelve-street:apps:TwelveStreet", { parent: stack.urn });
    const products = resource("products", "twelve-street:components:Microservice", {
      parent: shop.urn,
    });
    const network = resource("net", "twelve-street:components:Network", { parent: stack.urn });
    const counts = countByPart([
      stack,
      shop,
      products,
      network,
      resource("products", "kubernetes:apps/v1:Deployment", { parent: products.urn }),
      resource("space", "kubernetes:core/v1:Namespace", { parent: shop.urn }),
      resource("vpc", "aws:ec2/vpc:Vpc", { parent: network.urn }),
      resource("provider", "pulumi:providers:aws", { parent: stack.urn }),
      resource("alone", "aws:ec2/eip:Eip", { parent: stack.urn }),
    ]);
    assert.deepEqual(Object.fromEntries(counts), { TwelveStreet: 2, Network: 1, other: 1 });
  });

  const release = (chart: string, status: string, resourceNames = {}) =>
    resource(chart, "kubernetes:helm.sh/v3:Release", {
      inputs: { chart, version: "4.15.1" },
      outputs: { status: { status }, resourceNames },
    });

  it("lists a chart that is only recorded, and no chart that runs", () => {
    assert.deepEqual(
      notInstalled([
        release("ingress-nginx", "not-installed"),
        release("istiod", "deployed"),
        release("base", "not-installed", { crds: ["a.istio.io", "b.istio.io"] }),
      ]),
      [
        { chart: "base 4.15.1", definitions: 2 },
        { chart: "ingress-nginx 4.15.1", definitions: 0 },
      ],
    );
  });

  it("does not count a chart that is only recorded among what stands", () => {
    const counts = countByPart([
      release("ingress-nginx", "not-installed"),
      release("istiod", "deployed"),
    ]);
    assert.deepEqual(Object.fromEntries(counts), { other: 1 });
  });
});
