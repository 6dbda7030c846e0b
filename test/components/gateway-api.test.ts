import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ArgumentError } from "../../components/argument-error";
import {
  GatewayApiCrds,
  albGatewayManifest,
  gatewayApiManifest,
  readManifest,
} from "../../components/gateway-api";
import { platformVersions } from "../../versions";
import { run } from "../mocks";

const manifest = `
# nothing here
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gateways.gateway.networking.k8s.io }
spec: { group: gateway.networking.k8s.io }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: safe-upgrades.gateway.networking.k8s.io }
spec: { failurePolicy: Fail }
`;

describe("Gateway API's CRDs", () => {
  let folder = "";
  const file = (text: string): string => {
    const path = join(folder, "manifest.yaml");
    writeFileSync(path, text);
    return path;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "gateway-api-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("are each a resource, with all that the manifest says, under the component", async () => {
    const objects = await readManifest(file(manifest));
    const it = await run(() => {
      const { ready } = new GatewayApiCrds("gateway-api", { objects });
      assert.equal(ready.length, 2);
      return {};
    });
    const [component] = it.ofType("twelve-street:components:GatewayApiCrds");
    const crd = it.one(
      "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
      "gateway-api-CustomResourceDefinition-gateways.gateway.networking.k8s.io",
    );
    assert.deepEqual(crd.inputs.spec, { group: "gateway.networking.k8s.io" });
    assert.equal(crd.parent, component?.urn);
    const type = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
    assert.equal(it.ofType(type).length, 1);
  });

  it("come from the pinned releases", () => {
    assert(gatewayApiManifest.includes(`/v${platformVersions.gatewayApi.version}/standard-`));
    const { version } = platformVersions.awsLoadBalancerController;
    assert(albGatewayManifest.includes(`/v${version}/config/crd/gateway/`));
  });

  it("are not taken from a file that is not there, or holds something else", async () => {
    const refused = (said: RegExp) => (error: unknown) => {
      assert(error instanceof ArgumentError);
      assert.match(error.message, said);
      return true;
    };
    await assert.rejects(
      readManifest(join(folder, "none.yaml")),
      refused(/^manifest is ".*none\.yaml": name a file that can be read \(ENOENT/),
    );
    await assert.rejects(readManifest(file("a: 1\n")), refused(/file of Kubernetes objects/));
    await assert.rejects(readManifest(file("---\n")), refused(/file of Kubernetes objects/));
  });
});
