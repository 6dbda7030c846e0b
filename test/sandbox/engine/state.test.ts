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

  it("lists a chart that could not be pulled, and no chart that runs", () => {
    const release = (chart: string, status: string) =>
      resource(chart, "kubernetes:helm.sh/v3:Release", {
        inputs: { chart, version: "4.15.1" },
        outputs: { status: { status } },
      });
    assert.deepEqual(
      notInstalled([release("ingress-nginx", "not-installed"), release("istiod", "deployed")]),
      ["ingress-nginx 4.15.1"],
    );
  });
});
